"""The real server in a process of its own, over the folder of an invented office."""

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen import Settings
from docgen.cli.office import server_options
from docgen.register.database import Register, open_register
from tests.doubles.clock import Clock
from tests.doubles.july import START
from tests.processes import all_gone, descendants, wait_until
from tests.servers import START_SECONDS, free_port

ROOT = Path(__file__).parents[2]
APP = "tests.doubles.july_wsgi:app"
# Chromium that has no window, as Debian packs it.
PROGRAM = "chromium-headless-shell"


@dataclass
class Office:
    """A service: where it listens, where it keeps its things, its register to look at."""

    settings: Settings
    register: Register
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.settings.home / "server.log"

    def start(self) -> None:
        """Start the server and wait until it can render."""
        options = server_options(self.settings, f"127.0.0.1:{self.port}")
        environment = os.environ | {
            "DOCGEN_HOME": str(self.settings.home),
            "DOCGEN_SECRET_KEY": self.settings.secret_key,
            "DOCGEN_WORKERS": "1",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.serve", *options, APP],
                cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        assert wait_until(self._is_ready, START_SECONDS), self.log.read_text("utf-8")[-4000:]

    def stop(self) -> None:
        """Stop the server; nothing of it stays."""
        if self.process is None:
            return
        family = descendants(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)
        self.process = None
        assert all_gone(family)

    def restart(self) -> None:
        """Stop and start again: what was kept in memory only is gone."""
        self.stop()
        self.start()

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


@contextmanager
def serving(settings: Settings, furnished: Path, home: Path) -> Iterator[Office]:
    """Serve a copy of the invented office from a folder of its own."""
    shutil.copytree(furnished, home, dirs_exist_ok=True)
    here = replace(settings, home=home, database_url="", secret_key="一" * 32, workers=1)
    register = open_register(here, now=Clock(START.replace(minute=0)))
    office = Office(here, register, free_port())
    try:
        office.start()
        yield office
    finally:
        office.stop()
        register.engine.dispose()
