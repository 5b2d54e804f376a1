"""A document keeps the templates it was printed with, whatever is promoted or edited later."""

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from docgen import Engine, Settings
from docgen.archive.bag_verify import verify_bag
from docgen.archive.judge import judge_apart
from docgen.archive.verify import Verdict, verify_pdf
from docgen.engine import assemble
from docgen.proof.words import words_of
from docgen.register.actor import Actor
from docgen.register.backup import backup, restore
from docgen.register.bag import bag_of_case
from docgen.register.database import Register, open_register
from docgen.register.issue import issue, supersede
from docgen.register.issued import read_file, read_payload
from docgen.register.kept_sets import engine_of
from docgen.register.proof import prove
from docgen.register.redacted import redact
from docgen.register.store import StoreError
from docgen.register.upgrade import migrate
from docgen.sets import SetAlteredError, read_kept
from tests.docgen.register.test_issue import example_of
from tests.doubles.quick_render import QuickRender

KIND, CASE = "non_acceptance_notice", "2026-0118"
OLD, NEW = "特此告知", "现予告知"
# Blank pages, where only what is kept beside them matters.
QUICK = QuickRender()
Edited = Callable[[str], Engine]


@pytest.fixture
def empty(office: Settings, tmp_path: Path) -> Register:
    """An empty register on another machine."""
    register = open_register(replace(office, home=tmp_path / "elsewhere", database_url=""))
    migrate(register)
    return register


@pytest.fixture
def edited(office: Settings, own_cache: Path, tmp_path: Path) -> Edited:
    """Engines on copies of the shipped templates, the notice's last words put otherwise in both."""

    def engine_saying(words: str) -> Engine:
        folder = tmp_path / f"templates {words}"
        shutil.copytree(office.templates, folder)
        page, word = folder / f"html/complaint/{KIND}.html", folder / f"docx/complaint/{KIND}.docx"
        assert OLD in page.read_text("utf-8")
        page.write_text(page.read_text("utf-8").replace(OLD, words), "utf-8")
        document = docx.Document(str(word))
        runs = [run for line in document.paragraphs for run in line.runs if OLD in run.text]
        assert runs
        for run in runs:
            run.text = run.text.replace(OLD, words)
        document.save(str(word))
        return assemble(replace(office, templates=folder, cache=own_cache))

    return engine_saying


def test_what_was_issued_under_one_set_speaks_it_after_another_is_in_force(
    register: Register, edited: Edited, officer: Actor, tmp_path: Path
) -> None:
    then, now = edited(OLD), edited(NEW)
    old = issue(register, then, KIND, example_of(then), actor=officer, case_ref=CASE)
    new = supersede(register, now, old.id, example_of(now), actor=officer)
    archived = read_file(register, old.id, "archive_pdf", actor=officer)
    payload = read_payload(register, old.id, actor=officer)
    for document, words in ((old, OLD), (new, NEW)):
        engine = engine_of(register, now, document.id)
        assert words in words_of("docx", engine.render(KIND, payload, "docx").content)
        for format in ("docx", "pdf"):
            copy = redact(register, now, document.id, format, actor=officer)
            assert words in words_of(format, copy.content)
    assert redact(register, now, old.id, "pdf", actor=officer).content == (
        redact(register, then, old.id, "pdf", actor=officer).content
    )
    assert verify_pdf(now, archived).verdict is Verdict.other_templates
    at_home = assemble(replace(now.settings, home=register.store.parent))
    assert judge_apart(at_home, archived).verification.verdict is Verdict.identical
    sealed = bag_of_case(register, now, CASE, tmp_path / "bag", actor=officer)
    shutil.rmtree(now.settings.cache / "sets")
    inspection = verify_bag(now, sealed.bag)
    assert inspection.verdict is Verdict.identical, inspection.faults
    assert inspection.verdicts[Verdict.identical] == 4


def test_a_set_is_kept_once_saved_and_put_back(
    register: Register, edited: Edited, officer: Actor, tmp_path: Path, empty: Register
) -> None:
    then, now = edited(OLD), edited(NEW)
    first = issue(register, then, KIND, example_of(then), actor=officer, render=QUICK)
    issue(register, then, KIND, example_of(then), actor=officer, render=QUICK)
    issue(register, now, KIND, example_of(now), actor=officer, render=QUICK)
    kept = sorted((register.store / "sets").iterdir())
    assert [path.stem for path in kept] == sorted((then.set_digest, now.set_digest))
    assert backup(register, tmp_path / "saved", actor=officer).faults == ()
    restore(empty, tmp_path / "saved", actor=officer, final=True)
    assert prove(empty).faults == []
    then_again = engine_of(empty, now, first.id)
    assert then_again.set_digest == then.set_digest


def test_a_kept_set_that_is_not_what_its_name_says_is_named_and_never_used(
    register: Register, edited: Edited, officer: Actor, tmp_path: Path
) -> None:
    then, now = edited(OLD), edited(NEW)
    document = issue(register, then, KIND, example_of(then), actor=officer, render=QUICK)
    (path,) = (register.store / "sets").iterdir()
    whole = path.read_bytes()
    other = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as forged:
        for name in archive.namelist():
            forged.writestr(name, archive.read(name).replace(OLD.encode(), NEW.encode()))
    middle = len(whole) // 2
    squashed = whole[:middle] + b"\xff" * 500 + whole[middle + 500 :]
    for content in (b"", whole[:-40], other.getvalue(), squashed):
        path.write_bytes(content)
        with pytest.raises(SetAlteredError):
            read_kept(path)
        with pytest.raises(SetAlteredError):
            redact(register, now, document.id, "pdf", actor=officer)
        assert [fault.path for fault in prove(register).files] == [f"sets/{path.name}"]
        assert backup(register, tmp_path / f"{hash(content)}", actor=officer).faults == (
            f"sets/{path.name}",
        )


def test_a_template_edited_under_a_running_program_stops_the_issuing(
    register: Register, edited: Edited, officer: Actor
) -> None:
    engine = edited(OLD)
    assert engine.set_digest
    page = engine.settings.templates / f"html/complaint/{KIND}.html"
    page.write_text(page.read_text("utf-8").replace(OLD, NEW), "utf-8")
    with pytest.raises(StoreError, match="模板在这期间被改动过"):
        issue(register, engine, KIND, example_of(engine), actor=officer, render=QUICK)
