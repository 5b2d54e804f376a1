"""What runs works with the templates of its start, whoever edits the folder meanwhile."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Settings
from docgen.clock import beijing_day
from docgen.engine import assemble
from docgen.errors import CatalogueError
from docgen.proof.records import Proof, Records
from docgen.register.actor import Actor, Role
from docgen.register.database import open_register
from docgen.register.in_force import InForce
from docgen.register.promotions import promote
from docgen.register.upgrade import migrate
from docgen.template.frozen import Watch, changed_since, digest_of, freeze, read_set
from docgen.workers.pool import RenderPool

KIND = "non_acceptance_notice"
LETTER = f"html/complaint/{KIND}.html"


@pytest.fixture
def bureau(settings: Settings, own_cache: Path, tmp_path: Path) -> Settings:
    """Settings of a bureau that edits templates of its own."""
    shutil.copytree(settings.templates, tmp_path / "ours")
    return replace(settings, templates=tmp_path / "ours", cache=own_cache)


def edit(settings: Settings, old: str, new: str) -> None:
    path = (settings.edited or settings.templates) / LETTER
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.xdist_group("pool")
def test_a_folder_edited_while_workers_are_replaced_gives_one_wording(
    bureau: Settings, tmp_path: Path
) -> None:
    frozen = freeze(bureau)
    engine = assemble(frozen)
    example = engine.catalogue[KIND].schema.example
    register = open_register(replace(bureau, home=tmp_path / "home", database_url=""))
    migrate(register)
    in_force, pages = InForce(engine, register), set()
    with RenderPool(frozen, recycle_after=2) as pool:
        for number in range(24):
            if number == 8:
                edit(frozen, "<p>", "<p>别样的措辞，")
                other = assemble(bureau)
                Records(other.settings, other.catalogue).enter(KIND, Proof())
                promote(register, bureau, beijing_day(), [KIND], actor=Actor("何静远", Role.admin))
            if number == 16:
                edit(frozen, "</p>", "{{ issued_on ")
            file = in_force.for_case(KIND, example).file
            pages.add(pool.render(KIND, example, "html", templates=file).content)
        assert pool.restarts["recycled"] >= 8
        assert len(pages) == 1
        assert "别样的措辞".encode() not in pages.pop()
        # What is dated from that day on has the set that was promoted then, broken edits or not.
        chosen = in_force.for_kind(KIND, beijing_day())
        made = pool.render(KIND, example, "html", templates=chosen.file)
    assert "别样的措辞" in made.content.decode()
    register.engine.dispose()


def test_the_set_is_known_by_what_is_in_it(bureau: Settings) -> None:
    frozen = freeze(bureau)
    assert frozen.templates.name == digest_of(read_set(bureau.templates))
    assert freeze(bureau) == frozen == freeze(frozen)
    edit(bureau, "<p>", "<p>又：")
    assert freeze(bureau).templates != frozen.templates
    assert freeze(frozen) == frozen


def test_what_was_edited_since_is_named(bureau: Settings) -> None:
    frozen = freeze(bureau)
    watch = Watch(frozen)
    assert changed_since(frozen) == watch.changed() == []
    edit(frozen, "<p>", "<p>又：")
    (bureau.templates / "docx" / "~$draft.docx").write_bytes(b"open in an office program")
    (bureau.templates / "html" / "new.html").write_text("<p></p>")
    assert changed_since(frozen) == watch.changed() == [LETTER, "html/new.html"]
    edit(frozen, "<p>又：", "<p>")
    (bureau.templates / "html" / "new.html").unlink()
    assert changed_since(frozen) == watch.changed() == []


def test_a_copy_that_was_changed_is_refused_by_whoever_would_work_with_it(bureau: Settings) -> None:
    frozen = freeze(bureau)
    copy = frozen.templates / LETTER
    copy.chmod(0o644)
    copy.write_text("<p>换掉的措辞</p>")
    with pytest.raises(CatalogueError, match="被改动过"):
        freeze(frozen)
    with pytest.raises(CatalogueError, match="被改动过"):
        freeze(bureau)
    with (
        RenderPool(frozen, workers=1) as pool,
        pytest.raises(CatalogueError, match="被改动过"),
    ):
        pool.warm()


def test_a_cache_that_cannot_be_written_costs_the_copy_its_place_only(
    bureau: Settings, tmp_path: Path
) -> None:
    blocked = replace(bureau, cache=tmp_path / "no folder")
    blocked.cache.write_text("")
    frozen = freeze(blocked)
    assert frozen.templates.name == digest_of(read_set(bureau.templates))
    assert not frozen.templates.is_relative_to(blocked.cache)


def test_processes_that_come_together_share_one_copy(bureau: Settings) -> None:
    first = freeze(bureau)
    os.rename(first.templates, first.templates.with_name("moved away"))
    assert freeze(bureau) == first


def test_a_folder_of_changes_is_laid_over_the_shipped_set(
    settings: Settings, own_cache: Path, tmp_path: Path
) -> None:
    changes = tmp_path / "changes"
    (changes / LETTER).parent.mkdir(parents=True)
    text = (settings.templates / LETTER).read_text("utf-8")
    (changes / LETTER).write_text(text.replace("<p>特此", "<p>兹特此"), "utf-8")
    engine = assemble(replace(settings, templates=changes, cache=own_cache))
    assert engine.settings.edited == changes
    example = engine.catalogue[KIND].schema.example
    assert "兹特此" in engine.render(KIND, example, "html").content.decode()
    assert engine.render(
        "mediation_agreement", engine.catalogue["mediation_agreement"].schema.example, "docx"
    ).content
    assert changed_since(engine.settings) == []
    (changes / "html/_style.css").write_text("p { margin: 1mm }")
    assert changed_since(engine.settings) == ["html/_style.css"]
