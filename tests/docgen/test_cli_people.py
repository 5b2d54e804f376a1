"""The commands about people and keys, and when `docgen serve` starts at all."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from docgen.cli import main
from docgen.cli.door import LEAST_SECRET
from docgen.errors import ExitCode
from docgen.register import keys, people
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.proof import check_chain
from docgen.register.rights import Scope
from docgen.register.signing_in import SignInRefusedError
from docgen.register.tables import sessions
from docgen.settings import Settings
from tests.docgen.register.accounts import sign_in

PASSWORD = "校园 河堤 铁壶 七月 风筝"  # noqa: S105 (invented)
NAME = "何静远"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `docgen ARGUMENTS` with `typed` on stdin: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DOCGEN_")]:
        monkeypatch.delenv(name)

    def run_docgen(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["docgen", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run_docgen


@pytest.fixture
def register(run: Run, tmp_path: Path) -> Iterator[Register]:
    """The register in the data folder the commands use."""
    assert run("users", "list")[0] == ExitCode.done
    register = open_register(Settings.from_env({"DOCGEN_HOME": str(tmp_path / "docgen-data")}))
    yield register
    register.engine.dispose()


@pytest.fixture
def officer(run: Run, register: Register) -> str:
    """An officer's account."""
    assert run("users", "add", NAME, "--role", "officer", typed=PASSWORD + "\n")[0] == 0
    return NAME


def test_an_account_added_with_a_password_from_a_pipe_can_sign_in(
    register: Register, officer: str
) -> None:
    assert sign_in(register, officer, PASSWORD).actor == Actor(NAME, Role.officer)


def test_a_command_is_recorded_under_the_machine_s_account(
    run: Run, register: Register, officer: str
) -> None:
    with register.reading() as connection:
        actors = connection.exec_driver_sql("SELECT DISTINCT actor FROM audit").scalars().all()
    assert len(actors) == 1
    assert actors[0].startswith("console:")
    assert check_chain(register) == []


@pytest.mark.parametrize("typed", ["", "\n", "短密码\n"])
def test_an_account_with_no_password_or_a_weak_one_is_not_added(
    run: Run, register: Register, typed: str
) -> None:
    code, out, err = run("users", "add", NAME, "--role", "officer", typed=typed)
    assert (code, out) == (ExitCode.usage, "")
    assert "密码" in err
    assert people.list_people(register) == []


def test_an_account_for_programs_alone_asks_for_no_password(run: Run, register: Register) -> None:
    assert run("users", "add", "窗口系统", "--role", "drafter", "--no-password")[0] == 0
    assert not people.list_people(register)[0].has_password


def test_the_list_of_accounts_shows_roles_and_states_and_no_hash(
    run: Run, register: Register, officer: str
) -> None:
    run("users", "add", "邵文", "--role", "drafter", typed=PASSWORD)
    assert run("users", "disable", "邵文")[0] == ExitCode.done
    out = run("users", "list", "--json")[1]
    assert {row["name"]: (row["role"], row["state"]) for row in json.loads(out)} == {
        NAME: ("officer", "open"),
        "邵文": ("drafter", "disabled"),
    }
    table = run("users", "list")[1]
    for words in (NAME, "邵文", "停用", "officer"):
        assert words in table
    assert "argon2" not in out + table


def test_a_disabled_account_can_be_enabled_and_given_another_password(
    run: Run, register: Register, officer: str
) -> None:
    for command in (("disable", NAME), ("enable", NAME), ("role", NAME, "archivist")):
        assert run("users", *command)[0] == ExitCode.done
    assert people.find_person(register, NAME).role is Role.archivist
    assert run("users", "password", NAME, typed="竹椅 北窗 墨水 三轮 雨伞\n")[0] == ExitCode.done
    assert sign_in(register, NAME, "竹椅 北窗 墨水 三轮 雨伞")
    with pytest.raises(SignInRefusedError):
        sign_in(register, NAME, PASSWORD)


def test_a_certificate_is_given_with_the_account_listed_changed_and_taken_away(
    run: Run, register: Register
) -> None:
    def listed() -> Any:
        return json.loads(run("users", "list", "--json")[1])[0]["certificate"]

    account = ("users", "add", NAME, "--role", "officer", "--no-password")
    assert run(*account, "--certificate", "99990012035")[0] == ExitCode.done
    assert listed() == "99990012035"
    assert "99990012035" in run("users", "list")[1]
    assert run("users", "certificate", NAME, "99990012071")[0] == ExitCode.done
    assert listed() == "99990012071"
    code, _, err = run("users", "certificate", NAME, "")
    assert (code, listed()) == (ExitCode.done, None)
    assert "已去掉" in err


def test_a_key_is_printed_once_alone_on_stdout(run: Run, register: Register, officer: str) -> None:
    code, out, err = run("keys", "add", "窗口", "--scope", "render,issue")
    assert code == ExitCode.done
    secret = out.removesuffix("\n")
    assert secret not in err
    assert not set(secret) & set(" \n")
    holder = keys.who(register, secret)
    assert holder
    assert (holder.person, holder.scopes) == (NAME, {Scope.render, Scope.issue})
    for command in (("keys", "list"), ("keys", "list", "--json")):
        assert secret.rsplit("_", 1)[-1] not in run(*command)[1]


def test_the_list_of_keys_tells_their_use_and_their_end(
    run: Run, register: Register, officer: str
) -> None:
    secret = run("keys", "add", "窗口", "--scope", "read")[1].strip()
    assert keys.who(register, secret)
    (row,) = json.loads(run("keys", "list", "--json")[1])
    assert (row["name"], row["person"], row["scopes"]) == ("窗口", NAME, ["read"])
    assert row["last_used_at"]
    assert row["revoked_at"] is None
    assert run("keys", "revoke", "窗口")[0] == ExitCode.done
    assert keys.who(register, secret) is None
    assert json.loads(run("keys", "list", "--json")[1])[0]["revoked_at"]


def test_a_key_without_a_person_is_the_only_account_s_or_nobody_s(
    run: Run, register: Register
) -> None:
    code, out, err = run("keys", "add", "窗口", "--scope", "render")
    assert (code, out) == (ExitCode.usage, "")
    assert "docgen users add" in err
    for name in (NAME, "邵文"):
        run("users", "add", name, "--role", "officer", "--no-password")
    code, out, err = run("keys", "add", "窗口", "--scope", "render")
    assert (code, out) == (ExitCode.usage, "")
    assert "--person" in err
    assert run("keys", "add", "窗口", "--scope", "render", "--person", NAME)[0] == ExitCode.done


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("users", "add", "a/b", "--role", "officer", "--no-password"), ExitCode.usage),
        (("users", "add", "邵文", "--role", "boss"), ExitCode.usage),
        (("users", "add", NAME, "--role", "officer", "--no-password"), ExitCode.failed),
        (("users", "add", "邵文", "--role", "officer", "--certificate", "9" * 31), ExitCode.usage),
        (("users", "certificate", NAME, "9" * 31), ExitCode.usage),
        (("users", "certificate", "无此人", "99990012035"), ExitCode.not_found),
        (("users", "disable", "无此人"), ExitCode.not_found),
        (("users", "password", "无此人"), ExitCode.not_found),
        (("keys", "add", "窗口", "--scope", "everything"), ExitCode.usage),
        (("keys", "add", "窗口", "--scope", "batch"), ExitCode.usage),
        (("keys", "add", "窗口", "--scope", "render", "--person", "无此人"), ExitCode.not_found),
        (("keys", "revoke", "窗口"), ExitCode.not_found),
    ],
)
def test_what_cannot_be_done_has_its_exit_code_and_a_sentence(
    run: Run, officer: str, arguments: tuple[str, ...], code: int
) -> None:
    found, out, err = run(*arguments, typed=PASSWORD)
    assert (found, out) == (code, "")
    assert err
    assert "Traceback" not in err


def test_a_password_asked_for_at_a_terminal_is_not_shown() -> None:
    """A real terminal, since only there is anything hidden; the password is typed twice."""
    import pty

    command = "from docgen.cli.people import new_password; print(len(new_password()))"
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", command], stdin=slave, stdout=slave, stderr=slave,
        start_new_session=True,
    ) as child:  # fmt: skip
        os.close(slave)
        seen = b""
        for prompt in (b"\xef\xbc\x89: ", "再输一次: ".encode()):
            while not seen.endswith(prompt):
                seen += os.read(master, 1)
            os.write(master, PASSWORD.encode() + b"\n")
        assert child.wait(30) == 0
        while str(len(PASSWORD)).encode() not in seen:
            seen += os.read(master, 1)
    os.close(master)
    assert PASSWORD.encode() not in seen


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands `docgen serve` would have become; the engine is not what is tried here."""
    commands: list[list[str]] = []
    monkeypatch.setattr("docgen.cli.office.open_engine", lambda *_: None)

    def become(_path: str, command: list[str], _environment: Any) -> None:
        commands.append(command)

    monkeypatch.setattr(os, "execve", become)
    return commands


def test_serve_on_a_fresh_machine_prints_a_link_to_set_up_the_first_account(
    run: Run, register: Register, started: list[list[str]]
) -> None:
    code, out, _ = run("serve", "--port", "8017")
    assert (code, len(started)) == (ExitCode.done, 1)
    (link,) = [line.strip() for line in out.splitlines() if "/sign-in?" in line]
    assert link.startswith("http://127.0.0.1:8017/sign-in?link=")
    secret = parse_qs(urlsplit(link).query)["link"][0]
    assert people.add_first_admin(register, secret, "周予", PASSWORD)


def test_serve_prints_no_link_where_there_is_an_account(
    run: Run, officer: str, register: Register, started: list[list[str]]
) -> None:
    code, out, _ = run("serve")
    assert (code, len(started)) == (ExitCode.done, 1)
    assert "sign-in" not in out
    with register.reading() as connection:
        assert connection.execute(select(sessions)).all() == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104
def test_serve_beyond_this_machine_wants_accounts_and_a_secret(
    run: Run, register: Register, started: list[list[str]], host: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("DOCGEN_SECRET_KEY", "x" * LEAST_SECRET)
    code, _, err = run("serve", "--host", host)
    assert code == ExitCode.failed
    assert "docgen users add" in err
    run("users", "add", NAME, "--role", "officer", "--no-password")
    for secret in ("", "x" * (LEAST_SECRET - 1)):
        monkeypatch.setenv("DOCGEN_SECRET_KEY", secret)
        code, _, err = run("serve", "--host", host)
        assert code == ExitCode.failed
        assert "DOCGEN_SECRET_KEY" in err
    assert started == []
    monkeypatch.setenv("DOCGEN_SECRET_KEY", "x" * LEAST_SECRET)
    assert run("serve", "--host", host)[0] == ExitCode.done
    assert len(started) == 1
