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
from docgen.errors import InvalidCaseError
from docgen.register import draft_photos, drafts
from docgen.register.database import Register
from docgen.register.drafts import Draft
from schemas.ground.base import Part
from schemas.ground.fields import EvidenceFile, File, Rows

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
        again = False
        for name, sent in _photos(part, request.files):
            row, again = _taken_in(register, engine, draft, _row_part(part, name), sent)
        return jsonify(row=row, again=again)

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
) -> tuple[Draft, dict[str, list[str]]]:
    """Take in the photos sent with a form, give each a row, and return the draft with them.

    What cannot be taken keeps none of the others out: it is said, by the name of the rows.
    """
    part = engine.catalogue[draft.kind].reader
    entries = dict(draft.entries)
    left_out: dict[str, list[str]] = {}
    for name, file in _photos(part, sent):
        below, rows = _row_part(part, name), entries.get(name) or []
        try:
            row, again = _taken_in(register, engine, draft, below, file)
        except InvalidCaseError as fault:
            reason = fault.findings[0].detail
        else:
            if not (again and any(_names(below, each, row) for each in rows)):
                entries[name] = [*rows, row]
                continue
            reason = "与已有的是同一个文件，没有重复加入。"
        left_out.setdefault(name, []).append(f"{file.filename}：{reason}")
    if entries != draft.entries:
        draft = drafts.save(
            register, draft.id, draft.kind, entries, base=draft.version,
            actor=current_caller().actor,
        )  # fmt: skip
    return draft, left_out


def _names(part: Part, row: Entries, other: Entries) -> bool:
    files = [name for name, field in part.fields.items() if isinstance(field, File)]
    return all(row.get(name) == other.get(name) for name in files)


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
) -> tuple[Entries, bool]:
    """Keep one photo; return what its row starts with, and whether the draft had it already."""
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
    return photo_row(part, added.name, known), added.again
