"""回填: what platforms want back, in their own columns and encoding, as the papers say it."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from docgen import Engine
from docgen.listing import ExportError
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.issued import NotAllowedError
from docgen.register.order_import import import_orders
from docgen.register.order_mappings import keep_mapping
from docgen.register.order_replies import ReplyFilter, write_replies
from schemas.kinds.complaint.complaint_result_feedback import ComplaintResultFeedback
from tests.docgen.register.accounts import CONSOLE, trail
from tests.docgen.register.papers import open_case, put_document

SYSTEM, NUMBERS = "national_12315", ("T-1", "T-2", "T-3")


@pytest.fixture
def answered(register: Register, tmp_path: Path) -> Register:
    """Three orders: one answered twice, one of a report answered, one that nobody answered."""
    export = tmp_path / "orders.csv"
    rows = [f"{each},2026-06-0{at},C-{at},解决" for at, each in enumerate(NUMBERS, start=1)]
    export.write_text("\n".join(("工单编号,来电时间,案卷编号,是否解决", *rows)), "utf-8")
    import_orders(register, export, SYSTEM, actor=CONSOLE)
    for case_ref in ("C-1", "C-2"):
        open_case(register, case_ref)
    said = dict(ComplaintResultFeedback.example)
    for at, day, changes in (
        (1, date(2026, 6, 20), {"reply": "先前的答复。"}),
        (1, date(2026, 7, 6), {"solved": None, "satisfied": True}),
        (2, date(2026, 7, 6), {"matter_sort": "report", "result": "filed", "reply": "已立案。"}),
    ):
        payload = {**said, **changes, "order_references": [
            {"system": SYSTEM, "number": NUMBERS[at - 1]},
        ]}  # fmt: skip
        put_document(
            register, "complaint_result_feedback",
            {name: value for name, value in payload.items() if value is not None},
            case_ref=f"C-{at}", dated_on=day, title="投诉举报办理结果反馈单",
        )  # fmt: skip
    return register


def written(
    register: Register, engine: Engine, format: str, actor: Actor = CONSOLE, **within: date
) -> bytes:
    target = io.BytesIO()
    wanted = ReplyFilter(SYSTEM, within.get("first"), within.get("last"))
    write_replies(register, engine.catalogue, target, format, wanted, actor=actor)
    return target.getvalue()


def test_what_the_papers_say_stands_in_the_platform_s_own_columns_and_encoding(
    answered: Register, engine: Engine
) -> None:
    said = {"单号": "number", "处理结果": "reply", "联系电话": ""}
    keep_mapping(answered, SYSTEM, said, "gb18030", actor=CONSOLE)
    text = written(answered, engine, "csv", Actor("何静远", Role.officer)).decode("gb18030")
    head, first, second = text.splitlines()
    assert head == "单号,办理结果,处理结果,办结时间,是否解决,是否满意"
    assert first == (
        "T-1,终止调解,经调解双方没有达成一致，已依法终止调解，可以通过诉讼、仲裁等途径解决。,"
        "2026-07-06 15:20,解决,满意"
    )
    assert second.startswith("T-2,")
    assert "已立案。" in second
    assert trail(answered)[-1][1:] == (
        "export_replies", {"system": SYSTEM, "format": "csv", "lines": 2},
    )  # fmt: skip
    # Who looks after the machine is told of no report.
    (sheet,) = openpyxl.load_workbook(io.BytesIO(written(answered, engine, "xlsx"))).worksheets
    assert [row[0].value for row in sheet.iter_rows()] == ["单号", "T-1"]
    ever = written(answered, engine, "csv", first=date.min, last=date.max)
    assert len(ever.splitlines()) == 2
    later = written(answered, engine, "csv", Actor("何静远", Role.officer), first=date(2026, 6, 2))
    assert [row.split(",")[0] for row in later.decode("gb18030").splitlines()] == ["单号", "T-2"]


def test_only_who_takes_orders_in_writes_replies_and_only_as_sheets(
    answered: Register, engine: Engine
) -> None:
    with pytest.raises(NotAllowedError):
        written(answered, engine, "csv", Actor("苗雨", Role.drafter))
    with pytest.raises(ExportError):
        written(answered, engine, "pdf")
