"""What papers of service, deadlines and files have to do with their case, on the shipped kinds."""

from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.register import case_rules
from docgen.register.database import Register
from docgen.register.prefill import prefill
from tests.docgen.register.papers import open_case, put_document

TODAY = date(2026, 11, 28)
SHEETS = ("file_contents_list", "case_file_cover", "file_reference_sheet")


def example(engine: Engine, kind: str, **changes: Any) -> dict[str, Any]:
    """Return an example with changes; None takes a value out."""
    payload = dict(engine.catalogue[kind].schema.example) | changes
    return {name: value for name, value in payload.items() if value is not None}


def judged(
    register: Register, engine: Engine, kind: str, case_ref: str = "C-1", **changes: Any
) -> set[tuple[str, str]]:
    """Return where and for what the register stops or warns about a paper of the case."""
    case = engine.check(kind, example(engine, kind, **changes), today=TODAY)
    with register.reading() as connection:
        found = case_rules.judge(connection, engine, case, case_ref)
    return {(each.pointer, each.code) for each in found}


@pytest.mark.parametrize("kind", SHEETS)
def test_each_part_of_a_file_has_one_sheet(register: Register, engine: Engine, kind: str) -> None:
    open_case(register, "C-1")
    put_document(
        register, "file_contents_list", example(engine, "file_contents_list", volume="secondary"),
        case_ref="C-1",
    )  # fmt: skip
    other = {"archive_number": None} if kind == "case_file_cover" else {}
    put_document(register, kind, example(engine, kind, volume="正卷", **other), case_ref="C-1")
    ((pointer, code),) = judged(register, engine, kind, **other)
    assert (pointer, code.endswith("_repeated")) == ("/volume", True)
    if kind != "file_contents_list":
        assert judged(register, engine, kind, volume="secondary", **other) == set()


def test_the_cover_counts_what_the_contents_name(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    assert judged(register, engine, "case_file_cover") == {("", "neighbour_missing")}
    listed = example(engine, "file_contents_list")
    put_document(register, "file_contents_list", listed, case_ref="C-1")
    assert judged(register, engine, "case_file_cover") == set()
    assert judged(register, engine, "case_file_cover", paper_count=5, page_count=12) == {
        ("/paper_count", "papers_differ"),
        ("/page_count", "pages_differ"),
    }
    begun = prefill(register, engine.catalogue, "case_file_cover", "C-1")
    assert begun["case_name"] == listed["case_name"]
    assert begun["volume"] == "main"


def test_one_archive_number_finds_one_file(register: Register, engine: Engine) -> None:
    for case_ref in ("C-1", "C-2"):
        open_case(register, case_ref)
        listed = example(engine, "file_contents_list")
        put_document(register, "file_contents_list", listed, case_ref=case_ref)
    cover = example(engine, "case_file_cover")
    put_document(register, "case_file_cover", cover, case_ref="C-2")
    told = judged(register, engine, "case_file_cover")
    assert told == {("/archive_number", "archive_number_taken")}
    assert judged(register, engine, "case_file_cover", archive_number="2026-TS-0119") == set()
