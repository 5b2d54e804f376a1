"""A folder of changed templates is tried before it is used: changes shown, flaws refused."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Settings
from docgen.engine import assemble
from docgen.look.trial import Trial, touched, try_kind
from docgen.look.trial_report import report_of, summary_of
from docgen.proof.given import with_folder

KIND = "settlement_invoice"
PAGE, WORD = f"html/contract/{KIND}.html", f"docx/contract/{KIND}.docx"
OLD, NEW = "二、结算金额", "二、结算的金额"


@pytest.fixture
def office(settings: Settings, own_cache: Path) -> Settings:
    """An office that keeps its proofs apart."""
    return replace(settings, cache=own_cache)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder that holds one changed page and nothing else."""
    page = tmp_path / "ours" / PAGE
    page.parent.mkdir(parents=True)
    page.write_text((settings.templates / PAGE).read_text("utf-8").replace(OLD, NEW), "utf-8")
    return tmp_path / "ours"


def tried(settings: Settings, folder: Path) -> list[Trial]:
    """Return what a folder changes, kind by kind, against the templates in force."""
    now = assemble(settings)
    with with_folder(now, folder) as then:
        return [try_kind(now, then, name) for name in touched(now, then)]


def change_word(settings: Settings, folder: Path) -> None:
    """Change the same words in the Word file."""
    path = folder / WORD
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(settings.templates / WORD) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(OLD.encode(), NEW.encode()))


def test_a_page_changed_without_its_word_file_is_refused(office: Settings, folder: Path) -> None:
    (trial,) = tried(office, folder)
    assert not trial.proved
    assert any("两份模板要一起改" in flaw.detail for flaw in trial.flaws)
    assert summary_of([trial]) == "涉及 1 种文书，其中 1 种没有通过检查。"
    assert "没有通过检查" in report_of([trial])


def test_what_a_folder_changes_is_shown_side_by_side(office: Settings, folder: Path) -> None:
    change_word(office, folder)
    (trial,) = tried(office, folder)
    assert trial.proved, trial.flaws
    assert trial.kind == KIND
    assert all(("+", "的") in change.pieces for change in trial.changes)
    before, after = trial.sheets
    assert len(before) == len(after) >= 1
    assert before != after
    report = report_of([trial])
    assert "<ins>的</ins>" in report
    assert report.count("<img ") == 2 * len(before)


def test_an_empty_folder_changes_nothing(office: Settings, tmp_path: Path) -> None:
    assert tried(office, tmp_path) == []
