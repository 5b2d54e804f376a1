"""Write what the register holds as plain facts, the same for every program that asks.

Facts are texts, numbers, flags, lists and objects of these, days and moments.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import time
from typing import Any

from docgen.register.deadlines import REMINDERS, DueItem
from docgen.register.issued import IssuedDocument
from schemas.law import DueDate


def describe_document(document: IssuedDocument) -> dict[str, Any]:
    """Return the facts of one document but for its notices."""
    return {name: value for name, value in asdict(document).items() if name != "notices"}


def describe_due(item: DueItem, times: Sequence[time] = REMINDERS) -> dict[str, Any]:
    """Return the facts of one duty, with the moments at which somebody is reminded of it."""
    return {
        "case_ref": item.case_ref,
        "document_id": item.document_id,
        "code": item.code,
        "action": item.action,
        "untold": item.untold,
        "due": item.due,
        "days_left": item.days_left,
        "statutory": _layer(item.statutory),
        "contract": _layer(item.contract),
        "provisional": item.provisional,
        "reminders": [moment.isoformat() for moment in item.reminders(times)],
        "problem": item.problem,
    }


def describe_reminder(given: Any) -> dict[str, Any]:
    """Return the facts of a reminder, as it was called for or as the register holds it."""
    names = ("subject", "hour", "reported", "told", "given_at", "given_by", "channel", "response",
             "acknowledged")  # fmt: skip
    return {name: getattr(given, name) for name in names if hasattr(given, name)}


def _layer(due_date: DueDate | None) -> dict[str, Any] | None:
    if due_date is None:
        return None
    return {
        "code": due_date.code,
        "start": due_date.start,
        "due": due_date.due,
        "source": due_date.citation,
        "sentence": due_date.sentence,
    }
