"""Signing on the spot: what is to be signed, each signature as it is made, what becomes void."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from api.auth import current_caller
from api.pages.form.desk import Desk
from api.pages.form.entries import Entries
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.errors import InvalidCaseError
from docgen.register import drafts
from docgen.register.database import Register
from docgen.register.drafts import Draft
from schemas.ground.base import Record, Weight, error
from schemas.parts.hand_signatures import (
    HANDS,
    OF_THE_BUREAU,
    HandPlace,
    SignedByHand,
    placed,
    shown_digest,
)

_CHANGED = error(f"/{HANDS}", "signed_other_text", "内容刚刚改过，请关闭后重新打开，看过再签名。")


def hand_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/drafts/ID/signing`, and `…/signatures` with `…/signatures/NUMBER/remove`."""
    routes = Blueprint("hands", __name__)

    def draft_of(draft_id: str) -> Draft:
        return drafts.find(register, draft_id, actor=current_caller().actor)

    def saved(draft: Draft, rows: Sequence[Any]) -> Response:
        kept = _keep(register, draft, rows)
        return jsonify(version=kept.version, hands=list_of(kept))

    @routes.get("/drafts/<draft_id>/signing")
    def ready(draft_id: str) -> Response:
        """Tell who signs where and the digest of what is shown; a case with mistakes is refused."""
        unsigned = Unsigned(engine, register, draft_of(draft_id))
        rows = unsigned.signed()
        asks = engine.house.hand_consent == "outsiders"
        lines = [
            {
                "signer": place.role,
                "called": place.called,
                "name": place.name,
                "asks": asks and place.role not in OF_THE_BUREAU,
                "done": row is not None,
            }
            for place, row in zip(unsigned.places, placed(unsigned.places, rows)[0], strict=True)
            if place.open
        ]
        return jsonify(shown_sha256=unsigned.digest, lines=lines)

    @routes.post("/drafts/<draft_id>/signatures")
    def sign(draft_id: str) -> Response:
        """Take in one signature, at this minute; one on the same line gives way to it."""
        draft = draft_of(draft_id)
        unsigned = Unsigned(engine, register, draft)
        if request.form.get("shown_sha256") != unsigned.digest:
            raise InvalidCaseError([_CHANGED])
        now = register.now().astimezone(BEIJING)
        row: Entries = {
            "signer": request.form.get("signer", ""),
            "name": request.form.get("name", "")[:60],
            "strokes": request.form.get("strokes", ""),
            "signed_at": f"{now:%Y-%m-%d %H:%M}",
            "shown_sha256": unsigned.digest,
            "consented": "true" if request.form.get("consented") else "false",
        }
        before = list(draft.entries.get(HANDS) or ())
        others = [
            each
            for each in before
            if (each.get("signer"), each.get("name")) != (row["signer"], row["name"])
        ]
        rows = [*others, row]
        tried = Desk(
            engine, register, unsigned.desk.kind, {**draft.entries, HANDS: rows}, draft
        ).review.findings
        here = f"/{HANDS}"
        if wrong := [
            each for each in tried if each.weight is Weight.error and each.pointer.startswith(here)
        ]:
            raise InvalidCaseError(wrong)
        return saved(draft, rows)

    @routes.post("/drafts/<draft_id>/signatures/<int:number>/remove")
    def remove(draft_id: str, number: int) -> Response:
        """Take away one signature, counted from 0; one that is not there is gone already."""
        draft = draft_of(draft_id)
        rows = list(draft.entries.get(HANDS) or ())
        return saved(draft, rows[:number] + rows[number + 1 :])

    return routes


class Unsigned:
    """A draft without its signatures: what is shown to whoever signs, and what they sign under."""

    def __init__(self, engine: Engine, register: Register, draft: Draft) -> None:
        self.draft = draft
        entries = {**draft.entries, HANDS: []}
        self.desk = Desk(engine, register, engine.catalogue[draft.kind], entries, draft)

    @property
    def _case(self) -> tuple[SignedByHand, Record]:
        reader, case = self.desk.kind.reader, self.desk.review.case
        if not isinstance(reader, SignedByHand):
            raise InvalidCaseError([error("", "not_signed_by_hand", "这种文书不在屏幕上签名。")])
        if case is None:
            wrong = [each for each in self.desk.review.findings if each.weight is Weight.error]
            raise InvalidCaseError(wrong)
        return reader, case.values

    @property
    def places(self) -> tuple[HandPlace, ...]:
        """The lines to sign, in the order of the paper; errors: `InvalidCaseError`."""
        reader, values = self._case
        return tuple(reader.hand_places(values))

    @property
    def digest(self) -> str:
        """The digest of what is shown; errors: `InvalidCaseError`."""
        return shown_digest(*self._case)

    def signed(self) -> list[Record]:
        """Return who has signed, as far as it tells a line from the next."""
        rows = self.draft.entries.get(HANDS) or ()
        return [Record({"signer": each["signer"], "name": each["name"]}) for each in rows]


def standing(engine: Engine, register: Register, draft: Draft) -> tuple[Draft, bool]:
    """Return a draft with the signatures that stand under its text, and whether any was void.

    A text that is not whole, or not lawful, is none that anybody signed.
    """
    rows = draft.entries.get(HANDS) or ()
    if not rows:
        return draft, False
    try:
        digest = Unsigned(engine, register, draft).digest
    except InvalidCaseError:
        digest = ""
    kept = [each for each in rows if each.get("shown_sha256") == digest]
    if len(kept) == len(rows):
        return draft, False
    return _keep(register, draft, kept), True


def list_of(draft: Draft) -> str:
    """Return the list of who has signed, as HTML."""
    module: Any = current_app.jinja_env.get_template("form/hands.html").module
    return str(module.signed_list(draft.entries.get(HANDS) or ())).strip()


def _keep(register: Register, draft: Draft, rows: Sequence[Any]) -> Draft:
    return drafts.save(
        register,
        draft.id,
        draft.kind,
        {**draft.entries, HANDS: list(rows)},
        base=draft.version,
        actor=current_caller().actor,
    )
