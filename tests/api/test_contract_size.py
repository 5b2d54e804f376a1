"""The contract grows by what a kind has of its own: seventy kinds stay below a megabyte."""

import json
import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location

import pytest

import schemas.kinds
from api.openapi import describe_api
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue, Kind

MANY = 70
MOST_BYTES = 1_000_000


@pytest.fixture
def many(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The kinds there are, again and again, with everything their own files declare made anew."""
    kinds = [*engine.catalogue.values()]
    copies: dict[str, Kind] = {}
    for number in range(MANY):
        kind = kinds[number % len(kinds)]
        name = f"{kind.name}_{number}"
        file = sys.modules[kind.schema.__module__].__file__
        spec = spec_from_file_location(f"tests.copies.{name}", file or "")
        assert spec
        assert spec.loader
        copy = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, copy.__name__, copy)
        spec.loader.exec_module(copy)
        schema = getattr(copy, kind.schema.__name__)
        copies[name] = replace(kind, name=name, schema=schema, reader=schema())
    return Catalogue(schemas.kinds, {}, engine.settings.templates).beside(copies)


def test_seventy_kinds_stay_below_a_megabyte(many: Catalogue) -> None:
    assert len(many) == MANY
    contract = describe_api(many)
    assert len(json.dumps(contract, ensure_ascii=False).encode()) < MOST_BYTES
    assert len(contract["components"]["examples"]) == MANY
