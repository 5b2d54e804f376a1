"""Say what became of a document: it was delivered, or it is void."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from api.answers import JSON, facts_answer, facts_in_json
from api.auth import current_caller
from api.documents.office import Office, checked_id, facts_of, links_of
from api.errors import describe_finding
from api.idempotency import answer_request
from api.intake import read_json
from api.query import read_query
from docgen.register import issue as register
from docgen.register.delivery import RecordedDelivery, find_delivery, record_delivery
from docgen.register.fan_out import FannedPaper, fan_out
from docgen.register.forms import read_form
from docgen.register.idempotency import Answer
from schemas.parts.acts import DeliveryForm, VoidForm


def add_acts(routes: Blueprint, office: Office) -> None:
    """Add the routes that take a form about a document."""

    @routes.post("/<document_id:document_id>/void")
    def void(document_id: str) -> Response:
        read_query(request, {})
        document_id = checked_id(document_id)
        given = read_json(request)
        reason = read_form(VoidForm(), given)["reason"]

        def make(_: str) -> Answer:
            voided = register.void(
                office.register, document_id, reason, actor=current_caller().actor
            )
            return _told(voided)

        def recall(_: str) -> Answer | None:
            found = register.find(office.register, document_id)
            is_ours = found and found.state == "void" and found.void_reason == reason
            return _told(found) if found and is_ours else None

        return answer_request(office.register, request, current_caller(), given, make, recall)

    @routes.post("/<document_id:document_id>/fan-out")
    def spread(document_id: str) -> Response:
        """Tell the papers of each object of a list; nothing is kept, so asking again is no harm."""
        read_query(request, {})
        found = fan_out(
            office.register,
            office.engine,
            checked_id(document_id),
            read_json(request),
            actor=current_caller().actor,
        )
        return facts_answer({"papers": [_described(each) for each in found]})

    @routes.post("/<document_id:document_id>/deliveries")
    def deliver(document_id: str) -> Response:
        read_query(request, {})
        document_id = checked_id(document_id)
        given = read_json(request)
        form = read_form(DeliveryForm(), given)

        def make(delivery_id: str) -> Answer:
            return _created(
                record_delivery(
                    office.register,
                    document_id,
                    actor=current_caller().actor,
                    delivery_id=delivery_id,
                    **form,
                )
            )

        def recall(delivery_id: str) -> Answer | None:
            found = find_delivery(office.register, delivery_id)
            return _created(found) if found else None

        return answer_request(office.register, request, current_caller(), given, make, recall)


def _described(paper: FannedPaper) -> dict[str, Any]:
    return asdict(paper) | {"findings": [describe_finding(each) for each in paper.findings]}


def _told(document: register.IssuedDocument) -> Answer:
    return Answer(200, {"Content-Type": JSON}, facts_in_json(facts_of(document)))


def _created(delivery: RecordedDelivery) -> Answer:
    headers = {"Content-Type": JSON, "Location": links_of(delivery.document_id)["self"]}
    return Answer(201, headers, facts_in_json(asdict(delivery)))
