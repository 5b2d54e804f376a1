"""A disk that is full, read-only or broken: a sentence at every door, never a traceback."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from docgen import Engine, Settings
from docgen.archive import resources
from docgen.cli import main
from docgen.engine import assemble
from docgen.errors import ExitCode
from docgen.register import people
from docgen.register.actor import Actor, Role
from docgen.register.database import RegisterUnavailableError, open_register
from docgen.register.issue import issue
from docgen.register.ledger import LedgerFilter, entries
from docgen.register.upgrade import migrate, prepare
from tests.docgen.register.accounts import staff
from tests.doubles.broken_disk import BrokenDisk
from tests.doubles.inline_crew import InlineCrew
from tests.doubles.quick_render import QuickRender

KIND = "non_acceptance_notice"
HAN = re.compile("[\u4e00-\u9fff]")
# Far more than any command has.
MOST_PLACES = 200


@cache
def broken_disk() -> BrokenDisk:
    """The one there can be in a process."""
    return BrokenDisk()


@pytest.fixture
def few_resources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a bag carry few of the templates and programs and no face: it writes all alike."""
    sources = resources._sources
    monkeypatch.setattr(resources, "_is_own", lambda *_: True)
    monkeypatch.setattr(resources, "_sources", lambda engine: islice(sources(engine), 3))


@pytest.fixture
def place(
    tmp_path: Path, settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder with a case, its PDF, a batch, an office; the commands find them."""
    example = engine.catalogue[KIND].schema.example
    (tmp_path / "in").mkdir()
    (tmp_path / "in/case.json").write_text(json.dumps(example), "utf-8")
    line = json.dumps({"kind": KIND, "payload": example})
    (tmp_path / "in/cases.jsonl").write_text(line + "\n", "utf-8")
    archived = engine.render(KIND, example, copy="archive").content
    (tmp_path / "in/case.pdf").write_bytes(archived)
    register = open_register(replace(settings, home=tmp_path / "home"))
    migrate(register)
    officer = staff(register, "何静远", Role.officer)
    issue(register, engine, KIND, example, actor=officer, render=QuickRender())
    register.engine.dispose()
    monkeypatch.setenv("DOCGEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DOCGEN_CACHE", str(settings.cache.absolute()))
    crew = InlineCrew(assemble(settings))
    monkeypatch.setattr("docgen.cli.batch.LocalCrew", lambda *_: crew)
    monkeypatch.chdir(tmp_path)
    return tmp_path


DOORS = {
    "render": ["render", KIND, "in/case.json", "--format", "docx", "-o", "out/x.docx"],
    "check": ["check", KIND, "in/case.json"],
    "sheet": ["sheet", KIND, "in/case.json", "-o", "out/x.xlsx"],
    "batch": ["batch", "in/cases.jsonl", "--out", "out", "--format", "docx", "--copy", "redacted"],
    "batch of a folder": [
        "batch",
        "in",
        "--kind",
        KIND,
        "--out",
        "out",
        "--format",
        "docx",
        "--copy",
        "redacted",
    ],
    "dry run": ["batch", "in/cases.jsonl", "--dry-run"],
    "list": ["register", "list"],
    "gaps": ["register", "gaps"],
    "audit": ["register", "audit"],
    "export": ["register", "export", "-o", "x.csv"],
    "backup": ["register", "backup", "out/backup"],
    "bag": ["register", "bag", "--year", "2026", "--out", "out/bag"],
    "users": ["users", "list"],
}


@pytest.mark.usefixtures("few_resources")
@pytest.mark.parametrize("door", DOORS)
def test_fault_of_the_disk_anywhere_is_told_in_a_sentence(
    door: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    disk, failures = broken_disk(), 0
    disk.forget()
    monkeypatch.setattr(sys, "argv", ["docgen", *DOORS[door]])
    for at in range(MOST_PLACES):
        shutil.rmtree(place / "out", ignore_errors=True)
        code: object = 0
        with disk.failing(place, Path("in"), Path("out")):
            try:
                main()
            except SystemExit as end:
                code = end.code
        out, err = capsys.readouterr()
        if not disk.failed:
            assert code == ExitCode.done, (at, err)
            break
        assert "Traceback" not in out + err
        if code:
            failures += 1
            assert HAN.search(err), (at, code, out, err)
    else:
        raise AssertionError("the command never comes to its end")
    assert failures


def test_full_disk_is_told_in_a_sentence(place: Path) -> None:
    """What is written is cut off by the system, in the middle of a file."""
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000));"
        "from docgen.cli import main; main()"
    )
    for door in ("render", "sheet", "batch", "backup"):
        options = ["--workers", "1"] if door == "batch" else []
        ended = subprocess.run(
            [sys.executable, "-c", limited, *DOORS[door], *options],
            check=False, capture_output=True, text=True, cwd=place, timeout=300,
        )  # fmt: skip
        assert "Traceback" not in ended.stderr, ended.stderr
        assert ended.returncode in (ExitCode.failed, ExitCode.usage, ExitCode.batch_incomplete), (
            door, ended.stderr,
        )  # fmt: skip
        assert HAN.search(ended.stderr)


@pytest.fixture
def frozen(settings: Settings, engine: Engine) -> Iterator[Settings]:
    """A register with a document in folders that nobody may write."""
    home = Path(tempfile.mkdtemp(prefix="docgen-frozen-"))
    register = open_register(replace(settings, home=home))
    migrate(register)
    staff(register, "何静远", Role.officer)
    officer = Actor("何静远", Role.officer)
    example = engine.catalogue[KIND].schema.example
    issue(register, engine, KIND, example, actor=officer, render=QuickRender())
    register.engine.dispose()
    for path in (*home.rglob("*"), home):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield replace(settings, home=home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(home)


def as_nobody(act: Callable[[], None]) -> int:
    """Do something in a process without the rights of the superuser; return how it ended."""
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            act()
        except BaseException as fault:
            os.write(2, repr(fault).encode())
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_register_that_may_only_be_read_is_read(frozen: Settings) -> None:
    """A copy on a medium that takes no writes: SQLite would want a file beside it first."""

    def act() -> None:
        register = open_register(frozen)
        prepare(register, frozen)
        assert len([*entries(register, LedgerFilter())]) == 1
        with pytest.raises(RegisterUnavailableError, match="只读"):
            staff(register, "苗雨", Role.drafter)

    assert as_nobody(act) == 0


def test_what_a_writer_left_beside_a_frozen_register_is_not_passed_over(
    frozen: Settings, settings: Settings, tmp_path: Path
) -> None:
    """A copy of a register in use: its last acts stand in the file beside it."""
    register = open_register(replace(settings, home=tmp_path))
    migrate(register)
    with register.engine.connect():
        staff(register, "苗雨", Role.drafter)
        frozen.home.chmod(0o755)
        for name in ("register.sqlite3", "register.sqlite3-wal"):
            (frozen.home / name).unlink(missing_ok=True)
            shutil.copyfile(tmp_path / name, frozen.home / name)
        frozen.home.chmod(0o555)

    def act() -> None:
        with suppress(RegisterUnavailableError):
            assert [each.name for each in people.list_people(open_register(frozen))] == ["苗雨"]

    assert as_nobody(act) == 0
