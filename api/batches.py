"""The archivists' door: hand in a batch, see how far it is, take its errors and its bag."""

import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnsupportedMediaType

from api.answers import JSON, facts_answer, facts_in_json
from api.auth import current_caller
from api.batch_files import add_files
from api.idempotency import HEADER, answer_request
from api.journal import note
from api.query import Parameter, line, one_of, read_query, whole
from api.uploads import MOST_AT_ONCE, few_at_once, receive
from api.waiting import WAIT, Waiting
from docgen.archive.volumes import MOST as MOST_BOUND
from docgen.batch.office import rows
from docgen.batch.office.foreman import Foreman
from docgen.batch.office.look import LINE_STATES, read_items
from docgen.batch.office.reception import FORMATS, hand_in, receiving
from docgen.batch.office.rows import Batch, UnknownBatchError
from docgen.batch.plan import RETENTION
from docgen.batch.progress import Progress
from docgen.batch.sheet.hidden import HIDDEN
from docgen.engine import COPIES, Engine
from docgen.register.database import Register
from docgen.register.idempotency import Answer

MOST_BATCHES, BATCHES = 200, 50
MOST_ITEMS, ITEMS = 500, 100
_HIDDEN = one_of(
    "表格里隐藏却填有内容的行列："
    + "、".join(f"{code} {words}" for code, words in HIDDEN.items())
    + "；不写则列出它们、不生成",
    *HIDDEN,
)
START_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {
        "kind": line("没有写明种类的案件按哪一种做", 60),
        "format": one_of("做成哪种格式", *FORMATS, default="pdf"),
        "copy": one_of("用途：" + "、".join(COPIES.values()), *COPIES, default="archive"),
        "hidden": _HIDDEN,
        "merge": whole("另合订成卷，每卷至多多少件", 1, MOST_BOUND),
        "merge_by": line("按这一项分卷：month 文书月份、kind 种类，或案件数据的项名", 60),
        "retention": line(f"移交清单所写的保管期限，例如 10年、永久；不写为 {RETENTION}", 20),
    }
)
STATE_QUERY: Mapping[str, Parameter] = MappingProxyType({"wait": WAIT})
RESUME_QUERY: Mapping[str, Parameter] = MappingProxyType({"hidden": _HIDDEN})
LIST_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {
        "after": line("从这个编号之后列起", 32),
        "most": whole("最多列出多少批", 1, MOST_BATCHES, default=BATCHES),
    }
)
ITEMS_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {
        "state": one_of("只要这种状态的案件", *LINE_STATES),
        "after": whole("从这一行之后列起", 0, 10**9 - 1),
        "most": whole("最多列出多少案", 1, MOST_ITEMS, default=ITEMS),
    }
)


def batch_routes(
    engine: Engine, register: Register, foreman: Foreman, waiting: Waiting
) -> Blueprint:
    """Return the routes below `/v1/batches`."""
    routes = Blueprint("batches", __name__, url_prefix="/v1/batches")
    doors = threading.BoundedSemaphore(MOST_AT_ONCE)

    @routes.post("")
    def start() -> Response:
        query = read_query(request, START_QUERY)
        if request.mimetype != "multipart/form-data":
            raise UnsupportedMediaType
        with few_at_once(doors), receiving(register) as reception:
            receive(request, reception)
            caller = current_caller()

            def make(batch_id: str) -> Answer:
                given = {"actor": caller.actor, "batch_id": batch_id, **query}
                return accepted(hand_in(register, engine.catalogue, reception, **given))

            asked = (
                {"query": query, "files": reception.digests()} if HEADER in request.headers else {}
            )
            answer = answer_request(register, request, caller, asked, make, recall)
        foreman.look()
        return answer

    def recall(batch_id: str) -> Answer | None:
        try:
            return accepted(rows.find_batch(register, batch_id))
        except UnknownBatchError:
            return None

    def accepted(batch: Batch) -> Answer:
        note(batch_id=batch.id)
        headers = {"Content-Type": JSON, "Location": _place(batch.id)}
        return Answer(202, headers, facts_in_json(_facts(batch)))

    @routes.get("")
    def listed() -> Response:
        query = read_query(request, LIST_QUERY)
        most = query.get("most", BATCHES)
        found = rows.list_batches(register, after=query.get("after", ""), most=most + 1)
        more = _next_page(found[most - 1].id) if len(found) > most else None
        return facts_answer({"batches": [_facts(each) for each in found[:most]], "next": more})

    @routes.get("/<batch_id>")
    def state(batch_id: str) -> Response:
        wait = read_query(request, STATE_QUERY).get("wait", 0)

        def look() -> Batch:
            return rows.find_batch(register, batch_id)

        batch = waiting.for_news(request, wait, look, lambda seen: seen.state not in rows.ALIVE)
        return facts_answer(_facts(batch))

    @routes.get("/<batch_id>/items")
    def items(batch_id: str) -> Response:
        query = read_query(request, ITEMS_QUERY)
        most = query.pop("most", ITEMS)
        plan = rows.find_batch(register, batch_id).plan(register)
        found = read_items(plan, most=most + 1, **query)
        more = _next_page(found[most - 1]["line"]) if len(found) > most else None
        return facts_answer({"items": found[:most], "next": more})

    add_files(routes, register)

    @routes.post("/<batch_id>/cancel")
    def cancel(batch_id: str) -> Response:
        read_query(request, {})
        batch = rows.cancel(register, batch_id, actor=current_caller().actor)
        foreman.look()
        return facts_answer(_facts(batch), 202)

    @routes.post("/<batch_id>/resume")
    def resume(batch_id: str) -> Response:
        query = read_query(request, RESUME_QUERY)
        batch = rows.resume(register, batch_id, actor=current_caller().actor, **query)
        foreman.look()
        return facts_answer(_facts(batch), 202)

    def _facts(batch: Batch) -> dict[str, Any]:
        return describe_batch(batch, register, foreman)

    return routes


def describe_batch(batch: Batch, register: Register, foreman: Foreman) -> dict[str, Any]:
    """Return what an answer says of a batch, and of how far it is at this moment."""
    moment = foreman.progress(batch.id)
    plan, place = batch.plan(register), _place(batch.id)
    return {
        "id": batch.id,
        "state": batch.state,
        "phase": moment.phase if moment else "",
        "kind": batch.kind or None,
        "formats": batch.formats.split(","),
        "copy": batch.copy,
        "merge": batch.merge,
        "merge_by": batch.merge_by,
        "retention": batch.retention or RETENTION,
        "created_by": batch.created_by,
        "created_at": batch.created_at,
        "started_at": batch.started_at,
        "finished_at": batch.finished_at,
        "total": moment.total if moment and moment.total is not None else batch.total,
        "done": moment.done if moment else batch.done,
        "failed": moment.failed if moment else batch.failed,
        "documents_per_second": round(moment.rate, 2) if moment else 0.0,
        "seconds_left": _whole_seconds(moment),
        "problem": {"code": batch.code, "detail": batch.detail} if batch.code else None,
        "content_sha256": batch.content_sha256,
        "rows": batch.rows or [],
        "links": {
            "self": place,
            "items": f"{place}/items",
            "errors": f"{place}/errors.xlsx" if plan.faulty_sheet.exists() else None,
            "bag": f"{place}/bag" if batch.content_sha256 else None,
        },
    }


def _whole_seconds(moment: Progress | None) -> int | None:
    left = moment.seconds_left if moment else None
    return None if left is None else round(left)


def _place(batch_id: str) -> str:
    return f"/v1/batches/{batch_id}"


def _next_page(after: str | int) -> str:
    query = {name: value for name, value in request.args.items() if name != "after"}
    return f"{request.path}?{urlencode(query | {'after': after})}"
