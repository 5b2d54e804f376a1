"""`docgen batch` as a process: killed with all its workers, stopped by Ctrl-C, fed poison."""

import json
import os
import signal
import threading
from pathlib import Path

import bagit
import pytest

from docgen import Engine, Settings
from docgen.batch.chunk import Order
from docgen.batch.crew import LocalCrew
from docgen.batch.plan import Plan
from docgen.batch.run import run
from docgen.errors import ExitCode
from tests.docgen.batch.batches import (
    await_documents,
    count_lines,
    finish,
    rows,
    start,
    wholeness,
    write_mixed,
)
from tests.docgen.batch.soak import soak
from tests.doubles.unwell_batch import open_unwell_batch
from tests.doubles.unwell_engine import KIND
from tests.processes import all_gone, descendants

pytestmark = pytest.mark.xdist_group("pool")
FULL = bool(os.environ.get("DOCGEN_SOAK"))


def test_killed_again_and_again_it_ends_as_if_never_disturbed(tmp_path: Path) -> None:
    """With `DOCGEN_SOAK` ten thousand documents and twenty kills."""
    count, kills = (10_000, 22) if FULL else (60, 5)
    report = soak(count, kills, tmp_path)
    assert {name: report[name] for name in ("lost", "twice", "strange", "unfinished")} == {
        "lost": 0, "twice": 0, "strange": 0, "unfinished": 0,
    }  # fmt: skip
    assert report["bag_valid"]
    assert report["same_content"]
    assert report["kills"] >= (20 if FULL else 3)


def test_ctrl_c_finishes_what_is_being_rendered_and_says_how_to_go_on(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    source, out = tmp_path / "in/cases.jsonl", tmp_path / "out"
    write_mixed(engine, source, 200)
    process = start(source, out)
    await_documents(out, 1, process)
    below = descendants(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    code, summary, said = finish(process)
    assert code == 130
    assert "再运行同一命令会接着做" in said
    assert summary["stopped"]
    assert 0 < summary["done"] == count_lines(out)["done"] < 200
    assert wholeness(source, out)["strange"] == 0
    assert all_gone(below)
    assert not (out / "bag/bagit.txt").exists()


def test_cases_that_hang_or_crash_cost_only_themselves(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    source, out = tmp_path / "in/cases.jsonl", tmp_path / "out"
    write_mixed(engine, source, 40)
    lines = source.read_text("utf-8").splitlines()
    for place, illness in ((5, "stuck"), (15, "crashed"), (30, "killed")):
        lines.insert(place, json.dumps({"kind": KIND, "payload": {"unwell": illness}}))
    source.write_text("\n".join(lines), "utf-8")
    summary = run(
        Plan(source, out, Order(("docx",), "archive")), engine,
        lambda: LocalCrew(settings, 2, 4, open_unwell_batch),  # type: ignore[arg-type]
        watch=lambda _: None, stop=threading.Event(),
    )  # fmt: skip
    assert (summary.done, summary.failed) == (40, 3)
    told = [json.loads(line) for line in (out / "errors.jsonl").read_text("utf-8").splitlines()]
    assert [(row["line"], row["code"]) for row in told] == [
        (6, "deadline"), (16, "worker_lost"), (31, "worker_lost"),
    ]  # fmt: skip
    assert rows(out, "SELECT attempts FROM items WHERE state = 'failed'") == [(2,)] * 3
    assert bagit.Bag(str(out / "bag")).is_valid()


def test_a_faulty_case_shows_in_the_exit_code_and_in_the_list(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    source, out = tmp_path / "in/cases.jsonl", tmp_path / "out"
    write_mixed(engine, source, 2)
    with source.open("a", encoding="utf-8") as file:
        file.write('{"kind": "mediation_agreement", "payload": {}}\nnonsense\n')
    looked = start(source, out, "--dry-run")
    output, said = looked.communicate(timeout=60)
    assert looked.returncode == ExitCode.batch_incomplete
    assert [json.loads(line)["line"] for line in output.splitlines()] == [3, 4]
    assert not out.exists()

    code, summary, said = finish(start(source, out, "--format", "docx", "--workers", "1"))
    assert code == ExitCode.batch_incomplete
    assert (summary["done"], summary["failed"]) == (2, 2)
    assert "errors.jsonl" in said
    told = [json.loads(line) for line in (out / "errors.jsonl").read_text("utf-8").splitlines()]
    assert [(row["line"], row["code"]) for row in told] == [(3, "invalid_case"), (4, "bad_payload")]

    code, summary, said = finish(start(source, out, "--format", "docx", "--anew"))
    assert (summary["out"], summary["rendered"]) == (f"{out}-2", 2)
