"""What our own rules find in the tags of a PDF, beside veraPDF."""

import io
from collections.abc import Callable

import pikepdf
import pytest

from docgen.archive.conformance import problems_of, structure_elements
from tests.made import Made

# A paper with headings and tables.
KIND = "inspection_plan"


def _first(document: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    return next(each for each in structure_elements(document) if str(each.S) == kind)


def _without_top_heading(document: pikepdf.Pdf) -> None:
    _first(document, "/H1").S = pikepdf.Name.P


def _without_body(document: pikepdf.Pdf) -> None:
    table = next(
        each
        for each in structure_elements(document)
        if each.S == "/Table" and any(kid.S == "/THead" for kid in each.K)
    )
    table.K = pikepdf.Array([kid for kid in table.K if kid.S != "/TBody"])


def _row_in_a_row(document: pikepdf.Pdf) -> None:
    _first(document, "/TD").S = pikepdf.Name.TR


def _unknown_type(document: pikepdf.Pdf) -> None:
    _first(document, "/H2").S = pikepdf.Name.Headline


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_without_top_heading, "the headings skip a level before /H2"),
        (_without_body, "a table has a head and no body"),
        (_row_in_a_row, "/TR holds something that is no part of a table there"),
        (_unknown_type, "nobody says what the structure type /Headline is"),
    ],
)
def test_tags_that_the_standards_forbid_are_named(
    made: Made, spoil: Callable[[pikepdf.Pdf], None], told: str
) -> None:
    content = made.example(KIND, copy="archive").content
    assert not problems_of(content, verapdf=False)
    with pikepdf.open(io.BytesIO(content)) as document:
        spoil(document)
        buffer = io.BytesIO()
        document.save(buffer)
    assert told in problems_of(buffer.getvalue(), verapdf=False)
