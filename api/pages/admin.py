"""管理: is the machine well, are the records whole, which calendars count."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.pages.frame import page
from docgen.engine import Engine
from docgen.health import installation_facts
from docgen.register.database import Register
from docgen.register.gaps import gaps
from docgen.register.office_calendar import add_calendar, office_folder
from docgen.register.proof import prove_rows
from docgen.render.font_sources import ROLE_TITLES
from docgen.settings import Settings
from docgen.workers.pool import RenderPool
from schemas.law import LawError

DONE = {"calendar": "日历已经核对并收下，重新启动服务后生效。"}


def admin_routes(
    settings: Settings, engine: Engine, register: Register, pool: RenderPool | None
) -> Blueprint:
    """Return `/admin`, `/admin/audit` and `/admin/calendars`."""
    routes = Blueprint("admin_pages", __name__, url_prefix="/admin")

    @routes.get("")
    def overview() -> Response:
        return page(
            "pages/admin.html",
            here="admin_pages.overview",
            facts=installation_facts(settings, engine),
            faces=engine.faces.report(),
            roles=ROLE_TITLES,
            workers=pool.workers_alive if pool else None,
        )

    @routes.get("/audit")
    def check_records() -> Response:
        proof = prove_rows(register)
        return page(
            "pages/admin_audit.html",
            here="admin_pages.overview",
            breaks=proof.breaks,
            head=proof.head,
            rows=proof.rows,
            missing=gaps(register),
        )

    @routes.get("/calendars")
    def calendars() -> Response:
        return show_calendars()

    @routes.post("/calendars")
    def add_one() -> BaseResponse:
        given = request.files.get("calendar")
        content = given.read() if given else b""
        try:
            add_calendar(register, office_folder(settings), content, actor=current_caller().actor)
        except LawError as fault:
            return show_calendars(fault=str(fault))
        return redirect(url_for(".calendars", done="calendar"), 303)

    def show_calendars(fault: str = "") -> Response:
        return page(
            "pages/admin_calendars.html",
            here="admin_pages.overview",
            status=422 if fault else 200,
            years=sorted(engine.law.calendar.years.values(), key=lambda each: -each.year)[:6],
            version=engine.law.calendar.version,
            folder=office_folder(settings),
            fault=fault,
            done=DONE.get(request.args.get("done", ""), ""),
        )

    return routes
