"""The papers a kind is proved by: its example and its corpus, also with what may be left out gone.

The bureau's own cases stand beside ours. Every house switch is tried both ways.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

from docgen.case.case import Case, build_case
from docgen.case.payload import read_payload
from docgen.engine import Engine
from docgen.errors import InvalidCaseError
from docgen.kinds.catalogue import Kind
from docgen.kinds.corpus import find_samples
from docgen.photo.folder import FolderPhotos
from docgen.settings import shipped
from docgen.template.frozen import CORPUS
from schemas.ground.base import Facts, Record
from schemas.ground.fields import Choice, Described, Flag, LongText, PartyName, Text
from schemas.ground.house import House
from schemas.ground.walk import typed_values

# Texts that say what they like, and how many letters are more than a line of any paper.
_FREE = frozenset({Text, LongText, PartyName})
_OVER_A_LINE = 45


def corpora_of(engine: Engine, kind: str) -> tuple[Path, ...]:
    """Return where the cases of a kind lie: ours, and the office's own beside its templates."""
    ours = [shipped("corpus")] if engine.catalogue.is_ours(kind) else []
    return (*ours, engine.settings.templates / CORPUS)


@dataclass(frozen=True, slots=True)
class Paper:
    """One payload of a kind, and what it is called in messages."""

    name: str
    payload: Mapping[str, Any]
    files: Mapping[str, bytes]


def papers_of(kind: Kind, corpora: Sequence[Path]) -> tuple[Paper, ...]:
    """Return the example of a kind and the cases of these corpora, in order."""
    found = [Paper("示例", kind.schema.example, {})]
    for corpus in corpora:
        for sample in find_samples(corpus, [kind.name]):
            payload = read_payload(sample.path.read_bytes())
            name = f"案例 {sample.path.name}"
            found.append(Paper(name, payload, FolderPhotos(sample.path.parent)))
    return tuple(found)


def barest(papers: Sequence[Paper]) -> Paper | None:
    """Return the paper, of those behind the example, that leaves most for hands to write."""
    return min(papers[1:], key=lambda each: len(str(each.payload)), default=None)


def lengthened(engine: Engine, kind: Kind, paper: Paper) -> Paper | None:
    """Return a paper whose texts each fill more than a line, as far as its rules let them.

    What runs over its line or out of its cell shows only then. None where no text may be longer.
    """
    try:
        case = engine.check(kind.name, paper.payload, copy="draft", files=paper.files)
    except InvalidCaseError:
        return None
    texts = {
        pointer: longer
        for pointer, field, text in typed_values(kind.reader, case.values)
        if isinstance(field, Text)
        and type(field) in _FREE
        and (longer := (text * (1 + _OVER_A_LINE // len(text)))[: field.longest]) != text
    }
    while texts:
        payload = deepcopy(dict(paper.payload))
        for pointer, text in texts.items():
            *above, last = pointer.split("/")[1:]
            part = reduce(_below, above, payload)
            part[int(last) if isinstance(part, list) else last] = text
        try:
            engine.check(kind.name, payload, copy="draft", files=paper.files)
        except InvalidCaseError as fault:
            refused = {each.pointer for each in fault.findings}
            kept = {place: text for place, text in texts.items() if place not in refused}
            texts = kept if len(kept) < len(texts) else {}
        else:
            return Paper(f"{paper.name}，文字加长", payload, paper.files)
    return None


def _below(part: Any, name: str) -> Any:
    return part[int(name) if isinstance(part, list) else name]


def thinned(kind: Kind, papers: Sequence[Paper]) -> Iterator[Paper]:
    """Yield the papers that show what no case shows: an optional value that is left out."""
    for name, field in kind.reader.fields.items():
        if not isinstance(field, Described) or not field.optional:
            continue
        if all(name in each.payload for each in papers):
            paper = papers[0]
            left = {key: value for key, value in paper.payload.items() if key != name}
            yield Paper(f"{paper.name}（不填「{field.label or name}」）", left, paper.files)


def other_switches(house: Record) -> Record:
    """Return the house with every switch the other way and every choice at its last option."""
    turned = {
        name: not house[name] if isinstance(field, Flag) else [*field.options][-1]
        for name, field in House().fields.items()
        if isinstance(field, Flag | Choice)
    }
    return Record({**house, **turned})


def case_of(engine: Engine, kind: Kind, paper: Paper, house: Record, today: date) -> Case | None:
    """Return the case of a paper under a house; None where a rule refuses it."""
    try:
        facts = Facts(engine.law, house, today, files=paper.files)
        return build_case(kind, paper.payload, facts)
    except InvalidCaseError:
        return None
