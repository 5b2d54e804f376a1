"""What the register answers, as schemas: a document, its versions and deliveries, the ledger."""

from collections.abc import Mapping

from api.openapi.shapes import NOT_NEGATIVE, TEXT, Json, list_of, object_of, or_null, reference
from docgen.kinds.json_schema import choice
from docgen.register.fan_out import STATES as FANNED
from docgen.register.ledger import STATES
from schemas.parts.delivery import DELIVERY_METHODS

EXAMPLE_ID = "01a21fe43cf27055b148be51bfd0945c"
ID: Json = {"type": "string", "pattern": "^[0-9a-f]{32}$", "examples": [EXAMPLE_ID]}
_DIGEST: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DAY: Json = {"type": "string", "format": "date"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
STATE: Json = reference("DocumentState")
_FACTS: Json = {
    "id": ID,
    "kind": TEXT | {"examples": ["non_acceptance_notice"]},
    "title": TEXT | {"examples": ["投诉不予受理决定书"]},
    "document_number": or_null(TEXT) | {"description": "不编号的文书为 null"},
    "case_ref": or_null(TEXT),
    "dated_on": _DAY,
    "state": STATE,
    "version": {"type": "integer", "minimum": 1},
    "supersedes": or_null(ID) | {"description": "前一版本"},
    "superseded_by": or_null(ID) | {"description": "后一版本"},
    "void_reason": or_null(TEXT),
    "drafted_by": TEXT,
    "issued_by": TEXT,
    "issued_at": _MOMENT,
    "links": object_of(
        {
            name: {"type": "string", "format": "uri-reference"}
            for name in ("self", "file", "signed_copies")
        }
    ),
}
_DOCUMENT = _FACTS | {
    "joined_reason": or_null(TEXT) | {"description": "出具以后归入案卷的理由"},
    "created_at": _MOMENT,
    "sha256": _DIGEST | {"description": "送达件（PDF）的摘要"},
    "payload_sha256": _DIGEST | {"description": "存档的案件数据的摘要"},
}
_VERSION = {name: _FACTS[name] for name in ("id", "version", "state", "document_number")}
_DELIVERY: Json = {
    "id": ID,
    "document_id": ID,
    "method": {"type": "string", "enum": [*DELIVERY_METHODS]},
    "recipient": TEXT,
    "delivered_on": _DAY,
    "proof": or_null(TEXT),
    "recorded_by": TEXT,
    "recorded_at": _MOMENT,
}
_ENTRY: Json = {
    "sequence": {"type": "integer", "minimum": 1},
    "at": _MOMENT,
    "actor": TEXT,
    "act": TEXT,
    "detail": {"type": "object"},
}
_FANNED: Json = {
    "pointer": TEXT | {"description": "名单里的哪一行"},
    "case_ref": TEXT,
    "kind": TEXT,
    "state": choice(FANNED),
    "payload": {"type": "object"},
    "findings": list_of(reference("Finding")) | {"description": "位置指向 payload"},
    "id": or_null(ID) | {"description": "已有的文书或者草稿"},
}
LINE = _FACTS | {
    "pages": or_null(NOT_NEGATIVE),
    "deliveries": NOT_NEGATIVE | {"description": "登记过几次送达"},
    "delivered_on": or_null(_DAY) | {"description": "最早的送达日期"},
}
SCHEMAS: Mapping[str, Json] = {
    "DocumentState": choice(STATES),
    "Document": object_of(_DOCUMENT),
    "NewDocument": object_of(_DOCUMENT | {"notices": list_of(reference("Finding"))}),
    "WholeDocument": object_of(
        _DOCUMENT
        | {
            "versions": list_of(object_of(_VERSION | {"issued_at": _MOMENT})),
            "deliveries": list_of(reference("Delivery")),
            "life": list_of(object_of(_ENTRY)) | {"description": "审计记录中关于这份文书的各条"},
        }
    ),
    "Delivery": object_of(_DELIVERY),
    "FannedOut": object_of({"papers": list_of(object_of(_FANNED))}),
    "LedgerLine": object_of(LINE),
    "Ledger": object_of(
        {
            "documents": list_of(reference("LedgerLine")),
            "next": or_null({"type": "string", "format": "uri-reference"})
            | {"description": "下一页的地址；没有下一页时为 null"},
        }
    ),
}
