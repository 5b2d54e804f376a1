"""Case files and what falls due: what the office knows of a case, and by when it must act."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType

from flask import Blueprint, Response, request
from werkzeug.routing import BaseConverter

from api.answers import facts_answer
from api.auth import current_caller
from api.documents.office import facts_of_line
from api.orders import add_orders
from api.query import Parameter, day, line, one_of, read_query, whole
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.register.case_file import read_case, start_from_case
from docgen.register.case_list import find_case
from docgen.register.compiling import compile_payload, period_of
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.describe import describe_due
from docgen.register.inventory import inventory

OF_CASE_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {"case_ref": line("案卷编号", 60, example="2026-0118")}
)
COMPILE_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {
        "period": line("期间：2026、2026-11 或者 2026-11-01..2026-11-30", 22),
        "case_ref": line("案卷编号", 60),
        "part": one_of("正卷（main）或副卷", "main", "secondary"),
        "unit": line("承办单位，督办单写一个单位的工单", 120),
    }
)
DUE_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {
        "on": day("从哪一天算起，不写则为今天"),
        "within": whole("只列剩余天数不多于此数的", 0, 3660),
    }
)


class CaseReference(BaseConverter):
    """A case reference in a path: it may hold slashes, even two in a row."""

    regex = ".+"
    part_isolating = False


def case_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/v1/cases`, `/v1/evidence`, `/v1/due`, `/v1/orders` and where a document starts."""
    routes = Blueprint("cases", __name__, url_prefix="/v1")

    routes.record(lambda state: state.app.url_map.converters.update(case_ref=CaseReference))

    @routes.get("/cases/<case_ref:case_ref>", merge_slashes=False)
    def case(case_ref: str) -> Response:
        read_query(request, {})
        found = read_case(register, engine.catalogue, case_ref, actor=current_caller().actor)
        lines = [facts_of_line(entry) for entry in found.documents]
        return facts_answer(asdict(found) | {"documents": lines})

    @routes.get("/evidence")
    def evidence() -> Response:
        case_ref = read_query(request, OF_CASE_QUERY)["case_ref"]
        find_case(register, case_ref)
        found = inventory(register, engine, case_ref, actor=current_caller().actor)
        return facts_answer(asdict(found))

    @routes.get("/kinds/<kind>/prefill")
    def prefill(kind: str) -> Response:
        engine.catalogue[kind]
        query = read_query(request, OF_CASE_QUERY)
        started = start_from_case(
            register,
            engine.catalogue,
            kind,
            query["case_ref"],
            actor=current_caller().actor,
        )
        return facts_answer(started)

    @routes.get("/kinds/<kind>/compile")
    def compile_kind(kind: str) -> Response:
        query = read_query(request, COMPILE_QUERY)
        compiled = compile_payload(
            register,
            engine,
            kind,
            period=period_of(query.get("period")),
            case_ref=query.get("case_ref"),
            part=query.get("part"),
            unit=query.get("unit"),
            actor=current_caller().actor,
        )
        return facts_answer(compiled)

    @routes.get("/due")
    def due() -> Response:
        query = read_query(request, DUE_QUERY)
        today = query.get("on") or register.now().astimezone(BEIJING).date()
        found = [
            describe_due(item)
            for item in due_list(register, engine, today)
            if item.falls_within(query.get("within"))
        ]
        return facts_answer({"today": today, "due": found})

    add_orders(routes, engine, register)
    return routes
