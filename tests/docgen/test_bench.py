"""The bench gives a table and JSON that a person and a program can believe; no speed is judged."""

import io
import json
import os
import sys
from collections import Counter
from pathlib import Path

import click
import pytest
from PIL import Image

from docgen import Engine
from docgen.bench.chart import PlotError, draw
from docgen.bench.material import PHOTO_BYTES, draw_photo
from docgen.bench.report import Outcome, Promise, Standing, as_table
from docgen.bench.scaling import Curve
from docgen.bench.table import ROWS
from docgen.bench.timing import Effort, take_turns
from docgen.bench.year import lines_of_the_year, parts_of_the_year, write_year
from docgen.cli import main
from docgen.cli.commands import COMMANDS, Commands
from docgen.errors import ExitCode

PROMISE = Promise(least=3, aim=5)
CURVE = Curve("页数", "页", ((1, 20.0), (2, 11.0), (5, 4.5)))


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["docgen", "bench", *arguments])
    code = 0
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def test_contenders_take_turns_and_the_first_changes() -> None:
    order: list[str] = []

    def contender(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    ours, theirs = take_turns(
        Effort(rounds=2), lambda _: contender("a", 1.0), lambda _: contender("b", 2.0)
    )
    assert (ours, theirs) == ([1.0, 1.0], [2.0, 2.0])
    assert order[-4:] == ["a", "b", "b", "a"]


@pytest.mark.parametrize(
    ("value", "lower", "standing"),
    [
        (2.9, False, Standing.missed), (3.0, False, Standing.met), (5.0, False, Standing.aim),
        (6.0, True, Standing.missed), (5.0, True, Standing.met), (3.0, True, Standing.aim),
    ],
)  # fmt: skip
def test_a_value_is_judged_against_its_promise(
    value: float, lower: bool, standing: Standing
) -> None:
    promise = Promise(5, 3, lower_is_better=True) if lower else PROMISE
    assert Outcome("row", "work", "other", value, "x", promise=promise).standing is standing


def test_a_row_that_cannot_be_measured_is_skipped_and_not_missed() -> None:
    outcome = Outcome("row", "work", "other", None, "x", promise=PROMISE)
    assert outcome.standing is Standing.skipped
    assert as_table([outcome]).row_count == 1


def test_one_round_gives_json_with_both_sides(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(
        monkeypatch, capsys, "--json", "--rounds", "1", "--only", "word", "--only", "size"
    )
    assert code == 0
    answer = json.loads(out)
    assert {"processor", "cores", "python", "weasyprint", "docxtpl"} <= set(answer["machine"])
    word, size = answer["rows"]
    assert (word["row"], size["row"]) == ("word", "size")
    assert word["rounds"] == 1
    assert word["value"] > 1, "docxtpl reads and writes the whole file again for every document"
    assert size["value"] > 1
    assert word["standing"] in {*Standing}
    assert "正在测 word" in err


def test_the_table_says_what_was_compared(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys, "--rounds", "1", "--only", "call")
    assert code == 0
    assert "整次调用：数据到 Word" in out
    assert "weasyprint" in out


def test_an_unknown_row_is_refused_with_the_known_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(monkeypatch, capsys, "--only", "speed")
    assert code == ExitCode.usage
    assert all(name in err for name in ROWS)


def test_drawn_photos_are_of_the_size_phones_send() -> None:
    content = draw_photo(1)
    assert draw_photo(1) == content
    assert abs(len(content) - PHOTO_BYTES) < PHOTO_BYTES * 0.2
    with Image.open(io.BytesIO(content)) as photo:
        assert photo.size == (1600, 1200)


def test_the_chart_is_an_svg_with_every_point_or_a_png() -> None:
    drawing = draw([CURVE, CURVE], {"processor": "A & B"}, ".svg").decode()
    assert drawing.count("<circle") == 6
    assert "A &amp; B" in drawing
    with Image.open(io.BytesIO(draw([CURVE], {}, ".png"))) as picture:
        assert picture.width > 500
    with pytest.raises(PlotError, match="svg"):
        draw([CURVE], {}, ".gif")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_lists_each_command_as_it_describes_itself(name: str) -> None:
    command = Commands().get_command(click.Context(click.Command("docgen")), name)
    assert command is not None
    assert str(command.help).startswith(COMMANDS[name][1].rstrip("。"))


def test_the_contract_year_is_told_from_a_batch_that_was_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = "batch" if os.environ.get("DOCGEN_SOAK") else "call"
    code, out, _ = run(
        monkeypatch, capsys, "--json", "--rounds", "1", "--year", "--documents", "20",
        "--only", beside,
    )  # fmt: skip
    assert code == 0
    rows = {row["row"]: row for row in json.loads(out)["rows"]}
    assert [*rows] == [
        beside, "year-speed", "year-bytes", "year-hours", "year-sealing", "year-size",
    ]  # fmt: skip
    work = rows["year-hours"]["work"]
    assert "168,209 件" in work
    papers = int(work.split("，")[1].removesuffix(" 份").replace(",", ""))
    assert rows["year-size"]["value"] > rows["year-bytes"]["value"] * papers / 1e6


def test_the_year_has_the_contract_s_mix(engine: Engine, tmp_path: Path) -> None:
    parts = parts_of_the_year(engine)
    pieces = sum(line.quantity for line in lines_of_the_year(engine))
    year = sum(part.quantity for part in parts)
    assert (pieces, year / pieces > 5) == (168_209, True)
    assert {part.item for part in parts} == {"非京东投诉", "非京东举报", "日常检查", "非现场检查"}
    write_year(parts, tmp_path / "cases.jsonl", 500)
    lines = (tmp_path / "cases.jsonl").read_text("utf-8").splitlines()
    assert len({*lines}) == 500
    counted = Counter(json.loads(line)["kind"] for line in lines)
    for kind in {part.kind for part in parts}:
        share = sum(part.quantity for part in parts if part.kind == kind) / year
        assert abs(counted[kind] - 500 * share) < len(parts)
    assert (tmp_path / "cases.jsonl").with_name("IMG_0701.jpg").is_file()
