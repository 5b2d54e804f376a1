"""A dask cluster of real processes on one machine: a scheduler and workers that can be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.processes import descendants, wait_until

START_SECONDS = 60


class Cluster:
    """A scheduler and workers, each a process of its own; `prefix` puts them somewhere else.

    `prefix` is a command that runs another one, as `ip netns exec NAME` does: the first for the
    scheduler, the others for one worker each.
    """

    def __init__(
        self,
        folder: Path,
        workers: int = 2,
        host: str = "127.0.0.1",
        prefixes: Sequence[Sequence[str]] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        self._folder, self._host = folder, host
        self._environment = {**os.environ, "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False"}
        self._environment |= environment or {}
        self._count, self._prefixes = workers, [*prefixes] or [[]] * (workers + 1)
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        port = _free_port()
        self.address = f"tcp://{self._host}:{port}"
        self.scheduler = self._start(
            self._prefixes[0], "scheduler", "--host", self._host, "--port", str(port),
        )  # fmt: skip
        for number in range(self._count):
            self.add_worker(self._prefixes[number + 1])
        return self

    def add_worker(self, prefix: Sequence[str] = ()) -> None:
        """Start one more worker of one thread, without a nanny: once killed it stays away."""
        folder = self._folder / f"worker-{len(self.workers)}"
        folder.mkdir(parents=True)
        self.workers.append(self._start(
            prefix, "worker", self.address, "--nthreads", "1", "--no-nanny",
            "--local-directory", str(folder),
        ))  # fmt: skip

    def _start(self, prefix: Sequence[str], *command: str) -> "subprocess.Popen[bytes]":
        part, *rest = command
        log = (self._folder / f"{part}-{len(self.workers)}.log").open("wb")
        with log:
            return subprocess.Popen(
                [*prefix, sys.executable, "-m", f"distributed.cli.dask_{part}", *rest,
                 "--no-dashboard"],
                stdout=log, stderr=log, env=self._environment, start_new_session=True,
            )  # fmt: skip

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """Kill a process of the cluster and everything below it in one blow."""
        below = descendants(process.pid)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(START_SECONDS)
        assert wait_until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in below))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                self.kill(process)


class Networks:
    """Machines with networks of their own, all on one switch: Linux network namespaces."""

    host = "10.213.77.1"

    def __init__(self, count: int) -> None:
        self._switch = f"dg{os.getpid() % 100_000}"
        self._names = [f"{self._switch}-{number}" for number in range(count)]

    @staticmethod
    def possible() -> bool:
        """Whether this machine lets us make namespaces, switches and cables."""
        name = f"dgtry{os.getpid() % 100_000}"
        if shutil.which("ip") is None or not _ip("netns", "add", name):
            return False
        bridge = _ip("link", "add", name, "type", "bridge")
        _ip("link", "del", name)
        return _ip("netns", "del", name) and bridge

    @property
    def prefixes(self) -> list[list[str]]:
        """What runs a command on each of the machines."""
        return [["ip", "netns", "exec", name] for name in self._names]

    def unplug(self, number: int) -> None:
        """Pull the cable of one machine."""
        assert _ip("link", "set", self._cable(number), "down")

    def _cable(self, number: int) -> str:
        return f"{self._switch}c{number}"

    def __enter__(self) -> Self:
        steps = [
            f"link add {self._switch} type bridge",
            f"addr add {self.host}/24 dev {self._switch}",
            f"link set {self._switch} up",
        ]
        for number, name in enumerate(self._names):
            cable = self._cable(number)
            steps += [
                f"netns add {name}",
                f"link add {cable} type veth peer name eth0 netns {name}",
                f"link set {cable} master {self._switch} up",
                f"-n {name} addr add 10.213.77.{number + 2}/24 dev eth0",
                f"-n {name} link set eth0 up",
                f"-n {name} link set lo up",
            ]
        for step in steps:
            assert _ip(*step.split()), step
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in self._names:
            _ip("netns", "del", name)
        _ip("link", "del", self._switch)


def _ip(*words: str) -> bool:
    return subprocess.run(["ip", *words], capture_output=True, check=False).returncode == 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
