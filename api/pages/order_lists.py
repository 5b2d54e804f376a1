"""导入工单: send a list, look at its columns, enter it; what was refused comes back marked."""

from itertools import zip_longest
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.batch_files import XLSX
from api.errors import status_of
from api.pages.frame import page
from docgen.register.database import Register
from docgen.register.order_headings import HEADINGS, LONGEST_HEADING
from docgen.register.order_import import OrderFileError
from docgen.register.order_lists import STATES, OrderList, OrderLists
from docgen.register.order_mappings import MOST_HEADINGS
from docgen.spreadsheet.raw import SheetError
from docgen.spreadsheet.stage import READERS
from docgen.workers.apart import TooHardToReadError
from schemas.parts.orders import SOURCES

# So many refused rows are named on the page; the sheet has all.
MOST_NAMED = 50
SAMPLES = 3


def order_list_routes(register: Register) -> Blueprint:
    """Return `/orders/lists` and `/orders/lists/{id}`."""
    routes = Blueprint("order_list_pages", __name__, url_prefix="/orders/lists")
    lists = OrderLists(register)

    @routes.get("")
    def new_list() -> Response:
        return show_new()

    def show_new(fault: str = "", status: int = 200) -> Response:
        return page(
            "pages/order_list_new.html",
            here="order_pages.all_orders",
            status=status,
            sources=SOURCES,
            suffixes=",".join(READERS),
            given=request.form,
            fault=fault,
        )

    @routes.post("")
    def take_list() -> BaseResponse:
        sent = request.files.get("list")
        if sent is None or not sent.filename:
            return show_new("没有选择文件，请选择平台导出的工单表。", 422)
        system = request.form.get("system", "")
        try:
            found = lists.take(sent.stream, sent.filename, system, actor=current_caller().actor)
        except (SheetError, TooHardToReadError) as fault:
            return show_new(fault.message, status_of(type(fault)))
        return redirect(url_for(".one_list", list_id=found.id), 303)

    @routes.get("/<list_id>")
    def one_list(list_id: str) -> Response:
        return show(lists.find(list_id, actor=current_caller().actor))

    def show(found: OrderList, fault: str = "") -> Response:
        asks = found.state in ("new", "failed")
        seen = lists.seen(found) if asks else None
        return page(
            "pages/order_list.html",
            here="order_pages.all_orders",
            status=422 if fault else 200,
            found=found,
            state=STATES[found.state],
            source=SOURCES[found.system],
            seen=seen,
            columns={name: words[0] for name, words in HEADINGS.items()},
            samples=SAMPLES,
            refused=list(found.outcome.get("refused", ()))[:MOST_NAMED],
            refused_count=len(found.outcome.get("refused", ()))
            + found.outcome.get("refused_more", 0),
            has_errors=lists.errors(found) is not None,
            fault=fault or found.fault,
        )

    @routes.post("/<list_id>")
    def enter_list(list_id: str) -> BaseResponse:
        actor = current_caller().actor
        found = lists.find(list_id, actor=actor)
        pairs = zip_longest(
            request.form.getlist("heading")[:MOST_HEADINGS],
            request.form.getlist("column")[:MOST_HEADINGS],
            fillvalue="",
        )
        headings = {name: column for name, column in pairs if 0 < len(name) <= LONGEST_HEADING + 8}
        meant = {each for each in headings.values() if each}
        if "number" not in meant or len(meant) < 2:
            needed = HEADINGS["number"][0]
            return show(found, f"请说明哪一列是“{needed}”，至少再认出一列，然后导入。")
        try:
            lists.enter(found, headings, actor=actor)
        except OrderFileError as fault:
            return show(found, fault.message)
        return redirect(url_for(".one_list", list_id=list_id), 303)

    @routes.get("/<list_id>/errors.xlsx")
    def faults(list_id: str) -> Response:
        path = lists.errors(lists.find(list_id, actor=current_caller().actor))
        if path is None:
            abort(404)
        answer = Response(path.read_bytes(), content_type=XLSX)
        name = quote("没有导入的工单.xlsx")
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return answer

    return routes
