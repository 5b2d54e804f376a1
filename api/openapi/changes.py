"""The contract of what has changed: for programs that would otherwise ask again and again."""

from collections.abc import Mapping

from api.changes import CHANGES_QUERY
from api.openapi.batches import MOMENT, PLACE
from api.openapi.document_answers import ID
from api.openapi.shapes import (
    NOT_NEGATIVE,
    TEXT,
    Json,
    json_of,
    list_of,
    object_of,
    operation,
    or_null,
    query_parameters,
    reference,
)
from docgen.kinds.json_schema import choice
from docgen.register.changes import BATCH_ACTS, DOCUMENT_ACTS

TAG: Json = {
    "name": "changes",
    "description": "变化：别人出具、更正、作废、送达了什么，哪一批做完了",
}


def change_paths() -> Json:
    """Return the path of `/v1/changes`."""
    listed = operation(
        "changes.changed", "changes", "list_changes", "某一条以后的变化，旧的在前",
        json_of("Changes"), 503,
    )  # fmt: skip
    listed["description"] = (
        "记下答复的 last，下次写在 after 里，一条也不会漏。写了 wait 的，没有变化就等到有变化或"
        "时间到再答复，所以不必反复查询。权限须含 batch 才看得到成批归档。"
    )
    return {"/v1/changes": {"get": listed | {"parameters": query_parameters(CHANGES_QUERY)}}}


SCHEMAS: Mapping[str, Json] = {
    "Change": object_of(
        {
            "sequence": NOT_NEGATIVE | {"description": "审计记录的序号"},
            "at": MOMENT,
            "act": choice({**DOCUMENT_ACTS, **BATCH_ACTS}),
            "by": TEXT | {"description": "谁"},
            "document_id": or_null(ID),
            "kind": or_null(TEXT),
            "document_number": or_null(TEXT),
            "batch_id": or_null(ID),
            "batch_state": or_null(reference("BatchState")),
            "links": object_of({"self": PLACE}),
        }
    ),
    "Changes": object_of({"changes": list_of(reference("Change")), "last": NOT_NEGATIVE}),
}
