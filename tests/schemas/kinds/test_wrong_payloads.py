"""Payloads written from the law alone: what each kind's own table calls wrong is found to be so."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

HERE = Path(__file__).parent
# Every test module of a kind with a table `WRONG`: name -> (changes, pointer, code).
MODULES = [
    import_module(f"tests.schemas.kinds.{path.parent.name}.{path.stem}")
    for path in sorted(HERE.glob("*/test_*.py"))
    if "\nWRONG" in path.read_text("utf-8") and "\nKIND = " in path.read_text("utf-8")
]
ROWS = [
    pytest.param(module.KIND, *row, id=f"{module.KIND}: {name}")
    for module in MODULES
    for name, row in module.WRONG.items()
]


@pytest.mark.parametrize(("kind", "changes", "pointer", "code"), ROWS)
def test_what_the_law_does_not_allow_is_refused_or_noticed(
    engine: Engine, kind: str, changes: dict[str, Any], pointer: str, code: str
) -> None:
    told = {(where, what) for where, what, _ in found(engine, kind, changes)}
    assert (pointer, code) in told
