"""Forty payloads written from the rules alone, as somebody would who wants a faulty paper out.

Each names the place where it has to be stopped, or at least be looked at.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

HERE = Path(__file__)
PAYLOADS = [
    *json.loads(HERE.with_name("forty.json").read_text("utf-8")),
    *json.loads(HERE.with_name("forty_more.json").read_text("utf-8")),
    *json.loads(HERE.with_name("inspections.json").read_text("utf-8")),
    *json.loads(HERE.with_name("forty_kinds.json").read_text("utf-8")),
]


def test_there_are_forty_twice_of_every_kind(engine: Engine) -> None:
    assert len(PAYLOADS) >= 80
    assert len({each["kind"] for each in PAYLOADS} & set(engine.catalogue)) >= 8


@pytest.mark.parametrize("given", PAYLOADS, ids=[each["why"] for each in PAYLOADS])
def test_none_passes(engine: Engine, given: dict[str, Any]) -> None:
    told = found(engine, given["kind"], given["changes"])
    here, weight = given["expect"]["pointer"], given["expect"]["weight"]
    at = {each[2] for each in told if each[0] == here or each[0].startswith(f"{here}/")}
    assert at & {"error", weight}
