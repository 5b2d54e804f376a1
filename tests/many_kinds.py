"""What many kinds cost: `python -m tests.many_kinds 74` beside the kinds that there are.

The kinds are multiplied in a temporary folder, each copy a schema and two templates under a name of
its own, and what an office does is timed there and here in turns. It prints processor seconds, not
seconds on a clock, and of several rounds the least: these hold on a machine that others use too.
"""

import http.client
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docgen import Settings
from docgen.engine import assemble
from docgen.kinds.catalogue import Kind
from tests.processes import descendants, wait_until
from tests.servers import Server, end, free_port

ROOT = Path(__file__).parents[1]
ROUNDS = 3
START_SECONDS = 600.0
TICKS = os.sysconf("SC_CLK_TCK")
# What a cost may grow to, as a multiple of that of the few; None where only the figure counts.
BOUNDS = {
    "first start, nothing proved": None,
    "start to /readyz": 1.3,
    "verify ONE.pdf": 1.2,
    "doctor": 1.2,
    "worker memory": 1.3,
    "openapi.json": None,
}
# What it may be at all, in megabytes.
CEILINGS = {"openapi.json": 1.0}


@dataclass(frozen=True)
class Office:
    """A checkout of its own in `folder`, with a cache of its own that has the prepared faces."""

    folder: Path
    kinds: int

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return os.environ | {
            "DOCGEN_HOME": str(self.folder / "home"),
            "DOCGEN_CACHE": str(self.folder / "cache"),
            # The service leaves the folder it is started in out of its own path.
            "PYTHONPATH": str(self.folder),
        }

    def forget(self) -> None:
        """Forget what was proved."""
        shutil.rmtree(self.folder / "cache" / "proofs", ignore_errors=True)

    def seconds(self, *arguments: str) -> float:
        """Run a command and return the processor seconds that it and its children took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "docgen.cli", *arguments],
            cwd=self.folder, env=self.environment, check=True, capture_output=True,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    @contextmanager
    def service(self) -> Iterator[Server]:
        """Run the service as `docgen serve` does, and wait until it is ready."""
        port = free_port()
        with tempfile.NamedTemporaryFile() as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "docgen.cli", "serve", "--port", str(port)],
                cwd=self.folder, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
            server = Server(process, port, Path(log.name))
            try:
                if not wait_until(server.ready, START_SECONDS):
                    raise RuntimeError(server.log.read_text("utf-8"))
                yield server
            finally:
                end(process)


def multiply(folder: Path, count: int) -> Office:
    """Set up an office with at least `count` kinds: copies of ours under further names."""
    for name in ("docgen", "api", "tests", "wsgi.py"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("schemas", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "cache").mkdir()
    settings = Settings.from_env()
    (folder / "cache" / "faces").symlink_to(settings.cache.absolute() / "faces")
    kinds = list(assemble(settings).catalogue.values())
    for number in range(len(kinds), count):
        kind = kinds[number % len(kinds)]
        copy_kind(kind, folder, f"{kind.name}_{number // len(kinds) + 1}")
    return Office(folder, max(count, len(kinds)))


def copy_kind(kind: Kind, folder: Path, name: str) -> None:
    """Copy the three files of a kind under another name."""
    places = {
        ROOT / kind.file: folder / kind.file,
        kind.page_template: folder / kind.page_template.relative_to(ROOT),
        kind.word_template: folder / kind.word_template.relative_to(ROOT),
    }
    for source, place in places.items():
        shutil.copy(source, place.with_stem(name))


def processor_seconds(pids: set[int]) -> float:
    """Return the processor seconds of living processes and of their children that have ended."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def resident_megabytes(server: Server) -> float:
    """Return what the workers hold, memory that they share counted by its part, after one PDF."""
    workers = {line["pid"] for line in server.lines if line["event"] == "worker_started"}
    total = 0
    for pid in workers:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024 / len(workers)


def fetched(server: Server, place: str) -> bytes:
    """Return what a page says, however long it takes."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=START_SECONDS)
    try:
        line.request("GET", place)
        return line.getresponse().read()
    finally:
        line.close()


def of_the_service(office: Office) -> dict[str, float]:
    """Return what a start costs, and what the service then holds and says."""
    with office.service() as server:
        family = {server.process.pid, *descendants(server.process.pid)}
        start = processor_seconds(family)
        kinds = json.loads(fetched(server, "/v1/kinds"))["kinds"]
        assert len(kinds) == office.kinds
        contract = fetched(server, "/v1/openapi.json")
        held = resident_megabytes(server)
    return {"start": start, "memory": held, "contract": len(contract) / 1e6}


def costs_of(office: Office, pdf: Path) -> dict[str, float]:
    """Return every cost of an office, once."""
    office.forget()
    first = of_the_service(office)["start"]
    then = of_the_service(office)
    return {
        "first start, nothing proved": first,
        "start to /readyz": then["start"],
        "verify ONE.pdf": office.seconds("verify", str(pdf)),
        "doctor": office.seconds("doctor"),
        "worker memory": then["memory"],
        "openapi.json": then["contract"],
    }


def archived(office: Office) -> Path:
    """Have one archive copy made and return where it lies."""
    case, pdf = office.folder / "case.json", office.folder / "one.pdf"
    kind = "mediation_agreement"
    run: Callable[..., bytes] = lambda *arguments: subprocess.run(  # noqa: E731
        [sys.executable, "-m", "docgen.cli", *arguments],
        cwd=office.folder, env=office.environment, check=True, stdout=subprocess.PIPE,
    ).stdout  # fmt: skip
    case.write_bytes(run("example", kind))
    run("render", kind, str(case), "--copy", "archive", "-o", str(pdf))
    return pdf


def main(count: int, rounds: int = ROUNDS) -> int:
    """Print the costs of few kinds and of many side by side; return 1 where a bound is broken."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as there:
        few, many = multiply(Path(here), 0), multiply(Path(there), count)
        pdf = archived(few)
        found: dict[int, list[dict[str, float]]] = {few.kinds: [], many.kinds: []}
        for turn in range(rounds):
            for office in (few, many) if turn % 2 == 0 else (many, few):
                found[office.kinds].append(costs_of(office, pdf))
    broken = False
    print(f"{'':<30}{few.kinds:>5} kinds{many.kinds:>5} kinds   times")
    for name, bound in BOUNDS.items():
        less, more = (min(each[name] for each in found[n]) for n in (few.kinds, many.kinds))
        over = more > (less * bound if bound else CEILINGS.get(name, more))
        broken = broken or over
        told = f"at most {bound}" if bound else ""
        print(f"{name:<30}{less:>11.2f}{more:>11.2f}{more / less:>8.2f}  {told}{' BROKEN' * over}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 70, *map(int, sys.argv[2:3])))
