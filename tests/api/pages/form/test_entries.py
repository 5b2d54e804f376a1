"""Whatever a payload holds comes through the form as the same case; whatever is typed is kept."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.form.acts import act_on_rows
from api.pages.form.entries import (
    default_of,
    entries_of,
    fields_of,
    is_blank,
    is_checklist,
    is_tick,
    payload_of,
    read_posted,
)
from docgen import Engine
from schemas.ground.base import Part
from schemas.ground.fields import Described, Group, Rows
from tests.catalogue import KINDS, Sample, every_kind, every_sample, read_sample


def posted_from(part: Part, entries: Any, name: str = "") -> dict[str, list[str]]:
    """Return what a browser would send of a form with these entries."""
    sent: dict[str, list[str]] = {}
    for key, field in fields_of(part).items():
        here, entry = f"{name}.{key}" if name else key, entries.get(key) or default_of(field)
        if isinstance(field, Group):
            sent |= posted_from(field.below, entry or {}, here)
        elif isinstance(field, Rows) and is_checklist(field):
            sent |= {here: list(entry)} if entry else {}
        elif isinstance(field, Rows):
            for index, row in enumerate(entry or ()):
                below = f"{here}.{index}"
                sent |= posted_from(field.below, row, below) if field.below else {below: [row]}
        elif is_tick(field):
            sent |= {here: ["true"]} if entry == "true" else {}
        else:
            sent[here] = [str(entry or "").replace("\n", "\r\n")]
    return sent


@every_sample
def test_a_case_is_the_same_after_it_went_through_the_form(engine: Engine, sample: Sample) -> None:
    payload, files = read_sample(sample)
    reader = engine.catalogue[sample.kind].reader
    entries = entries_of(reader, payload)
    posted = read_posted(reader, posted_from(reader, entries))
    before = engine.check(sample.kind, asked_of(reader, payload), files=files).values
    after = engine.check(sample.kind, payload_of(reader, posted), files=files).values
    assert dict(after) == dict(before)
    assert payload_of(reader, posted) == payload_of(reader, entries)


def asked_of(part: Part, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload without what only programs know."""

    def below(field: Any, value: Any) -> Any:
        if isinstance(field, Group):
            return asked_of(field.below, value)
        if isinstance(field, Rows) and field.below:
            return [asked_of(field.below, row) for row in value]
        return value

    fields = ((name, part.fields[name], value) for name, value in payload.items())
    return {
        name: below(field, value)
        for name, field, value in fields
        if not isinstance(field, Described) or field.asked
    }


@every_kind
def test_an_empty_form_says_nothing(engine: Engine, kind: str) -> None:
    reader = engine.catalogue[kind].reader
    posted = read_posted(reader, posted_from(reader, {}))
    assert all(is_blank(field, posted[name]) for name, field in fields_of(reader).items())
    said = payload_of(reader, posted)
    assert all(isinstance(reader.fields[name], Group | Rows) for name in said)


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(kind=st.sampled_from(KINDS), typed=st.data())
def test_whatever_is_typed_is_kept(engine: Engine, kind: str, typed: st.DataObject) -> None:
    """Entries survive being sent: no text is lost or changed, however wrong it is."""
    reader = engine.catalogue[kind].reader
    names = list(posted_from(reader, entries_of(reader, engine.catalogue[kind].schema.example)))
    changed = {
        name: [text]
        for name in typed.draw(st.lists(st.sampled_from(names), max_size=6))
        if (text := typed.draw(TYPED).replace("\r", "").replace("\n", ""))
    }
    sent = posted_from(reader, entries_of(reader, engine.catalogue[kind].schema.example)) | changed
    once = read_posted(reader, sent)
    assert read_posted(reader, posted_from(reader, once)) == once
    engine_payload = payload_of(reader, once)
    assert isinstance(engine_payload, dict)


def test_names_that_nobody_has_are_left_out(engine: Engine) -> None:
    reader = engine.catalogue["mediation_agreement"].reader
    sent = {"complaint": ["有"], "complaint.deep": ["x"], "a.b.c": ["x"], ".": ["x"], "": ["x"]}
    sent |= {
        ".".join("x" * 40): ["x"],
        "complainants.x.name": ["甲"],
        "complainants.7.name": ["乙"],
    }
    entries = read_posted(reader, sent)
    assert entries.keys() == fields_of(reader).keys()
    assert [row["name"] for row in entries["complainants"]] == ["乙"]


def test_a_blank_row_at_the_end_says_nothing_and_one_before_keeps_its_place(engine: Engine) -> None:
    reader = engine.catalogue["non_acceptance_notice"].reader
    entries = {"joint_complainants": ["甲乙", "", "丙丁", "", ""]}
    assert payload_of(reader, entries)["joint_complainants"] == ["甲乙", "", "丙丁"]


@pytest.mark.parametrize(
    ("act", "name", "expected", "place"),
    [
        ("add", "rows", ["甲", "乙", ""], "rows.2"),
        ("remove", "rows.0", ["乙"], "rows"),
        ("up", "rows.1", ["乙", "甲"], "rows.0"),
        ("down", "rows.0", ["乙", "甲"], "rows.1"),
        ("down", "rows.1", ["甲", "乙"], "rows.1"),
        ("remove", "rows.9", ["甲", "乙"], "rows.9"),
        ("remove", "rows.x", ["甲", "乙"], "rows.x"),
    ],
)
def test_rows_are_added_removed_and_moved(
    engine: Engine, act: str, name: str, expected: list[str], place: str
) -> None:
    reader = engine.catalogue["non_acceptance_notice"].reader
    entries = {"joint_complainants": ["甲", "乙"]}
    name, place = (each.replace("rows", "joint_complainants") for each in (name, place))
    assert act_on_rows(reader, entries, act, name) == place
    assert entries["joint_complainants"] == expected


def test_rows_inside_rows_are_reached(engine: Engine) -> None:
    reader = engine.catalogue["referral_letter"].reader
    entries: dict[str, Any] = {"letters": [{"attachments": [{"name": "甲"}]}]}
    assert act_on_rows(reader, entries, "add", "letters.0.attachments") == "letters.0.attachments.1"
    assert act_on_rows(reader, entries, "add", "letters.4.attachments") == "letters.4.attachments"
    assert act_on_rows(reader, entries, "add", "letters.0.violation") == "letters.0.violation"
    assert entries["letters"][0]["attachments"] == [{"name": "甲"}, {}]
