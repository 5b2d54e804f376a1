"""Write answers: facts as JSON, a document's bytes under its Chinese name."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Response

from api.journal import note
from docgen.document import MEDIA_TYPES

JSON = "application/json"
# An HTML document opened from the answer itself may show its own style and photos, nothing more.
DOCUMENT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def facts_in_json(facts: Any) -> bytes:
    """Return facts as JSON; days and moments in ISO 8601."""
    return json.dumps(facts, ensure_ascii=False, default=_plain).encode()


def facts_answer(
    facts: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer that holds facts."""
    return Response(facts_in_json(facts), status, headers, content_type=JSON)


def file_answer(content: bytes, kind: str, format: str, name: str) -> Response:
    """Return an answer that is a document, to be saved under its name."""
    answer = Response(content, content_type=MEDIA_TYPES[format])
    if format == "html":
        answer.content_type = f"{MEDIA_TYPES[format]}; charset=utf-8"
        answer.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{kind}.{format}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    answer.headers["Vary"] = "Accept"
    digest = hashlib.sha256(content).hexdigest()
    answer.set_etag(digest)
    note(kind=kind, format=format, sha256=digest)
    return answer


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
