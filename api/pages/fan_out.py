"""逐户办理: the objects of an issued list, what papers each has, and the drafts of all at once."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.pages.form.entries import entries_of
from api.pages.frame import page
from docgen.engine import Engine
from docgen.register.database import Register
from docgen.register.fan_out import STATES, FannedPaper, begin_all, fan_out
from schemas.ground.base import Weight

# What three hundred objects lack takes five seconds to find out: a page asks of so many.
AT_ONCE = 50


def fan_out_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/documents/{id}/fan-out`: look at it, and begin what is not there yet."""
    routes = Blueprint("fan_out_pages", __name__, url_prefix="/documents/<document_id>/fan-out")

    def found(document_id: str, judged: range) -> list[FannedPaper]:
        return fan_out(
            register, engine, document_id, {}, actor=current_caller().actor, judged=judged
        )

    def written(kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        return entries_of(engine.catalogue[kind].reader, payload)

    @routes.get("")
    def papers(document_id: str) -> Response:
        number = max(1, request.args.get("page", 1, int))
        shown = range((number - 1) * AT_ONCE, number * AT_ONCE)
        rows: dict[str, list[FannedPaper]] = {}
        for each in found(document_id, shown):
            rows.setdefault(each.case_ref, []).append(each)
        on_page = [*rows.items()][shown.start : shown.stop]
        kinds = dict.fromkeys(each.kind for row in rows.values() for each in row)
        return page(
            "pages/fan_out.html",
            here="ledger_pages.ledger_page",
            document_id=document_id,
            rows={ref: {each.kind: each for each in row} for ref, row in on_page},
            number=number,
            pages=max(1, -(-len(rows) // AT_ONCE)),
            kinds={kind: engine.catalogue[kind].header.title for kind in kinds},
            states=STATES,
            wanting=sum(each.id is None for row in rows.values() for each in row),
            missing=missing,
            named=named,
            done=request.args.get("done", ""),
        )

    @routes.post("")
    def begin_all_papers(document_id: str) -> BaseResponse:
        begun = begin_all(
            register, found(document_id, range(0)), written, actor=current_caller().actor
        )
        return redirect(url_for(".papers", document_id=document_id, done=begun), 303)

    return routes


def named(papers: Mapping[str, FannedPaper]) -> str:
    """Return what the object of these papers is called; the first that names its party says it."""
    parties = (each.payload.get("party") or {} for each in papers.values())
    return next((str(each["business_name"]) for each in parties if "business_name" in each), "")


def missing(paper: FannedPaper) -> int:
    """Return how many things a paper still lacks."""
    return sum(each.weight is Weight.error for each in paper.findings)
