"""管理·模板: hand in changed templates, see what they change, promote them, take them back."""

from datetime import date

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from api.answers import DOCUMENT_POLICY
from api.auth import current_caller
from api.pages.frame import page
from docgen.clock import beijing_day
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.look.trial_report import ALONE, issued_words, summary_of
from docgen.register import promotions
from docgen.register.database import Register
from docgen.register.in_force import InForce
from docgen.register.promoting import candidate_of_files, promote_candidate
from docgen.register.promotions import PromotionError
from docgen.register.trials import Trials
from docgen.register.trying import UnprovedSetError
from docgen.template.frozen import read_set
from docgen.template.handed_in import HandedInError, templates_in

DONE = {
    "promoted": "已经启用，到了那一天的文书就用这一套。",
    "waits": "已经收下，等另一位管理员或工作人员确认后才使用。",
    "confirmed": "已经确认。",
    "back": "已经退回，已出具的文书不变。",
}


def template_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/admin/templates`, and below it a page for each set that was handed in."""
    routes = Blueprint("template_pages", __name__, url_prefix="/admin/templates")
    trials = Trials(engine, register)

    @routes.get("")
    def every_set() -> Response:
        return show_sets()

    @routes.post("")
    def hand_in() -> BaseResponse:
        given = {
            each.filename: each.read() for each in request.files.getlist("files") if each.filename
        }
        now = InForce(engine, register).on(None).engine
        try:
            changes = templates_in(given, [*read_set(now.settings.templates)])
            found = candidate_of_files(engine, register, changes)
        except HandedInError as fault:
            return show_sets(fault.message)
        return redirect(url_for(".one_set", digest=found.digest), 303)

    @routes.post("/acts")
    def act() -> BaseResponse:
        actor, given = current_caller().actor, request.form
        try:
            if given.get("act") == "confirm":
                promotions.confirm(register, given.get("promotion", ""), actor=actor)
                return redirect(url_for(".every_set", done="confirmed"), 303)
            promotions.back(register, given.get("reason", ""), actor=actor)
        except (PromotionError, promotions.UnknownSetError) as fault:
            return show_sets(fault.message)
        return redirect(url_for(".every_set", done="back"), 303)

    @routes.get("/<digest>")
    def one_set(digest: str) -> Response:
        return show_set(digest)

    @routes.post("/<digest>")
    def promote(digest: str) -> BaseResponse:
        actor = current_caller().actor
        running = trials.look(digest, actor=actor)
        if running is None:
            raise NotFound
        try:
            live_from = date.fromisoformat(request.form.get("live_from", ""))
            made = promote_candidate(register, running.candidate, live_from, actor=actor)
        except ValueError:
            return show_set(digest, "请写明从哪一天的文书起使用。")
        except (PromotionError, UnprovedSetError) as fault:
            return show_set(digest, fault.message)
        return redirect(url_for(".every_set", done="waits" if made.waits else "promoted"), 303)

    @routes.get("/<digest>/report")
    def report(digest: str) -> Response:
        running = trials.look(digest, actor=current_caller().actor)
        if running is None or not running.report:
            raise NotFound
        answer = Response(running.report, content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = DOCUMENT_POLICY
        return answer

    def show_sets(fault: str = "") -> Response:
        found = promotions.list_promotions(register)
        today = beijing_day(register.now())
        return page(
            "pages/admin_templates.html",
            here="admin_pages.overview",
            status=422 if fault else 200,
            promotions=found,
            today=promotions.set_on(promotions.turns(register), today),
            waiting=next((each for each in found if each.waits), None),
            standing=any(each.back_at is None for each in found),
            said=promotions.state_of,
            me_acting=current_caller().actor.name,
            two_persons=bool(engine.house.templates_by_two),
            fault=fault,
            done=DONE.get(request.args.get("done", ""), ""),
        )

    def show_set(digest: str, fault: str = "") -> Response:
        try:
            running = trials.look(digest, actor=current_caller().actor)
        except DocgenError as broken:
            return show_sets(broken.message)
        if running is None:
            raise NotFound
        return page(
            "pages/admin_template_trial.html",
            here="admin_pages.overview",
            status=422 if fault else 200,
            digest=digest,
            running=running,
            summary=summary_of(running.trials),
            issued_words=issued_words,
            alone=ALONE,
            today=beijing_day(register.now()).isoformat(),
            two_persons=bool(engine.house.templates_by_two),
            fault=fault,
        )

    return routes
