"""Papers that the register writes itself, recounted by queries of their own."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from docgen import Engine
from docgen.register import cases
from docgen.register.actor import Actor, Role
from docgen.register.cases import UnknownCaseError
from docgen.register.compiling import CompileError, compile_payload, period_of
from docgen.register.database import Register
from docgen.register.issued import NotAllowedError
from tests.docgen.register.accounts import trail
from tests.docgen.register.invented_orders import fill_orders, import_invented
from tests.docgen.register.papers import close_case, open_case, put_document

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
# Beijing's months in UTC, as the tables have it.
BOUNDS = {"since": "2026-09-30 16:00:00", "until": "2026-10-31 16:00:00"}


@pytest.fixture
def office_of_autumn(register: Register) -> Register:
    """Sixty orders, one a day from the first of October; the clock stands in December."""
    later = replace(register, now=lambda: datetime(2026, 12, 2, 1, tzinfo=UTC))
    fill_orders(later)
    return later


def asked(register: Register, query: str, **values: Any) -> Any:
    """Ask the database itself, not the way the program asks it."""
    with register.reading() as connection:
        return connection.execute(text(query), {**BOUNDS, **values}).fetchall()


def compiled(register: Register, engine: Engine, kind: str, officer: Actor, **what: Any) -> Any:
    return compile_payload(register, engine, kind, actor=officer, **what)


def test_the_ledger_holds_every_order_of_its_month_once(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    payload = compiled(office_of_autumn, engine, "work_ledger", officer, period=OCTOBER)
    rows = asked(
        office_of_autumn,
        "SELECT number FROM orders WHERE received_at >= :since AND received_at < :until"
        " ORDER BY received_at",
    )
    assert [each["number"] for each in payload["orders"]] == [row[0] for row in rows]
    counted = asked(
        office_of_autumn,
        "SELECT order_type, count(*) FROM orders WHERE received_at >= :since"
        " AND received_at < :until AND closed_at IS NOT NULL AND jd_related = '否'"
        " AND nature <> '协办' AND order_type IN ('投诉', '举报') GROUP BY order_type",
    )
    items = [each["item"] for each in payload["orders"]]
    assert {"投诉": items.count("complaint"), "举报": items.count("report")} == dict(
        map(tuple, counted)
    )
    case = engine.check("work_ledger", payload)
    assert (case.values.row_count, case.values.compiled_at) == (31, datetime(2026, 12, 2, 9))
    # Each subtotal, counted by the database itself. What ends late here ends a whole day late.
    counted = (
        "SELECT item, month, count(*), sum(late) FROM (SELECT CASE WHEN order_type NOT IN"
        " ('投诉', '举报') OR closed_at IS NULL OR nature = '协办' OR jd_related <> '否'"
        " THEN '不计' WHEN order_type = '投诉' THEN '一' ELSE '二' END AS item,"
        " CASE WHEN closed_at < :until THEN '2026-10' ELSE '2026-11' END AS month,"
        " CASE WHEN closed_at <= due_at THEN 0 ELSE 1 END AS late FROM orders"
        " WHERE received_at >= :since AND received_at < :until) AS each_order"
    )
    rows = asked(office_of_autumn, f"{counted} WHERE item <> '不计' GROUP BY item, month")
    left = counted.replace("item, month", "item, '—'")
    rows += asked(office_of_autumn, f"{left} WHERE item = '不计' GROUP BY item")
    said = [tuple(each[name] for name in ("name", "month", "count", "overdue"))
            for each in case.values.item_groups]  # fmt: skip
    assert sorted(said) == sorted(map(tuple, rows))
    assert len(said) > 3


def test_a_row_says_what_the_papers_of_its_case_decided(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    payload = compiled(office_of_autumn, engine, "work_ledger", officer, period=OCTOBER)
    (row,) = (each for each in payload["orders"] if each["papers"])
    assert row["acceptance"] == "文书示市监﹝2026﹞第9号（2026年10月12日）"
    assert row["mediation"] == "文书示市监﹝2026﹞第10号（2026年10月15日）"
    # Seven working days, the Saturday after the holiday among them.
    assert (row["papers"], row["legal_due"]) == (2, "2026-10-19")


def test_compiled_again_it_is_the_same_until_the_register_changes(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    first = compiled(office_of_autumn, engine, "work_ledger", officer, period=NOVEMBER)
    tomorrow = replace(office_of_autumn, now=lambda: office_of_autumn.now() + timedelta(days=1))
    again = compiled(tomorrow, engine, "work_ledger", officer, period=NOVEMBER)
    assert json.dumps(again) == json.dumps(first)
    assert trail(tomorrow)[-1] == (
        officer.name, "compile",
        {"kind": "work_ledger", "period": ["2026-11-01", "2026-11-30"], "case_ref": None},
    )  # fmt: skip
    import_invented(tomorrow, 61)
    changed = compiled(tomorrow, engine, "work_ledger", officer, period=NOVEMBER)
    assert changed["compiled_at"] > first["compiled_at"]
    digest = engine.check("work_ledger", first).values.rows_digest
    changed["orders"] = changed["orders"][::-1]
    assert engine.check("work_ledger", changed).values.rows_digest != digest


def test_who_may_not_handle_reports_gets_no_ledger(
    office_of_autumn: Register, engine: Engine, drafter: Actor
) -> None:
    for actor in (drafter, Actor("管理员", Role.admin)):
        with pytest.raises(NotAllowedError):
            compiled(office_of_autumn, engine, "work_ledger", actor, period=OCTOBER)


def test_what_cannot_be_compiled_is_refused_in_words(
    office_of_autumn: Register, register: Register, engine: Engine, officer: Actor
) -> None:
    with pytest.raises(CompileError, match="由人填写"):
        compiled(office_of_autumn, engine, "mediation_agreement", officer, period=OCTOBER)
    with pytest.raises(CompileError, match="期间"):
        compiled(office_of_autumn, engine, "work_ledger", officer)
    for wrong in ("11", "2026-13", "2026-11-31", "2026-11..2026-10", "2026-11..", "去年"):
        with pytest.raises(CompileError):
            period_of(wrong)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2026-02", ("2026-02-01", "2026-02-28")),
        ("2026-12", ("2026-12-01", "2026-12-31")),
        ("2026-11-03", ("2026-11-03", "2026-11-03")),
        ("2026-09..2026-11", ("2026-09-01", "2026-11-30")),
        ("2026-11-03..2026-12-02", ("2026-11-03", "2026-12-02")),
    ],
)
def test_periods_are_read(written: str, days: tuple[str, str]) -> None:
    assert tuple(map(str, period_of(written) or ())) == days


def test_nothing_is_compiled_of_nothing(register: Register, engine: Engine, officer: Actor) -> None:
    with pytest.raises(CompileError, match="还没有"):
        compiled(register, engine, "work_ledger", officer, period=OCTOBER)


def test_a_unit_is_urged_on_for_what_is_late_or_due_within_a_day(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    kind, period = "supervision_notice", (date(2026, 11, 10), date(2026, 11, 10))
    with pytest.raises(CompileError, match=r"哪个单位.*广告监督管理科.*消费者权益保护科"):
        compiled(office_of_autumn, engine, kind, officer, period=period)
    with pytest.raises(CompileError, match="没有即将到期"):
        compiled(office_of_autumn, engine, kind, officer, period=period, unit="没有的所")
    with pytest.raises(CompileError, match="不用生成"):
        compiled(office_of_autumn, engine, kind, officer, period=(OCTOBER[0], OCTOBER[0]))
    seen = []
    for unit in ("广告监督管理科", "消费者权益保护科", "和平路市场监督管理所"):
        rows = asked(
            office_of_autumn,
            "SELECT number, CASE WHEN due_at < '2026-11-10 15:59:00' THEN 'overdue' ELSE 'due_soon'"
            " END FROM orders WHERE unit = :unit AND received_at <= '2026-11-10 15:59:00'"
            " AND (closed_at IS NULL OR closed_at > '2026-11-10 15:59:00')"
            " AND due_at <= '2026-11-11 15:59:00' ORDER BY due_at",
            unit=unit,
        )
        if not rows:
            continue
        payload = compiled(office_of_autumn, engine, kind, officer, period=period, unit=unit)
        listed = [(each["number"], each["problem"]) for each in payload["supervised_orders"]]
        assert listed == [*map(tuple, rows)]
        seen += listed
        # The tenth is a Tuesday.
        assert (payload["orders_checked_at"], payload["feedback_by"]) == (
            "2026-11-10T23:59", "2026-11-11",
        )  # fmt: skip
        filled = payload | {"register_number": "DB-1", "supervisor": "苗雨"}
        case = engine.check(kind, filled, today=date(2026, 12, 3))
        assert case.notices == ()
    assert {problem for _, problem in seen} == {"overdue", "due_soon"}


def test_the_analysis_is_what_independent_queries_count(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    payload = compiled(
        office_of_autumn, engine, "statistical_analysis_report", officer, period=OCTOBER
    )
    ((came, went, left),) = asked(
        office_of_autumn,
        "SELECT (SELECT count(*) FROM orders WHERE received_at >= :since AND received_at < :until),"
        " (SELECT count(*) FROM orders WHERE closed_at >= :since AND closed_at < :until),"
        " (SELECT count(*) FROM orders WHERE received_at < :until"
        "  AND (closed_at IS NULL OR closed_at >= :until))",
    )
    assert [payload[name] for name in ("carried_over", "received", "closed", "still_open")] == [
        0, came, went, left,
    ]  # fmt: skip
    assert (came, went + left) == (31, 31)
    # Due in October, not assisting; reached before it was due.
    ((of, reached, in_time, solved, judged, satisfied, rated, late),) = asked(
        office_of_autumn,
        "SELECT count(*), sum(CASE WHEN contacted_at <= due_at THEN 1 ELSE 0 END),"
        " sum(CASE WHEN closed_at <= due_at THEN 1 ELSE 0 END),"
        " sum(CASE WHEN solved = '解决' THEN 1 ELSE 0 END), count(solved),"
        " sum(CASE WHEN satisfied IN ('满意', '基本满意') THEN 1 ELSE 0 END),"
        " sum(CASE WHEN satisfied IN ('满意', '基本满意', '不满意') THEN 1 ELSE 0 END),"
        " sum(CASE WHEN closed_at IS NULL OR closed_at >= due_at THEN 1 ELSE 0 END)"
        " FROM orders WHERE due_at >= :since AND due_at < :until AND nature <> '协办'",
    )
    # The contract that runs in October asks for one rate.
    found = {
        each["name"]: (each["numerator"], each["denominator"], each.get("threshold"))
        for each in payload["indicators"]
        if each["scope"] == "all"
    }
    ((signed, quick, called),) = asked(
        office_of_autumn,
        "SELECT count(*), sum(CASE WHEN signed_in_at <= dispatched_at THEN 1 ELSE 0 END),"
        " count(contacted_at) FROM orders WHERE signed_in_at >= :since AND signed_in_at < :until",
    )
    assert found.pop("联系率") == (called, signed, None)
    timely, dispatched, _ = found.pop("签收及时率")
    assert 0 < quick < timely < dispatched == signed
    assert found == {
        "响应率": (reached, of, 100),
        "解决率": (solved, judged, None),
        "满意率": (satisfied, rated, None),
        "按时办结率": (in_time, of, None),
    }
    # Closed on the very day it was due is late by no day.
    assert 0 < payload["overdue_count"] <= late
    by_topic = asked(
        office_of_autumn,
        "SELECT topic, count(*) FROM orders WHERE received_at >= :since AND received_at < :until"
        " GROUP BY topic",
    )
    assert {each["name"]: each["count"] for each in payload["topics"]} == dict(map(tuple, by_topic))
    assert [(each["name"], each["count"]) for each in payload["outcomes"]] == [
        ("受理", 1),
        ("达成调解协议", 1),
    ]
    case = engine.check("statistical_analysis_report", payload, today=date(2026, 12, 3))
    assert case.notices == ()


def test_a_month_is_held_against_the_one_before(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    kind = "statistical_analysis_report"
    october = compiled(office_of_autumn, engine, kind, officer, period=OCTOBER)
    november = compiled(office_of_autumn, engine, kind, officer, period=NOVEMBER)
    for one, other in zip(october["indicators"], november["indicators"], strict=True):
        assert (one["numerator"], one["denominator"]) == (
            other["numerator_before"], other["denominator_before"],
        )  # fmt: skip
        assert other["denominator_year_ago"] == 0
    assert november["carried_over"] == october["still_open"]
    assert {row["name"]: row["received"] for row in november["units"]} == dict(
        map(tuple, asked(
            office_of_autumn,
            "SELECT unit, count(*) FROM orders WHERE received_at >= '2026-10-31 16:00:00'"
            " AND received_at < '2026-11-30 16:00:00' GROUP BY unit",
        ))
    )  # fmt: skip


def test_the_contents_of_a_file_name_every_paper_of_the_case_with_its_pages(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    put_document(
        office_of_autumn, "non_acceptance_notice", {}, case_ref="C-9", state="void",
        dated_on=date(2026, 10, 11), document_number="示市监﹝2026﹞第8号",
        title="投诉不予受理决定书",
    )  # fmt: skip
    kind = "file_contents_list"
    payload = compiled(office_of_autumn, engine, kind, officer, case_ref="C-9")
    rows = asked(
        office_of_autumn,
        "SELECT d.document_number, f.pages FROM documents d JOIN files f ON f.document_id = d.id"
        " WHERE d.case_ref = 'C-9' ORDER BY d.dated_on",
    )
    listed = payload["papers"]
    assert [each["document_number"] for each in listed] == [row[0] for row in rows]
    assert listed[-1]["last_page"] == sum(row[1] for row in rows) == 6
    assert [each["state"] for each in listed] == ["void", "in_force", "in_force"]
    assert (payload["file_sort"], payload["case_name"]) == ("complaint", "案卷C-9")
    case = engine.check(kind, payload, today=date(2026, 12, 3))
    assert case.values.lines[0].remark == "作废"
    close_case(office_of_autumn, "C-9")
    cover = compiled(office_of_autumn, engine, "case_file_cover", officer, case_ref="C-9")
    assert (cover["paper_count"], cover["page_count"]) == (3, 6)
    assert cover["decision_paper"] == "文书　示市监﹝2026﹞第10号"
    cover |= {"retention_period": "10年", "archive_number": "2026-TS-9"}
    assert engine.check("case_file_cover", cover, today=date(2026, 12, 3)).values.closed_on
    sheet = compiled(office_of_autumn, engine, "file_reference_sheet", officer, case_ref="C-9")
    assert sheet["file_account"] == "投诉不予受理决定书示市监﹝2026﹞第8号已作废。"
    sheet |= {"filed_by": "周启明", "checker": "何静远"}
    engine.check("file_reference_sheet", sheet, today=date(2026, 12, 3))
    with pytest.raises(UnknownCaseError):
        compiled(office_of_autumn, engine, kind, officer, case_ref="C-10")


def test_papers_that_name_a_reporter_lie_in_the_second_part_alone(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    open_case(office_of_autumn, "R-1")
    asked_of, provided_by = {"capacity": "reporter"}, {"provider_side": "reporter"}
    for name, title, changes in (
        ("report_registration_form", "举报登记表", {}),
        ("site_inspection_record", "现场笔录", {}),
        ("inquiry_notice", "询问通知书", {}),
        ("inquiry_notice", "询问通知书（另一份）", {"addressee": "柏以宁"}),
        ("inquiry_record", "询问笔录", {}),
        ("inquiry_record", "询问笔录（另一份）", asked_of),
        ("evidence_extraction_sheet", "证据提取单（另一份）", provided_by),
    ):
        payload = dict(engine.catalogue[name].schema.example) | changes
        put_document(office_of_autumn, name, payload, case_ref="R-1", title=title)
    parts = {
        part: compiled(
            office_of_autumn, engine, "file_contents_list", officer, case_ref="R-1", part=part
        )
        for part in ("main", "secondary")
    }
    assert {part: {each["name"] for each in made["papers"]} for part, made in parts.items()} == {
        "main": {"现场笔录", "询问通知书", "询问笔录"},
        "secondary": {
            "举报登记表", "询问通知书（另一份）", "询问笔录（另一份）", "证据提取单（另一份）"
        },
    }  # fmt: skip
    for made in parts.values():
        engine.check("file_contents_list", made)


def test_what_is_handed_over_is_every_case_once_and_nothing_is_dropped(
    office_of_autumn: Register, engine: Engine, officer: Actor
) -> None:
    open_case(office_of_autumn, "C-10")
    put_document(
        office_of_autumn, "mediation_record", {}, case_ref="C-10", content=None
    )  # fmt: skip
    close_case(office_of_autumn, "C-9")
    year = date(2026, 1, 1), date(2026, 12, 31)
    payload = compiled(office_of_autumn, engine, "handover_list", officer, period=year)
    rows = {each["name"]: each for each in payload["items_handed"]}
    there = asked(office_of_autumn, "SELECT case_ref FROM cases")
    assert rows.keys() == {f"案卷{row[0]}" for row in there}
    assert rows["案卷C-9"]["size"] == "2件4页"
    assert "state" not in rows["案卷C-9"]
    assert (rows["案卷C-10"]["state"], "1件" in rows["案卷C-10"]["remark"]) == ("missing", True)
    people = {"register_number": "YJ-1", "handed_over_by": "方可欣", "taken_over_by": "周启明"}
    case = engine.check("handover_list", payload | people, today=date(2026, 12, 31))
    assert case.values.counted == "共2项：卷宗2项；其中缺失1项"


def test_the_inspections_are_counted_from_their_papers(
    register: Register, engine: Engine, officer: Actor
) -> None:
    kinds = ("inspection_plan", "inspection_checklist", "rectification_follow_up_record")
    open_case(register, "I-1")
    for kind in kinds:
        example = json.loads(json.dumps(engine.catalogue[kind].schema.example, default=str))
        put_document(register, kind, example, case_ref="I-1", dated_on=date(2026, 7, 6))
    put_document(
        register, "inspection_checklist", {"method": "off_site", "domain": "advertising"},
        dated_on=date(2026, 7, 8),
    )  # fmt: skip
    put_document(register, "inspection_checklist", {}, state="void", dated_on=date(2026, 7, 9))
    cases.open_case(register, "I-2", {}, actor=officer)  # The trail tells of the last change.
    period = date(2026, 7, 1), date(2026, 9, 30)
    payload = compiled(register, engine, "inspection_summary_report", officer, period=period)
    names = ("planned", "done_on_site", "done_off_site", "objects", "items_checked", "rectified")
    plan, sheet, review = (engine.catalogue[kind].schema.example for kind in kinds)
    items = sum(len(each["checked"]) for each in sheet["contents"])
    done = sum(each["state_now"] == "done" for each in review["reviewed"])
    assert [payload[name] for name in names] == [
        len(plan["planned_objects"]), 1, 1, 2, items, done,
    ]  # fmt: skip
    assert payload["by_domain"][0] == {"name": "计量器具", "planned": 2, "done": 1, "found": 1}
    assert payload["sheets_with_problems"] == 1
    ((sheets,),) = asked(
        register,
        "SELECT count(*) FROM documents WHERE kind = 'inspection_checklist' AND state = 'issued'",
    )
    assert sum(each["count"] for each in payload["by_month"]) == sheets == 2
    filled = payload | {
        "document_number": "示市监〔2026〕31号",
        "reported_to": "示例市市场监督管理局",
        "approval": dict(engine.catalogue["inspection_summary_report"].schema.example["approval"])
        | {"approved_on": payload["issued_on"]},
    }
    engine.check("inspection_summary_report", filled)
