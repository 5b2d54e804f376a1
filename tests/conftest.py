"""What every test may ask for: one engine with every kind, its templates proved."""

import os

import pytest
from hypothesis import settings as hypothesis_settings

from docgen import Engine, Settings, open_engine

hypothesis_settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
hypothesis_settings.register_profile("long", deadline=None, max_examples=600)
hypothesis_settings.load_profile("long" if os.environ.get("DOCGEN_SOAK") else "steady")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings as a fresh checkout has them: the invented bureau, the shipped templates."""
    given = {name: os.environ[name] for name in ("HOME", "XDG_CACHE_HOME") if name in os.environ}
    return Settings.from_env(given)


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Engine:
    """The engine with every kind of the catalogue."""
    return open_engine(settings)
