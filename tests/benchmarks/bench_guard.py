"""What the guard of all texts costs a document: it is promised to stay under 0.3 ms."""

from datetime import date
from types import MappingProxyType

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from docgen import Engine
from docgen.case.case import derive, load
from schemas.ground.base import Facts
from schemas.guard.guard import guard
from tests.catalogue import every_kind

# Seconds for the example of a kind, the quickest of many rounds: what else the machine does at
# the time is not the guard's.
MOST = 0.0003


@every_kind
@pytest.mark.parametrize("copy", ["delivery", "redacted"])
def test_guard(benchmark: BenchmarkFixture, engine: Engine, kind: str, copy: str) -> None:
    reader = engine.catalogue[kind].reader
    facts = Facts(engine.law, engine.house, date(2026, 11, 28), copy, MappingProxyType({}))
    values = derive(reader, load(reader, dict(reader.example)), facts)
    benchmark(lambda: list(guard(reader, values, facts)))
    assert benchmark.stats.stats.min < MOST
