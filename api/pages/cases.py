"""案件: what hangs together, what falls due in it and why, and which document comes next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.pages.frame import page
from api.pages.timeline import STEP, timeline
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.kinds.search import KindSearch
from docgen.register import cases, ledger
from docgen.register.about import Telling
from docgen.register.case_list import beginnings, find_case, list_cases
from docgen.register.cases import CaseClosedError, CaseReferenceError
from docgen.register.database import Register
from docgen.register.deadlines import REMINDERS, DueItem, due_list
from docgen.register.delivery import undelivered
from docgen.register.due_items import DueItems
from docgen.register.incoming import papers_of
from docgen.register.inventory import inventory
from docgen.register.ledger import LedgerFilter
from docgen.register.next_steps import next_steps
from docgen.register.reminding import given_between, remind
from docgen.register.signed_copies import copies_of
from schemas.parts.reminding import CHANNELS

MOST = 50
MOST_DUE = 200
LONGEST = 60
DONE = {
    "opened": "已立卷。", "closed": "已结案。", "reopened": "已重新打开。",
    "incoming": "已登记来文。", "incoming_void": "来文的登记已作废。",
    "reason_missing": "没有作废：请写明作废的理由。",
}  # fmt: skip


def case_routes(engine: Engine, register: Register, due_items: DueItems) -> Blueprint:
    """Return `/cases` and `/cases/{reference}`."""
    routes = Blueprint("case_pages", __name__, url_prefix="/cases")
    search = KindSearch(engine.catalogue)

    @cache
    def events() -> Mapping[str, str]:
        # Not at the start: it reads every kind.
        return beginnings(engine.catalogue)

    def about(refs: Iterable[str | None]) -> Mapping[str, str]:
        actor, region = current_caller().actor, engine.house.authority.region
        wanted = {each for each in refs if each}
        return Telling(engine.catalogue, actor, region).of_cases(register, wanted)

    def due() -> list[DueItem]:
        return due_items.on(register.now().astimezone(BEIJING).date())

    @routes.get("")
    def all_cases() -> Response:
        return show_list()

    def show_list(fault: str = "", status: int = 200, done: str = "") -> Response:
        part = request.args.get("q", "")[:LONGEST].strip()
        closed = request.args.get("closed") == "yes"
        lines = list_cases(
            register, MOST + 1, part=part, closed=closed, before=request.args.get("before", "")
        )
        items = [] if part or closed else due()
        today = register.now().astimezone(BEIJING).date()
        reminders = [] if part or closed else [*given_between(register, today, today)]
        return page(
            "pages/cases.html",
            here="case_pages.all_cases",
            status=status,
            lines=lines[:MOST],
            about=about(
                [each.case_ref for each in lines[:MOST]]
                + [each.case_ref for each in items[:MOST_DUE]]
            ),
            older=lines[MOST - 1].case_ref if len(lines) > MOST else "",
            due=items[:MOST_DUE],
            due_count=len(items),
            reminders=reminders[:MOST_DUE],
            reminder_count=len(reminders),
            channels=CHANNELS,
            hours="、".join(str(each.hour) for each in REMINDERS),
            part=part,
            closed=closed,
            fault=fault,
            done=done,
            given=request.form,
            events=events(),
            today=today,
        )

    @routes.post("")
    def open_one() -> BaseResponse:
        case_ref, event = request.form.get("case_ref", "").strip(), request.form.get("event", "")
        try:
            on = date.fromisoformat(request.form.get("on", ""))
        except ValueError:
            return show_list("日期没有看懂，请写成 2026-07-10 这样。", 422)
        known = {event: on.isoformat()} if event in events() else {}
        try:
            cases.open_case(register, case_ref, known, actor=current_caller().actor)
        except (CaseReferenceError, CaseClosedError) as fault:
            return show_list(fault.message, 422)
        return redirect(url_for(".case", case_ref=case_ref, done="opened"), 303)

    @routes.post("/remind")
    def remind_now() -> BaseResponse:
        channel, to = request.form.get("channel", ""), request.form.get("report_to", "").strip()
        if channel not in CHANNELS:
            return show_list("请选择提醒方式。", 422)
        given = remind(register, engine, channel, to[:LONGEST], actor=current_caller().actor)
        if given.unreported:
            return show_list(
                f"已登记提醒 {len(given.now)} 次。另有 {given.unreported} 件到期未办结，"
                "还没有反馈：请填写向谁反馈，或者请管理员在内部设置里填写。",
                422,
            )
        told = f"已登记提醒 {len(given.now)} 次，先前已经提醒过 {given.before} 次。"
        return show_list(done=told if given.now or given.before else "此刻没有应当作出的提醒。")

    @routes.get("/<path:case_ref>", merge_slashes=False)
    def case(case_ref: str) -> Response:
        return show_case(case_ref, done=DONE.get(request.args.get("done", ""), ""))

    def show_case(case_ref: str, *, done: str = "", fault: str = "") -> Response:
        found = find_case(register, case_ref)
        today = register.now().astimezone(BEIJING).date()
        items = due_list(register, engine, today, case_ref)
        # Looked at when somebody asks: it opens archive copies, and the trail says who did.
        evidence = None
        if "evidence" in request.args:
            evidence = inventory(register, engine, case_ref, actor=current_caller().actor)
        lines = list(ledger.entries(register, LedgerFilter(case_ref=case_ref)))
        came_in = papers_of(register, case_ref)
        steps = next_steps(register, engine, case_ref, today)
        return page(
            "pages/case.html",
            here="case_pages.all_cases",
            status=422 if fault else 200,
            case=found,
            about=about([case_ref]).get(case_ref, ""),
            points=timeline(found, lines, came_in, items, today),
            step_width=STEP,
            due=items,
            lines=lines,
            came_in=came_in,
            signed=Counter(
                each.document_id
                for each in copies_of(register, [line.id for line in lines])
                if not each.voided_at
            ),
            evidence=evidence,
            missing={
                each.document_id: each.missing
                for each in undelivered(register, engine.catalogue, case_ref)
            },
            awaited=[each for each in steps if each.settles],
            # What follows nothing that stands may begin any case: it is among the other kinds.
            possible=[
                each for each in steps if not each.settles and (each.reasons or found.closed_at)
            ],
            kinds={} if found.closed_at else search.find(),
            done=done,
            fault=fault,
        )

    @routes.post("/<path:case_ref>", merge_slashes=False)
    def change(case_ref: str) -> BaseResponse:
        actor = current_caller().actor
        if request.form.get("act") == "reopen":
            cases.reopen_case(register, case_ref, actor=actor)
            return redirect(url_for(".case", case_ref=case_ref, done="reopened"), 303)
        try:
            cases.close_case(
                register, engine.catalogue, case_ref, actor=actor,
                filed_by=request.form.get("filed_by", ""), checker=request.form.get("checker", ""),
            )  # fmt: skip
        except CaseClosedError as fault:
            return show_case(case_ref, fault=fault.message)
        return redirect(url_for(".case", case_ref=case_ref, done="closed"), 303)

    return routes
