"""Days on which the machine itself fails: every one ends in a clear answer, and passes."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine, Settings
from docgen.errors import ExitCode
from docgen.register import keys
from docgen.register.actor import Role
from docgen.register.database import FILE_NAME, STORE_NAME, Register, open_register
from docgen.register.rights import Scope
from docgen.register.upgrade import migrate
from tests.api.desks import ISSUE, payload_of
from tests.api.desks import KIND as OFFICE_KIND
from tests.docgen.register.accounts import CONSOLE, staff
from tests.docgen.register.wholeness import assert_whole, numbers_given
from tests.doubles.unwell_engine import KIND
from tests.processes import descendants, parent_of, wait_until
from tests.servers import ROOT, Server, free_port, running, unwell_server

pytestmark = pytest.mark.xdist_group("pool")
LONG = bool(os.environ.get("DOCGEN_SOAK"))
RENDER = f"/v1/render/{OFFICE_KIND}?copy=draft"
UNREADY = {"store_failed", "register_unavailable"}


@dataclass
class Desk:
    """Somebody who issues documents at a running server."""

    server: Server
    register: Register
    key: str
    payload: dict[str, Any]

    def issue(self) -> tuple[int, str]:
        """Return the status and the code of the problem, if it is one."""
        status, body, _ = self.server.send(
            "POST", ISSUE, json.dumps(self.payload).encode(),
            Authorization=f"Bearer {self.key}", Content_Type="application/json",
        )  # fmt: skip
        return status, json.loads(body).get("code", "")

    def list(self) -> int:
        """Return the status of a look at the ledger."""
        return self.server.send("GET", "/v1/documents", Authorization=f"Bearer {self.key}")[0]

    def render(self) -> int:
        """Return the status of a document that is not kept."""
        return self.server.send(
            "POST", RENDER, json.dumps(self.payload).encode(),
            Authorization=f"Bearer {self.key}", Content_Type="application/json", Accept="text/html",
        )[0]  # fmt: skip

    def readiness(self) -> str:
        """Return what is not ready; empty when all is."""
        status, body, _ = self.server.ask("/readyz")
        return "" if status == 200 else json.loads(body)["code"]

    def assert_unable_to_issue(self) -> None:
        """Nothing is issued and the service says why; what keeps nothing is served."""
        status, code = self.issue()
        assert (status, code in UNREADY) == (503, True), code
        assert wait_until(lambda: self.readiness() in UNREADY, 10)
        assert self.render() == 200

    def assert_well(self) -> None:
        """The bad day is over: the next document is issued, and none was lost or given twice."""
        assert wait_until(lambda: self.readiness() == "")
        before = len(numbers_given(self.register))
        assert self.issue() == (201, "")
        assert len(numbers_given(self.register)) == before + 1
        assert_whole(self.register)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of its own, of 16 MB, where this account may mount one; else an ordinary folder."""
    place = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)]
    mounted = (
        bool(shutil.which("mount"))
        and not subprocess.run(command, capture_output=True, check=False).returncode
    )
    yield place
    if mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(scope="module")
def home(disk: Path) -> Path:
    return disk / "home"


@pytest.fixture(scope="module")
def desk(settings: Settings, engine: Engine, home: Path) -> Iterator[Desk]:
    """A desk at a service that keeps everything on that disk."""
    register = open_register(replace(settings, home=home, database_url=""))
    migrate(register)
    staff(register, "何静远", Role.officer, None)
    scopes = [Scope.issue, Scope.read, Scope.render]
    key = keys.add_key(register, "counter", "何静远", scopes, actor=CONSOLE)
    port = free_port()
    command = ["docgen.cli", "serve", "--port", str(port), "--workers", "1"]
    with running(command, port, DOCGEN_HOME=str(home)) as server:
        yield Desk(server, register, key, payload_of(engine))
    register.engine.dispose()


def mounted(command: list[str]) -> bool:
    """Mount a disk if this account may; tell whether it did."""
    if shutil.which(command[0]) is None:
        return False
    return not subprocess.run(command, capture_output=True, check=False).returncode


def fill(disk: Path) -> Path:
    """Fill a disk to its last block; return what fills it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


def test_a_full_disk_stops_the_register_and_nothing_else(desk: Desk, disk: Path) -> None:
    if not os.path.ismount(disk):
        pytest.skip("this account may not mount a disk")
    ballast = fill(disk)
    desk.assert_unable_to_issue()
    ballast.unlink()
    desk.assert_well()


def test_a_process_that_may_write_no_more_says_so_and_recovers(desk: Desk) -> None:
    """The kernel refuses every write to a file, the log's own included."""
    master = desk.server.process.pid
    (child,) = (pid for pid in descendants(master) if parent_of(pid) == master)
    before = resource.prlimit(child, resource.RLIMIT_FSIZE)
    resource.prlimit(child, resource.RLIMIT_FSIZE, (0, before[1]))
    desk.assert_unable_to_issue()
    resource.prlimit(child, resource.RLIMIT_FSIZE, before)
    desk.assert_well()


def test_a_store_that_is_gone_is_told_and_found_again(desk: Desk, home: Path) -> None:
    store, away = home / STORE_NAME, home / "away"
    store.rename(away)
    store.write_text("no folder any more")
    desk.assert_unable_to_issue()
    store.unlink()
    away.rename(store)
    desk.assert_well()


def test_a_database_that_somebody_holds_is_told_and_waited_for(desk: Desk, home: Path) -> None:
    other = sqlite3.connect(home / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert wait_until(lambda: desk.readiness() == "register_unavailable", 10)
    assert desk.render() == 200
    # The ledger names no party, so a look at it need not be written down and waits for nobody.
    assert desk.list() == 200
    if LONG:  # It waits for twenty seconds first.
        assert desk.issue() == (503, "register_unavailable")
    other.execute("ROLLBACK")
    other.close()
    desk.assert_well()


def test_a_service_does_not_start_on_a_disk_that_is_read_only(tmp_path: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(tmp_path)]
    if not mounted(command):
        pytest.skip("this account may not mount a disk")
    try:
        assert_does_not_start(tmp_path / "home")
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def test_a_service_does_not_start_where_it_cannot_keep_anything(tmp_path: Path) -> None:
    taken = tmp_path / "home"
    taken.write_text("not a folder")
    assert_does_not_start(taken)


def assert_does_not_start(home: Path) -> None:
    command = [sys.executable, "-m", "docgen.cli", "serve", "--port", str(free_port())]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DOCGEN_HOME": str(home)}, timeout=60,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == ExitCode.bad_settings
    assert "数据文件夹" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_document_that_brings_its_worker_down_is_told_of(
    settings: Settings, engine: Engine
) -> None:
    with unwell_server(settings, UNWELL_MEMORY=str(700 << 20)) as server:
        for illness in ("greedy", "crashed"):
            status, body = server.render({"unwell": illness})
            assert (status, json.loads(body)["code"]) == (500, "worker_lost")
            assert server.render(engine.catalogue[KIND].schema.example)[0] == 200
        assert wait_until(server.ready)
        lost = [line for line in server.lines if line.get("reason") == "lost"]
        asked = [line for line in server.lines if line.get("status") == 500]
        assert [line["request_id"] for line in lost] == [line["request_id"] for line in asked]
        assert len(lost) == 2
        # Whatever a dying process prints.
        for line in server.log.read_text("utf-8").splitlines():
            assert isinstance(json.loads(line), dict)
