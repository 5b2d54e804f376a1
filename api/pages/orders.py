"""工单: the orders that other systems sent, and the case that begins with one of them."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.orders import REPLY_TYPES
from api.pages.form.beginnings import Known, beginning, joined
from api.pages.form.entries import Entries, entries_of
from api.pages.frame import page
from api.pages.words import SOON, Mark
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.register import ledger, people
from docgen.register.cases import CaseClosedError, CaseReferenceError
from docgen.register.database import Register
from docgen.register.ledger import LedgerFilter
from docgen.register.order_desk import (
    VIEWS,
    WAITING,
    OrderFilter,
    Sight,
    begin_from_order,
    count_orders,
    drafts_of_case,
    kinds_from_order,
    list_orders,
    read_order,
    release_order,
)
from docgen.register.order_headings import HEADINGS
from docgen.register.order_replies import FORMATS, ReplyFilter, write_replies
from schemas.ground.fields.day_words import day_in
from schemas.parts.orders import SOURCES

MOST, MOST_PAGES = 50, 2000
LONGEST = 60
# What a page of one order tells of it, in its order.
TOLD = (
    "received_at", "due_at", "closed_at", "order_type", "nature", "state", "urgency",
    "topic", "tags",
    "caller", "caller_phone", "enterprise", "district", "street", "unit", "handler",
    "dispatched_at", "signed_in_at", "contacted_at", "result", "reply", "solved", "satisfied",
    "called_back_at", "callback_result",
)  # fmt: skip
ONE = f"<any({','.join(SOURCES)}):system>/<path:number>"


def order_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/orders`, `/orders/{source}/{number}`, and what platforms want back."""
    routes = Blueprint("order_pages", __name__, url_prefix="/orders")

    def sight() -> Sight:
        return Sight(current_caller().actor, engine.house.authority.region)

    def today() -> date:
        return register.now().astimezone(BEIJING).date()

    def written(kind: str, payload: Mapping[str, Any]) -> Entries:
        reader = engine.catalogue[kind].reader
        me = people.find_person(register, current_caller().person)
        known = Known(today(), me.name, engine.house, certificate=me.certificate)
        return joined(beginning(reader, known), entries_of(reader, payload))

    @routes.get("")
    def all_orders() -> Response:
        given = {name: request.args.get(name, "")[:LONGEST] for name in ("q", "system", "view")}
        view = given["view"] if given["view"] in VIEWS else WAITING
        words = "".join(each for each in given["q"] if each.isprintable()).strip()
        system = given["system"] if given["system"] in SOURCES else ""
        wanted = OrderFilter(view, system, words)
        number = min(max(1, request.args.get("page", 1, int)), MOST_PAGES)
        found = list_orders(register, wanted, sight(), most=MOST + 1, skip=(number - 1) * MOST)
        return page(
            "pages/orders.html",
            here="order_pages.all_orders",
            lines=found[:MOST],
            more=len(found) > MOST,
            number=number,
            total=count_orders(register, wanted, sight()),
            given={"q": words, "system": system, "view": view},
            narrowed=bool(words or system or view != WAITING),
            views=VIEWS,
            sources=SOURCES,
            mark=lambda line: mark(line, today()),
        )

    @routes.get(f"/{ONE}", merge_slashes=False)
    def one_order(system: str, number: str) -> Response:
        return show(system, number)

    def show(system: str, number: str, fault: str = "") -> Response:
        actor = current_caller().actor
        order = read_order(register, system, number, sight())
        kinds = kinds_from_order(engine.catalogue, order["order_type"], actor)
        case_ref = order["case_ref"] or ""
        lines = ledger.entries(register, LedgerFilter(case_ref=case_ref)) if case_ref else ()
        issued = [each for each in lines if each.state == "issued"]
        held = {each.kind for each in issued}
        return page(
            "pages/order.html",
            here="order_pages.all_orders",
            status=422 if fault else 200,
            order=order,
            told=[(HEADINGS[name][0], order[name]) for name in TOLD if order[name] is not None],
            # What the case holds already is not registered once more.
            kinds=[] if order["untold"] else [each for each in kinds if each[0].name not in held],
            issued=issued,
            drafts=drafts_of_case(register, case_ref, actor) if case_ref else [],
            titles={kind.name: kind.header.title for kind, _ in kinds},
            case_ref=request.form.get("case_ref") or case_ref or number,
            source=SOURCES[system],
            mark=mark(order, today()),
            fault=fault,
        )

    @routes.post(f"/{ONE}", merge_slashes=False)
    def begin(system: str, number: str) -> BaseResponse:
        case_ref = request.form.get("case_ref", "").strip()
        actor = current_caller().actor
        try:
            if request.form.get("act") == "release":
                release_order(register, engine.catalogue, (system, number), actor=actor)
                return redirect(url_for(".one_order", system=system, number=number), 303)
            draft_id = begin_from_order(
                register, engine.catalogue, (system, number), request.form.get("kind", ""),
                case_ref, written, actor=actor,
            )  # fmt: skip
        except (CaseReferenceError, CaseClosedError) as fault:
            return show(system, number, fault.message)
        return redirect(url_for("form.edit", draft_id=draft_id, order=1), 303)

    @routes.get("/replies.<format>")
    def replies(format: str) -> Response:
        if format not in FORMATS:
            abort(404)
        system = request.args.get("system", "")
        if system not in SOURCES:
            abort(404)
        first, last = (day_in(request.args.get(each, "")[:LONGEST]) for each in ("from", "to"))
        sheet = io.BytesIO()
        write_replies(
            register, engine.catalogue, sheet, format, ReplyFilter(system, first, last),
            actor=current_caller().actor,
        )  # fmt: skip
        sheet.seek(0)
        name = f"回填-{SOURCES[system]}-{register.now():%Y%m%d}.{format}"
        return send_file(
            sheet, mimetype=REPLY_TYPES[format], as_attachment=True, download_name=name
        )

    return routes


def mark(order: Mapping[str, Any], today: date) -> Mark:
    """Say how far an order is, and how near its end while it waits."""
    if order["closed_at"]:
        return Mark("已办结", "good")
    if order["due_at"] is None:
        return Mark("已入案卷", "good") if order["case_ref"] else Mark("待处理")
    left = (order["due_at"].astimezone(BEIJING).date() - today).days
    if left < 0:
        return Mark(f"已逾期 {-left} 天", "bad")
    if left == 0:
        return Mark("今天到期", "bad")
    return Mark(f"余 {left} 天", "warn" if left <= SOON else "")
