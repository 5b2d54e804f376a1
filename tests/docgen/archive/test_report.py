"""The verification report: one page, conformant itself, saying what was found."""

import io
from datetime import date

import pikepdf
import pytest

from docgen import Engine
from docgen.archive import tags
from docgen.archive.inspection import CHECKS, Inspection
from docgen.archive.report import describe_report, write_report
from docgen.archive.verify import Verdict
from docgen.proof.words import words_of
from tests.conformance import assert_conformant

DAY = date(2026, 12, 31)


def an_inspection(faults: int = 0, *verdicts: Verdict) -> Inspection:
    """Return the result of a verification that never took place."""
    inspection = Inspection(documents=168_209)
    inspection.examined.update(dict.fromkeys(CHECKS, 168_209))
    for number in range(faults):
        inspection.blame("digests", f"data/documents/2026-07/{number:06d}.pdf", "摘要不符。")
    inspection.verdicts.update(verdicts)
    inspection.facts = {
        tags.DATE: "2026-12-30", tags.CONTENT: "sha256:" + "ab" * 32, tags.LEDGER: "cd" * 32,
        tags.REGISTER: f"168214 {'ef' * 32}", tags.SUM: "31234567890.504631",
        tags.ORGANISATION: "示例市示例区市场监督管理局",
    }  # fmt: skip
    inspection.notes = ["168209 份文书都核对了摘要，随机抽取其中 500 份打开检查并重新生成。"]
    return inspection


@pytest.mark.parametrize("faults", [0, 3, 5000])
def test_report_is_one_conformant_page(engine: Engine, faults: int) -> None:
    report = write_report(engine, an_inspection(faults), "某年/" * 60, DAY)
    assert_conformant(report)
    with pikepdf.open(io.BytesIO(report)) as pdf:
        assert len(pdf.pages) == 1
    assert report == write_report(engine, an_inspection(faults), "某年/" * 60, DAY)


def test_report_says_what_was_found(engine: Engine) -> None:
    words = words_of("pdf", write_report(engine, an_inspection(30), "bag", DAY))
    for told in ("真实性", "完整性", "可用性", "安全性", "不合格", "000005.pdf", "另有24处问题"):
        assert told in words
    assert "000006.pdf" not in words
    assert "2026年12月30日" in words


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ((), "合格"),
        ((Verdict.identical, Verdict.other_fonts), "合格（未全部重新生成）"),
        ((Verdict.other_engine, Verdict.unprovable), "合格（未全部重新生成）"),
    ],
)
def test_verdict_in_words(verdicts: tuple[Verdict, ...], told: str) -> None:
    assert describe_report(an_inspection(0, *verdicts), "bag", DAY)["verdict"] == told


def test_any_fault_outweighs_every_excuse() -> None:
    assert describe_report(an_inspection(1, Verdict.other_fonts), "bag", DAY)["verdict"] == "不合格"
