"""Say on what a bench ran: the machine, the interpreter, the releases of what was compared."""

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from docgen import __version__

PACKAGES = ("weasyprint", "pydyf", "docxtpl", "Jinja2", "uharfbuzz", "Pillow", "Pebble", "typst")
PROGRAMS = {"soffice": "--version", "chromium": "--version"}
CPU_INFO, MEMORY_INFO = Path("/proc/cpuinfo"), Path("/proc/meminfo")


def describe_machine() -> dict[str, str]:
    """Return processor, cores, memory, load, system, Python and every release that matters."""
    memory = int(_found(MEMORY_INFO, r"MemTotal:\s*(\d+)") or 0) / 2**20
    facts = {
        "processor": _found(CPU_INFO, r"model name\s*:\s*(.+)") or platform.processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory:.0f} GiB",
        "load": f"{os.getloadavg()[0]:.2f}",
        "system": platform.platform(),
        "python": platform.python_version(),
        "docgen": __version__,
    }
    for package in PACKAGES:
        try:
            facts[package] = version(package)
        except PackageNotFoundError:
            continue
    for program, flag in PROGRAMS.items():
        if path := shutil.which(program):
            facts[program] = _said(path, flag)
    return facts


def _found(path: Path, pattern: str) -> str:
    if not path.is_file():
        return ""
    found = re.search(pattern, path.read_text("utf-8"))
    return found.group(1).strip() if found else ""


def _said(program: str, flag: str) -> str:
    outcome = subprocess.run(  # noqa: S603 - a program found on this machine, no words of a case
        [program, flag], capture_output=True, text=True, timeout=60, check=False
    )
    return (outcome.stdout or outcome.stderr).strip().split("\n")[0]
