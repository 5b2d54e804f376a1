"""What the README promises in three commands: an account, a key, an issued number."""

import io
import re
import shlex
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from api.app import create_app
from docgen import Engine, Settings
from docgen.cli import main
from docgen.register.database import open_register
from docgen.register.upgrade import migrate
from tests.catalogue import KINDS
from tests.docgen.register.accounts import PASSWORD
from tests.doubles.quick_pool import QuickPool

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_an_account_a_key_and_an_issued_number_in_three_commands(
    name: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    (block,) = (each for each in blocks if "KEY=$(" in each)
    users, keys, issue = block.replace("\\\n", " ").splitlines()
    monkeypatch.setenv("DOCGEN_HOME", str(tmp_path))
    monkeypatch.delenv("DOCGEN_DATABASE_URL", raising=False)

    def run(command: str) -> str:
        program, *arguments = shlex.split(command, comments=True)
        assert program == ".venv/bin/docgen"
        monkeypatch.setattr(sys, "argv", ["docgen", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        main()
        return capsys.readouterr().out

    run(users)
    key = run(keys.removeprefix("KEY=$(").removesuffix(")")).strip()
    example, request = issue.split(" | ")
    curl = shlex.split(request.replace("$KEY", key))
    headers = dict(given.split(": ") for flag, given in pairwise(curl) if flag == "-H")
    settings = Settings.from_env()
    register = open_register(settings)
    migrate(register)
    service = create_app(settings, engine, QuickPool(engine), register)  # type: ignore[arg-type]
    answer = service.test_client().post(
        curl[-1].removeprefix("http://127.0.0.1:8000"), data=run(example), headers=headers
    )
    register.engine.dispose()
    assert answer.status_code == 201
    assert answer.json["document_number"] == "示市监﹝2026﹞第1号"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_kinds_it_shows_are_there(name: str) -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \|", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert rows
    assert set(rows) <= set(KINDS)
