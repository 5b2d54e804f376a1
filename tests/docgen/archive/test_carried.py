"""A bag outlives the templates and faces it was made with: its own render it again."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from docgen.archive.bag import seal
from docgen.archive.bag_verify import verify_bag
from docgen.archive.carried import as_carried
from docgen.archive.entry import Entry
from docgen.archive.resources import read_summary, summarise
from docgen.archive.verify import Verdict
from docgen.archive.volumes import Merge
from docgen.engine import assemble
from tests.docgen.archive.conftest import BAGGED_ON

Unsealed = tuple[Path, Sequence[Entry]]


@pytest.fixture(scope="module")
def later(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The same office years later: the layout was changed and other faces were installed."""
    folder = tmp_path_factory.mktemp("later")
    templates = Path(shutil.copytree(engine.settings.templates, folder / "templates"))
    style = templates / "html/_style.css"
    style.write_text(style.read_text("utf-8").replace("16pt", "15pt"), "utf-8")
    cache = folder / "cache"
    shutil.copytree(engine.settings.cache / "faces", cache / "faces")
    for record in (cache / "faces").glob("faces-*.json"):
        # As if the package of one font had brought out another release of it.
        facts = json.loads(record.read_bytes())
        facts["faces"]["rare"]["digest"] = "0" * 64
        record.write_text(json.dumps(facts), "utf-8")
    settings = replace(engine.settings, templates=templates, cache=cache)
    return assemble(settings)


@pytest.fixture
def old(unsealed: Unsealed, engine: Engine) -> Path:
    """A bag of three documents with all that it may carry, and a volume."""
    folder, entries = unsealed
    for entry in entries[3:]:
        for file in entry.files:
            (folder / file.path).unlink()
    return seal(folder, entries[:3], engine, bagged_on=BAGGED_ON, merge=Merge(3)).bag


def test_bag_is_proved_with_its_own_templates_and_faces(
    old: Path, later: Engine, engine: Engine
) -> None:
    assert later.faces.digest != engine.faces.digest
    without = verify_bag(later, old)
    assert not without.faults
    assert without.verdict is Verdict.other_templates
    with as_carried(later, old) as carried:
        inspection = verify_bag(carried, old)
    assert carried.faces.digest == engine.faces.digest
    assert inspection.verdict is Verdict.identical, inspection.faults
    assert inspection.examined["volumes"] == 2


def test_engine_that_makes_the_same_is_used_as_it_is(old: Path, engine: Engine) -> None:
    with as_carried(engine, old) as given:
        assert given is engine


@pytest.mark.parametrize("name", ["templates/html/_layout.html", "faces/faces.json"])
def test_damaged_resources_are_not_opened_but_told(old: Path, later: Engine, name: str) -> None:
    path = old / "data/resources" / name
    path.write_bytes(b"{% broken")
    with as_carried(later, old) as engine:
        inspection = verify_bag(engine, old)
    assert f"data/resources/{name}" in {fault.path for fault in inspection.faults}


def test_folder_without_resources_changes_nothing(tmp_path: Path, engine: Engine) -> None:
    with as_carried(engine, tmp_path) as given:
        assert given is engine


@pytest.mark.parametrize(
    "spoil",
    [
        lambda summary: summary.pop("department"),
        lambda summary: summary["faces"][0].pop("carried"),
        lambda summary: summary["faces"][0].update(file="../../up.ttf", carried=True),
        lambda summary: summary.update(templates=[]),
        lambda summary: summary["kinds"].update(mediation_agreement="x"),
        lambda summary: summary["templates"]["mediation_agreement"].update(html_sha256=1),
    ],
)
def test_summary_of_another_shape_says_nothing(engine: Engine, spoil: Callable[[Any], Any]) -> None:
    summary = json.loads(json.dumps(summarise(engine)))
    assert read_summary(json.dumps(summary).encode()) == summary
    spoil(summary)
    assert read_summary(json.dumps(summary).encode()) == {}


def test_name_with_a_path_never_leaves_its_folder(old: Path, later: Engine, tmp_path: Path) -> None:
    """A forged record of faces must not write outside the folder it is adopted into."""
    path = old / "data/resources/faces/faces.json"
    facts = json.loads(path.read_bytes())
    facts["rare"]["file"] = "../../../evil.ttf"
    path.write_text(json.dumps(facts), "utf-8")
    (old / "evil.ttf").write_bytes(b"evil")
    before = set(tmp_path.parent.rglob("evil.ttf"))
    with as_carried(later, old) as carried:
        assert carried.faces.digest == later.faces.digest
        assert set(tmp_path.parent.rglob("evil.ttf")) == before
