"""Issue a document, or a new version of one: a case comes in, a registered document is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, request

from api.answers import JSON, facts_in_json
from api.auth import current_caller
from api.documents.office import Office, checked_id, facts_of_new, links_of
from api.idempotency import answer_request, digests_of
from api.intake import Submission, read_submission
from api.journal import note
from api.query import Parameter, line, read_query
from docgen.errors import InvalidCaseError
from docgen.register import issue as register
from docgen.register.idempotency import Answer
from docgen.register.spelling import fit_name

DRAFTED_BY = line("起草人的账号或姓名，例如 苗雨；不写则为签发人", 39)
ISSUE_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {"case_ref": line("归入的案卷编号，例如 2026-0118", 60), "drafted_by": DRAFTED_BY}
)
SUPERSEDE_QUERY: Mapping[str, Parameter] = MappingProxyType({"drafted_by": DRAFTED_BY})


def add_issue(routes: Blueprint, office: Office) -> None:
    """Add the two routes that take a case and make a document of it."""

    @routes.post("/<kind_name:kind>")
    def issue(kind: str) -> Response:
        office.engine.catalogue[kind]  # An unknown kind is said before anything else is looked at.
        asked = _asked(ISSUE_QUERY)
        given = _arguments(asked)

        def make(document_id: str) -> register.IssuedDocument:
            case = (kind, asked.submission.payload)
            with office.seat() as render:
                return register.issue(
                    office.register, office.engine, *case,
                    document_id=document_id, render=render, **given,
                )  # fmt: skip

        return _answer_once(office, asked, make)

    @routes.post("/<document_id:document_id>/supersede")
    def supersede(document_id: str) -> Response:
        old_id, asked = checked_id(document_id), _asked(SUPERSEDE_QUERY)
        given = _arguments(asked)

        def make(new_id: str) -> register.IssuedDocument:
            case = (old_id, asked.submission.payload)
            with office.seat() as render:
                return register.supersede(
                    office.register, office.engine, *case,
                    new_document_id=new_id, render=render, **given,
                )  # fmt: skip

        return _answer_once(office, asked, make)


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that a request asks for: the parameters of its query and the case it brings."""

    query: Mapping[str, Any]
    submission: Submission

    @property
    def everything(self) -> Mapping[str, Any]:
        """The facts that make two requests the same or not."""
        files = digests_of(self.submission.files)
        return {"query": self.query, "payload": self.submission.payload, "files": files}


def _asked(known: Mapping[str, Parameter]) -> _Asked:
    query = read_query(request, known)
    if "drafted_by" in query:
        query["drafted_by"] = fit_name(query["drafted_by"])
    return _Asked(query, read_submission(request))


def _arguments(asked: _Asked) -> dict[str, Any]:
    """Return what issuing and superseding are told alike."""
    return {
        "actor": current_caller().actor,
        "files": asked.submission.files,
        **asked.query,
    }


def _answer_once(
    office: Office, asked: _Asked, make: Callable[[str], register.IssuedDocument]
) -> Response:
    def recall(document_id: str) -> Answer | None:
        found = register.find(office.register, document_id)
        return _created(_with_notices(office, found, asked.submission)) if found else None

    return answer_request(
        office.register,
        request,
        current_caller(),
        asked.everything,
        lambda document_id: _created(make(document_id)),
        recall,
    )


def _with_notices(
    office: Office, issued: register.IssuedDocument, submission: Submission
) -> register.IssuedDocument:
    """Return a document with the notices of its case: the answer that had them was never sent."""
    number = {"document_number": issued.document_number} if issued.document_number else {}
    payload = submission.payload | number
    try:
        case = office.engine.check(issued.kind, payload, files=submission.files)
    except InvalidCaseError:
        return issued  # The clock has gone on; the document stands as it was issued.
    return replace(issued, notices=case.notices)


def _created(issued: register.IssuedDocument) -> Answer:
    note(document_id=issued.id)
    headers = {"Content-Type": JSON, "Location": links_of(issued.id)["self"]}
    return Answer(201, headers, facts_in_json(facts_of_new(issued)))
