"""A register with a row of every kind in every table, as an office's day leaves them."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docgen import Engine
from docgen.batch.office.rows import Batch, enter, note
from docgen.clock import BEIJING
from docgen.register import (
    approvals,
    cases,
    draft_photos,
    drafts,
    incoming,
    keys,
    numbers,
    people,
    promotions,
    reminding,
    sessions,
    signed_copies,
)
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.delivery import record_delivery
from docgen.register.idempotency import Answer, Repeatable, answer_once
from docgen.register.ids import new_id
from docgen.register.issue import supersede, void
from docgen.register.order_import import import_orders
from docgen.register.order_mappings import keep_mapping
from docgen.register.rights import Scope
from schemas.parts.incoming import IncomingForm
from tests.docgen.register.accounts import CONSOLE, PASSWORD, sign_in, staff
from tests.docgen.register.test_approvals import DEPUTY, house_of
from tests.docgen.register.test_issue import KIND, example_of, issue_one
from tests.doubles.camera import photo
from tests.doubles.quick_render import QuickRender


class Death(BaseException):
    """The process is gone: nothing may catch it."""


def fill(register: Register, engine: Engine) -> None:
    """Have an office do everything it can do, once or twice; one document is left half made."""
    officer = staff(register, "何静远", Role.officer, certificate="示0001")
    drafter = staff(register, "苗雨", Role.drafter)
    staff(register, "罗一鸣", Role.archivist, None)
    people.disable(register, "罗一鸣", actor=CONSOLE)
    sign_in(register, "苗雨", PASSWORD)
    sessions.add_link(register, actor=CONSOLE)
    keys.add_key(register, "counter", "何静远", [Scope.render, Scope.issue], actor=CONSOLE)
    keys.add_key(register, "gone", "何静远", [Scope.read], actor=CONSOLE)
    keys.revoke(register, "gone", actor=CONSOLE)
    _fill_cases(register, engine, officer)
    _fill_orders(register)
    _fill_incoming(register, officer)
    _fill_signed(register, engine, officer)
    _fill_promotions(register, engine, officer)
    _fill_the_rest(register, engine, drafter)


def _fill_cases(register: Register, engine: Engine, officer: Actor) -> None:
    series = numbers.series_of(engine, KIND, 2026)
    numbers.take_over(register, series, 2, "启用登记簿前编发", actor=CONSOLE)
    cases.open_case(register, "2026-118", {"received_on": "2026-06-10"}, actor=officer)
    first = issue_one(register, engine, officer, case_ref="2026-118")
    record_delivery(
        register, first.id, method="post", recipient="林晓岚", proof="1234567890123",
        delivered_on=date(2026, 6, 18), actor=officer,
    )  # fmt: skip
    supersede(
        register, engine, first.id, example_of(engine), actor=officer, render=QuickRender()
    )  # fmt: skip
    second = issue_one(register, engine, officer, case_ref="2026-119")
    void(register, second.id, "文书种类选错", actor=officer)
    cases.open_case(register, "2026-120", {"received_on": "2026-06-11"}, actor=officer)
    cases.close_case(register, engine.catalogue, "2026-120", actor=officer)

    def dies(point: str) -> None:
        if point == "stored":
            raise Death

    with suppress(Death):
        issue_one(register, engine, officer, case_ref="2026-121", fault=dies)


def _fill_orders(register: Register) -> None:
    """Import an export with two orders, and a later one with what became of the first."""
    head = "工单编号,来电时间,办结时间,工单类型,问题分类,企业名称"
    open_order = "W-1,2026-06-10 09:30,,投诉,消费->预付款,示例市优康商贸有限公司"
    with TemporaryDirectory() as folder:
        export = Path(folder) / "orders.csv"
        for rows in (
            (open_order, "W-2,2026-06-11 10:00,,举报,,"),
            ("W-1,2026-06-10 09:30,2026-06-20 16:00,,,",),
        ):
            export.write_text("\n".join((head, *rows)), "utf-8")
            import_orders(register, export, "hotline_12345", actor=CONSOLE)
    for heading in ("客户", "客户电话"):
        keep_mapping(register, "mail", {heading: "caller"}, "gb18030", actor=CONSOLE)
    hour = datetime(2026, 6, 16, 9, tzinfo=BEIJING)
    reminder = reminding.Wanted("hotline_12345/W-2", hour, False, "何静远")
    reminding.give(register, [reminder], "system", actor=CONSOLE)
    reminding.answer(register, "W-2", "当日答复", actor=CONSOLE)


def _fill_promotions(register: Register, engine: Engine, officer: Actor) -> None:
    day = date(2027, 1, 1)
    made = promotions.promote(
        register, engine.settings, day, [KIND], actor=officer, two_persons=True
    )
    promotions.confirm(register, made.id, actor=CONSOLE)
    promotions.back(register, "再议", actor=officer)


def _fill_incoming(register: Register, officer: Actor) -> None:
    """Register a paper with its scan, and one that is taken back."""
    given = {**IncomingForm.example, "scan": "分送通知书.pdf"}
    scan = {"分送通知书.pdf": b"%PDF-1.7 scan"}
    incoming.enter(register, "2026-122", given, actor=officer, files=scan)
    wrong = incoming.enter(
        register, "2026-118", {**IncomingForm.example, "number": "示市监〔2026〕9号"}, actor=officer
    )
    incoming.void(register, wrong.id, "归错案卷", actor=officer)


def _fill_signed(register: Register, engine: Engine, officer: Actor) -> None:
    """Attach what came back of a document signed, and take one of two back."""
    issued = issue_one(register, engine, officer, case_ref="2026-123")
    for number in (1, 2):
        scan = {"扫描.pdf": b"%%PDF-1.7 signed %d" % number}
        given = {"sort": "signed", "file": "扫描.pdf"}
        last = signed_copies.attach(register, issued.id, given, actor=officer, files=scan)
    signed_copies.void(register, issued.id, last.id, "扫描不清", actor=officer)


def _fill_the_rest(register: Register, engine: Engine, drafter: Actor) -> None:
    now = register.now()
    draft = drafts.save(register, new_id(now), KIND, {"place": "一楼"}, base=0, actor=drafter)
    draft_photos.add(register, draft, "门头.jpg", photo(), actor=drafter)
    drafts.submit(register, draft.id, actor=drafter)
    house, kind = house_of("one"), engine.catalogue[KIND]
    for state, sha256 in enumerate(("0" * 64, "1" * 64, "2" * 64)):
        asked = approvals.ask(register, house, kind, draft.id, sha256, actor=drafter)
        if state:
            approvals.decide(
                register, house, kind, asked.id, sha256, agreed=state == 1, opinion="同意。",
                actor=DEPUTY,
            )  # fmt: skip
    gone = drafts.save(register, new_id(now), KIND, {"place": "二楼"}, base=0, actor=drafter)
    drafts.remove(register, gone.id, actor=drafter)
    request = Repeatable("key:abc", "k-1", "0" * 64)
    answer_once(register, request, lambda _: Answer(200, {"X": "y"}, b"z"), lambda _: None)
    batch = dict.fromkeys(
        ("started_at", "finished_at", "total", "code", "detail", "content_sha256")
    )
    values: dict[str, Any] = batch | {
        "id": new_id(now), "state": "waiting", "source": "cases.jsonl", "kind": KIND,
        "formats": "pdf", "copy": "archive", "retry": False, "created_by": "罗一鸣",
        "created_at": now, "done": 0, "failed": 0,
    }  # fmt: skip
    enter(register, Batch(**values), drafter)
    note(register, values["id"], state="failed", total=3, done=2, failed=1, code="x", detail="y")
