"""Print the part of the lock file that the service needs: `needed.py PYPROJECT LOCK [NAME...]`.

The lock file holds what tests and a cluster need as well. From the project's own dependencies on
(or from the packages named), the notes `# via NAME` that the resolver left say who needs what.
"""

import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")
NAME = re.compile(r"^[A-Za-z0-9._-]+")
VIA = re.compile(r"^\s+#(?: via)?\s+([A-Za-z0-9._-]+)")


def packages_of(lock: str) -> dict[str, str]:
    """Return each pinned package with its lines; some have a version for each Python."""
    packages: dict[str, str] = {}
    name = ""
    for line in lock.splitlines(keepends=True):
        if pin := PIN.match(line):
            name = spelt(pin[1])
        packages[name] = packages.get(name, "") + line
    return packages


def needed(dependencies: list[str], packages: Mapping[str, str]) -> set[str]:
    """Return the names of all packages that the dependencies need, themselves included."""
    wanted = {spelt(NAME.match(each)[0]) for each in dependencies}  # type: ignore[index]
    users = {
        name: {spelt(via[1]) for line in block.splitlines() if (via := VIA.match(line))}
        for name, block in packages.items()
    }
    while more := {name for name, by in users.items() if by & wanted} - wanted:
        wanted |= more
    return wanted


def spelt(name: str) -> str:
    """Return a package's name as all spellings of it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    project, lock = (Path(argument).read_text("utf-8") for argument in sys.argv[1:3])
    packages = packages_of(lock)
    first = sys.argv[3:] or tomllib.loads(project)["project"]["dependencies"]
    names = needed(first, packages)
    sys.stdout.write("".join(block for name, block in packages.items() if name in names))
