"""A payload written into a sheet comes back as the same case: all of the corpus, and any other."""

import base64
import os
import string
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import marshmallow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen import Engine
from schemas.ground.base import Part, Refusal
from schemas.ground.fields import (
    Choice,
    Count,
    CreditCode,
    Day,
    Described,
    File,
    FileReference,
    Flag,
    Group,
    LongText,
    Moment,
    Money,
    PersonName,
    Phone,
    Rows,
    Strokes,
    Text,
)
from schemas.ground.text import tidy
from schemas.parts.enclosed_files import suffix_of
from tests.catalogue import KINDS, SAMPLES, every_kind, read_sample
from tests.docgen.batch.sheets import photo_name, read, write

every_form = pytest.mark.parametrize("suffix", [".xlsx", ".csv"])


def loaded(value: Any) -> Any:
    """Return a loaded case with its photos and files by the names they have beside a sheet."""
    if isinstance(value, FileReference):
        if value.content is None:
            return value.name
        return photo_name(value.content, suffix_of(value.media_type))
    if isinstance(value, Mapping):
        return {name: loaded(below) for name, below in value.items()}
    return [loaded(each) for each in value] if isinstance(value, list | tuple) else value


@every_form
@every_kind
def test_corpus_comes_back_whole(kind: str, suffix: str, engine: Engine, tmp_path: Path) -> None:
    payloads = {
        sample.path.stem: read_sample(sample)[0] for sample in SAMPLES if sample.kind == kind
    }
    payloads["example"] = engine.catalogue[kind].schema.example
    items = read(write(tmp_path / f"cases{suffix}", engine, kind, payloads), engine)
    reader = engine.catalogue[kind].reader
    assert [item.id for item in items] == [*payloads]
    for item, payload in zip(items, payloads.values(), strict=True):
        assert item.kind == kind
        assert item.findings == ()
        assert loaded(reader.load(item.payload)) == loaded(reader.load(payload))


PERSONS = st.text("何沈罗邱贺䶮㛃·", min_size=2, max_size=6)
SAFE = st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp"))
TEXTS = st.one_of(
    st.text(SAFE, min_size=1, max_size=20),
    st.text("0123456789.-/=+@'\"_x{}%<>&,;，", min_size=1, max_size=20),
    st.sampled_from(["=1+1", "'007", "2026-07-10", "3-5", "TRUE", "_x000D_", "1E5", "是"]),
)
DIGITS = st.text(string.digits, min_size=20, max_size=20)
LINES = st.lists(TEXTS, min_size=1, max_size=3).map("\n".join)
MONEY = st.decimals(0, 999_999_999_999, places=2, allow_nan=False)


def values(field: Any) -> st.SearchStrategy[Any]:
    """Return what a field accepts, in spellings a payload may have."""
    if isinstance(field, Group):
        return payloads(field.below)
    if isinstance(field, Rows):
        return st.lists(values(field.inner), min_size=field.least, max_size=field.least + 2)
    kinds: dict[type, st.SearchStrategy[Any]] = {
        Flag: st.booleans(),
        Choice: st.sampled_from([*getattr(field, "options", {"": ""})]),
        Day: st.dates(date(1850, 1, 1), date(2100, 1, 1)).map(date.isoformat),
        Moment: st.datetimes(datetime(1850, 1, 1), datetime(2100, 1, 1)).map(
            lambda moment: moment.replace(microsecond=0).isoformat()
        ),
        Money: st.one_of(MONEY, MONEY.map(str), st.just("3,680.50")),
        Count: st.integers(getattr(field, "least", 0), getattr(field, "most", 9)),
        File: st.sampled_from(["IMG_1.jpg", "门 头.png"]),
        PersonName: PERSONS,
        Phone: st.sampled_from(["13900001236", "0999-60020601", "12345", "010-60000000-3"]),
        CreditCode: st.sampled_from(["91999900MA6B3HN232", "91999900MA1XG6125M"]),
        Strokes: st.sampled_from(["10,20,0 300,200,15", "0,0,0 40,40,7;900,399,99 1000,400,120"]),
        LongText: LINES,
        Text: st.one_of(TEXTS, DIGITS),
    }
    found = next(kinds[each] for each in type(field).__mro__ if each in kinds)
    return found.filter(lambda value: accepts(field, value))


def accepts(field: Described, value: Any) -> bool:
    """Tell whether a field takes a value, and as something filled in."""
    try:
        if isinstance(value, str):
            tidy(value, lines=True)
        return field.deserialize(value) is not None
    except (Refusal, marshmallow.ValidationError):
        return False


def payloads(part: Part) -> st.SearchStrategy[dict[str, Any]]:
    """Return payloads of a part that load; a group that is there has something filled in."""
    must, may = {}, {}
    for name, field in part.fields.items():
        (may if field.optional else must)[name] = st.deferred(lambda field=field: values(field))
    return st.fixed_dictionaries(must, optional=may).filter(bool)


@settings(max_examples=400 if os.environ.get("DOCGEN_SOAK") else 25)
@given(data=st.data())
def test_any_case_comes_back_whole(
    data: st.DataObject, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    reader = engine.catalogue[kind].reader
    payload = data.draw(payloads(reader))
    for suffix in (".xlsx", ".csv"):
        path = tmp_path_factory.mktemp("sheet") / f"cases{suffix}"
        (item,) = read(write(path, engine, kind, {"1": payload}), engine)
        assert item.findings == ()
        assert reader.load(item.payload) == reader.load(payload)


def test_photo_inside_a_payload_is_laid_beside_the_sheet(engine: Engine, tmp_path: Path) -> None:
    kind = "site_inspection_record"
    example = engine.catalogue[kind].schema.example
    inside = example["photos"][0]["file"]
    (item,) = read(write(tmp_path / "cases.xlsx", engine, kind, {"1": example}), engine)
    content = base64.b64decode(inside.partition(",")[2])
    assert item.payload["photos"][0]["file"] == f"IMG_{len(content)}.jpg"
