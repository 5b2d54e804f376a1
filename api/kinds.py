"""Tell callers what kinds there are, what each wants to know, and one example of it."""

from enum import StrEnum
from typing import Any

from flask import Blueprint, Response, request

from api.answers import JSON, facts_in_json
from api.steady import SteadyAnswer
from docgen.engine import Engine
from docgen.house import in_own_name
from docgen.kinds.catalogue import Kind
from docgen.kinds.json_schema import json_schema, takes_files

SCHEMA_JSON = "application/schema+json"


def kind_routes(engine: Engine) -> Blueprint:
    """Return the routes below `/v1/kinds`."""
    routes = Blueprint("kinds", __name__, url_prefix="/v1/kinds")

    @routes.get("")
    def kinds() -> Response:
        return _steady({"kinds": [summarise(kind) for kind in engine.catalogue.values()]})

    @routes.get("/<kind>")
    def kind_facts(kind: str) -> Response:
        return _steady(describe_kind(engine.catalogue[kind]))

    @routes.get("/<kind>/schema")
    def kind_schema(kind: str) -> Response:
        return _steady(json_schema(engine.catalogue[kind]), SCHEMA_JSON)

    @routes.get("/<kind>/example")
    def kind_example(kind: str) -> Response:
        return _steady(in_own_name(engine.catalogue[kind].schema.example, engine.house))

    return routes


def _steady(facts: Any, content_type: str = JSON) -> Response:
    return SteadyAnswer(facts_in_json(facts), content_type).to(request)


def summarise(kind: Kind) -> dict[str, Any]:
    """Return what a list of kinds shows of one."""
    return {
        "name": kind.name,
        "title": kind.header.title,
        "summary": kind.header.summary,
        "workflow": _term(kind.workflow),
        "form": kind.header.form,
        "links": {
            "self": f"/v1/kinds/{kind.name}",
            "schema": f"/v1/kinds/{kind.name}/schema",
            "example": f"/v1/kinds/{kind.name}/example",
            "check": f"/v1/check/{kind.name}",
            "render": f"/v1/render/{kind.name}",
            "blank": f"/v1/kinds/{kind.name}/blank",
        },
    }


def describe_kind(kind: Kind) -> dict[str, Any]:
    """Return all a caller may know about a kind before writing a payload."""
    return summarise(kind) | {
        "audience": [_term(audience) for audience in kind.header.audience],
        "numbered": kind.header.numbering is not None,
        "approval": kind.header.approval,
        "photos": takes_files(kind.reader),
        "copies": kind.header.copies,
        "version": kind.header.version,
    }


def _term(member: StrEnum) -> dict[str, str]:
    return {"code": member.name, "title": member.value}
