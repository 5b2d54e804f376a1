"""What is blank within a record is struck, where it ends it says so; letters stay open."""

import io
from collections.abc import Iterator

import pikepdf

from docgen.kinds.corpus import Sample
from docgen.proof.words import words_of
from docgen.render.fonts import FaceSet
from docgen.render.pdf import write_pdf
from docgen.render.striking import LEAST
from tests.catalogue import every_sample, read_sample
from tests.conformance import assert_conformant
from tests.docgen.render.letter import MOMENT, letter
from tests.made import Made

SMALL = (
    "@page { size: 100mm 100mm; margin: 10mm } p { margin: 0; line-height: 10mm }"
    ".next { break-before: page }"
)


def strokes(page: pikepdf.Page) -> Iterator[tuple[float, ...]]:
    """Yield the slanting lines of a page that are artifacts: both ends, in points."""
    artifact, start = False, (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                artifact = str(operands[0]) == "/Artifact"
            case "EMC":
                artifact = False
            case "m":
                start = float(operands[0]), float(operands[1])
            case "l" if artifact:
                end = float(operands[0]), float(operands[1])
                if start[0] != end[0] and start[1] != end[1]:
                    yield (*start, *end)


def struck(faces: FaceSet, body: str, form: str = "record") -> list[int]:
    """Return how many strokes each page of a document has."""
    page = letter(body, style=SMALL).replace("<body>", f'<body class="{form}">')
    content = write_pdf(page, faces, moment=MOMENT)
    assert_conformant(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        return [len([*strokes(each)]) for each in document.pages]


def test_a_page_that_ends_early_is_struck_but_the_last(faces: FaceSet) -> None:
    assert struck(faces, '<p>甲</p><p class="next">乙</p>') == [1, 0]


def test_the_stroke_runs_through_the_blank_and_nothing_else(faces: FaceSet) -> None:
    page = letter('<p>甲</p><p class="next">乙</p>', style=SMALL)
    content = write_pdf(page.replace("<body>", '<body class="record">'), faces, moment=MOMENT)
    with pikepdf.open(io.BytesIO(content)) as document:
        (stroke,) = strokes(document.pages[0])
    millimetres = [round(each / 72 * 25.4) for each in stroke]
    assert millimetres == [10, 90, 90, 23], "from the lower left, downwards counted, below a line"


def test_a_full_page_is_not_struck(faces: FaceSet) -> None:
    assert struck(faces, "<p>甲</p>" * 8 + '<p class="next">乙</p>') == [0, 0]
    assert LEAST / 72 * 25.4 < 20, "two lines of this page"


def test_what_is_said_to_be_blank_is_not_struck(faces: FaceSet) -> None:
    assert struck(faces, '<p class="rest">（以下空白）</p><p class="next">乙</p>') == [0, 0]


def test_letters_are_not_struck(faces: FaceSet) -> None:
    assert struck(faces, '<p>甲</p><p class="next">乙</p>', form="letter") == [0, 0]


@every_sample
def test_only_the_end_of_a_record_says_that_the_rest_is_blank(made: Made, sample: Sample) -> None:
    payload, _ = read_sample(sample)
    page = made.sample(sample, "html").content
    words, record = words_of("html", page), b'<body class="record">' in page
    # Photos that go with another paper end as those of a record do.
    assert words.count("（以下空白）") == (record or "现场照片（附页）" in words)
    if record:
        assert words.endswith("（以下空白）")
        assert words.count("（本页以下空白，下接附页）") == bool(payload.get("photos"))
