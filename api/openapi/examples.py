"""The examples the contract shows: each kind's own, its photos as grey plates of a few bytes.

A photo is a hundred times as long as the case around it, and a reader of the contract has to
scroll past it. The examples below `/v1/kinds` keep theirs.
"""

import base64
import io
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from PIL import Image

from api.openapi.shapes import Json
from api.pixels import DATA_ADDRESS
from docgen.kinds.catalogue import Catalogue


def kind_examples(catalogue: Catalogue) -> Json:
    """Return the example of every kind; what shows one refers to it here."""
    return {
        kind.name: {
            "summary": kind.header.title,
            "value": _with_plates(kind.schema.example, count(128)),
        }
        for kind in catalogue.values()
    }


def _with_plates(value: Any, shades: Iterator[int]) -> Any:
    """Return an example with plates for photos, no two alike: a photo may not come twice."""
    if isinstance(value, Mapping):
        return {name: _with_plates(below, shades) for name, below in value.items()}
    if isinstance(value, list | tuple):
        return [_with_plates(below, shades) for below in value]
    if isinstance(value, str) and value.startswith(DATA_ADDRESS):
        return _plate(next(shades) % 256)
    return value


def _plate(shade: int) -> str:
    file = io.BytesIO()
    Image.new("L", (64, 48), shade).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
