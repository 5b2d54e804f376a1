"""台账: everything issued, found by number, words, date, kind and state; taken away as a sheet."""

import io
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from flask import Blueprint, Response, abort, request, send_file

from api.auth import current_caller
from api.pages.frame import page
from api.pages.words import STATES
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue
from docgen.register import ledger
from docgen.register.about import Telling
from docgen.register.database import Register
from docgen.register.export import FORMATS, write_ledger
from docgen.register.ledger import LedgerFilter
from schemas.ground.fields.day_words import day_in

MOST = 50
LONGEST = 80
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8",
    }
)
DELIVERED: Mapping[str, bool] = MappingProxyType({"yes": True, "no": False})


def ledger_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/documents` and its export."""
    routes = Blueprint("ledger_pages", __name__, url_prefix="/documents")
    titles = {name: kind.header.title for name, kind in engine.catalogue.items()}

    @routes.get("")
    def ledger_page() -> Response:
        wanted, fault = read_filter(request.args, engine.catalogue)
        lines = ledger.latest(register, MOST + 1, wanted, before=request.args.get("before", ""))
        telling = Telling(engine.catalogue, current_caller().actor, engine.house.authority.region)
        return page(
            "pages/ledger.html",
            here="ledger_pages.ledger_page",
            lines=lines[:MOST],
            about=telling.of_documents(register, [each.id for each in lines[:MOST]]),
            older=lines[MOST - 1].id if len(lines) > MOST else "",
            total=ledger.total(register, wanted),
            titles=titles,
            states=STATES,
            given=_given(request.args),
            narrowed=bool(wanted.names),
            fault=fault,
        )

    @routes.get("/export.<format>")
    def export(format: str) -> Response:
        if format not in FORMATS:
            abort(404)
        wanted, _ = read_filter(request.args, engine.catalogue)
        sheet = io.BytesIO()
        actor = current_caller().actor
        telling = Telling(engine.catalogue, actor, engine.house.authority.region)
        write_ledger(
            register, sheet, format, wanted, actor=actor, titles=titles,
            about=lambda ids: telling.of_documents(register, ids),
        )  # fmt: skip
        sheet.seek(0)
        name = f"工作台账-{register.now():%Y%m%d}.{format}"
        return send_file(
            sheet, mimetype=MEDIA_TYPES[format], as_attachment=True, download_name=name
        )

    return routes


def read_filter(args: Mapping[str, str], catalogue: Catalogue) -> tuple[LedgerFilter, str]:
    """Return the lines a query asks for, and what of it could not be understood, in words."""
    first, last = _day(args, "dated_from"), _day(args, "dated_to")
    unread = {name for name in ("dated_from", "dated_to") if args.get(name, "").strip()}
    understood = {name for name, day in (("dated_from", first), ("dated_to", last)) if day}
    fault = (
        "日期没有看懂，请写成 2026-07-10 这样；这一条件没有用上。" if unread - understood else ""
    )
    if first and last and first > last:
        fault = f"「从」{first} 晚于「到」{last}，已按从 {last} 到 {first} 查找。"
        first, last = last, first
    kind, state = args.get("kind", ""), args.get("state", "")
    return LedgerFilter(
        kind=kind if kind in catalogue else None,
        state=state if state in STATES else None,
        number=_text(args, "number"),
        words=_text(args, "words"),
        case_part=_text(args, "case_ref"),
        delivered=DELIVERED.get(args.get("delivered", "")),
        dated_from=first,
        dated_to=last,
    ), fault


def _day(args: Mapping[str, str], name: str) -> date | None:
    return day_in(args.get(name, "").strip())


def _text(args: Mapping[str, str], name: str) -> str | None:
    # What can stand in no document is not worth asking for, nor can every database be asked.
    text = "".join(each for each in args.get(name, "")[:LONGEST] if each.isprintable())
    return text.strip() or None


def _given(args: Mapping[str, str]) -> dict[str, str]:
    names = ("number", "words", "case_ref", "kind", "state", "dated_from", "dated_to", "delivered")
    return {name: args.get(name, "")[:LONGEST] for name in names}
