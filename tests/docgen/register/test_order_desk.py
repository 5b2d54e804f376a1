"""What papers take from an order fits them, and is what the register holds of orders."""

from datetime import datetime

import pytest

from docgen.clock import BEIJING
from docgen.engine import open_catalogue
from docgen.register.order_desk import payload_from
from docgen.register.order_headings import HEADINGS
from docgen.register.tables import orders
from docgen.settings import Settings
from schemas.ground.fields import Group, Rows

CATALOGUE = open_catalogue(Settings.from_env({}))
FROM = [name for name, kind in CATALOGUE.items() if kind.schema.from_order]
TO = [name for name, kind in CATALOGUE.items() if kind.schema.to_order]
NOON = datetime(2026, 6, 10, 12, 30, tzinfo=BEIJING)
# An order that says all an order may say.
FULL = {
    column.name: NOON if column.name.endswith("_at") else "文字" for column in orders.columns
} | {"system": "hotline_12345", "number": "BJ-1", "urgency": "紧急", "caller_phone": "13900002041"}


@pytest.mark.parametrize("name", FROM)
def test_what_a_paper_takes_from_an_order_its_fields_take(name: str) -> None:
    kind = CATALOGUE[name]
    takes = kind.schema.from_order.takes
    assert {column for columns in takes.values() for column in columns} <= {*orders.columns.keys()}
    payload = payload_from(kind, FULL)
    assert payload["order_references"] == [{"system": "hotline_12345", "number": "BJ-1"}]
    for own in takes:
        value, part = payload, kind.reader
        for step in own.split("."):
            value = value[int(step)] if step.isdigit() else value[step]
            if not step.isdigit():
                field = part.fields[step]
                part = field.below if isinstance(field, Group | Rows) else part
        field.deserialize(value)


@pytest.mark.parametrize("name", FROM)
def test_what_an_order_does_not_say_is_left_out(name: str) -> None:
    kind = CATALOGUE[name]
    bare = dict.fromkeys(FULL) | {"system": "mail", "number": "1", "urgency": "没有这一级"}
    assert payload_from(kind, bare) == {
        "order_references": [{"system": "mail", "number": "1"}]
    }  # fmt: skip


@pytest.mark.parametrize("name", TO)
def test_what_answers_an_order_goes_into_columns_there_are(name: str) -> None:
    kind = CATALOGUE[name]
    answer = kind.schema.to_order
    assert {*answer.gives} <= {*HEADINGS}
    assert {answer.references, *answer.gives.values()} <= {*kind.reader.fields}
    assert {*answer.words} <= {*answer.gives}


def test_complaints_reports_and_dispatch_begin_from_orders_and_feedback_answers_them() -> None:
    assert {*FROM} == {
        "complaint_registration_form", "report_registration_form", "work_order_dispatch_slip",
        "order_return_application",
    }  # fmt: skip
    assert TO == ["complaint_result_feedback"]
