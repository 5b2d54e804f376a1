"""成套文书: papers that belong together, begun from the leading one, looked through and issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.pages.form.beginnings import Known, beginning, joined
from api.pages.form.desk import Desk, Told
from api.pages.form.entries import entries_of, fields_of
from api.pages.frame import page
from api.seats import Seat
from docgen.engine import Engine
from docgen.kinds.catalogue import Kind
from docgen.register import approvals, drafts, issue, packets
from docgen.register.database import Register
from docgen.register.drafts import Draft, UnknownDraftError
from docgen.register.packets import Paper, PaperRefusedError
from schemas.ground.base import Weight

PACKET = "form/packet.html"


@dataclass(frozen=True, slots=True)
class Looked:
    """One paper of a packet as shown; `differs` names what those before it say otherwise."""

    draft: Draft
    desk: Desk
    title: str
    errors: list[Told]
    notices: list[Told]
    differs: list[str]

    @property
    def ready(self) -> bool:
        """Whether it could be issued now."""
        return self.desk.review.case is not None and (
            not self.desk.stations or bool(self.desk.consents)
        )


def packet_routes(  # noqa: PLR0915 - four routes over one packet
    engine: Engine, register: Register, seat: Seat
) -> Blueprint:
    """Return `/drafts/ID/packet`, `/packets/ID` and what is done there."""
    routes = Blueprint("packets", __name__)
    catalogue = engine.catalogue

    def desk_of(draft: Draft) -> Desk:
        return Desk(engine, register, catalogue[draft.kind], dict(draft.entries), draft)

    def taken(before: Sequence[Desk], wanted: Kind) -> Mapping[str, Any]:
        """Return what a paper takes from those before it, as a form has it."""
        says = [(each.kind, each.typed) for each in before]
        values = packets.shared(catalogue, says, wanted)
        entries = entries_of(wanted.reader, values)
        return {name: entries[name] for name in values if name in entries}

    @routes.post("/drafts/<draft_id>/packet")
    def begin(draft_id: str) -> BaseResponse:
        """Begin the papers that go with a draft, or bring them in line with it."""
        actor = current_caller().actor
        leading = desk_of(drafts.find(register, draft_id, actor=actor))
        there = drafts.of_packet(register, draft_id, actor=actor)[1:]
        if not there:
            known = Known(leading.today, "", engine.house)
            begun = [
                (kind.name, joined(beginning(kind.reader, known), taken([leading], kind)))
                for kind in packets.members(catalogue, leading.kind.name)
            ]
            drafts.begin_packet(register, draft_id, begun, actor=actor)
        before = [leading]
        for draft in there:
            entries = {**draft.entries, **taken(before, catalogue[draft.kind])}
            before.append(
                desk_of(
                    drafts.save(
                        register, draft.id, draft.kind, entries, base=draft.version, actor=actor
                    )
                )
            )
        return redirect(url_for("packets.look", draft_id=draft_id), 303)

    @routes.get("/packets/<draft_id>")
    def look(draft_id: str) -> BaseResponse:
        return show(draft_id)

    @routes.post("/packets/<draft_id>/issue")
    def carry_out(draft_id: str) -> BaseResponse:
        """Issue every paper, or none; a second press finds them issued."""
        actor = current_caller().actor
        if done := issue.find(register, draft_id):
            return to_case(done.case_ref, done.id)
        looked = papers_of(draft_id)
        if _moved_on(looked):
            return show(draft_id, 409, moved_on=True)
        if not all(each.ready for each in looked):
            return show(draft_id, 422)
        papers = [
            Paper(
                each.draft.kind, each.desk.payload, each.draft.id, each.draft.person,
                dict(each.desk.photos),
            )
            for each in looked
        ]  # fmt: skip
        case_ref = looked[0].draft.case_ref
        try:
            with seat() as render:
                packets.issue_together(
                    register, engine, papers, actor=actor, case_ref=case_ref, render=render
                )
        except PaperRefusedError as fault:
            desk = looked[fault.place].desk
            wrong = [each.sentence for each in desk.placed(desk.form(), fault.findings)]
            return show(draft_id, 422, refused=looked[fault.place].title, wrong=wrong)
        for each in looked:
            drafts.remove(register, each.draft.id, actor=actor)
        return to_case(case_ref, draft_id)

    @routes.post("/packets/<draft_id>/submit")
    def submit(draft_id: str) -> BaseResponse:
        """Hand every paper to the officers, and ask for the consent that some of them need."""
        actor, looked = current_caller().actor, papers_of(draft_id)
        if _moved_on(looked) or any(each.desk.review.case is None for each in looked):
            return show(draft_id, 409, moved_on=_moved_on(looked))
        for each in looked:
            desk = each.desk
            if desk.stations and not desk.consents:
                approvals.ask(
                    register, engine.house, desk.kind, each.draft.id, desk.sha256, actor=actor
                )
            drafts.submit(register, each.draft.id, actor=actor)
        return redirect(url_for("start.start"), 303)

    def papers_of(draft_id: str) -> list[Looked]:
        found = drafts.of_packet(register, draft_id, actor=current_caller().actor)
        desks = [desk_of(draft) for draft in found]
        return [
            _looked(desk, taken(desks[:place], desk.kind) if place else {})
            for place, desk in enumerate(desks)
        ]

    def show(draft_id: str, status: int = 200, **words: Any) -> BaseResponse:
        empty: dict[str, Any] = {"moved_on": False, "refused": "", "wrong": ()}
        looked = papers_of(draft_id)
        return page(
            PACKET,
            here="start.start",
            status=status,
            papers=looked,
            leading=looked[0],
            ready=all(each.ready for each in looked),
            right=all(each.desk.review.case is not None for each in looked),
            **empty | words,
        )

    def to_case(case_ref: str | None, document_id: str) -> BaseResponse:
        if case_ref:
            return redirect(url_for("case_pages.case", case_ref=case_ref), 303)
        return redirect(url_for("document_pages.document", document_id=document_id), 303)

    return routes


def _looked(desk: Desk, taken: Mapping[str, Any]) -> Looked:
    if desk.draft is None:
        raise UnknownDraftError
    form, case = desk.form(strict=True), desk.review.case
    asked = fields_of(desk.kind.reader)
    differs = [
        asked[name].label for name, value in taken.items() if desk.entries.get(name) != value
    ]
    title = (case.values.get("title") if case else "") or desk.kind.header.title
    return Looked(
        desk.draft, desk, title, desk.told(form, Weight.error), desk.told(form, Weight.notice),
        differs,
    )  # fmt: skip


def _moved_on(looked: list[Looked]) -> bool:
    """Tell whether a paper is another than the one whose page sent a form."""
    return any(
        request.form.get(f"version-{each.draft.id}", 0, int) != each.draft.version
        for each in looked
    )
