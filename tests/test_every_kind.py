"""What holds for every kind and every case of the corpus, in every format and copy."""

import io
import json
import os
import re
import zipfile
from collections import Counter
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from docgen import Engine, InvalidCaseError
from docgen.archive.verify import Verdict, verify_pdf
from docgen.engine import COPIES, FORMATS
from docgen.kinds.corpus import Sample
from docgen.proof.official import shortest
from docgen.proof.words import without_table_heads, words_of, words_read
from docgen.word.measures import measures_of
from tests.catalogue import (
    CORPUS,
    KINDS,
    REFUSALS,
    SAMPLES,
    every_kind,
    every_refusal,
    every_sample,
    read_sample,
    two_of_every_kind,
)
from tests.conformance import assert_conformant, structure_elements
from tests.made import Made

LEFTOVERS = re.compile(r"\{\{|\}\}|\{%|%\}|None|Undefined|____|×{2,}|\[\]")
CODES = re.compile(r"[a-z]+_[a-z]+")
# The style of each paragraph of a Word file; plain ones name none.
STYLES = re.compile(r'<w:p(?: [^>]*)?>(?:<w:pPr><w:pStyle w:val="([^"]*)")?')
# How many grounds, agreed items and attachments the examples of some kinds list.
LISTED = {"non_acceptance_notice": 7, "mediation_agreement": 3, "referral_letter": 3}


@every_kind
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("copy", COPIES)
def test_example_renders(made: Made, kind: str, format: str, copy: str) -> None:
    document = made.example(kind, format, copy)
    assert document.content
    assert document.name.endswith(f".{format}")


@every_sample
def test_word_page_and_pdf_say_the_same_words(made: Made, engine: Engine, sample: Sample) -> None:
    """Of the archive copy, which prints what the delivery copy does (further below)."""
    page = made.sample(sample, "html").content
    copies = {format: "archive" if format == "pdf" else "delivery" for format in FORMATS}
    words = {
        format: words_of(format, made.sample(sample, format, copy).content)
        for format, copy in copies.items()
    }
    assert len(words["html"]) > shortest(engine.catalogue[sample.kind].header.form)
    assert words["docx"] == words["html"]
    assert without_table_heads(words["pdf"], page) == without_table_heads(words_read(page), page)


@every_sample
def test_a_seal_stays_in_word_with_what_it_is_set_on(made: Made, sample: Sample) -> None:
    """A page with a seal and no sentence above it could be put below any other paper."""
    with zipfile.ZipFile(io.BytesIO(made.sample(sample, "docx").content)) as container:
        body = container.read("word/document.xml").decode()
        measures = measures_of(container.read("word/styles.xml"))
    styles = STYLES.findall(body)
    above = [style for style, below in pairwise(styles) if below in ("落款机关", "落款机关紧")]
    assert not [style for style in above if not measures[style or "Normal"].keep]


@every_sample
def test_nothing_of_a_template_or_a_blank_is_left(made: Made, sample: Sample) -> None:
    payload, _ = read_sample(sample)
    page = words_of("html", made.sample(sample, "html").content)
    assert not CODES.findall(page), "a choice is printed in its words"
    typed = json.dumps(payload, ensure_ascii=False)
    assert not Counter(LEFTOVERS.findall(page)) - Counter(LEFTOVERS.findall(typed))


@every_sample
def test_pdf_conforms_to_pdfa_and_pdfua(made: Made, sample: Sample) -> None:
    assert_conformant(made.sample(sample, copy="archive").content)


@(every_sample if os.environ.get("DOCGEN_SOAK") else two_of_every_kind)
def test_archive_copy_proves_itself(made: Made, engine: Engine, sample: Sample) -> None:
    """Of each kind the shortest and the longest case; `docgen demo` proves every case."""
    archived = made.sample(sample, copy="archive")
    assert verify_pdf(engine, archived.content).verdict is Verdict.identical


@every_refusal
def test_refused_case_names_exactly_its_errors(engine: Engine, sample: Sample) -> None:
    wanted, files = read_sample(sample)
    with pytest.raises(InvalidCaseError) as refusal:
        engine.check(
            sample.kind, wanted["payload"], copy=wanted.get("copy", "delivery"), files=files
        )
    found = sorted((finding.pointer, finding.code) for finding in refusal.value.findings)
    assert found == sorted((each["pointer"], each["code"]) for each in wanted["expect"])
    for finding in refusal.value.findings:
        assert re.search("[\u4e00-\u9fff]", finding.detail), "an error speaks Chinese"
        assert finding.detail[-1] in "。？", "an error is a sentence"


@every_kind
def test_corpus_has_cases_and_refusals_and_says_what_they_are_for(kind: str) -> None:
    folder = f"tests/corpus/{kind}/"
    assert sum(sample.kind == kind for sample in SAMPLES) >= 3, f"three cases belong into {folder}"
    assert any(sample.kind == kind for sample in REFUSALS), f"no case in {folder}refused/"
    assert (CORPUS / kind / "README.md").is_file(), f"{folder}README.md says why each case exists"


@every_kind
def test_only_the_archive_copy_carries_the_case(made: Made, kind: str) -> None:
    attached = {}
    for copy in COPIES:
        with pikepdf.open(io.BytesIO(made.example(kind, copy=copy).content)) as pdf:
            attached[copy] = set(pdf.attachments)
            manifest = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
        assert manifest["kind"] == kind
        assert ("payload_sha256" in manifest) == (copy == "archive")
    assert {"payload.json", "house.json"} <= attached["archive"]
    for copy in set(COPIES) - {"archive"}:
        assert attached[copy] == {"manifest.json"}


@every_kind
def test_delivery_and_archive_copies_print_the_same_words(made: Made, kind: str) -> None:
    delivered, archived = (
        words_of("pdf", made.example(kind, copy=copy).content) for copy in ("delivery", "archive")
    )
    assert delivered == archived


@every_kind
def test_draft_is_marked_on_every_page_and_bears_no_number(
    made: Made, engine: Engine, kind: str
) -> None:
    example = engine.catalogue[kind].schema.example
    draft = pypdfium2.PdfDocument(made.example(kind, copy="draft").content)
    for page in draft:
        # The mark is letter-spaced, which a text search sees as blanks.
        assert "草稿" in re.sub(r"\s", "", page.get_textpage().get_text_range())
    word = made.example(kind, "docx", copy="draft").content
    with zipfile.ZipFile(io.BytesIO(word)) as container:
        headers = [
            container.read(name).decode() for name in container.namelist() if "header" in name
        ]
    assert any("草稿" in header for header in headers)
    if number := example.get("document_number"):
        assert number not in words_of("docx", word)


@every_kind
def test_word_file_names_nobody_but_the_authority(made: Made, engine: Engine, kind: str) -> None:
    content = made.example(kind, "docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        core = container.read("docProps/core.xml").decode()
        names = container.namelist()
        dates = {info.date_time for info in container.infolist()}
        assert container.testzip() is None
    assert f"<dc:creator>{engine.house.authority.name}</dc:creator>" in core
    assert "<dc:language>zh-CN</dc:language>" in core
    assert "lastModifiedBy" not in core
    assert not [name for name in names if "custom" in name or "thumbnail" in name]
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert len(names) == len(set(names))


def test_every_kind_of_the_catalogue_is_in_the_corpus() -> None:
    assert {sample.kind for sample in SAMPLES} == set(KINDS)


@every_kind
@pytest.mark.parametrize(("copy", "mark"), [("draft", "草稿"), ("redacted", "脱敏件")])
def test_marks_are_read_and_stand_in_the_title(made: Made, kind: str, copy: str, mark: str) -> None:
    with pikepdf.open(io.BytesIO(made.example(kind, copy=copy).content)) as pdf:
        title = str(pdf.docinfo["/Title"])
        assert title.endswith(f"（{mark}）")
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == title
    words = words_of("pdf", made.example(kind, copy=copy).content)
    assert words.count(mark) == 1
    word = made.example(kind, "docx", copy=copy).content
    with zipfile.ZipFile(io.BytesIO(word)) as container:
        assert f"<dc:title>{title}</dc:title>" in container.read("docProps/core.xml").decode()


@every_kind
def test_the_title_names_the_number(made: Made, engine: Engine, kind: str) -> None:
    example = engine.catalogue[kind].schema.example
    with pikepdf.open(io.BytesIO(made.example(kind).content)) as pdf:
        assert str(pdf.docinfo["/Title"]).endswith(example.get("document_number", ""))


@every_kind
def test_masked_photos_say_that_they_are_masked(made: Made, kind: str) -> None:
    """Charts are drawn from masked words and stay."""
    with pikepdf.open(io.BytesIO(made.example(kind, copy="redacted").content)) as pdf:
        figures = [each for each in structure_elements(pdf) if each.S == "/Figure"]
        assert all(str(each.Alt).startswith(("照片已遮盖", "图")) for each in figures)


@every_sample
def test_lines_to_sign_are_read_once_at_the_end(made: Made, sample: Sample) -> None:
    page = made.sample(sample, "html").content
    if words := words_read(page).removeprefix(words_of("html", page)):
        assert words_of("pdf", made.sample(sample, copy="archive").content).endswith(words)


@every_kind
def test_grounds_items_and_attachments_are_lists(made: Made, kind: str) -> None:
    with pikepdf.open(io.BytesIO(made.example(kind).content)) as pdf:
        kinds = Counter(str(each.S) for each in structure_elements(pdf))
    items = kinds["/LI"]
    assert items == kinds["/Lbl"]
    assert items == LISTED.get(kind, items)
