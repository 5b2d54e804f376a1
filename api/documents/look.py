"""Look at the register: the ledger, one document with all that became of it, its files."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from api.answers import facts_answer, file_answer
from api.auth import current_caller
from api.documents.office import Office, checked_id, facts_of, facts_of_line
from api.negotiation import choose_format
from api.query import Parameter, day, flag, line, one_of, read_query, whole
from api.ranges import give_out
from docgen.engine import name_file
from docgen.register import audit
from docgen.register.access import deliveries_seen, refuse_what_is_of_a_report
from docgen.register.issue import IssuedDocument, find, read_file, versions
from docgen.register.issued import known
from docgen.register.ledger import STATES, LedgerFilter, entries
from docgen.register.redacted import redact
from docgen.render.voided import stamp_void

MOST_LINES = 500
LINES = 100
LEDGER_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {
        "kind": line("文书的标识", 60),
        "state": one_of("状态", *STATES),
        "case_ref": line("案卷编号", 60),
        "number": line("文号中包含的文字"),
        "person": line("起草人或签发人"),
        "dated_from": day("文书日期起（含）"),
        "dated_to": day("文书日期止（含）"),
        "delivered": flag("是否登记过送达"),
        "after": line("从这个编号之后列起", 32),
        "most": whole("最多列出多少份", 1, MOST_LINES, default=LINES),
    }
)
# Which formats each copy is had in; of two equally welcome ones the first is given.
COPY_FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"delivery": ("pdf", "docx"), "archive": ("pdf",), "redacted": ("pdf", "docx")}
)
FILE_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {"copy": one_of("用途：送达件、归档件或脱敏件", *COPY_FORMATS, default="delivery")}
)
# What is kept under which role: every other copy is made when it is asked for.
ROLES = {
    ("delivery", "pdf"): "delivery_pdf",
    ("delivery", "docx"): "docx",
    ("archive", "pdf"): "archive_pdf",
}
STATE_HEADER = "Docgen-State"


def add_looks(routes: Blueprint, office: Office) -> None:
    """Add the routes that change nothing but the audit trail, which says who looked."""

    @routes.get("")
    def ledger() -> Response:
        query = read_query(request, LEDGER_QUERY)
        after, most = query.pop("after", ""), query.pop("most", LINES)
        wanted = LedgerFilter(**query)
        # One more than asked for tells whether there is a next page.
        lines = [*entries(office.register, wanted, after=after, most=most + 1)]
        more = _next_page(lines[most - 1].id) if len(lines) > most else None
        listed = [facts_of_line(entry) for entry in lines[:most]]
        headers = {"Link": f'<{more}>; rel="next"'} if more else {}
        return facts_answer({"documents": listed, "next": more}, headers=headers)

    @routes.get("/<document_id:document_id>")
    def document(document_id: str) -> Response:
        chain = versions(office.register, checked_id(document_id))
        (found,) = (version for version in chain if version.id == document_id)
        reached = deliveries_seen(
            office.register, office.engine.catalogue, document_id, actor=current_caller().actor
        )
        life = audit.life_of(office.register, document_id)
        return facts_answer(
            facts_of(found)
            | {
                "versions": [_version(each) for each in chain],
                "deliveries": [asdict(each) for each in reached],
                "life": [asdict(entry) for entry in life],
            }
        )

    @routes.get("/<document_id:document_id>/file")
    def file(document_id: str) -> Response:
        copy = read_query(request, FILE_QUERY).get("copy", "delivery")
        format = choose_format(request.accept_mimetypes, COPY_FORMATS[copy])
        found = known(find(office.register, checked_id(document_id)))
        return _file(office, found, copy, format)


def _file(office: Office, found: IssuedDocument, copy: str, format: str) -> Response:
    actor = current_caller().actor
    if role := ROLES.get((copy, format)):
        refuse_what_is_of_a_report(office.register, office.engine.catalogue, found.id, actor=actor)
        content = read_file(office.register, found.id, role, actor=actor)
    else:
        content = redact(
            office.register, office.engine, found.id, format, actor=actor, render=office.render
        ).content
    mark = found.document_number or found.dated_on.isoformat()
    if found.state == "void":
        content, mark = stamp_void(content, format, office.engine.faces), f"{mark}_作废"
    name = name_file(found.title, mark, copy, format)
    answer = file_answer(content, found.kind, format, name)
    answer.headers[STATE_HEADER] = found.state
    etag, _ = answer.get_etag()
    return give_out(answer, request, lambda a, b: [content[a:b]], len(content), str(etag))


def _version(version: IssuedDocument) -> dict[str, Any]:
    names = ("id", "version", "state", "document_number", "issued_at")
    return {name: getattr(version, name) for name in names}


def _next_page(after: str) -> str:
    query = {name: value for name, value in request.args.items() if name != "after"}
    return f"{request.path}?{urlencode(query | {'after': after})}"
