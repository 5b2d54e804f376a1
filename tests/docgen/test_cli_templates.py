"""Sets of templates on the command line: tried, promoted from a day on, listed, shown, back."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from docgen import Engine, Settings
from docgen.cli import main
from docgen.clock import beijing_day
from docgen.errors import ExitCode
from docgen.proof.words import words_of
from docgen.register.actor import Actor, Role
from docgen.register.database import open_register
from docgen.register.issue import issue
from docgen.register.people import add_person
from docgen.register.upgrade import migrate
from tests.reworded import KIND, NEW, OLD, PAGE, WORD, write_reworded

Run = Callable[..., tuple[int, str, str]]
BY = ("--by", "何静远")


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    engine: Engine,
    own_cache: Path,
) -> Run:
    """Run `docgen ARGUMENTS` in an office with an officer: exit code, stdout, stderr."""
    (own_cache / "proofs").symlink_to(engine.settings.cache.absolute() / "proofs")
    monkeypatch.chdir(tmp_path)
    for name, value in (("HOME", tmp_path / "home"), ("CACHE", own_cache)):
        monkeypatch.setenv(f"DOCGEN_{name}", str(value))
    monkeypatch.delenv("DOCGEN_DATABASE_URL", raising=False)
    office = open_register(Settings.from_env())
    migrate(office)
    add_person(office, "何静远", Role.officer, None, actor=Actor("console:test", Role.admin))
    office.engine.dispose()

    def run_command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["docgen", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


def said(run: Run, engine: Engine, **changes: str) -> str:
    example = dict(engine.catalogue[KIND].schema.example) | changes
    Path("case.json").write_text(json.dumps(example), "utf-8")
    code, _, err = run("render", KIND, "case.json", "--copy", "draft", "-o", "made.html")
    assert code == ExitCode.done, err
    return words_of("html", Path("made.html").read_bytes())


def test_a_set_is_tried_promoted_listed_shown_used_and_taken_back(
    run: Run, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    office = open_register(Settings.from_env())
    payload = dict(engine.catalogue[KIND].schema.example)
    issue(office, engine, KIND, payload, actor=Actor("何静远", Role.officer))
    office.engine.dispose()
    folder = write_reworded(settings.templates, tmp_path / "ours")
    code, out, err = run("templates", "try", folder, "--last", "50", "-o", "r.html")
    assert code == ExitCode.done, err
    assert "比较了最近出具的 1 份，1 份会不同。" in out
    assert "最近出具的文书" in Path("r.html").read_text("utf-8")
    assert Path("r.html").stat().st_mode & 0o077 == 0
    today = beijing_day()
    code, _, err = run("templates", "promote", folder, "--from", today - timedelta(1), *BY)
    assert (code, "已经过去" in err) == (ExitCode.failed, True)
    code, out, err = run("templates", "promote", folder, "--from", today, *BY)
    assert code == ExitCode.done, err
    digest = out.split()[0]
    assert f"{digest}  从 {today} 起" in run("templates", "list")[1]
    (listed,) = json.loads(run("templates", "list", "--json")[1])
    assert (listed["counts"], listed["kinds"]) == (True, [KIND])
    assert run("templates", "show", "当前", "-o", "taken")[0] == ExitCode.done
    assert Path("taken", PAGE).read_bytes() == (folder / PAGE).read_bytes()
    assert NEW in said(run, engine, issued_on=f"{today}")
    assert OLD in said(run, engine)
    write_reworded(settings.templates, tmp_path / "more", "谨此提醒如下")
    (tmp_path / "more" / WORD).unlink()
    code, out, err = run("templates", "try", tmp_path / "more", "--over-current")
    assert (code, "两份模板要一起改" in err) == (ExitCode.bad_catalogue, True)
    code, _, refused = run(
        "templates", "promote", tmp_path / "more", "--over-current", "--from", today, *BY
    )
    assert code == ExitCode.bad_catalogue
    flaws = [line for line in err.splitlines() if line.startswith("templates/")]
    assert flaws
    assert all(line in refused for line in flaws)
    assert re.search(rf"{digest}  不再使用", run("templates", "back", "--reason", "再议", *BY)[1])
    assert OLD in said(run, engine, issued_on=f"{today}")
    assert "已退回：再议" in run("templates", "show", digest)[1]
    assert run("templates", "show", "0")[0] == ExitCode.not_found


def test_without_a_register_there_is_nothing_issued_to_compare(
    run: Run, settings: Settings, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "home")
    folder = write_reworded(settings.templates, tmp_path / "ours")
    code, _, err = run("templates", "try", folder, "--last", "5")
    assert (code, "这里没有登记簿" in err) == (ExitCode.usage, True)
