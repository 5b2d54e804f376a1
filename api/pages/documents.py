"""One issued document: its facts, its files, its life, and what may still be done with it."""

from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.answers import DOCUMENT_POLICY
from api.auth import current_caller
from api.pages.frame import page
from api.pages.life import FILES, readings, steps
from api.pages.signed import add_signed, what_came_back
from api.pages.sure import ask_once_more, is_sure
from docgen.clock import BEIJING
from docgen.document import MEDIA_TYPES
from docgen.engine import Engine
from docgen.register import issue
from docgen.register.about import Telling
from docgen.register.access import deliveries_seen, refuse_what_is_of_a_report
from docgen.register.audit import life_of, was_delivered
from docgen.register.cases import CaseClosedError, CaseReferenceError
from docgen.register.database import Register
from docgen.register.delivery import DeliveryError, recipients_of, record_deliveries, undelivered
from docgen.register.issued import known
from docgen.register.issuing import DocumentStateError
from docgen.register.joining import JoinError, join_case
from docgen.register.numbers import ReasonMissingError
from docgen.register.redacted import read_redacted
from docgen.register.rights import Act, may
from docgen.render.voided import stamp_void
from schemas.parts.delivery import DELIVERY_METHODS

DELIVERED = "这份文书已经登记送达：收到的人手里还有一份，请另行告知。"
DONE = {
    "delivered": "已登记送达。", "void": "文书已作废，文号不再使用。",
    "signed": "已登记签署件，原样保存。", "signed_void": "签署件的登记已作废，文件仍然保存。",
    "joined": "已归入案卷。",
}  # fmt: skip


def document_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/documents/{id}`, its files, and the forms that change what came of it."""
    routes = Blueprint("document_pages", __name__, url_prefix="/documents/<document_id>")

    @routes.get("")
    def document(document_id: str) -> Response:
        return show(document_id, done=DONE.get(request.args.get("done", ""), ""))

    @routes.get("/recipients")
    def recipients(document_id: str) -> Response:
        return show(document_id, named=True)

    @routes.get("/file/<role>")
    def file(document_id: str, role: str) -> Response:
        if role not in FILES:
            abort(404)
        found = known(issue.find(register, document_id))
        actor = current_caller().actor
        refuse_what_is_of_a_report(register, engine.catalogue, document_id, actor=actor)
        content = issue.read_file(register, document_id, role, actor=actor)
        format = "docx" if role == "docx" else "pdf"
        if found.state == "void":
            content = stamp_void(content, format, engine.faces)
        answer = Response(content, content_type=MEDIA_TYPES[format])
        named = " ".join(filter(None, (found.title, found.document_number)))
        void = "-作废" if found.state == "void" else ""
        name = f"{named}-{FILES[role].split()[0]}{void}.{format}"
        answer.headers["Content-Disposition"] = (
            f"attachment; filename=\"{found.kind}.{format}\"; filename*=UTF-8''{quote(name)}"
        )
        return answer

    @routes.get("/redacted")
    def redacted(document_id: str) -> Response:
        """Show the redacted copy with all that a person has to read lit."""
        html = read_redacted(register, engine, document_id, actor=current_caller().actor)
        answer = Response(html, content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = DOCUMENT_POLICY
        return answer

    @routes.post("/deliver")
    def deliver(document_id: str) -> BaseResponse:
        given = request.form
        try:
            record_deliveries(
                register,
                document_id,
                [*given.getlist("recipient"), *filter(None, [given.get("other", "").strip()])],
                method=given.get("method", ""),
                delivered_on=_day(given.get("delivered_on", "")),
                proof=given.get("proof", ""),
                actor=current_caller().actor,
            )
        except DeliveryError as fault:
            return show(document_id, delivery_fault=fault.message)
        return redirect(url_for(".document", document_id=document_id, done="delivered"), 303)

    @routes.post("/void")
    def void(document_id: str) -> BaseResponse:
        reason = request.form.get("reason", "")
        found = known(issue.find(register, document_id))
        if reason.strip() and found.state == "issued" and not is_sure():
            return ask_once_more(
                f"作废 {found.title} {found.document_number or ''}".strip(),
                [
                    f"理由：{reason.strip()}",
                    "作废以后不能恢复，文号也不再使用；文件仍然保存。",
                    *([DELIVERED] if was_delivered(life_of(register, document_id)) else []),
                ],
                yes="作废这份文书",
                back=url_for(".document", document_id=document_id),
                here="ledger_pages.ledger_page",
            )
        try:
            issue.void(register, document_id, reason, actor=current_caller().actor)
        except (ReasonMissingError, DocumentStateError) as fault:
            return show(document_id, void_fault=fault.message)
        return redirect(url_for(".document", document_id=document_id, done="void"), 303)

    @routes.post("/join")
    def join(document_id: str) -> BaseResponse:
        given = request.form
        try:
            join_case(
                register, engine.catalogue, document_id, given.get("case_ref", "").strip(),
                given.get("join_reason", ""), actor=current_caller().actor,
            )  # fmt: skip
        except (
            ReasonMissingError, DocumentStateError, CaseReferenceError, CaseClosedError, JoinError,
        ) as fault:  # fmt: skip
            return show(document_id, join_fault=fault.message)
        return redirect(url_for(".document", document_id=document_id, done="joined"), 303)

    def show(document_id: str, *, named: bool = False, **words: str) -> Response:
        chain = issue.versions(register, document_id)
        (found,) = (each for each in chain if each.id == document_id)
        actor = current_caller().actor
        entries = life_of(register, document_id)
        telling = Telling(engine.catalogue, actor, engine.house.authority.region)
        delivers = found.state == "issued" and may(Act.deliver, actor.role)
        return page(
            "pages/document.html",
            here="ledger_pages.ledger_page",
            status=422 if words.keys() - {"done"} else 200,
            document=found,
            about=telling.of_documents(register, [document_id]).get(document_id, ""),
            people=recipients_of(register, engine.catalogue, document_id) if delivers else (),
            missing=sum(
                each.missing
                for each in undelivered(register, engine.catalogue, document_id=document_id)
            ),
            steps=steps(found, chain, entries),
            readings=readings(entries),
            reached=deliveries_seen(register, engine.catalogue, document_id, actor=actor)
            if named
            else None,
            delivered=was_delivered(entries),
            **what_came_back(engine, register, document_id),
            files=FILES,
            methods=DELIVERY_METHODS,
            fans_out=found.kind in engine.catalogue
            and bool(engine.catalogue[found.kind].schema.fan_out),
            today=register.now().astimezone(BEIJING).date(),
            given=request.form,
            **{
                "done": "",
                "delivery_fault": "",
                "signed_fault": "",
                "void_fault": "",
                "join_fault": "",
            }
            | words,
        )

    add_signed(routes, engine, register, show)
    return routes


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DeliveryError("送达日期没有看懂，请写成 2026-07-10 这样。") from None
