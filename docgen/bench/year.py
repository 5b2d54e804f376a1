"""A contract year of an office: which documents it makes, in what mix, as the input of a batch.

The quantities are those of the price table in the house file; what each piece leaves on paper says
`year.toml` beside this module.
"""

import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from docgen.bench.material import HANZI, NEW_WORDS
from docgen.engine import Engine
from docgen.errors import InvalidCaseError, SettingsError
from docgen.photo.folder import FolderPhotos, named_photos
from docgen.settings import shipped

MIX, SAMPLE = "year.toml", "typical"
FEWEST_LETTERS = 8
NUMBER = "document_number"
_SERIAL = re.compile(r"\d+(?=(?:-\d+)?号$)")
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind's part of the year: how many documents, and the case that stands for them."""

    item: str
    kind: str
    quantity: float
    payload: Mapping[str, Any]
    changing: Place


def parts_of_the_year(engine: Engine) -> list[Part]:
    """Return the parts of the year: of each item of the price table, every kind it leaves.

    Errors: `SettingsError` when no contract has a price table, or the mix lacks an item.
    """
    mix = tomllib.loads((files("docgen.bench") / MIX).read_text("utf-8"))
    parts = []
    for line in lines_of_the_year(engine):
        if line.code not in mix:
            raise SettingsError(f"合同年的组成（{MIX}）里没有“{line.name}”，请补上再推算。")
        for kind, share in mix[line.code].items():
            payload = _case_of(engine, kind)
            photos = FolderPhotos(shipped("corpus") / kind)
            changing = changing_place(engine, kind, payload, photos)
            parts.append(Part(line.name, kind, line.quantity * share, payload, changing))
    return parts


def lines_of_the_year(engine: Engine) -> Sequence[Any]:
    """Return the price table of the first contract that has one.

    Errors: `SettingsError`.
    """
    for contract in engine.house.contracts:
        if contract.lines:
            return contract.lines  # type: ignore[no-any-return]
    raise SettingsError("内部设置里没有带价格表的服务合同，无法推算合同年。")


def write_year(parts: list[Part], source: Path, documents: int) -> None:
    """Write so many cases in the year's mix as JSON Lines, no two alike, photos beside them."""
    chance = random.Random(0)  # noqa: S311 - words, not secrets
    chosen = [part for part, count in _apportioned(parts, documents) for _ in range(count)]
    chance.shuffle(chosen)
    with source.open("w", encoding="utf-8") as file:
        for serial, part in enumerate(chosen, start=1):
            words = "".join(chance.choices(HANZI, k=NEW_WORDS))
            payload = with_sentence(part.payload, part.changing, f"另记：{words}。")
            payload = with_serial(payload, serial)
            file.write(json.dumps({"kind": part.kind, "payload": payload}) + "\n")
    for part in parts:
        photos = FolderPhotos(shipped("corpus") / part.kind)
        for name, content in named_photos(part.payload, photos).items():
            (source.parent / name).write_bytes(content)


def changing_place(
    engine: Engine, kind: str, payload: Mapping[str, Any], photos: Mapping[str, bytes]
) -> Place:
    """Return where in a case another sentence may stand, empty when nowhere."""
    for place, _ in sorted(_texts(payload, ()), key=lambda found: -len(found[1])):
        try:
            longer = with_sentence(payload, place, "另记：天地。")
            engine.check(kind, longer, copy="draft", files=photos)
        except InvalidCaseError:
            continue
        return place
    return ()


def with_sentence(payload: Mapping[str, Any], place: Place, sentence: str) -> dict[str, Any]:
    """Return a case with a sentence added to the text at `place`."""
    changed: Any = deepcopy(dict(payload))
    below = changed
    for step in place[:-1]:
        below = below[step]
    if place:
        below[place[-1]] += sentence
    case: dict[str, Any] = changed
    return case


def with_serial(payload: Mapping[str, Any], serial: int) -> dict[str, Any]:
    """Return a case with another serial in its document number, if it has one: none comes twice."""
    number = payload.get(NUMBER)
    if not isinstance(number, str):
        return dict(payload)
    return {**payload, NUMBER: _SERIAL.sub(str(serial), number)}


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield every sentence of a case and where it stands; photos inside the case are none."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _texts(below, (*place, name))
    elif isinstance(value, list | tuple):
        for index, below in enumerate(value):
            yield from _texts(below, (*place, index))
    elif isinstance(value, str) and len(value) > FEWEST_LETTERS and not value.startswith("data:"):
        yield place, value


def _case_of(engine: Engine, kind: str) -> Mapping[str, Any]:
    path = shipped("corpus") / kind / f"{SAMPLE}.json"
    if not path.is_file():
        return engine.catalogue[kind].schema.example
    payload: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return payload


def _apportioned(parts: list[Part], documents: int) -> Iterator[tuple[Part, int]]:
    """Share documents out by quantity; what rounding leaves over goes to the largest remainders."""
    whole = sum(part.quantity for part in parts)
    wanted = [documents * part.quantity / whole for part in parts]
    counts = [int(each) for each in wanted]
    by_rest = sorted(range(len(parts)), key=lambda index: counts[index] - wanted[index])
    for index in by_rest[: documents - sum(counts)]:
        counts[index] += 1
    yield from zip(parts, counts, strict=True)
