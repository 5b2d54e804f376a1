"""The contract of case files and of what falls due."""

from collections.abc import Mapping

from api.cases import COMPILE_QUERY, DUE_QUERY, OF_CASE_QUERY
from api.openapi.shapes import (
    FLAG,
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
from api.orders import IMPORT_QUERY, REPLIES_QUERY, REPLY_TYPES, SUFFIXES

TAG: Json = {"name": "cases", "description": "案卷与期限"}
PARAMETERS: Mapping[str, Json] = {
    "case_ref": {
        "name": "case_ref", "in": "path", "required": True,
        "description": "案卷编号；其中的斜线写作 %2F",
        "schema": {"type": "string", "minLength": 1, "maxLength": 60},
        "example": "2026-0118",
    },
}  # fmt: skip


def case_paths() -> Json:
    """Return the paths of cases, of what a new document starts from and of what is due."""
    started = {"application/json": {"schema": {"type": "object"}}}
    case = _operation(
        "case", "read_case", "案卷：已知的内容和本案的文书；查看记入审计记录",
        json_of("CaseFile"), 404,
    )  # fmt: skip
    evidence = _operation(
        "evidence",
        "list_evidence",
        "本案的证据和可以作附件的材料（页数点清，可以直接写进 attachments）；查看记入审计记录",
        json_of("Evidence"),
        404,
    ) | {"parameters": query_parameters(OF_CASE_QUERY)}
    prefill = _operation(
        "prefill",
        "prefill_case",
        "本案下一份文书可以直接沿用的内容；查看记入审计记录",
        started,
        404,
    ) | {"parameters": query_parameters(OF_CASE_QUERY)}
    compiled = _operation(
        "compile_kind",
        "compile_kind",
        "由登记簿生成一份文书的数据（台账、汇总分析、卷内目录等）；照常检查、出具；生成记入审计记录",
        started,
        404,
        422,
    ) | {"parameters": query_parameters(COMPILE_QUERY)}
    due = _operation("due", "list_due", "未办结的期限，先到期的在前", json_of("DueList")) | {
        "parameters": query_parameters(DUE_QUERY)
    }
    imported = _operation(
        "import_exported",
        "import_orders",
        "导入其他系统导出的工单；同一工单只登记一次，不能用的行逐行指出，其余照常登记",
        json_of("ImportedOrders"),
        413,
        415,
        422,
    ) | {
        "parameters": query_parameters(IMPORT_QUERY),
        "requestBody": {
            "required": True,
            "content": {
                media: {"schema": {"type": "string", "format": "binary"}} for media in SUFFIXES
            },
        },
    }
    replies = _operation(
        "order_replies",
        "list_order_replies",
        "回填：平台要的办理结果、答复、时间，写成平台自己的列；导出记入审计记录",
        {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in REPLY_TYPES.values()
        },
    ) | {"parameters": query_parameters(REPLIES_QUERY)}
    return {
        "/v1/cases/{case_ref}": {"parameters": [reference("case_ref", "parameters")], "get": case},
        "/v1/evidence": {"get": evidence},
        "/v1/kinds/{kind}/prefill": {
            "parameters": [reference("kind", "parameters")], "get": prefill,
        },
        "/v1/kinds/{kind}/compile": {
            "parameters": [reference("kind", "parameters")], "get": compiled,
        },
        "/v1/due": {"get": due},
        "/v1/orders": {"post": imported},
        "/v1/orders/replies": {"get": replies},
    }  # fmt: skip


def _operation(route: str, name: str, summary: str, content: Json, *refusals: int) -> Json:
    return operation(f"cases.{route}", "cases", name, summary, content, 503, *refusals)


_DAY: Json = {"type": "string", "format": "date"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_COUNT: Json = {"type": "integer", "minimum": 1}
_LAYER = object_of(
    {
        "code": TEXT,
        "start": _DAY | {"description": "从哪一天起算"},
        "due": _DAY | {"description": "到哪一天为止"},
        "source": TEXT | {"description": "依据的条款"},
        "sentence": TEXT,
    }
)
SCHEMAS: Mapping[str, Json] = {
    "ImportedOrders": object_of(
        {
            "added": NOT_NEGATIVE,
            "changed": NOT_NEGATIVE,
            "unchanged": NOT_NEGATIVE,
            "refused": list_of(object_of({"sheet": TEXT, "row": NOT_NEGATIVE, "detail": TEXT})),
            "refused_more": NOT_NEGATIVE | {"description": "没有逐行列出的还有多少行"},
        }
    ),
    "CaseFile": object_of(
        {
            "case_ref": TEXT,
            "opened_at": _MOMENT,
            "closed_at": or_null(_MOMENT),
            "fields": {"type": "object", "description": "已知的内容，按字段名"},
            "documents": list_of(reference("LedgerLine")),
        }
    ),
    "Evidence": object_of(
        {
            "exhibits": list_of(
                object_of(
                    {
                        "number": _COUNT,
                        **dict.fromkeys(("sort", "name", "taken_at", "origin", "quantity"), TEXT),
                        "pages": or_null(_COUNT),
                        "digest": TEXT | {"description": "电子文件的校验值；没有的为空"},
                        "algorithm": TEXT,
                        "document_id": TEXT,
                        "papers": list_of(TEXT) | {"description": "写到它的文书"},
                    }
                )
            ),
            "enclosable": list_of(
                object_of({"name": TEXT} | dict.fromkeys(("copies", "pages"), _COUNT))
            ),
        }
    ),
    "Due": object_of(
        {
            "case_ref": or_null(TEXT),
            "document_id": or_null(TEXT),
            "code": TEXT | {"description": "期限的代码"},
            "action": TEXT | {"description": "要做什么"},
            "untold": FLAG | {"description": "已作出，只待告知"},
            "due": or_null(_DAY) | {"description": "两层期限中较早的一天"},
            "days_left": or_null({"type": "integer"}) | {"description": "剩余天数；负数为超过"},
            "statutory": or_null(_LAYER) | {"description": "法定期限"},
            "contract": or_null(_LAYER) | {"description": "合同期限"},
            "provisional": FLAG | {"description": "工作日历尚未正式公布"},
            "reminders": list_of(_MOMENT),
            "problem": TEXT | {"description": "算不出期限的原因；没有的为空"},
        }
    ),
    "DueList": object_of({"today": _DAY, "due": list_of(reference("Due"))}),
}
