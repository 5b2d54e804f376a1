"""The verification report on one page: the four properties of a bag, its verdict, its faults."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from docgen import __version__
from docgen.archive import tags
from docgen.archive.inspection import Inspection
from docgen.archive.verify import Verdict
from docgen.clock import BEIJING
from docgen.engine import Engine
from schemas.law import chinese_date

TITLE = "电子档案“四性”检测报告"
TEMPLATE = "_verification.html"
# What fits on the page; the rest is told by number.
MOST_FAULTS = 6
LONGEST_NAME, LONGEST_DETAIL = 60, 120
DIGESTS = ("内容摘要", "台账摘要", "登记簿末条")
NOT_ALL = "合格（未全部重新生成）"
CONCLUSIONS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.identical: ("合格", "。归档包齐全、未被改动，与台账、清单和重新生成的结果一致。"),
    Verdict.altered: ("不合格", "。请按下列问题核对，从备份恢复或重新移交后再检测。"),
    Verdict.unprovable: (NOT_ALL, "。摘要均相符；部分文书不带案件数据，不能重新生成。"),
    Verdict.other_templates: (NOT_ALL, "。摘要均相符；部分文书由另一版模板生成。"),
    Verdict.other_fonts: (NOT_ALL, "。摘要均相符；部分文书由另一套字体生成。"),
    Verdict.other_engine: (NOT_ALL, "。摘要均相符；部分文书由另一版程序生成。"),
}


def write_report(engine: Engine, inspection: Inspection, name: str, verified_on: date) -> bytes:
    """Return the report as a PDF; `name` is what the bag is called, `verified_on` dates it."""
    # Pages cost a third of a second to import; only a report needs them here.
    from docgen.render.pdf import write_pdf  # noqa: PLC0415

    page = engine.environment.get_template(TEMPLATE).render(
        describe_report(inspection, name, verified_on), authority={"name": "docgen"}, mark=""
    )
    return write_pdf(page, engine.faces, moment=datetime.combine(verified_on, time(), BEIJING))


def describe_report(inspection: Inspection, name: str, verified_on: date) -> dict[str, Any]:
    """Return the words of the report."""
    verdict, conclusion = CONCLUSIONS[inspection.verdict]
    return {
        "title": TITLE,
        "full_title": TITLE,
        "facts": tuple(_facts(inspection, name, verified_on)),
        "qualities": tuple(_qualities(inspection)),
        "verdict": verdict,
        "conclusion": conclusion,
        "faults": tuple(_faults(inspection)),
        "notes": tuple(_notes(inspection)),
    }


def _facts(inspection: Inspection, name: str, verified_on: date) -> Iterator[dict[str, Any]]:
    info = inspection.facts
    size, _, files = info.get(tags.SUM, "").partition(".")
    stated = [
        ("移交单位", info.get(tags.ORGANISATION, "")),
        ("归档包", name[-LONGEST_NAME:]),
        ("封装日期", _in_words(info.get(tags.DATE, ""))),
        ("文书", f"{inspection.documents} 份"),
        ("文件", f"{files} 个，{int(size):,} 字节" if size.isdecimal() else ""),
        ("内容摘要", info.get(tags.CONTENT, "").removeprefix("sha256:")),
        ("台账摘要", info.get(tags.LEDGER, "")),
        ("登记簿末条", _head_in_words(info.get(tags.REGISTER, ""))),
        ("检测", f"{chinese_date(verified_on)}，docgen {__version__}"),
    ]
    for label, value in stated:
        if value:
            yield {"label": label, "value": value, "digest": label in DIGESTS}


def _head_in_words(head: str) -> str:
    """Say which entry of the register's trail was the last when the bag was made."""
    number, _, digest = head.partition(" ")
    return f"第 {number} 条，{digest}" if number.isdecimal() and digest else ""


def _in_words(day: str) -> str:
    try:
        return chinese_date(date.fromisoformat(day))
    except ValueError:
        return ""


def _qualities(inspection: Inspection) -> Iterator[dict[str, Any]]:
    for quality, rows in groupby(inspection.rows(), key=lambda row: row["property"]):
        yield {
            "name": quality,
            "rows": tuple(
                {
                    "title": row["title"],
                    "examined": f"{row['examined']:,}",
                    "faults": f"{row['faults']:,}",
                    "outcome": "不合格" if row["faults"] else "合格",
                    "bad": bool(row["faults"]),
                }
                for row in rows
            ),
        }


def _faults(inspection: Inspection) -> Iterator[str]:
    for fault in inspection.faults[:MOST_FAULTS]:
        yield f"{fault.path[-LONGEST_NAME:]}：{fault.detail[:LONGEST_DETAIL]}"


def _notes(inspection: Inspection) -> Iterator[str]:
    if (rest := inspection.found.total() - MOST_FAULTS) > 0:
        yield f"另有 {rest:,} 处问题，见 docgen verify --json 的结果。"
    yield from inspection.notes
