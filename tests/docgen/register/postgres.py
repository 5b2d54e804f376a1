"""A private PostgreSQL for one test session: made, started and stopped by nobody but us."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGCONT, SIGINT, SIGSTOP
from typing import Any

import psycopg

from tests.processes import descendants, parent_of

SECONDS_TO_START = 30
BINARIES = ("initdb", "postgres")
FOLDERS = [Path(path) for path in os.get_exec_path()] + sorted(
    Path("/usr/lib/postgresql").glob("*/bin"), reverse=True
)


def find_server() -> Path | None:
    """Return the folder with the server's programs; None where none are installed."""
    return next(
        (each for each in FOLDERS if all((each / name).is_file() for name in BINARIES)), None
    )


@contextmanager
def running(programs: Path) -> Iterator[str]:
    """Make a cluster, run it on a free loopback port and give the URL of its `postgres` database.

    The server refuses to run as root, so root lends it an account without rights.
    """
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="docgen-postgres-"))
    try:
        if "user" in account:
            os.chown(folder, account["user"], account["group"])
        data = folder / "data"
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "docgen",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            timeout=120,
            cwd=folder,
            **account,
        )
        port = _free_port()
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [
                    programs / "postgres",
                    "-D",
                    data,
                    "-p",
                    str(port),
                    "-h",
                    "127.0.0.1",
                    "-k",
                    folder,
                    "-c",
                    "fsync=off",
                    "-c",
                    "max_connections=60",
                ],
                stdout=log,
                stderr=log,
                cwd=folder,
                **account,
            )
        try:
            url = f"postgresql://docgen@127.0.0.1:{port}/postgres"
            _wait_for(server, url, folder / "log")
            yield url
        finally:
            server.send_signal(SIGINT)
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder)


def _account() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("this machine has no account without rights to run PostgreSQL under")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """Stop every process of the server that answers at `url`: lines stay open, nobody answers."""
    master = server_of(url)
    stopped = [master, *descendants(master)]
    try:
        for each in stopped:
            with suppress(ProcessLookupError):  # The line that was asked over is ending.
                os.kill(each, SIGSTOP)
        yield
    finally:
        for each in stopped:
            with suppress(ProcessLookupError):
                os.kill(each, SIGCONT)


def server_of(url: str) -> int:
    """Return the process id of the server that answers at `url`."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row
        return parent_of(row[0])
