"""A list laid out part by part: the pages, the words and the tags it has when laid out at once."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest

from docgen import Engine
from docgen.case.case import Case
from docgen.render.refusals import TooManyPagesError
from tests.conformance import assert_conformant

AT_ONCE = "docgen.render.long_list.ROWS_AT_ONCE"


def ledger(engine: Engine, kind: str = "work_ledger", copy: str = "draft") -> Case:
    """Return a ledger of 58 rows in two groups: four pages."""
    example = dict(engine.catalogue[kind].schema.example)
    rows = [example["orders"][nth % 2] | {"number": f"99{nth:06}"} for nth in range(58)]
    return engine.check(kind, example | {"orders": rows}, copy=copy)


def pictures(content: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=0.7).to_pil().tobytes() for page in document]


def told(content: bytes) -> list[Any]:
    """Return the structure tree: role, depth, id, heads and number of contents of each element."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [*_elements(pdf.Root.StructTreeRoot.K[0], 0)]


def _elements(element: Any, depth: int) -> Iterator[Any]:
    attributes = element.get("/A", {})
    heads = [str(each) for each in attributes.get("/Headers", ())]
    below = [each for each in element.K if isinstance(each, pikepdf.Dictionary) and "/S" in each]
    yield str(element.S), depth, str(element.get("/ID")), heads, len(element.K) - len(below)
    for each in below:
        assert each.P.objgen == element.objgen
        yield from _elements(each, depth + 1)


def test_in_parts_it_is_what_it_is_at_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    case = ledger(engine)
    whole = engine.write(case, "pdf").content
    monkeypatch.setattr(AT_ONCE, 20)
    parted = engine.write(case, "pdf").content
    assert len(pictures(whole)) > 3
    # Feet, the mark of a draft, subtotals and borders among them.
    assert pictures(parted) == pictures(whole)
    assert told(parted) == told(whole)
    assert_conformant(parted)
    assert engine.write(case, "pdf").content == parted
    with pikepdf.open(io.BytesIO(parted)) as pdf, pikepdf.open(io.BytesIO(whole)) as other:
        assert pdf.check_pdf_syntax() == []
        assert [*pdf.attachments] == [*other.attachments]
        assert str(pdf.docinfo) == str(other.docinfo)


def test_more_pages_than_a_list_may_have_are_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AT_ONCE, 20)
    monkeypatch.setattr("docgen.render.pdf.MOST_PAGES_OF_LIST", 1)
    with pytest.raises(TooManyPagesError, match="最多 1 页"):
        engine.write(ledger(engine), "pdf")
