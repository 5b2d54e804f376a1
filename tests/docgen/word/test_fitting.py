"""A Word file gives way before it spends a page, as far as the PDF of the same case does."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree

from docgen import Engine
from docgen.template.word import STYLES
from docgen.word.fitting import STEPS, Fitting
from docgen.word.master import Master
from docgen.word.notation import parse
from docgen.word.styles import W, styles_xml
from docgen.word.write import write_manuscript
from tests.catalogue import SAMPLES, read_sample

FITTED = {
    ("identity_proof_request_notice", "agent"): 2,
    ("identity_proof_request_notice", "hard"): 3,
    ("mediation_agreement", "typical"): 2,
    ("referral_letter", "hard"): 3,
    ("referral_letter", "typical"): 3,
    ("referral_letter", "minimal"): 0,
    ("mediation_agreement", "late"): 0,
    ("public_service_notice", "hard"): 3,
}


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return container.read(name)


def letter_of(sentences: int, master: Master) -> tuple[Fitting, str]:
    """Return a letter with so many lines of text above its seal, and what fits it."""
    lines = "\n".join(["现就样张事项函告如下，请你单位依法处理。"] * sentences)
    text = f"[页面 公文]\n文书标题> 样张函\n文号> 号\n顶格> 甲：\n{lines}\n正文连> 特此函告。\n"
    text += "落款机关紧> 示例市示例区市场监督管理局\n落款机关续> （印章）\n落款日期> 2026年7月10日"
    body = part(write_manuscript(parse(text, master), master), "word/document.xml").decode()
    return Fitting(styles_xml(master), body), body


@pytest.mark.parametrize("case", FITTED, ids=["-".join(each) for each in FITTED])
def test_a_file_is_set_as_close_as_the_pdf(engine: Engine, case: tuple[str, str]) -> None:
    """The PDF decides by the lines it has laid out, the Word file by those it reckons."""
    sample = next(each for each in SAMPLES if (each.kind, each.path.stem) == case)
    payload, files = read_sample(sample)
    content = engine.render(sample.kind, payload, "docx", files=files).content
    fitting = engine.words[sample.kind].fitting
    assert part(content, STYLES) == fitting.styles(FITTED[case])


def test_a_seal_that_overflows_is_taken_back_by_the_gaps_first(master: Master) -> None:
    steps = []
    for sentences in range(8, 22):
        fitting, body = letter_of(sentences, master)
        steps.append(fitting.step_for(body))
    # It fits; gaps give way, then the pitch; at last a second page has to be.
    assert sorted(set(steps)) == [*range(len(STEPS))]
    longest = max(place for place, step in enumerate(steps) if step)
    rising = steps[: longest + 1]
    assert rising == sorted(rising)
    assert steps[-1] == 0


def test_only_spacing_gives_way(master: Master) -> None:
    """Faces, sizes and indents stay; a pitch is at least 24 lines a page."""
    fitting, _ = letter_of(3, master)

    def told(styles: bytes) -> Iterator[tuple[str, bytes]]:
        for style in etree.fromstring(styles).iter(f"{W}style"):
            for spacing in style.iterfind(f"{W}pPr/{W}spacing"):
                spacing.getparent().remove(spacing)
            yield str(style.get(f"{W}styleId")), etree.tostring(style, method="c14n")

    usual = dict(told(fitting.styles(0)))
    for step in range(1, len(STEPS)):
        assert dict(told(fitting.styles(step))) == usual
    closest = etree.fromstring(fitting.styles(3)).find(f".//{W}style[@{W}styleId='Normal']")
    assert closest is not None
    assert closest.find(f"{W}pPr/{W}spacing").get(f"{W}line") == "530"


def test_forms_and_tables_are_left_as_they_are(engine: Engine) -> None:
    payload, files = read_sample(next(x for x in SAMPLES if x.kind == "settlement_invoice"))
    content = engine.render("settlement_invoice", payload, "docx", files=files).content
    fitting = engine.words["settlement_invoice"].fitting
    assert part(content, STYLES) == fitting.styles(0) == fitting.styles(3)
