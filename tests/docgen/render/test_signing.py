"""Who signs finds the line, the day beside it, and as many pages as were written."""

import io
import json
import re
import zipfile

import pypdfium2
import pytest

from docgen import Engine
from docgen.kinds.corpus import Sample
from docgen.proof.words import words_of, words_read
from tests.catalogue import CORPUS, SAMPLES, every_sample, read_sample
from tests.made import Made

AGREEMENTS = [each for each in SAMPLES if each.kind == "mediation_agreement"]


def pages_of(content: bytes) -> list[str]:
    """Return the words of each page as a reader sees them, its foot among them."""
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        return [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in pdf]


def test_each_of_sixteen_complainants_has_a_line_of_their_own_with_its_day(engine: Engine) -> None:
    payload = json.loads((CORPUS / "mediation_agreement/all_sign.json").read_bytes())
    for format in ("docx", "html", "pdf"):
        words = words_of(format, engine.render("mediation_agreement", payload, format).content)
        lines = re.findall(r"投诉人（签名）：（(.+?)）年月日", words)
        assert lines == [each["name"] for each in payload["complainants"]]


def test_whoever_signs_alone_is_not_named_again(engine: Engine) -> None:
    payload = engine.catalogue["mediation_agreement"].schema.example
    words = words_of("pdf", engine.render("mediation_agreement", payload).content)
    assert "投诉人（签名）：年月日" in words


@pytest.mark.parametrize("sample", AGREEMENTS, ids=[each.id for each in AGREEMENTS])
def test_pages_of_an_agreement_say_how_many_there_are(engine: Engine, sample: Sample) -> None:
    payload, files = read_sample(sample)
    pages = pages_of(engine.render(sample.kind, payload, files=files).content)
    for number, words in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in words
        assert ("（骑缝盖章）" in words) == (len(pages) > 1)


@every_sample
def test_a_line_that_nobody_signs_has_no_day(made: Made, sample: Sample) -> None:
    assert "/年月日" not in words_read(made.sample(sample, "html").content)
    assert "/年月日" not in feet_of(made.sample(sample, "docx").content)


def feet_of(content: bytes) -> str:
    """Return the words of a Word file's feet."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        feet = [
            container.read(name).decode()
            for name in container.namelist()
            if name.startswith("word/footer")
        ]
    return re.sub(r"\s+", "", "".join(re.sub(r"<[^>]*>", "", foot) for foot in feet))
