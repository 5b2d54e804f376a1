"""Only what veraPDF judged is said to conform; it starts twice for many files, not for each."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from docgen import Engine
from docgen.archive.bag import seal
from docgen.archive.bag_verify import verify_bag
from docgen.archive.conformance import problems_of
from docgen.archive.entry import Entry
from docgen.archive.inspection import CHECKS, OWN_RULES
from docgen.archive.report import describe_report
from docgen.archive.vera import FLAVOURS, vera_problems
from docgen.archive.verify import Verdict
from tests.docgen.archive.conftest import BAGGED_ON
from tests.docgen.archive.test_report import DAY

Unsealed = tuple[Path, Sequence[Entry]]
# It notes each start, and fails the files whose name is in the variable.
STAND_IN = """#!/bin/sh
echo started >> "$VERA_LOG"
for each in "$@"; do
  case "$each" in
    *"$VERA_FAILS"*) echo "FAIL $each 3a" ;;
    *.pdf) echo "PASS $each 3a" ;;
  esac
done
"""


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for veraPDF on the PATH, and where it notes its starts."""
    folder, log = tmp_path / "bin", tmp_path / "starts"
    folder.mkdir()
    (folder / "verapdf").write_text(STAND_IN, encoding="ascii")
    (folder / "verapdf").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("VERA_LOG", str(log))
    monkeypatch.setenv("VERA_FAILS", "no such name")
    return log


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """No veraPDF, whatever the machine has."""
    monkeypatch.setenv("PATH", "")


def conforming(engine: Engine, bag: Path) -> tuple[Verdict, str, list[str]]:
    """Return the verdict on a bag, what the report says of conformance, and the files at fault."""
    inspection = verify_bag(engine, bag)
    rows = [
        row for each in describe_report(inspection, "bag", DAY)["qualities"] for row in each["rows"]
    ]
    (title,) = [
        row["title"] for row in rows if row["title"] in (OWN_RULES, CHECKS["conformant"][1])
    ]
    return inspection.verdict, title, [fault.path for fault in inspection.faults]


def test_many_files_start_it_once_a_standard(
    unsealed: Unsealed, engine: Engine, starts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bag = seal(unsealed[0], unsealed[1], engine, bagged_on=BAGGED_ON, faces=False).bag
    assert conforming(engine, bag) == (Verdict.identical, CHECKS["conformant"][1], [])
    assert len(starts.read_text().splitlines()) == len(FLAVOURS)
    named = next(file.path for file in unsealed[1][0].files if file.role == "pdf")
    monkeypatch.setenv("VERA_FAILS", Path(named).name)
    verdict, _, faults = conforming(engine, bag)
    assert (verdict, {*faults}) == (Verdict.altered, {named})


def test_without_it_the_report_says_which_rules_were_tried(
    unsealed: Unsealed, engine: Engine, absent: None
) -> None:
    bag = seal(unsealed[0], unsealed[1], engine, bagged_on=BAGGED_ON, faces=False).bag
    assert conforming(engine, bag) == (Verdict.identical, OWN_RULES, [])


def test_one_file_is_judged_too(engine: Engine, starts: Path, tmp_path: Path) -> None:
    kind = "complaint_acceptance_decision"
    content = engine.render(kind, engine.catalogue[kind].schema.example).content
    assert problems_of(content) == []
    assert len(starts.read_text().splitlines()) == len(FLAVOURS)


def test_a_file_it_does_not_speak_of_has_not_passed(
    starts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERA_FAILS", "second")
    files = [tmp_path / "first.pdf", tmp_path / "second.pdf", tmp_path / "silent.txt"]
    told = [(file.name, problem.split(":")[0]) for file, problem in vera_problems(files)]
    assert told == [
        (name, f"veraPDF {flavour}")
        for flavour in FLAVOURS
        for name in ("second.pdf", "silent.txt")
    ]
