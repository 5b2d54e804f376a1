"""Walk the Dockerfile without a container engine: each step in a root of its own, then the service.

    python -m tools.image FOLDER [--bring FILE]...

Needs root, `debootstrap`, the network and 4 GB in FOLDER. A bare Debian of the base image's release
with its Python stands in for the base image; steps run by `chroot`. At the end the image's command
runs as the image's account on a root that is read-only, as in `compose.yaml` but on SQLite, and the
image's own health check is asked. `--bring` copies files of this machine that its network wants
(certificates); they lie beside the steps, not in them. Proved is what the steps do, not what an
engine does: layers, limits of memory, the network between containers.
"""

import argparse
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from types import MappingProxyType

SOURCE = Path(__file__).parents[1]
BASE = re.compile(r"python:3\.(?P<minor>\d+)-slim-(?P<release>[a-z]+)")
STAND_IN = "ca-certificates,python3,python3-venv,python3-pip,python-is-python3"
# Debian keeps pip from its own Python; the base image's is the image's own.
OURS = MappingProxyType({"PIP_BREAK_SYSTEM_PACKAGES": "1", "DEBIAN_FRONTEND": "noninteractive"})
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
READY_SECONDS = 90
KNOWN = ("HEALTHCHECK", "VOLUME", "EXPOSE", "STOPSIGNAL", "CMD")


@dataclass
class Stage:
    """A root that steps have been run in, and what they have set for those to come."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    account: str = "root"
    said: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, more: Mapping[str, str] = MappingProxyType({})) -> None:
        """Run a command in the root as the account of the moment; a failure ends everything."""
        subprocess.run(self.line(*command, more=more), check=True)  # noqa: S603

    def line(self, *command: str, more: Mapping[str, str] = MappingProxyType({})) -> list[str]:
        """Return the command line that runs a command in the root."""
        path = self.environment.get("PATH", PATH)
        known = {"HOME": "/tmp", **OURS, **self.environment, **more, "PATH": path}  # noqa: S108
        words = [f"{name}={value}" for name, value in known.items()]
        inner = f"cd {shlex.quote(self.folder)} && exec {shlex.join(command)}"
        there = ["chroot", f"--userspec={self.account}", str(self.root)]
        return [*there, "/usr/bin/env", "-i", *words, "/bin/sh", "-c", inner]


def steps(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Dockerfile, continued lines joined, comments left out."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    found = (line.partition(" ") for line in joined.splitlines() if line.strip())
    return [(word, rest.strip()) for word, _, rest in found]


def begin(folder: Path, base: str, bring: list[Path]) -> Stage:
    """Make the bare root that stands in for a base image."""
    found = BASE.fullmatch(base)
    if found is None:
        raise SystemExit(f"{base}: no stand-in is known for this base image")
    bare = folder.with_name(found["release"])
    if not bare.exists():
        include = f"--include={STAND_IN}"
        _call("debootstrap", "--variant=minbase", include, found["release"], str(bare))
    _call("cp", "-a", str(bare), str(folder))
    stage = Stage(folder)
    for each in (Path("/etc/resolv.conf"), *bring):
        target = folder / each.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each, target)
    for place in ("proc", "dev"):
        if not os.path.ismount(folder / place):
            _call("mount", "--rbind", f"/{place}", str(folder / place))
    stage.run("python", "-c", f"import sys; assert sys.version_info[1] == {found['minor']}")
    return stage


def copy(stage: Stage, rest: str, stages: Mapping[str, Stage]) -> None:
    """Do what COPY does: from the tree as `.dockerignore` lets it through, or from a stage."""
    words = rest.split()
    origin = words.pop(0).partition("=")[2] if words[0].startswith("--from=") else ""
    *sources, target = words
    place = stage.root / os.path.normpath(os.path.join(stage.folder, target)).lstrip("/")
    for source in sources:
        if origin:
            shutil.copytree(stages[origin].root / source.lstrip("/"), place, symlinks=True)
        elif source == ".":
            for name in _let_in():
                _copy_one(SOURCE / name, place / name)
        else:
            into = place / Path(source).name if target.endswith("/") else place
            _copy_one(SOURCE / source, into)


def _let_in() -> list[str]:
    lines = (SOURCE / ".dockerignore").read_text("utf-8").splitlines()
    return [line[1:] for line in lines if line.startswith("!")]


def _copy_one(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not source.is_dir():
        shutil.copy2(source, target)
        return
    lines = (SOURCE / ".dockerignore").read_text("utf-8").splitlines()
    kept_out = [line[3:] for line in lines if line.startswith("**/")]
    shutil.copytree(
        source, target, dirs_exist_ok=True,
        ignore=lambda _, names: {n for n in names if any(fnmatch(n, each) for each in kept_out)},
    )  # fmt: skip


class Walk:
    """The steps of a Dockerfile, one after the other; `stage` is where they happen now."""

    def __init__(self, folder: Path, bring: list[Path], network: Mapping[str, str]) -> None:
        self.folder, self.bring, self.network = folder, bring, network
        self.stages: dict[str, Stage] = {}
        self.ways: Mapping[str, Callable[[str], None]] = {
            "FROM": self._from, "RUN": self._run, "COPY": self._copy, "WORKDIR": self._workdir,
            "USER": self._user, "ENV": self._env,
        }  # fmt: skip

    @property
    def stage(self) -> Stage:
        """The stage that was begun last."""
        return [*self.stages.values()][-1]

    def go(self, text: str) -> Stage:
        """Walk every step; return the last stage."""
        for word, rest in steps(text):
            print(f"{word} {rest}"[:110], flush=True)
            if word in self.ways:
                self.ways[word](rest)
            elif word in KNOWN:
                self.stage.said[word] = rest
            else:
                raise SystemExit(f"{word}: no way is known to walk this step")
        return self.stage

    def _from(self, rest: str) -> None:
        base, _, name = rest.partition(" AS ")
        self.stages[name or "image"] = begin(self.folder / (name or "image"), base, self.bring)

    def _run(self, rest: str) -> None:
        self.stage.run("/bin/sh", "-c", rest, more=self.network)

    def _copy(self, rest: str) -> None:
        copy(self.stage, rest, self.stages)

    def _workdir(self, rest: str) -> None:
        (self.stage.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        self.stage.folder = rest

    def _user(self, rest: str) -> None:
        self.stage.account = rest

    def _env(self, rest: str) -> None:
        pairs = dict(each.split("=", 1) for each in shlex.split(rest))
        path = self.stage.environment.get("PATH", PATH)
        self.stage.environment |= {n: v.replace("$PATH", path) for n, v in pairs.items()}


def serve(stage: Stage) -> None:
    """Run the image's command on a read-only root and ask its health check until it is content."""
    root = str(stage.root)
    # With what is mounted below: an engine, too, gives a container devices and shared memory.
    _call("mount", "--rbind", root, root)
    for volume in json.loads(stage.said["VOLUME"]):
        place = root + volume
        _call("mount", "--bind", place, place)
    _call("mount", "-o", "remount,bind,ro", root)
    _call("mount", "-t", "tmpfs", "tmpfs", f"{root}/tmp")  # noqa: S108
    settings = {"DOCGEN_SECRET_KEY": secrets.token_hex(32), "DOCGEN_DEMO": "1"}
    stage.run("sh", "-c", "! touch /etc/written 2>/dev/null && id -un && docgen doctor | tail -1")
    adding = subprocess.Popen(  # noqa: S603
        stage.line("docgen", "users", "add", "何静远", "--role", "admin"), stdin=subprocess.PIPE
    )
    word = secrets.token_urlsafe(16)
    adding.communicate(f"{word}\n{word}\n".encode(), timeout=60)
    log = stage.root.with_name("service.log")
    with log.open("wb") as told:
        service = subprocess.Popen(  # noqa: S603
            stage.line(*json.loads(stage.said["CMD"]), more=settings), stderr=told
        )
    check = json.loads(stage.said["HEALTHCHECK"].partition("CMD ")[2])
    began = time.monotonic()
    try:
        while subprocess.run(stage.line(*check), stderr=subprocess.DEVNULL, check=False).returncode:  # noqa: S603
            if time.monotonic() - began > READY_SECONDS or service.poll() is not None:
                raise SystemExit(f"the image's service is not ready: {log.read_text('utf-8')}")
            time.sleep(0.5)
        print(f"HEALTHCHECK: ready after {time.monotonic() - began:.1f} s, on a read-only root")
    finally:
        service.send_signal(getattr(signal, stage.said["STOPSIGNAL"]))
        print(f"STOPSIGNAL: ended with {service.wait(60)}")


def _call(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603


def main() -> int:
    """Walk the Dockerfile in a folder and serve what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--bring", type=Path, action="append", default=[])
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if not given.inside:  # Mounts of our own, which go when we go.
        again = [sys.executable, "-m", "tools.image", *sys.argv[1:], "--inside"]
        os.execvp("unshare", ["unshare", "--mount", *again])  # noqa: S606, S607
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    network = {n: v for n, v in os.environ.items() if n in ("PIP_CERT", "PIP_DEFAULT_TIMEOUT")}
    dockerfile = (SOURCE / "Dockerfile").read_text("utf-8")
    serve(Walk(folder, given.bring, network).go(dockerfile))
    return 0


if __name__ == "__main__":
    sys.exit(main())
