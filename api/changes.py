"""Tell programs what has become of documents and batches since they last asked, or wait for it."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, request

from api.answers import facts_answer
from api.auth import current_caller
from api.query import Parameter, read_query, whole
from api.waiting import WAIT, Waiting
from docgen.register.changes import BATCH_ACTS, DOCUMENT_ACTS, Change, changes
from docgen.register.database import Register
from docgen.register.rights import Act, may

MOST_CHANGES, CHANGES = 500, 100
CHANGES_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {
        "after": whole("从这一条之后列起，即上次答复的 last", 0, 10**9 - 1, default=0),
        "most": whole("最多列出多少条", 1, MOST_CHANGES, default=CHANGES),
        "wait": WAIT,
    }
)


def change_routes(register: Register, waiting: Waiting) -> Blueprint:
    """Return `/v1/changes`."""
    routes = Blueprint("changes", __name__, url_prefix="/v1/changes")

    @routes.get("")
    def changed() -> Response:
        query = read_query(request, CHANGES_QUERY)
        after, most = query.get("after", 0), query.get("most", CHANGES)
        caller = current_caller()
        acts = [*DOCUMENT_ACTS]
        if may(Act.batch, caller.actor.role, caller.scopes):
            acts += BATCH_ACTS

        def look() -> tuple[list[Change], int]:
            return changes(register, acts, after=after, most=most)

        found, last = waiting.for_news(
            request, query.get("wait", 0), look, lambda seen: bool(seen[0])
        )
        return facts_answer({"changes": [_facts(each) for each in found], "last": last})

    return routes


def _facts(change: Change) -> dict[str, Any]:
    document, batch = change.document_id, change.batch_id
    place = f"/v1/documents/{document}" if document else f"/v1/batches/{batch}"
    return asdict(change) | {"links": {"self": place}}
