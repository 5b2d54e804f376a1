"""The redacted copy (脱敏件) of an issued document: made from what was issued, when asked for.

It is not kept: what must be masked may change, and what is published then must obey the masks of
that day.
"""

from typing import Any

from docgen.archive.verify import Carried, carried
from docgen.document import Document
from docgen.engine import Engine
from docgen.errors import DocgenError, InvalidCaseError
from docgen.look.redaction import redaction_to_read
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import find, known, read_file
from docgen.register.issuing import Render
from docgen.register.kept_sets import engine_of, file_printed_with
from docgen.render.manifest import house_json


class NotRedactableError(DocgenError):
    """What was lawful when it was issued is no case to the rules of today."""

    code = "not_redactable"

    def __init__(self) -> None:
        super().__init__(
            "这份文书是按从前的格式出具的，现在不能自动脱敏；请取送达件，由工作人员遮去个人信息。"
        )


def redact(
    register: Register,
    engine: Engine,
    document_id: str,
    format: str,
    *,
    actor: Actor,
    render: Render | None = None,
) -> Document:
    """Render the redacted copy of an issued document and record who took it.

    Templates and house facts are those of the day of issue; `render` is used where the facts are
    still the same. Errors: `NotAllowedError`, `UnknownDocumentError`, `FileAlteredError`,
    `SetAlteredError`, `UnknownKindError`, `NotRedactableError`, `RenderError` and a pool's.
    """
    kind = known(find(register, document_id)).kind
    then = _as_issued(register, engine, document_id, f"redacted_{format}", actor)
    given: dict[str, Any] = {"copy": "redacted", "files": then.files}
    if render is None or house_json(then.engine.house) != house_json(engine.house):
        return then.engine.render(kind, then.payload, format, **given)
    file = file_printed_with(register, document_id)
    return render(kind, then.payload, format, templates=file, **given)


def read_redacted(register: Register, engine: Engine, document_id: str, *, actor: Actor) -> str:
    """Return the redacted copy as a page to be read before it is handed out, free text lit.

    Errors: `redact`'s.
    """
    kind = known(find(register, document_id)).kind
    then = _as_issued(register, engine, document_id, "redacted_to_read", actor)
    case = then.engine.check(kind, then.payload, copy="redacted", files=then.files)
    return redaction_to_read(then.engine, case)


def _as_issued(
    register: Register, engine: Engine, document_id: str, made_into: str, actor: Actor
) -> Carried:
    archived = read_file(register, document_id, "archive_pdf", actor=actor, made_into=made_into)
    try:
        return carried(engine_of(register, engine, document_id), archived)
    except InvalidCaseError:
        raise NotRedactableError from None
