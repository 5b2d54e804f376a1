"""Walk the manual's installation without a network, on two bare machines.

    python -m tools.offline FOLDER [--bring FILE]...

Needs root, `debootstrap`, the network and 4 GB in FOLDER. Two bare Debians of one release stand for
the machine that fetches and for the server. The commands are those of the operations manual, read
from it, not written here a second time: the first block runs with the network, the second where
there is none but loopback. At the end the server makes the papers of one kind and answers /readyz.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

from tools.image import SOURCE, Stage

MANUAL = SOURCE / "docs" / "operations.zh-CN.md"
HEADING = "### 从 wheel 安装"
RELEASE = "bookworm"
# What a machine of a developer has, and what any server has.
FETCHING, SERVER = "ca-certificates,python3,make", "ca-certificates,python3"
FONT = Path("usr/local/share/fonts/fandol")
CHECKOUT, CARRIED = "/src", "/carried"
KNOWN = MappingProxyType({"DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"})

ASK = """
import subprocess, time, urllib.request
service = subprocess.Popen(["/opt/docgen/bin/docgen", "serve", "--demo", "--port", "8123"])
began = time.monotonic()
try:
    while True:
        try:
            with urllib.request.urlopen("http://127.0.0.1:8123/readyz", timeout=5) as answer:
                print(f"/readyz {answer.status} after {time.monotonic() - began:.1f} s", flush=True)
            break
        except OSError:
            assert time.monotonic() - began < 300 and service.poll() is None, "not ready"
            time.sleep(0.5)
finally:
    service.terminate()
    service.wait(60)
"""


def blocks() -> tuple[str, str]:
    """Return the manual's commands: those of the machine that fetches, those of the server."""
    _, _, section = MANUAL.read_text("utf-8").partition(HEADING)
    fetching, server, *_ = re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    return fetching, server


def bare(folder: Path, name: str, packages: str, bring: list[Path]) -> Stage:
    """Make the root of one machine, with nothing but `packages`."""
    root = folder / name
    _call("debootstrap", "--variant=minbase", f"--include={packages}", RELEASE, str(root))
    for each in (Path("/etc/resolv.conf"), *bring):
        target = root / each.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each, target)
    for place in ("proc", "dev"):
        _call("mount", "--rbind", f"/{place}", str(root / place))
    return Stage(root, dict(KNOWN))


def fetch(stage: Stage, commands: str, network: dict[str, str]) -> None:
    """Run the first block in a checkout, with the network."""
    stage.folder = CHECKOUT
    checkout = stage.root / CHECKOUT[1:]
    checkout.mkdir()
    git, tar = ("git", "archive", "HEAD"), ("tar", "-x", "-C", str(checkout))
    tree = subprocess.run(git, cwd=SOURCE, capture_output=True, check=True)  # noqa: S603
    subprocess.run(tar, input=tree.stdout, check=True)  # noqa: S603
    stage.environment["PATH"] = f"{CHECKOUT}/.venv/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    stage.run("/bin/sh", "-euxc", commands, more=network)


def carry(origin: Stage, target: Stage) -> None:
    """Take over what the first block fetched, and the one font that is no package."""
    carried, fetched = target.root / CARRIED[1:], origin.root / CHECKOUT[1:]
    for name in ("wheelhouse", "debs"):
        shutil.copytree(fetched / name, carried / name)
        kept = [*(carried / name).glob("*.*")]
        size = sum(each.stat().st_size for each in kept) >> 20
        print(f"{name}: {len(kept)} files, {size} MB", flush=True)
    shutil.copytree(origin.root / FONT, target.root / FONT)


def install(stage: Stage, commands: str) -> None:
    """Run the second block where there is no network; then make papers and start the service."""
    stage.folder = CARRIED
    offline = "! python3 -c 'import socket; socket.create_connection((\"1.1.1.1\", 443), 3)' 2>&1"
    stage.run("/bin/sh", "-euxc", f"{offline}\n{commands}")
    settings = "DOCGEN_HOME=/srv/docgen DOCGEN_CACHE=/var/cache/docgen DOCGEN_DEMO=1"
    service = f"cd /srv/docgen && runuser -u docgen -- env {settings}"
    demo = "/opt/docgen/bin/docgen demo --kind referral_letter --out /srv/docgen/out"
    stage.run("/bin/sh", "-euc", f"{service} {demo}")
    (stage.root / "ask.py").write_text(ASK, "utf-8")
    stage.run("/bin/sh", "-euc", f"{service} python3 /ask.py")


def _call(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603


def main() -> int:
    """Fetch with the network, carry over, install without it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--bring", type=Path, action="append", default=[])
    options.add_argument("--inside", choices=("online", "offline"), help=argparse.SUPPRESS)
    given = options.parse_args()
    folder = given.folder.resolve()
    fetching, server = blocks()
    if not given.inside:  # Each half with mounts of its own, the second without a network.
        folder.mkdir(parents=True)
        again = [sys.executable, "-m", "tools.offline", *sys.argv[1:]]
        _call("unshare", "--mount", *again, "--inside", "online")
        _call("unshare", "--mount", "--net", *again, "--inside", "offline")
        return 0
    if given.inside == "online":
        network = {n: v for n, v in os.environ.items() if n in ("PIP_CERT", "PIP_DEFAULT_TIMEOUT")}
        origin = bare(folder, "fetching", FETCHING, given.bring)
        fetch(origin, fetching, network)
        carry(origin, bare(folder, "server", SERVER, []))
        return 0
    _call("ip", "link", "set", "lo", "up")
    stage = Stage(folder / "server", dict(KNOWN), said={})
    for place in ("proc", "dev"):
        _call("mount", "--rbind", f"/{place}", str(stage.root / place))
    install(stage, server)
    return 0


if __name__ == "__main__":
    sys.exit(main())
