"""The command line as a program sees it: what it prints where, and with which exit code."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from docgen import health
from docgen.cli import doctor, main
from docgen.errors import ExitCode
from docgen.render.font_sources import FREE_FACES, FreeFace
from docgen.settings import shipped
from schemas.ground.base import Rule, error
from schemas.kinds.complaint.non_acceptance_notice import NonAcceptanceNotice

KIND = "non_acceptance_notice"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `docgen ARGUMENTS` in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def run_docgen(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["docgen", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run_docgen


@pytest.fixture
def example(run: Run, tmp_path: Path) -> Path:
    """The example of a kind, as the command prints it."""
    path = tmp_path / "case.json"
    path.write_text(run("example", KIND)[1], "utf-8")
    return path


def change(path: Path, **values: Any) -> None:
    """Change fields of a payload file."""
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")


def test_help_teaches_the_first_three_commands_and_the_exit_codes(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == ExitCode.done
    for words in ("docgen example", "退出码", "核验：内容被改动过"):
        assert words in out


def test_kinds_lists_names_and_titles(run: Run) -> None:
    assert "投诉不予受理决定书" in run("kinds")[1]
    rows = json.loads(run("kinds", "--json")[1])
    assert {row["kind"]: row["form"] for row in rows}[KIND] == "CF-6"


def test_example_renders_as_printed(run: Run, example: Path, tmp_path: Path) -> None:
    code, out, err = run("render", KIND, example, "-o", tmp_path / "a.docx")
    assert (code, out) == (ExitCode.done, "")
    assert "已生成" in err
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")


def test_a_blank_edition_takes_no_case(run: Run, example: Path, tmp_path: Path) -> None:
    code, out, err = run("render", KIND, "--blank", "-o", tmp_path / "a.docx")
    assert (code, out) == (ExitCode.done, "")
    assert "已生成" in err
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    for arguments in ((KIND, example, "--blank"), (KIND,), (KIND, "--blank", "--copy", "draft")):
        code, _, err = run("render", *arguments)
        assert code == ExitCode.usage
        assert "空白的" in err


def test_format_follows_the_suffix_and_option_wins(run: Run, example: Path, tmp_path: Path) -> None:
    run("render", KIND, example, "-o", tmp_path / "a.html")
    assert (tmp_path / "a.html").read_bytes().startswith(b"<!DOCTYPE html>")
    run("render", KIND, example, "--format", "docx", "-o", tmp_path / "b.html")
    assert (tmp_path / "b.html").read_bytes().startswith(b"PK")


def test_without_output_the_file_bears_its_chinese_name(run: Run, example: Path) -> None:
    run("render", KIND, example, "--format", "html", "--copy", "draft")
    assert Path("投诉不予受理决定书_示市监﹝2026﹞第118号_草稿.html").is_file()


def test_schema_is_json_schema(run: Run) -> None:
    schema = json.loads(run("schema", KIND)[1])
    assert schema["properties"]["received_on"]["title"] == "收到投诉日期"
    assert "received_on" in schema["required"]


def test_check_lists_findings_with_pointer_and_source(run: Run, example: Path) -> None:
    assert run("check", KIND, example)[0] == ExitCode.done
    change(example, issued_on="2026-07-30")
    code, _, err = run("check", KIND, example)
    assert code == ExitCode.invalid_case
    assert "/issued_on" in err
    assert "第十五条" in err


def test_check_as_json_gives_programs_the_same(run: Run, example: Path) -> None:
    change(example, received_on="昨天")
    code, out, _ = run("check", KIND, example, "--json")
    assert code == ExitCode.invalid_case
    assert [(each["pointer"], each["code"]) for each in json.loads(out)["errors"]] == [
        ("/received_on", "not_a_date")
    ]


def test_refused_case_writes_nothing(run: Run, example: Path, tmp_path: Path) -> None:
    change(example, ground_item=9)
    code, _, _ = run("render", KIND, example, "-o", tmp_path / "a.pdf")
    assert code == ExitCode.invalid_case
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("example", "no_such_kind"), ExitCode.not_found),
        (("render", KIND, "absent.json"), ExitCode.usage),
        (("render", KIND, "broken.json"), ExitCode.usage),
        (("render", KIND), ExitCode.usage),
        (("serve", "--host", "0.0.0.0"), ExitCode.failed),  # noqa: S104
    ],
)
def test_misuse_has_its_exit_code_and_a_chinese_sentence(
    run: Run, arguments: tuple[str, ...], code: int
) -> None:
    Path("broken.json").write_text('{"a": ', "utf-8")
    found, out, err = run(*arguments)
    assert found == code
    assert out == ""
    assert "Traceback" not in err


def test_stdin_and_stdout_carry_a_case_and_a_document(example: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docgen.cli", "render", KIND, "-", "--format", "docx", "-o", "-"],
        input=example.read_bytes(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.startswith(b"PK")


@pytest.fixture
def templates(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bureau's own copy of the templates, and a cache of its own that knows no proof."""
    monkeypatch.setenv("DOCGEN_TEMPLATES", str(tmp_path / "templates"))
    monkeypatch.setenv("DOCGEN_CACHE", str(own_cache))
    return Path(shutil.copytree(shipped("templates"), tmp_path / "templates"))


def test_a_flawed_page_stops_its_kind_in_every_format_and_no_other(
    run: Run, example: Path, tmp_path: Path, templates: Path
) -> None:
    page = templates / "html/complaint" / f"{KIND}.html"
    page.write_text(page.read_text("utf-8") + "{{ nobody }}", "utf-8")
    for format in ("docx", "html"):
        code, _, err = run("render", KIND, example, "-o", tmp_path / f"a.{format}")
        assert code == ExitCode.bad_catalogue
        assert f"templates/html/complaint/{KIND}.html" in err
        assert not (tmp_path / f"a.{format}").exists()
    assert run("check", KIND, example)[0] == ExitCode.done
    other = tmp_path / "other.json"
    other.write_text(run("example", "mediation_agreement")[1], "utf-8")
    done = run("render", "mediation_agreement", other, "-o", tmp_path / "b.docx")[0]
    assert done == ExitCode.done


def test_a_flawed_kind_is_marked_and_the_others_are_listed(run: Run, templates: Path) -> None:
    (templates / "docx/complaint" / f"{KIND}.docx").unlink()
    code, out, err = run("kinds")
    assert code == ExitCode.done, err
    assert f"不能使用：{KIND}：缺少模板 templates/docx/complaint/{KIND}.docx" in out
    assert out.count("不能使用") == 1
    rows = {row["kind"]: row for row in json.loads(run("kinds", "--json")[1])}
    assert [kind for kind, row in rows.items() if row["flaw"]] == [KIND]
    code, out, err = run("schema", KIND)
    assert code == ExitCode.done
    assert json.loads(out)["description"].startswith("投诉不予受理决定书：")
    assert "缺少模板" in err
    code, out, err = run("lint", KIND)
    assert code == ExitCode.bad_catalogue
    assert "缺少模板" in err
    assert "检查了 1 种文书" in out
    assert run("lint", "no_such_kind")[0] == ExitCode.not_found


def raising(schema: Any, value: Any, facts: Any) -> Any:
    """Judge as a rule would that its author forgot to try: over a value that is not there."""
    return [error("", "early", "早")] if value.late_reason > 1 else []


def test_a_rule_that_fails_is_one_sentence_at_every_command(
    run: Run, example: Path, templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = {**NonAcceptanceNotice.rules(), "raising": Rule(raising, "试验")}
    monkeypatch.setattr(NonAcceptanceNotice, "rules", lambda: rules)
    assert templates.is_dir()
    for command in (
        ("check", KIND, example),
        ("render", KIND, example, "-o", "a.pdf"),
        ("lint", KIND),
        ("doctor",),
        ("serve",),
    ):
        code, _, err = run(*command)
        assert code == ExitCode.bad_catalogue, command
        assert "规则 raising 判断不了，出在字段 /late_reason" in err, command
        assert "TypeError" in err
        assert "Traceback" not in err
    assert "规则 raising" in run("kinds")[1]


def test_who_wants_no_pdf_does_not_wait_for_its_engine(example: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from docgen.cli import main\n"
        f"sys.argv = ['docgen', 'render', {KIND!r}, {str(example)!r}, '-o', 'a.docx']\n"
        "main(); assert 'docxtpl' in sys.modules; assert 'weasyprint' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=60)


def test_verify_has_a_verdict_and_an_exit_code_for_each_fate(
    run: Run, example: Path, tmp_path: Path
) -> None:
    archived, delivered = tmp_path / "archive.pdf", tmp_path / "delivery.pdf"
    run("render", KIND, example, "--copy", "archive", "-o", archived)
    run("render", KIND, example, "-o", delivered)
    assert run("verify", archived)[0] == ExitCode.done
    assert run("verify", delivered)[0] == ExitCode.unprovable
    assert run("verify", delivered, "--case", example)[0] == ExitCode.done
    change(example, complaint_subject="另一件事")
    assert run("verify", delivered, "--case", example)[0] == ExitCode.altered
    with pikepdf.open(io.BytesIO(archived.read_bytes())) as pdf:
        pdf.pages[0].MediaBox = [0, 0, 300, 300]
        pdf.save(tmp_path / "changed.pdf")
    code, out, _ = run("verify", tmp_path / "changed.pdf", "--json")
    assert code == ExitCode.altered
    assert json.loads(out)["verdict"] == "altered"


def test_lint_finds_nothing_in_the_shipped_templates(run: Run) -> None:
    code, out, _ = run("lint")
    assert code == ExitCode.done
    assert "有 0 处问题" in out


def test_doctor_says_which_face_serves_which_role(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == ExitCode.done
    for words in ("示例市示例区市场监督管理局", "2026", "字体摘要"):
        assert words in out


def test_doctor_names_the_faces_that_cannot_be_used(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "字体 office.ttf 的许可禁止嵌入，已跳过，请换用可嵌入的版本。"
    monkeypatch.setattr(doctor, "unusable_faces", lambda _: (told,))
    assert told in run("doctor")[1]
    assert json.loads(run("doctor", "--json")[1])["unusable_faces"] == [told]


def test_doctor_tells_an_empty_register_from_none_and_makes_neither(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "office"
    monkeypatch.setenv("DOCGEN_HOME", str(home))
    code, out, _ = run("doctor")
    assert (code, home.exists()) == (ExitCode.done, False)
    assert "还没有登记簿" in out
    run("users", "list")
    code, out, _ = run("doctor")
    assert code == ExitCode.done
    assert "这是一个空的登记簿" in out


def test_doctor_names_what_is_missing_and_does_not_call_it_well(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_HOME", str(tmp_path / "office"))
    fang = FreeFace("NowhereFang.otf", None, "", "fonts-nowhere")
    monkeypatch.setattr(
        health, "FREE_FACES", {**FREE_FACES, "fangsong": (fang, *FREE_FACES["fangsong"])}
    )
    code, _, err = run("doctor")
    assert code == ExitCode.bad_settings
    assert "仿宋（正文）缺少字体 NowhereFang.otf" in err
    assert "fonts-nowhere" in err
    monkeypatch.setattr(health, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    code, out, err = run("doctor")
    assert (code, "可以使用" in out) == (ExitCode.bad_settings, False)
    assert "libnowhere.so.9，请安装软件包 libnowhere9" in err


def test_doctor_tries_the_database(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_DATABASE_URL", "postgresql://docgen@127.0.0.1:9/docgen")
    code, out, _ = run("doctor", "--json")
    assert code == ExitCode.bad_settings
    assert "没有在运行或拒绝连接" in out


def test_demo_renders_checks_and_says_where(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("demo", "--out", tmp_path / "out", "--kind", KIND)
    assert code == ExitCode.done, out
    assert str(tmp_path / "out") in out
    assert len(list((tmp_path / "out" / KIND).iterdir())) >= 15
