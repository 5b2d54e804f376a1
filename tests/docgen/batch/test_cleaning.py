"""What is no record goes when it has had its time; records never do, and bags share their faces."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from docgen import Engine, Settings
from docgen.archive.resources import SHARED, write_resources
from docgen.batch.office.cleaning import Cleaned, clean
from docgen.batch.office.rows import FOLDER
from docgen.register import drafts, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.ids import new_id
from docgen.register.tables import METADATA, answers, batches
from docgen.register.tables import audit as entries
from docgen.register.tables import drafts as draft_rows
from docgen.register.tables import sessions as session_rows
from docgen.register.upgrade import migrate
from tests.docgen.register.accounts import CONSOLE, staff
from tests.docgen.register.wholeness import assert_whole

NOW = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
NOTHING = Cleaned(0, 0, 0, 0, 0)
KIND = "non_acceptance_notice"


@pytest.fixture
def register(settings: Settings, tmp_path: Path) -> Register:
    """An office in whose register everything is young."""
    register = open_register(replace(settings, home=tmp_path / "home"), now=lambda: NOW)
    migrate(register)
    staff(register, "苗雨", Role.drafter, None)
    drafts.save(
        register, new_id(NOW), KIND, {}, base=0, actor=Actor("苗雨", Role.drafter)
    )  # fmt: skip
    with register.writing() as connection:
        connection.execute(insert(batches).values(**batch("done", NOW)))
        connection.execute(insert(batches).values(**batch("waiting", None)))
        connection.execute(
            insert(answers).values(
                caller="key:a", key="k", request_sha256="0" * 64, made_id="0" * 32,
                state="done", began_at=NOW,
            )
        )  # fmt: skip
    sessions.add_link(register, actor=CONSOLE)
    for name in ids_of(register):
        (register.store.parent / FOLDER / name / "out").mkdir(parents=True)
        (register.store.parent / FOLDER / name / "out" / "bag.bin").write_bytes(bytes(1000))
    return register


def batch(state: str, finished_at: datetime | None) -> dict[str, object]:
    return {
        "id": new_id(NOW), "state": state, "source": "cases.jsonl", "kind": "", "formats": "pdf",
        "copy": "archive", "retry": False, "created_by": "x", "created_at": NOW,
        "finished_at": finished_at, "done": 0, "failed": 0,
    }  # fmt: skip


def ids_of(register: Register) -> list[str]:
    with register.reading() as connection:
        return [*connection.scalars(select(batches.c.id))]


def counted(register: Register) -> dict[str, int]:
    with register.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in METADATA.sorted_tables
            if table.name not in {"audit", "seals"}
        }


def later(register: Register, **ages: float) -> Register:
    """The register when some days have passed, as a service started then sees it."""
    return replace(register, now=lambda: NOW + timedelta(**ages))


def test_what_is_young_stays(register: Register) -> None:
    before = counted(register)
    assert clean(register, actor=CONSOLE) == NOTHING
    assert counted(register) == before


def test_each_goes_at_its_own_age(register: Register) -> None:
    for days, gone in (
        (2, Cleaned(0, 0, 1, 1, 0)), (91, Cleaned(0, 1, 0, 0, 1000)), (366, Cleaned(1, 0, 0, 0, 0)),
    ):  # fmt: skip
        then = later(register, days=days)
        assert clean(then, actor=CONSOLE, only_look=True) == gone
        assert clean(then, actor=CONSOLE) == gone
        assert clean(then, actor=CONSOLE) == NOTHING
    (living,) = ids_of(register)
    left = {each.name for each in (register.store.parent / FOLDER).iterdir()}
    assert left >= {living}
    with register.reading() as connection:
        assert connection.execute(select(draft_rows)).all() == []
        assert connection.execute(select(session_rows)).all() == []
        told = connection.scalars(select(entries.c.detail).where(entries.c.act == "clean")).all()
    assert sum(len(each["batches"]) for each in told) == 1
    assert_whole(register)


def test_folders_that_nobody_names_go_once_they_are_old(register: Register) -> None:
    strange = register.store.parent / FOLDER / new_id(NOW)
    strange.mkdir()
    clean(register, actor=CONSOLE)
    assert strange.exists()
    os.utime(strange, (1, 1))
    clean(register, actor=CONSOLE)
    assert not strange.exists()
    assert all((register.store.parent / FOLDER / each).exists() for each in ids_of(register))


def test_ages_are_settings_and_a_living_batch_has_none(
    settings: Settings, register: Register
) -> None:
    asked = {"DOCGEN_BATCH_DAYS": "1", "DOCGEN_DRAFT_DAYS": "2", "DOCGEN_HOME": str(settings.home)}
    ages = Settings.from_env(asked).ages
    assert (ages.batches, ages.drafts) == (timedelta(days=1), timedelta(days=2))
    with register.writing_unsealed() as connection:
        connection.execute(update(batches).values(state="running", finished_at=NOW))
    old = replace(later(register, days=3), ages=ages)
    assert clean(old, actor=CONSOLE).batches == 0


def test_bags_below_the_data_folder_share_one_copy_of_the_faces(
    engine: Engine, settings: Settings, register: Register
) -> None:
    home = register.store.parent
    ours = Engine(
        replace(settings, home=home), engine.catalogue, engine.law, engine.house
    )  # fmt: skip
    bags = [home / FOLDER / each / "bag" for each in ids_of(register)]
    written = [{each.path: each.sha256 for each in write_resources(bag, ours)} for bag in bags]
    assert written[0] == written[1]
    faces = [sorted((bag / "data/resources/faces").glob("*.ttf")) for bag in bags]
    for one, other in zip(*faces, strict=True):
        assert one.samefile(other)
        assert one.samefile(home / SHARED / one.name)
        assert not one.samefile(ours.settings.cache / "faces" / one.name)
    for bag in bags:
        for face in (bag / "data/resources/faces").glob("*"):
            face.unlink()
    clean(register, actor=CONSOLE)
    assert [*(home / SHARED).iterdir()] == []
