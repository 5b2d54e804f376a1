"""Read a form of `schemas/parts/acts.py` as somebody filled it in, or say all that is wrong."""

from collections.abc import Mapping
from typing import Any

import marshmallow

from docgen.case.findings import flatten
from docgen.errors import InvalidCaseError
from schemas.ground.base import Part


def read_form(form: Part, given: Any) -> Mapping[str, Any]:
    """Return the values of a form by field name.

    Errors: `InvalidCaseError`.
    """
    try:
        values: Mapping[str, Any] = form.load(given)
    except marshmallow.ValidationError as refusal:
        raise InvalidCaseError(flatten(refusal.messages, form)) from None
    return values
