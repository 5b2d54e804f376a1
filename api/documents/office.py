"""What every route of the register needs, and how a document is written in an answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from api.errors import describe_finding
from api.seats import Seat
from docgen.engine import Engine
from docgen.register.database import Register
from docgen.register.describe import describe_document
from docgen.register.ids import is_id
from docgen.register.issue import IssuedDocument, Render, UnknownDocumentError
from docgen.register.ledger import LedgerEntry


@dataclass(frozen=True, slots=True)
class Office:
    """The engine, the register, what renders (the engine itself or a pool), and seats there."""

    engine: Engine
    register: Register
    render: Render
    seat: Seat


def facts_of(document: IssuedDocument) -> dict[str, Any]:
    """Return what an answer says of a document."""
    return describe_document(document) | {"links": links_of(document.id)}


def facts_of_new(document: IssuedDocument) -> dict[str, Any]:
    """Return what an answer says of a document that has just been issued."""
    return facts_of(document) | {"notices": [describe_finding(each) for each in document.notices]}


def facts_of_line(entry: LedgerEntry) -> dict[str, Any]:
    """Return what an answer says of a line of the ledger."""
    return asdict(entry) | {"links": links_of(entry.id)}


def links_of(document_id: str) -> Mapping[str, str]:
    """Return where a document, its file and what came back of it signed are found."""
    place = f"/v1/documents/{document_id}"
    return {
        "self": place,
        "file": f"{place}/file",
        "signed_copies": f"{place}/signed-copies",
    }


def checked_id(document_id: str) -> str:
    """Return an id as a path has it, if it can be one.

    Errors: `UnknownDocumentError`.
    """
    if not is_id(document_id):
        raise UnknownDocumentError("登记簿里没有这份文书，请核对编号。")
    return document_id
