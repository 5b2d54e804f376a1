"""`docgen verify FOLDER`: a table for people, JSON for programs, a report, an exit code."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.cli import main
from docgen.errors import ExitCode

Verify = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Run `docgen verify ARGUMENTS`: exit code, stdout, stderr."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["docgen", "verify", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "120")
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return (code, *capsys.readouterr())

    return run


def test_whole_bag_is_told_in_a_table(verify: Verify, bag: Path) -> None:
    code, out, err = verify(bag)
    assert code == ExitCode.done
    assert "不合格" not in out
    assert out.count("合格") == 12
    assert "真实性" in out
    assert not err.strip()


def test_output_folder_stands_for_its_bag(verify: Verify, bag: Path, tmp_path: Path) -> None:
    assert bag == tmp_path / "bag"
    code, out, _ = verify(tmp_path, "--sample", 1, "--json")
    assert code == ExitCode.done
    told = json.loads(out)
    assert told["folder"] == str(bag)
    assert told["documents"] == 8
    assert sum(told["rerendered"].values()) in (1, 2)


def test_fault_is_named_and_has_its_exit_code(verify: Verify, bag: Path, tmp_path: Path) -> None:
    (bag / "data/register.csv").write_bytes(b"")
    report = tmp_path / "report.pdf"
    code, _, err = verify(bag, "--sample", 0, "--report", report)
    assert code == ExitCode.altered
    assert "data/register.csv：与清单中的 SHA-256、SHA-512 摘要不符" in err
    assert report.read_bytes().startswith(b"%PDF-1.7")


def test_folder_that_is_no_bag_has_no_verdict(verify: Verify, tmp_path: Path) -> None:
    code, _, err = verify(tmp_path)
    assert code == ExitCode.unprovable
    assert "不是封装好的归档包" in err
