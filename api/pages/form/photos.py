"""Photos of a draft: taken in with the form, or one by one by the page; shown small."""

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import NotFound

from api.auth import current_caller
from api.pages.form.beginnings import Known, photo_row
from api.pages.form.entries import Entries
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.register import draft_photos, drafts
from docgen.register.database import Register
from docgen.register.drafts import Draft
from schemas.ground.base import Part
from schemas.ground.fields import EvidenceFile, Rows

# The sizes a page shows; no other is made, so that nobody fills the folder with renditions.
SIZES = frozenset({draft_photos.SMALL, draft_photos.MEDIUM})
# The endings of the names of the fields that photos are chosen with.
INPUTS = frozenset({"files", "camera"})


def photo_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/drafts/ID/photos`."""
    routes = Blueprint("photos", __name__)

    @routes.post("/drafts/<draft_id>/photos")
    def add(draft_id: str) -> Response:
        """Take in one photo and answer with what its row starts with; the page saves the row."""
        draft = drafts.find(register, draft_id, actor=current_caller().actor)
        part = engine.catalogue[draft.kind].reader
        row: Entries = {}
        for name, sent in _photos(part, request.files):
            row = _taken_in(register, engine, draft, _row_part(part, name), sent)
        return jsonify(row)

    @routes.get("/drafts/<draft_id>/photos/<name>")
    def show(draft_id: str, name: str) -> Response:
        draft = drafts.find(register, draft_id, actor=current_caller().actor)
        longest = request.args.get("longest", draft_photos.SMALL, int)
        if longest not in SIZES:
            raise NotFound
        content = draft_photos.thumbnail(register, draft, name, longest)
        if content is None:
            raise NotFound
        answer = Response(content, content_type="image/jpeg")
        # A photo never changes under its name, but it is for this person's eyes only.
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    return routes


def attach_photos(
    register: Register, engine: Engine, draft: Draft, sent: "MultiDict[str, FileStorage]"
) -> Draft:
    """Take in the photos sent with a form, give each a row, and return the draft with them."""
    part = engine.catalogue[draft.kind].reader
    entries = dict(draft.entries)
    added = False
    for name, file in _photos(part, sent):
        row = _taken_in(register, engine, draft, _row_part(part, name), file)
        entries[name] = [*entries.get(name, []), row]
        added = True
    if not added:
        return draft
    return drafts.save(
        register, draft.id, draft.kind, entries, base=draft.version, actor=current_caller().actor
    )


def _photos(part: Part, sent: "MultiDict[str, FileStorage]") -> Iterator[tuple[str, FileStorage]]:
    """Yield every photo sent for rows of the form that take photos, with the rows' name."""
    for name, file in sent.items(multi=True):
        rows, _, ending = name.rpartition(".")
        if ending in INPUTS and file.filename and isinstance(part.fields.get(rows), Rows):
            yield rows, file


def _row_part(part: Part, name: str) -> Part:
    field = part.fields[name]
    if not isinstance(field, Rows) or field.below is None:
        raise NotFound
    return field.below


def _taken_in(
    register: Register, engine: Engine, draft: Draft, part: Part, file: FileStorage
) -> Entries:
    """Keep one photo and return what its row starts with."""
    caller = current_caller()
    any_sort = any(isinstance(each, EvidenceFile) for each in part.fields.values())
    added = draft_photos.add(
        register,
        draft,
        file.filename or "",
        file.read(),
        actor=caller.actor,
        of_any_sort=any_sort,
    )
    today = register.now().astimezone(BEIJING).date()
    known = Known(today, caller.person, engine.house, added.camera)
    return photo_row(part, added.name, known)
