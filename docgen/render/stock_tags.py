"""Mend the structure tree that WeasyPrint itself writes, where ours (tags.py) cannot be used."""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes

from docgen.render.tags import SCOPES


def mend_stock_tags(document: Document, pdf: pydyf.PDF) -> None:
    """Say what table heads head, and set the furniture of pages apart."""
    _scope_headers(document)
    _set_furniture_apart(document, pdf)


def _scope_headers(document: Document) -> None:
    """Say of every table head what it heads, and drop the links to heads, which are often wrong."""
    for page in document.pages:
        for box in page._page_box.descendants():
            mark = getattr(box, "mark", None)
            if mark is None:
                continue
            mark["A"].pop("Headers", None)
            mark.pop("ID", None)
            if mark["S"] == "/TH":
                mark["A"]["Scope"] = SCOPES.get(box.element.get("scope", "col"), "/Column")


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _set_furniture_apart(document: Document, pdf: pydyf.PDF) -> None:
    """Mark headers and footers of pages as artifacts, so that a reader aloud skips them.

    WeasyPrint tags the content of margin boxes like body text and then leaves the tags out of
    the structure tree, where they are neither content nor artifact (ISO 14289-1, 7.1 and 7.8).
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    main = _object(pdf, root["K"][0])
    linked = set(main["K"])
    outside = [
        item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary)
        and item.get("Type") == "/StructElem"
        and item.get("P") == main.reference
        and item.reference not in linked
    ]
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    pages = pdf.page_references  # looked up among all objects each time it is asked for
    for (page_number, subtype), element in zip(_furniture(document), outside, strict=True):
        page = _object(pdf, pages[page_number])
        stream = _object(pdf, page["Contents"])
        marks = set(_drop(pdf, element, by_page[page_number]))
        _as_artifacts(stream.stream, marks, subtype)


def _furniture(document: Document) -> Iterator[tuple[int, str]]:
    """Yield page number and artifact subtype of each block in the margins, in tagging order."""
    for page_number, page in enumerate(document.pages):
        for box in page._page_box.children:
            if isinstance(box, boxes.MarginBox):
                subtype = "/Header" if box.at_keyword.startswith("@top") else "/Footer"
                for _ in box.children:
                    yield page_number, subtype


def _drop(pdf: pydyf.PDF, element: Any, page_marks: list[Any]) -> Iterator[int]:
    """Empty a structure element and what is below it; yield the marked contents it had."""
    kids = element["K"]
    element.clear()
    for kid in kids:
        if isinstance(kid, bytes):
            yield from _drop(pdf, _object(pdf, kid), page_marks)
        else:
            page_marks[kid] = "null"
            yield kid


def _as_artifacts(operators: list[Any], marks: set[int], subtype: str) -> None:
    for position, operand in enumerate(operators):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in marks:
            operators[position - 1] = "/Artifact"
            operators[position] = pydyf.Dictionary({"Type": "/Pagination", "Subtype": subtype})
