"""What every test may ask for, and what holds for all: no log line tells of a party."""

import gc
import logging
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache

from docgen import Engine, Settings, open_engine
from docgen.log import line_format
from tests.browser.furnish import furnished_office
from tests.made import Made
from tests.privacy import personal_words_in

hypothesis_settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
hypothesis_settings.register_profile("long", deadline=None, max_examples=600)
LINES = pytest.StashKey[StringIO]()


class CompiledPages(BytecodeCache):
    """The pages' templates, compiled once for all services of this process."""

    def __init__(self) -> None:
        self._compiled: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get(f"{bucket.key} {bucket.checksum}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[f"{bucket.key} {bucket.checksum}"] = bucket.code


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledPages()}

# Tests issue for the invented bureau, as a demonstration does.
os.environ["DOCGEN_DEMO"] = "1"
hypothesis_settings.load_profile("long" if os.environ.get("DOCGEN_SOAK") else "steady")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings as a fresh checkout has them: the invented bureau, the shipped templates."""
    known = ("HOME", "XDG_CACHE_HOME", "DOCGEN_DEMO")
    given = {name: os.environ[name] for name in known if name in os.environ}
    return Settings.from_env(given)


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Engine:
    """The engine with every kind of the catalogue."""
    return open_engine(settings)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this run that every worker knows."""
    ours = tmp_path_factory.getbasetemp()
    return ours if worker_id == "master" else ours.parent


@pytest.fixture(scope="session")
def furnished(settings: Settings, engine: Engine, shared_folder: Path) -> Path:
    """The folder of an invented office with people, cases and a paper of every kind, to copy."""
    return furnished_office(settings, engine, shared_folder, [*engine.catalogue])


@pytest.fixture(scope="session")
def furnished_with_few(settings: Settings, engine: Engine, shared_folder: Path) -> Path:
    """The folder of an office with people, cases and few papers, which is copied quickly."""
    return furnished_office(settings, engine, shared_folder)


@pytest.fixture
def own_cache(settings: Settings, tmp_path: Path) -> Path:
    """A cache that knows no proof and no set; its faces, which take minutes, are the machine's."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "faces").symlink_to(settings.cache.absolute() / "faces")
    return cache


@pytest.fixture(scope="session")
def made(engine: Engine) -> Made:
    """Documents that tests only look at; who asks for them runs where the kind's others do."""
    return Made(engine)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have one worker run all tests that look at the documents of one kind, or share a fixture.

    What a module makes once would be made by every worker that runs a test of it. Comes before
    pytest-xdist, which reads the groups when its turn comes.
    """
    for item in items:
        sharing = item._fixtureinfo.name2fixturedefs.values()
        shared = any(each.scope == "module" for found in sharing for each in found)
        if shared and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        given = getattr(getattr(item, "callspec", None), "params", {})
        if "made" in getattr(item, "fixturenames", ()) and (named := {"kind", "sample"} & {*given}):
            of = given[named.pop()]
            item.add_marker(pytest.mark.xdist_group(getattr(of, "kind", of)))


def pytest_configure(config: pytest.Config) -> None:
    """Keep every log line of this process as the service would write it."""
    lines = StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(line_format())
    logging.getLogger().addHandler(handler)
    logging.getLogger("docgen").setLevel(logging.INFO)
    config.stash[LINES] = lines
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave the many thousand tests alone where garbage is looked for: none of them becomes any.

    Looked for less often, since a rendering makes much and leaves little that counting misses.
    """
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let a test fail that made a log line with something personal of the corpus in it."""
    lines = item.config.stash[LINES]
    try:
        return (yield)
    finally:
        found = personal_words_in(lines.getvalue())
        lines.seek(0)
        lines.truncate()
        assert not found, "a log line tells of a party"
