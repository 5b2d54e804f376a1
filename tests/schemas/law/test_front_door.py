"""What the package promises as a whole."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

import schemas.law
from schemas.law import Law


def test_every_public_name_exists() -> None:
    missing = [name for name in schemas.law.__all__ if not hasattr(schemas.law, name)]
    assert missing == []


def test_the_law_cannot_be_changed(law: Law) -> None:
    with pytest.raises(FrozenInstanceError):
        law.weekend_extends = True  # type: ignore[misc]


def test_the_law_needs_no_web_framework_and_no_engine() -> None:
    script = "import sys, schemas.law; print({'flask', 'docgen', 'api'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.strip() == "set()"
