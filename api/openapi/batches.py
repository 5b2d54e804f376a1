"""The contract of batches: handed in, watched, taken out."""

from collections.abc import Mapping

from api.batch_files import XLSX
from api.batches import ITEMS_QUERY, LIST_QUERY, RESUME_QUERY, START_QUERY, STATE_QUERY
from api.openapi.documents import REPEATED_HEADER
from api.openapi.shapes import (
    NOT_NEGATIVE,
    TEXT,
    Json,
    guarded,
    in_parts,
    json_of,
    list_of,
    object_of,
    operation,
    or_null,
    query_parameters,
    reference,
)
from api.uploads import INPUT_PART
from docgen.batch.office.look import LINE_STATES
from docgen.batch.office.reception import INPUT_SUFFIXES
from docgen.batch.office.rows import STATES
from docgen.kinds.json_schema import choice

TAG: Json = {"name": "batches", "description": "成批归档：交一批、看进度、取错误和移交包"}
ONE = "/v1/batches/{batch_id}"
EXAMPLE_ID = "01a21fe43cf27055b148be51bfd0945c"
_ID: Json = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
MOMENT: Json = {"type": "string", "format": "date-time"}
PLACE: Json = {"type": "string", "format": "uri-reference"}
_BINARY: Json = {"type": "string", "contentMediaType": "application/octet-stream"}
PARAMETERS: Mapping[str, Json] = {
    "batch_id": {
        "name": "batch_id", "in": "path", "required": True, "description": "批的编号（id）",
        "schema": _ID, "example": EXAMPLE_ID,
    },
}  # fmt: skip


def batch_paths() -> Json:
    """Return the paths below `/v1/batches`."""
    one = {"parameters": [reference("batch_id", "parameters")]}
    return {
        "/v1/batches": {"post": _start(), "get": _listed()},
        ONE: one | {
            "get": _get(
                "read_batch", "一批：状态和进度；写了 wait 的，做完或停下再答复",
                "state", json_of("Batch"),
            ) | {"parameters": query_parameters(STATE_QUERY)},
        },
        f"{ONE}/items": one | {
            "get": _get(
                "list_batch_items", "这一批的各案：状态、错误", "items", json_of("BatchItems"),
            ) | {"parameters": query_parameters(ITEMS_QUERY)},
        },
        f"{ONE}/errors.xlsx": one | {
            "get": in_parts(_get(
                "read_batch_errors",
                "有错误的各行：错误的格子标红、加批注，改好可以再交；取件记入审计记录",
                "errors", {XLSX: {}}, 409,
            )),
        },
        f"{ONE}/bag": one | {
            "get": in_parts(_get(
                "read_batch_bag", "移交包（BagIt），压缩成一个 zip；取件记入审计记录",
                "bag", {"application/zip": {}}, 409,
            )),
        },
        f"{ONE}/cancel": one | {
            "post": _change("cancel_batch", "取消；做好的都在，可以再继续", "cancel")
        },
        f"{ONE}/resume": one | {
            "post": _change("resume_batch", "接着做；没有做成的案件也再试一次", "resume")
            | {"parameters": query_parameters(RESUME_QUERY)}
        },
    }  # fmt: skip


def _start() -> Json:
    files = {
        "type": "object",
        "required": [INPUT_PART],
        "properties": {
            INPUT_PART: _BINARY | {
                "description": "、".join(INPUT_SUFFIXES) + "；.zip 里是案件（.json）和照片"
            },
        },
        "additionalProperties": _BINARY | {"description": "照片，文件名与案件里写的相同"},
    }  # fmt: skip
    received = {
        "description": "已收下",
        "headers": {
            "Location": {"description": "这一批的地址", "required": True, "schema": TEXT},
            **REPEATED_HEADER,
        },
        "content": json_of("Batch"),
    }
    return {
        "tags": ["batches"],
        "operationId": "start_batch",
        "summary": "交一批案件，排队生成",
        "description": (
            "这里做的文书不编号、不登记：文号由案件数据带来，由别处编排。要由登记簿编号的，逐份用 "
            "/v1/documents 出具，或者在服务器上用 docgen batch --issue。"
            "做完没有，在 Location 的地址上用 wait 等候，不必反复查询；"
            "别人交的批做完了，/v1/changes 会说。"
        ),
        "parameters": [
            reference("idempotency_key", "parameters"),
            *query_parameters(START_QUERY),
        ],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": files}}},
        **guarded("batches.start", {"202": received}, 404, 408, 409, 413, 415, 422, 503),
    }


def _listed() -> Json:
    listed = operation(
        "batches.listed", "batches", "list_batches", "各批，新的在前", json_of("Batches"), 503
    )
    return listed | {"parameters": query_parameters(LIST_QUERY)}


def _get(name: str, summary: str, route: str, content: Json, *refusals: int) -> Json:
    endpoint = f"batches.{route}"
    return operation(endpoint, "batches", name, summary, content, 404, 503, *refusals)


def _change(name: str, summary: str, route: str) -> Json:
    return {
        "tags": ["batches"],
        "operationId": name,
        "summary": summary,
        **guarded(
            f"batches.{route}",
            {"202": {"description": summary, "content": json_of("Batch")}},
            404, 409, 503,
        ),
    }  # fmt: skip


_FINDING_IN_PLACE = object_of(
    {
        "place": TEXT | {"description": "表格中的位置：表、行、列；不是表格的为空"},
        "pointer": TEXT,
        "code": TEXT,
        "detail": TEXT,
        "source": TEXT,
    }
)
SCHEMAS: Mapping[str, Json] = {
    "BatchState": choice(STATES),
    "Batch": object_of(
        {
            "id": _ID,
            "state": reference("BatchState"),
            "phase": TEXT | {"description": "正在生成的：preparing、rendering、sealing"},
            "kind": or_null(TEXT),
            "formats": list_of(TEXT),
            "copy": TEXT,
            "merge": or_null(NOT_NEGATIVE) | {"description": "每卷至多多少件；没有写的为 null"},
            "merge_by": or_null(TEXT) | {"description": "按哪一项分卷"},
            "retention": TEXT | {"description": "移交清单所写的保管期限"},
            "created_by": TEXT,
            "created_at": MOMENT,
            "started_at": or_null(MOMENT),
            "finished_at": or_null(MOMENT),
            "total": or_null(NOT_NEGATIVE) | {"description": "共多少案；还没有数过的为 null"},
            "done": NOT_NEGATIVE,
            "failed": NOT_NEGATIVE,
            "documents_per_second": {"type": "number", "minimum": 0},
            "seconds_left": or_null(NOT_NEGATIVE),
            "problem": or_null(object_of({"code": TEXT, "detail": TEXT}))
            | {"description": "整批没有做完的原因"},
            "content_sha256": or_null({"type": "string", "pattern": "^[0-9a-f]{64}$"})
            | {"description": "移交包内容的摘要；没有封好的为 null"},
            "rows": list_of(reference("BatchRows")),
            "links": object_of(
                {
                    "self": PLACE, "items": PLACE,
                    "errors": or_null(PLACE), "bag": or_null(PLACE),
                }
            ),
        }
    ),
    "BatchRows": object_of(
        {
            "table": TEXT | {"description": "表格中的一张表"},
            "rows": NOT_NEGATIVE | {"description": "读到的行"},
            "astray": NOT_NEGATIVE | {"description": "其中找不到所属案件的"},
            "skipped": NOT_NEGATIVE | {"description": "另有隐藏而跳过的"},
        }
    ),
    "Batches": object_of({"batches": list_of(reference("Batch")), "next": or_null(PLACE)}),
    "BatchItem": object_of(
        {
            "line": {"type": "integer", "minimum": 1},
            "state": {"type": "string", "enum": [*LINE_STATES]},
            "id": or_null(TEXT),
            "kind": TEXT,
            "title": or_null(TEXT),
            "document_number": or_null(TEXT),
            "dated_on": or_null({"type": "string", "format": "date"}),
            "pages": or_null(NOT_NEGATIVE),
            "attempts": NOT_NEGATIVE,
            "code": or_null(TEXT),
            "detail": or_null(TEXT),
            "findings": list_of(_FINDING_IN_PLACE),
        }
    ),
    "BatchItems": object_of({"items": list_of(reference("BatchItem")), "next": or_null(PLACE)}),
}  # fmt: skip
