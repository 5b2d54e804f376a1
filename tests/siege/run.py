"""Set the service up, let lawful clients and attackers at it, and look at what it leaves behind."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from docgen import Settings
from docgen.register import keys, people
from docgen.register.actor import Actor, Role
from docgen.register.database import open_register
from docgen.register.rights import scopes_of
from docgen.register.upgrade import migrate
from tests.catalogue import CORPUS
from tests.servers import ROOT, free_port, running
from tests.siege.lawful import CLIENTS, Lawful
from tests.siege.material import KIND

CONSOLE = Actor("console:siege", Role.admin)
MOST_P99, MOST_HEALTH = 5.0, 1.0


def besiege(home: Path, seconds: float) -> dict[str, Any]:
    """Return what twenty clients got during a siege, and whether the register is clean."""
    lawful_keys, drafter, archivist = _staff(home)
    port = free_port()
    command = ["docgen.cli", "serve", "--demo", "--port", str(port), "--workers", "2"]
    with running(command, port, DOCGEN_HOME=str(home), DOCGEN_SECRET_KEY="k" * 32) as server:
        lawful = Lawful(port, time.monotonic() + seconds)
        attack = ["tests.siege.attacks", str(port), str(seconds), drafter, archivist]
        attackers = subprocess.Popen(
            [sys.executable, "-m", *attack], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        payload = json.loads((CORPUS / KIND / "typical.json").read_text("utf-8"))
        payload.pop("document_number", None)
        lawful.run(lawful_keys, json.dumps(payload).encode())
        answers = json.loads(attackers.communicate(timeout=180)[0])
        faults = [line for line in server.lines if line.get("event") == "fault"]
        starts = sum(line.get("event") == "server_started" for line in server.lines)
    waited, healthy = sorted(lawful.waited), sorted(lawful.healthy)
    outcome = {
        "seconds": seconds,
        "load": [round(each, 1) for each in os.getloadavg()],
        "documents": len(waited),
        "p50": _at(waited, 0.5), "p99": _at(waited, 0.99), "longest": _at(waited, 1),
        "retried": lawful.retried, "failed": lawful.failed[:10],
        "healthz": {"asked": len(healthy), "p99": _at(healthy, 0.99), "longest": _at(healthy, 1)},
        "service_started": starts,
        "faults": sorted({line["code"] for line in faults}),
        "unforeseen": [line["frames"][-3:] for line in faults if line["code"][0].isupper()],
        "attacks": answers,
        "gaps": _register(home, "gaps"), "audit": _register(home, "audit"),
    }  # fmt: skip
    whole = outcome["gaps"] == outcome["audit"] == 0
    clean = whole and starts == 1 and not lawful.failed
    quick = outcome["p99"] < MOST_P99 and _at(healthy, 1) < MOST_HEALTH
    return outcome | {"clean": clean, "kept": clean and quick}


def _staff(home: Path) -> tuple[list[str], str, str]:
    """Make the office's register, its people, and their keys: the lawful's, and two stolen ones."""
    register = open_register(replace(Settings.from_env(), home=home, database_url=""))
    migrate(register)

    def key(name: str, role: Role) -> str:
        people.add_person(register, name, role, None, actor=CONSOLE)
        return keys.add_key(register, name, name, scopes_of(role), actor=CONSOLE)

    lawful = [key(f"窗口{number}", Role.officer) for number in range(CLIENTS)]
    people.add_person(register, "何静远", Role.officer, "校园 河堤 铁壶 七月 风筝", actor=CONSOLE)
    stolen = key("起草", Role.drafter), key("档案", Role.archivist)
    register.engine.dispose()
    return lawful, *stolen


def _register(home: Path, command: str) -> int:
    asked = [sys.executable, "-m", "docgen.cli", "register", command]
    return subprocess.run(
        asked, cwd=ROOT, env=os.environ | {"DOCGEN_HOME": str(home)}, check=False,
        stdout=sys.stderr,
    ).returncode  # fmt: skip


def _at(times: list[float], share: float) -> float:
    return round(times[min(len(times) - 1, int(share * len(times)))], 2) if times else 0.0
