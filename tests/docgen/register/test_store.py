"""The folder of files: whole files, claims that die with their process, disagreements found."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen import Engine
from docgen.register import store
from docgen.register.actor import Actor
from docgen.register.database import Register
from tests.docgen.register.test_issue import issue_one

ID = "0" * 32


def nothing(point: str) -> None:
    """Go on."""


def test_a_folder_is_of_the_month_in_beijing() -> None:
    assert store.folder_of(ID, datetime(2026, 6, 30, 16, 0, tzinfo=UTC)) == f"2026/07/{ID}"


def test_a_file_is_there_whole_and_private_or_not_at_all(tmp_path: Path) -> None:
    seen = []

    def look(point: str) -> None:
        seen.append((point, (tmp_path / "2026/07/a/x.pdf").exists()))

    kept = store.write(tmp_path, "2026/07/a", "x.pdf", b"content", look)
    assert seen == [("temporary x.pdf", False), ("written x.pdf", True)]
    assert (kept.path, kept.size) == ("2026/07/a/x.pdf", 7)
    assert store.read(tmp_path, kept.path, kept.sha256) == b"content"
    assert (tmp_path / kept.path).stat().st_mode & 0o077 == 0
    assert (tmp_path / "2026/07/a").stat().st_mode & 0o077 == 0


def test_removing_twice_is_as_good_as_once(tmp_path: Path) -> None:
    store.write(tmp_path, "2026/07/a", "x.pdf", b"content", nothing)
    store.remove(tmp_path, "2026/07/a")
    store.remove(tmp_path, "2026/07/a")
    assert not (tmp_path / "2026/07/a").exists()
    assert (tmp_path / "2026/07").exists()


def test_a_claim_is_seen_by_others_as_long_as_it_is_held(tmp_path: Path) -> None:
    with store.claimed(tmp_path, ID):
        assert store.claims(tmp_path) == [ID]
        with store.abandoned(tmp_path, ID) as is_abandoned:
            assert not is_abandoned
        assert store.claims(tmp_path) == [ID]
    assert store.claims(tmp_path) == []
    with store.abandoned(tmp_path, ID) as is_abandoned:
        assert is_abandoned
        with store.abandoned(tmp_path, ID) as by_somebody_else_too:
            assert not by_somebody_else_too
    assert store.claims(tmp_path) == []


def test_the_claim_of_a_dead_process_is_abandoned(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from docgen.register import store\n"
        "with store.claimed(Path(sys.argv[1]), sys.argv[2]):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    died = subprocess.run([sys.executable, "-c", program, tmp_path, ID], timeout=60, check=False)
    assert died.returncode == -9
    assert store.claims(tmp_path) == [ID]
    with store.abandoned(tmp_path, ID) as is_abandoned:
        assert is_abandoned


def test_a_folder_nobody_may_write_gives_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(store.StoreError, match="没有出具"), store.claimed(tmp_path, ID):
        pytest.fail("claimed without a lock")


def test_missing_altered_and_foreign_files_are_found(
    register: Register, engine: Engine, officer: Actor
) -> None:
    for _ in range(2):
        issue_one(register, engine, officer)
    assert store.check_files(register) == []
    first, second = sorted(register.store.glob("20*/*/*"))
    (first / "archive.pdf").unlink()
    (second / "delivery.pdf").write_bytes(b"%PDF-altered")
    (second / "note.txt").write_text("x")
    found = store.check_files(register)
    folder = "/".join(first.parts[-3:-1])
    assert [each.path for each in found] == [
        f"{folder}/{first.name}/archive.pdf",
        f"{folder}/{second.name}/delivery.pdf",
        f"{folder}/{second.name}/note.txt",
    ]
    assert [each.detail[:6] for each in found] == ["存档文件不见", "存档文件与出", "登记簿里没有"]
