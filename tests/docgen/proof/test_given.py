"""A single template, or a folder of what was changed, is proved in the place its name says."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen import Engine
from docgen.cli.office import lint
from docgen.errors import CatalogueError, ExitCode
from docgen.proof.given import misplaced, with_file
from docgen.settings import shipped

KIND = "non_acceptance_notice"
WORD, PAGE = f"docx/complaint/{KIND}.docx", f"html/complaint/{KIND}.html"


def test_a_file_is_proved_over_the_set_in_use(tmp_path: Path) -> None:
    page = tmp_path / f"{KIND}.html"
    text = (shipped("templates") / PAGE).read_text("utf-8")
    page.write_text(text.replace("不予受理", "予以受理", 1), "utf-8")
    answer = CliRunner().invoke(lint, [str(page)])
    assert answer.exit_code == ExitCode.bad_catalogue
    assert f"templates/{PAGE} 第" in answer.stderr
    page.write_text(text, "utf-8")
    answer = CliRunner().invoke(lint, [str(page)])
    assert (answer.exit_code, answer.output) == (0, "检查了 1 种文书，有 0 处问题。\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (f"{KIND} - 副本.docx", f"请把文件名改成 {KIND}.docx"),
        (f"{KIND}(1).html", f"请把文件名改成 {KIND}.html"),
        ("决定书.docx", "名称用 docgen kinds 列出"),
        (f"{KIND}.docm", "文件名以 .docx 结尾"),
    ],
)
def test_a_file_nobody_can_place_is_told(
    engine: Engine, tmp_path: Path, name: str, told: str
) -> None:
    path = Path(shutil.copy(shipped("templates") / WORD, tmp_path / name))
    with pytest.raises(CatalogueError, match="不") as fault, with_file(engine, path):
        pass
    assert told in fault.value.message
    assert name in fault.value.message


def test_what_a_folder_holds_in_the_wrong_place_is_named(engine: Engine, tmp_path: Path) -> None:
    for name in (
        WORD, f"docx/{KIND}.docx", f"{KIND}.docx", "docx/complaint/新建.docx", "说明.txt",
        "html/_own.html", f"corpus/{KIND}/a.json", "corpus/other/a.json", f"~${KIND}.docx",
        f"html/complaint/{KIND}.htm",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    told = {flaw.file: flaw.detail for flaw in misplaced(engine, tmp_path)}
    assert [*told] == sorted(told)
    assert set(told) == {
        f"{KIND}.docx", "docx/complaint/新建.docx", "corpus/other/a.json",
        f"html/complaint/{KIND}.htm",
    }  # fmt: skip
    assert f"请放到 {WORD}" in told[f"{KIND}.docx"]


def test_a_path_that_is_not_there_is_no_kind() -> None:
    answer = CliRunner().invoke(lint, ["没有.docx"])
    assert (answer.exit_code, "没有这个文件或文件夹" in answer.stderr) == (2, True)
    answer = CliRunner().invoke(lint, ["no_such_kind"])
    assert "没有这种文书" in str(answer.exception)
