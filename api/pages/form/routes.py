"""The form: open it, save it as one types, check it, and go on to what is made of it."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.answers import facts_answer
from api.auth import current_caller
from api.pages.form.acts import ROW_ACTS, SAME, SAME_ACTS, act_on_rows, fill_alike
from api.pages.form.beginnings import Known, beginning, joined, lift_photos
from api.pages.form.conflict import conflict_page, told_of_merge
from api.pages.form.desk import Desk
from api.pages.form.enclosing import CHOOSE, choose, of_case
from api.pages.form.entries import Entries, entries_of, read_posted
from api.pages.form.hands import list_of, standing
from api.pages.form.merging import changes, merge, read_base
from api.pages.form.of_case import filled_up, from_case
from api.pages.form.photos import attach_photos
from api.pages.form.shown import clock, form_page, progress
from api.pages.frame import page
from docgen.case.payload import read_payload
from docgen.engine import Engine
from docgen.errors import PayloadError
from docgen.house import in_own_name
from docgen.kinds.catalogue import Kind
from docgen.photo.folder import is_picture
from docgen.register import draft_photos, drafts, people
from docgen.register.case_leaves import PARTS
from docgen.register.cases import CaseReferenceError
from docgen.register.compiling import compile_payload, period_of
from docgen.register.database import Register
from docgen.register.drafts import Draft, DraftConflictError, UnknownDraftError
from docgen.register.ids import new_id
from docgen.register.issued import find as find_document
from docgen.register.rights import Act, may
from schemas.parts.hand_signatures import HANDS, SignedByHand

# The page saves by itself under this header: `early`, or `strict` once the check was asked for.
AUTOSAVE = "X-Draft"
# The button's act that puts a draft into a case, and the name of the field with its reference.
JOIN = "join"
# So often somebody else's save is merged before the person is asked.
MERGES = 3
# A form of more rows than this is no help to anybody.
MOST_ROWS_OF_A_FORM = 200
OF_ORDER = "工单上的内容已经填好，请对照工单核对。"


def form_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/new/KIND` and `/drafts/ID`: forms on their way to a document."""
    routes, pages = Blueprint("form", __name__), FormPages(engine, register)
    routes.get("/new/<kind>")(pages.new)
    routes.post("/new/<kind>/example")(pages.example)
    routes.post("/new/<kind>/import")(pages.take_in)
    routes.post("/new/<kind>/compile")(pages.compile_paper)
    routes.get("/drafts/<draft_id>")(pages.edit)
    routes.post("/drafts/<draft_id>")(pages.save)
    routes.post("/drafts/<draft_id>/settle")(pages.settle)
    return routes


class FormPages:
    """The pages of forms over one register."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self.engine = engine
        self.register = register

    def new(self, kind: str) -> Response:
        """Show an empty form, or one with what a case knows; nothing is kept before it is saved."""
        wanted = self.engine.catalogue[kind]
        case_ref = request.args.get("case_ref", "")[:60]
        desk = Desk(self.engine, self.register, wanted, {})
        me = people.find_person(self.register, current_caller().person)
        known = Known(desk.today, me.name, self.engine.house, certificate=me.certificate)
        desk.entries = beginning(wanted.reader, known)
        told = ""
        if case_ref:
            of_case, told = from_case(self.engine, self.register, wanted, case_ref)
            desk.entries = joined(desk.entries, entries_of(wanted.reader, of_case))
        return form_page(desk, new_id(self.register.now()), case_ref=case_ref, filled=told)

    def example(self, kind: str) -> BaseResponse:
        """Begin a draft with the kind's own example, to learn it."""
        example = self.engine.catalogue[kind].schema.example
        return self._begin_with(kind, in_own_name(example, self.engine.house))

    def take_in(self, kind: str) -> BaseResponse:
        """Begin a draft with the case in a JSON file, whether or not it is right yet."""
        sent = request.files.get("case")
        if sent is None or not sent.filename:
            raise PayloadError("没有选择文件，请返回选择一个 JSON 文件。")
        return self._begin_with(kind, read_payload(sent.read()))

    def compile_paper(self, kind: str) -> BaseResponse:
        """Begin a draft with what the register makes of a period or a case.

        A list too long for a form comes as the file that HTTP and the command line take.
        """
        period, case_ref, part, unit = (
            request.form.get(name, "").strip() for name in ("period", "of_case", "part", "unit")
        )
        payload = compile_payload(
            self.register,
            self.engine,
            kind,
            period=period_of(period),
            case_ref=case_ref or None,
            part=part if part in PARTS else None,
            unit=unit or None,
            actor=current_caller().actor,
        )
        longest = max((len(each) for each in payload.values() if isinstance(each, list)), default=0)
        if longest <= MOST_ROWS_OF_A_FORM:
            return self._begin_with(kind, payload)
        answer = facts_answer(payload)
        answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.json"'
        return answer

    def _begin_with(self, kind: str, payload: Mapping[str, Any]) -> BaseResponse:
        actor = current_caller().actor
        entries, photos = lift_photos(self.engine.catalogue[kind].reader, payload)
        made = new_id(self.register.now())
        draft = drafts.save(self.register, made, kind, entries, base=0, actor=actor)
        for name, content in photos.items():
            draft_photos.add(
                self.register, draft, name, content, actor=actor, of_any_sort=not is_picture(name)
            )
        return redirect(url_for("form.edit", draft_id=made), 303)

    def edit(self, draft_id: str) -> BaseResponse:
        """Show a draft in its form; `?check` lists everything that is wrong or missing.

        One that has been issued is the document of the same id; who drafted it and may not read
        documents is told which one it is.
        """
        actor = current_caller().actor
        if document := find_document(self.register, draft_id):
            if may(Act.read, actor.role):
                return redirect(f"/documents/{draft_id}", 303)
            if document.drafted_by == actor.name:
                return page("form/issued.html", here="start.start", document=document)
        draft = drafts.find(self.register, draft_id, actor=actor)
        filled = OF_ORDER if "order" in request.args else ""
        return form_page(self._desk(draft), draft_id, strict="check" in request.args, filled=filled)

    def save(self, draft_id: str) -> BaseResponse:
        """Save what was sent, whatever the button; then go where the button leads."""
        kind = self.engine.catalogue[request.form.get("kind", "")]
        entries = read_posted(kind.reader, request.form.to_dict(flat=False))
        act, _, name = request.form.get("do", "save").partition(":")
        place = act_on_rows(kind.reader, entries, act, name) if act in ROW_ACTS else ""
        if act in SAME_ACTS:
            ahead = f"{name}.{SAME}."
            given = {each.removeprefix(ahead): text for each, text in request.form.items()}
            place = fill_alike(kind.reader, entries, act, name, given)
        if act == CHOOSE:
            chosen = request.form.getlist(f"{name}.{CHOOSE}")
            enclosed = of_case(self.engine, self.register, request.form.get("case_ref", "")[:60])
            place = choose(kind.reader, entries, name, chosen, enclosed)
        if HANDS in entries:
            # Signatures are no entries of a form: those that the draft has go along.
            entries[HANDS] = self._signed(draft_id)
        try:
            draft, merged = self._keep_merged(draft_id, kind, entries)
        except DraftConflictError as fault:
            return self._conflict(fault.draft, entries)
        draft, left_out = attach_photos(self.register, self.engine, draft, request.files)
        draft, voided = standing(self.engine, self.register, draft)
        if AUTOSAVE in request.headers:
            strict = request.headers[AUTOSAVE] == "strict"
            told = progress(self._desk(draft, draft_photos.SMALL), draft, strict=strict)
            if isinstance(kind.reader, SignedByHand):
                told |= {"hands": list_of(draft), "voided": voided}
            if merged:
                told["merged"] = changes(kind.reader, entries, draft.entries) | {"told": merged}
            return jsonify(told)
        if act == JOIN:
            return self._join(draft)
        if left_out or (merged and act not in LEADS):
            return form_page(self._desk(draft), draft_id, left_out=left_out, merged=merged)
        if act in LEADS and not voided:
            return redirect(LEADS[act](draft.id), 303)
        to = url_for("form.edit", draft_id=draft.id, voided=1 if voided else None)
        return redirect(to + (place and f"#f.{place}"), 303)

    def _join(self, draft: Draft) -> BaseResponse:
        """Put a draft into the case that was chosen beside it and fill in what is blank yet."""
        case_ref = request.form.get(JOIN, "").strip()
        if not case_ref or draft.case_ref or draft.supersedes:
            return redirect(url_for("form.edit", draft_id=draft.id), 303)
        kind = self.engine.catalogue[draft.kind]
        try:
            of_case, told = from_case(self.engine, self.register, kind, case_ref)
        except CaseReferenceError as fault:
            return form_page(self._desk(draft), draft.id, filled=fault.message)
        draft = drafts.join_case(
            self.register, draft.id, case_ref, filled_up(kind.reader, draft.entries, of_case),
            base=draft.version, actor=current_caller().actor,
        )  # fmt: skip
        return form_page(self._desk(draft), draft.id, filled=told)

    def _signed(self, draft_id: str) -> list[Any]:
        try:
            draft = drafts.find(self.register, draft_id, actor=current_caller().actor)
        except UnknownDraftError:
            return []  # It is only now begun.
        return list(draft.entries.get(HANDS) or ())

    def _keep(self, draft_id: str, kind: str, entries: Entries, over: int | None = None) -> Draft:
        return drafts.save(
            self.register,
            draft_id,
            kind,
            entries,
            base=request.form.get("version", 0, int) if over is None else over,
            actor=current_caller().actor,
            case_ref=request.form.get("case_ref", "")[:60] or None,
        )

    def _keep_merged(self, draft_id: str, kind: Kind, mine: Entries) -> tuple[Draft, str]:
        """Save what was sent, merged with what somebody saved since; say so in words, if so.

        Errors: `DraftConflictError` where both changed one field, or the page says not from what.
        """
        base = read_base(request.form.get("base", ""))
        entries, over, told = mine, None, ""
        for _ in range(MERGES):
            try:
                return self._keep(draft_id, kind.name, entries, over), told
            except DraftConflictError as fault:
                last, theirs = fault, fault.draft
                if base is None:
                    raise
                entries, other = (
                    merge(kind.reader, base, theirs.entries, mine, mine_first=first)
                    for first in (True, False)
                )
                if entries != other:
                    raise
                over, told = theirs.version, told_of_merge(kind, theirs, mine, entries)
        raise last

    def _conflict(self, theirs: Draft, mine: Entries) -> BaseResponse:
        """Ask which of two states counts; a page that saves by itself is told that it must ask."""
        if AUTOSAVE not in request.headers:
            base = read_base(request.form.get("base", ""))
            return conflict_page(self.engine.catalogue[theirs.kind], theirs, mine, base)
        answer = jsonify(conflict=f"{theirs.saved_by} 在 {clock(theirs)} 保存过这份草稿")
        answer.status_code = 409
        return answer

    def settle(self, draft_id: str) -> BaseResponse:
        """Settle a conflict: take mine, take theirs, or keep both as two drafts."""
        actor = current_caller().actor
        theirs = drafts.find(self.register, draft_id, actor=actor)
        kept, mine = request.form.get("keep", "both"), entries_in(request.form.get("mine", "{}"))
        base, kind = read_base(request.form.get("base", "")), self.engine.catalogue[theirs.kind]
        settled = mine
        if base is not None:
            first = kept == "mine"
            settled = merge(kind.reader, base, theirs.entries, mine, mine_first=first)
        if kept == "mine" or (kept == "theirs" and base is not None):
            try:
                self._keep(draft_id, kind.name, settled)
            except DraftConflictError as fault:
                return conflict_page(kind, fault.draft, mine, base)
        elif kept == "both":
            draft_id = self._copy(theirs, mine).id
        return redirect(url_for("form.edit", draft_id=draft_id), 303)

    def _copy(self, draft: Draft, entries: Entries) -> Draft:
        """Make another draft with these entries and the photos of the first."""
        actor, made = current_caller().actor, new_id(self.register.now())
        copy = drafts.save(
            self.register, made, draft.kind, entries, base=0, actor=actor,
            case_ref=draft.case_ref, supersedes=draft.supersedes,
        )  # fmt: skip
        for name, content in draft_photos.DraftPhotos(self.register, draft.id).items():
            draft_photos.add(self.register, copy, name, content, actor=actor)
        return copy

    def _desk(self, draft: Draft, longest: int = 0) -> Desk:
        kind = self.engine.catalogue[draft.kind]
        if draft.entries.get(HANDS):
            longest = 0  # Who signed has seen the photos themselves: their digests count.
        return Desk(self.engine, self.register, kind, dict(draft.entries), draft, longest=longest)


def entries_in(text: str) -> Entries:
    """Read back the entries that a page of ours carries."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PayloadError("页面内容不完整，请返回上一页重试。")
    return found


# Where a button leads once the form is saved.
LEADS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "check": lambda draft: url_for("form.edit", draft_id=draft, check=1) + "#summary",
        "print": lambda draft: url_for("drafts.file", draft_id=draft, format="pdf", print=1),
        "docx": lambda draft: url_for("drafts.file", draft_id=draft, format="docx"),
        "pdf": lambda draft: url_for("drafts.file", draft_id=draft, format="pdf"),
        "xlsx": lambda draft: url_for("drafts.file", draft_id=draft, format="xlsx"),
        "issue": lambda draft: url_for("issuing.confirm", draft_id=draft),
        "submit": lambda draft: url_for("issuing.hand_over", draft_id=draft),
    }
)
