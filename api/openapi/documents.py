"""The contract of the register: issuing, the ledger, one document, its files, what became of it."""

from collections.abc import Mapping

from api.documents.issue import ISSUE_QUERY, SUPERSEDE_QUERY
from api.documents.look import COPY_FORMATS, FILE_QUERY, LEDGER_QUERY, STATE_HEADER
from api.idempotency import HEADER, PATTERN, REPEATED
from api.openapi.document_answers import EXAMPLE_ID, ID, STATE
from api.openapi.render import DOCUMENT_HEADERS, case_bodies
from api.openapi.shapes import (
    TEXT,
    Json,
    any_of,
    guarded,
    in_parts,
    json_of,
    operation,
    query_components,
    query_parameters,
    reference,
)
from docgen.document import MEDIA_TYPES
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.kinds.json_schema import SchemaWriter
from schemas.parts.acts import DeliveryForm, Form, VoidForm

TAG: Json = {"name": "documents", "description": "登记簿：出具、台账、取件、送达、作废、更正"}
ONE = "/v1/documents/{document_id}"
# Made from the register's forms, by the name under which they stand among the components.
FORMS: Mapping[str, type[Form]] = {"VoidForm": VoidForm, "DeliveryForm": DeliveryForm}

PARAMETERS: Mapping[str, Json] = {
    "document_id": {
        "name": "document_id", "in": "path", "required": True, "description": "文书的编号（id）",
        "schema": {key: ID[key] for key in ("type", "pattern")}, "example": EXAMPLE_ID,
    },
    "idempotency_key": {
        "name": HEADER, "in": "header", "required": False,
        "description": "自选的一次性标识，例如 counter-3-20260710-0001。没有收到答复时，"
        "用同一个标识和同一份内容再问：24 小时内（包括服务重启之后）得到同一答复，不会重复办理。"
        "内容不同为 422，前一次还在办理为 409。",
        "schema": {"type": "string", "pattern": PATTERN},
    },
    **query_components(ISSUE_QUERY),
}  # fmt: skip


def document_paths(catalogue: Catalogue) -> Json:
    """Return the paths below `/v1/documents`."""
    one = {"parameters": [reference("document_id", "parameters")]}
    return {
        **{f"/v1/documents/{kind.name}": {"post": _issue(kind)} for kind in catalogue.values()},
        "/v1/documents": {"get": _ledger()},
        ONE: one | {"get": _document()},
        f"{ONE}/file": one | {"get": _file()},
        f"{ONE}/supersede": one | {"post": _supersede(catalogue)},
        f"{ONE}/void": one | {"post": _void()},
        f"{ONE}/fan-out": one | {"post": _fan_out(catalogue)},
        f"{ONE}/deliveries": one | {"post": _deliver()},
    }


def form_schemas(writer: SchemaWriter) -> Json:
    """Return the schemas of the register's forms, written as those of cases are."""
    return {name: writer.part(form(), form.example) for name, form in FORMS.items()}


def _issue(kind: Kind) -> Json:
    return {
        "tags": [kind.name],
        "operationId": f"issue_{kind.name}",
        "summary": f"出具{kind.header.title}：编号、生成、存档、登记",
        "description": "文号由登记簿编排。任何一步不成，全部撤销，文号收回。",
        "parameters": [
            reference("idempotency_key", "parameters"),
            *(reference(f"query.{name}", "parameters") for name in ISSUE_QUERY),
        ],
        "requestBody": reference(kind.name, "requestBodies"),
        **guarded(
            "documents.issue", {"201": reference("issued", "responses")},
            409, 413, 415, 422, 503, 504,
        ),
    }  # fmt: skip


def _supersede(catalogue: Catalogue) -> Json:
    bodies = [*case_bodies(catalogue).values()]
    return {
        "tags": ["documents"],
        "operationId": "supersede_document",
        "summary": "更正：以新版本代替，同一种类、同一案卷，另编文号",
        "description": "原文书不变，状态改为 superseded；新旧版本互相指明。",
        "parameters": [
            reference("idempotency_key", "parameters"),
            *query_parameters(SUPERSEDE_QUERY),
        ],
        "requestBody": {"required": True, "content": _any_of(bodies)},
        **guarded(
            "documents.supersede", {"201": reference("issued", "responses")},
            404, 409, 413, 415, 422, 503, 504,
        ),
    }  # fmt: skip


def _void() -> Json:
    return {
        "tags": ["documents"],
        "operationId": "void_document",
        "summary": "作废；文号随之作废，不再使用",
        "parameters": [reference("idempotency_key", "parameters")],
        "requestBody": form_body("VoidForm"),
        **guarded(
            "documents.void",
            {
                "200": {
                    "description": "已作废",
                    "headers": REPEATED_HEADER,
                    "content": json_of("Document"),
                }
            },
            404, 409, 413, 415, 422, 503,
        ),
    }  # fmt: skip


def _deliver() -> Json:
    return {
        "tags": ["documents"],
        "operationId": "record_delivery",
        "summary": "登记送达",
        "parameters": [reference("idempotency_key", "parameters")],
        "requestBody": form_body("DeliveryForm"),
        **guarded(
            "documents.deliver", {"201": _created("已登记", "Delivery")},
            404, 409, 413, 415, 422, 503,
        ),
    }  # fmt: skip


def _fan_out(catalogue: Catalogue) -> Json:
    spread = [each.schema.fan_out for each in catalogue.values() if each.schema.fan_out]
    kinds = dict.fromkeys(kind for each in spread for kind in (*each.usual, *each.also))
    shared: Json = {
        "type": "object",
        "properties": {kind: {"type": "object"} for kind in kinds},
        "additionalProperties": False,
    }
    content: Json = {"schema": shared, "examples": {"nothing_shared": {"value": {}}}}
    return operation(
        "documents.spread", "documents", "fan_out_document",
        "逐户展开：名单里每个对象的各种文书的数据，各归一个案卷",
        json_of("FannedOut"), 404, 413, 415, 422, 503,
    ) | {
        "description": "请求体按文书种类给出各户共同的内容，可以是空对象。答复里的数据照常检查、"
        "出具；已经出具或者起草的只指明在哪里。只记入审计记录。",
        "requestBody": {"required": True, "content": {"application/json": content}},
    }  # fmt: skip


def _ledger() -> Json:
    following = "还有下一页时，下一页的地址"
    return {
        "tags": ["documents"],
        "operationId": "list_documents",
        "summary": "台账：已出具的文书，按出具先后",
        "parameters": query_parameters(LEDGER_QUERY),
        **guarded(
            "documents.ledger",
            {
                "200": {
                    "description": "一页台账",
                    "headers": {"Link": {"description": following, "schema": TEXT}},
                    "content": json_of("Ledger"),
                }
            },
            503,
        ),
    }


def _document() -> Json:
    summary = "一份文书：各个版本、送达、经过"
    return operation(
        "documents.document", "documents", "read_document", summary, json_of("WholeDocument"),
        404, 503,
    ) | {"description": "有送达记录的，查看记入审计记录。"}  # fmt: skip


def _file() -> Json:
    formats = dict.fromkeys(each for formats in COPY_FORMATS.values() for each in formats)
    return in_parts({
        "tags": ["documents"],
        "operationId": "read_document_file",
        "summary": "取文书的文件",
        "description": "由 Accept 选择 PDF 或 Word，不写则为 PDF；归档件只有 PDF。"
        "脱敏件临时生成。作废文书的每一页盖有「作废」，留存的原件不变。每次取件都记入审计记录。",
        "parameters": query_parameters(FILE_QUERY),
        **guarded(
            "documents.file",
            {
                "200": {
                    "description": "文书",
                    "headers": DOCUMENT_HEADERS | _STATE_HEADERS,
                    "content": {MEDIA_TYPES[name]: {} for name in formats},
                }
            },
            404, 406, 409, 503, 504,
        ),
    })  # fmt: skip


def _created(words: str, schema: str, links: Json | None = None) -> Json:
    headers: Json = {
        "Location": {"description": "文书的地址", "required": True, "schema": TEXT},
        **REPEATED_HEADER,
    }
    created = {"description": words, "headers": headers, "content": json_of(schema)}
    return created | ({"links": links} if links else {})


def form_body(name: str) -> Json:
    """Return the body of a request that holds one of `FORMS`."""
    content = {"schema": reference(name), "examples": {name: {"value": FORMS[name].example}}}
    return {"required": True, "content": {"application/json": content}}


def _any_of(bodies: list[Json]) -> Json:
    """Return the content of a body that may be any of several kinds' cases."""
    contents = [body["content"] for body in bodies]
    plain = [content["application/json"] for content in contents]
    content: Json = {
        "application/json": {
            "schema": any_of([each["schema"] for each in plain]),
            "examples": {name: value for each in plain for name, value in each["examples"].items()},
        }
    }
    forms = [each["multipart/form-data"] for each in contents if "multipart/form-data" in each]
    if forms:
        schemas = any_of([each["schema"] for each in forms])
        content["multipart/form-data"] = {"schema": schemas, "encoding": forms[0]["encoding"]}
    return content


def _link(operation: str, words: str) -> Json:
    return {
        "operationId": operation,
        "parameters": {"document_id": "$response.body#/id"},
        "description": words,
    }


REPEATED_HEADER: Json = {
    REPEATED: {"description": f"为 true 时，这是同一 {HEADER} 先前得到的答复", "schema": TEXT}
}
_STATE_HEADERS: Json = {
    STATE_HEADER: {"description": "文书的状态", "required": True, "schema": STATE}
}
_LINKS: Json = {
    "document": _link("read_document", "查看这份文书"),
    "file": _link("read_document_file", "取这份文书"),
    "deliveries": _link("record_delivery", "登记这份文书的送达"),
    "supersede": _link("supersede_document", "以新版本代替这份文书"),
    "void": _link("void_document", "作废这份文书"),
}
ANSWERS: Mapping[str, Json] = {"issued": _created("已出具", "NewDocument", _LINKS)}
