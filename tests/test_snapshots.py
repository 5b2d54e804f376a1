"""What the corpus's documents say and how one page of each kind looks, beside what they did before.

`make accept` writes the snapshots anew; read the difference before committing it.
"""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pixelmatch.contrib.PIL import pixelmatch

from docgen import Engine
from docgen.kinds.corpus import Sample
from tests.catalogue import every_kind, every_sample
from tests.made import Made
from tests.words import lines_of

SNAPSHOTS = Path(__file__).parent / "snapshots"
FACES = SNAPSHOTS / "faces.txt"
ACCEPT = bool(os.environ.get("DOCGEN_ACCEPT"))
DOTS_PER_INCH = 48


def compare_text(path: Path, text: str) -> None:
    """Compare a text with its snapshot, or write it when accepting."""
    if ACCEPT:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.is_file(), f"no snapshot {path.name}: run make accept and look at it"
    assert text == path.read_text("utf-8")


@every_sample
def test_document_says_what_it_said(made: Made, sample: Sample) -> None:
    page = made.sample(sample, "html").content
    compare_text(SNAPSHOTS / sample.kind / f"{sample.path.stem}.txt", lines_of(page))


@every_kind
def test_redacted_copy_says_what_it_said(made: Made, kind: str) -> None:
    page = made.example(kind, "html", copy="redacted").content
    compare_text(SNAPSHOTS / kind / "example_redacted.txt", lines_of(page))


def pages_of(pdf: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as small pictures."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("L") for page in document]


@every_kind
def test_example_looks_as_it_looked(made: Made, engine: Engine, kind: str) -> None:
    if ACCEPT:
        FACES.parent.mkdir(parents=True, exist_ok=True)
        FACES.write_text(engine.faces.digest + "\n")
    if FACES.read_text().strip() != engine.faces.digest:
        pytest.skip("other font packages than those the pictures were made with")
    pictures = pages_of(made.example(kind).content)
    for number, picture in enumerate(pictures, start=1):
        path = SNAPSHOTS / kind / f"example-{number}.png"
        if ACCEPT:
            picture.save(path, optimize=True)
        with Image.open(path) as before:
            assert before.size == picture.size, f"page {number} has another size"
            different = pixelmatch(before.convert("RGB"), picture.convert("RGB"), threshold=0.2)
        assert different <= picture.width * picture.height // 2000, f"page {number} looks different"
    assert not (SNAPSHOTS / kind / f"example-{len(pictures) + 1}.png").exists()
