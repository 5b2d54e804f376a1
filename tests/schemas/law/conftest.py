"""Give every test of the law the shipped tables and the official texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.law import Law, load_law

OFFICIAL = Path(__file__).parents[2] / "official"


@pytest.fixture(scope="package")
def law() -> Law:
    """Every shipped table; frozen, so that one serves all tests."""
    return load_law()


@pytest.fixture(scope="package")
def official() -> dict[str, str]:
    """The official texts by file stem, without any white space."""
    return {
        path.stem: "".join(path.read_text(encoding="utf-8").split())
        for path in OFFICIAL.glob("*.txt")
    }
