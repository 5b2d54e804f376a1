"""报批: lay a draft before whoever approves; who approves looks, agrees, or sends it back."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.pages.form.desk import Desk
from api.pages.form.issuing import facts_of
from api.pages.frame import page
from docgen.case.review import review
from docgen.engine import Engine
from docgen.errors import InvalidCaseError
from docgen.register import approvals, drafts
from docgen.register.approvals import ApprovalStateError, Asked
from docgen.register.database import Register
from docgen.register.issued import NotAllowedError
from schemas.ground.base import Weight
from schemas.parts.given_by_act import filled

APPROVE = "form/approve.html"


def approving_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/drafts/ID/ask` and `/approvals/ID`."""
    routes = Blueprint("approving", __name__)

    def desk_of(draft_id: str) -> Desk:
        draft = drafts.find(register, draft_id, actor=current_caller().actor)
        return Desk(engine, register, engine.catalogue[draft.kind], dict(draft.entries), draft)

    @routes.post("/drafts/<draft_id>/ask")
    def ask(draft_id: str) -> BaseResponse:
        desk = desk_of(draft_id)
        version = request.form.get("version", 0, int)
        if desk.review.case is None or desk.draft is None or desk.draft.version != version:
            return redirect(url_for("form.edit", draft_id=draft_id, check=1) + "#summary", 303)
        actor = current_caller().actor
        approvals.ask(register, engine.house, desk.kind, draft_id, desk.sha256, actor=actor)
        return redirect(url_for("start.start"), 303)

    @routes.get("/approvals/<asked_id>")
    def look(asked_id: str) -> BaseResponse:
        asked = approvals.find(register, asked_id)
        return show(asked, desk_of(asked.draft_id))

    @routes.post("/approvals/<asked_id>")
    def decide(asked_id: str) -> BaseResponse:
        asked = approvals.find(register, asked_id)
        desk = desk_of(asked.draft_id)
        agreed, opinion = request.form.get("do") == "agree", request.form.get("opinion", "")
        if agreed and asked.decision is None and (wrong := _wrong_today(engine, desk, asked)):
            return show(asked, desk, 422, wrong=wrong)
        try:
            approvals.decide(
                register, engine.house, desk.kind, asked_id, desk.sha256,
                agreed=agreed, opinion=opinion, actor=current_caller().actor,
            )  # fmt: skip
        except InvalidCaseError as fault:
            return show(asked, desk, 422, fault=fault.findings[0].detail)
        except ApprovalStateError as fault:
            return show(asked, desk, 409, fault=fault.message)
        except NotAllowedError as fault:
            return show(asked, desk, 403, fault=fault.message)
        return redirect(url_for("start.start"), 303)

    def show(asked: Asked, desk: Desk, status: int = 200, **words: Any) -> BaseResponse:
        if desk.review.case is None:
            words = {"fault": "报批以后内容改过，现在还有错误，请起草人改好以后重新报批。"} | words
        elif asked.sha256 != desk.sha256:
            words = {"fault": "报批以后内容改过，请起草人重新报批。"} | words
        return page(
            APPROVE,
            here="start.start",
            status=status,
            asked=asked,
            draft=desk.draft,
            given=request.form.get("opinion", "同意。"),
            most=approvals.LONGEST_OPINION,
            open=asked.decision is None and asked.sha256 == desk.sha256,
            **{"fault": "", "wrong": ()} | facts_of(register, desk) | words,
        )

    return routes


def _wrong_today(engine: Engine, desk: Desk, asked: Asked) -> list[Any]:
    """Return what would be wrong with the paper if consent were given today: its day, above all."""
    as_if = approvals.stand_in(engine.house, desk.kind, desk.today)
    earlier = {each.station: each for each in approvals.agreed_to(desk.laid, asked.sha256)}
    consents = [earlier.get(each.station, each) for each in as_if]
    found = review(desk.kind, filled(desk.kind.reader, desk.typed, consents), desk.facts)
    wrong = [each for each in found.everything if each.weight is Weight.error]
    return desk.placed(desk.form(), wrong)
