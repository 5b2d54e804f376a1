"""Ask veraPDF, where it is installed, about many files at once: a Java machine starts slowly."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

PROGRAM = "verapdf"
FLAVOURS = ("3a", "ua1")
# Files one machine is given, and the seconds each may take beside those of the start: a letter
# takes a third of one, a volume of three hundred pages half a minute.
AT_ONCE = 200
START, EACH = 120, 60


def is_installed() -> bool:
    """Tell whether veraPDF is on the PATH, so that it is veraPDF that judges."""
    return shutil.which(PROGRAM) is not None


def vera_problems(files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file that veraPDF does not pass, with the standard and its words.

    Nothing is yielded where it is not installed. Two machines start for every two hundred files.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return
    for first in range(0, len(files), AT_ONCE):
        some = files[first : first + AT_ONCE]
        for flavour in FLAVOURS:
            told = _told(program, flavour, some)
            for file in some:
                lines = [line for line in told.splitlines() if str(file) in line]
                if not any(line.startswith("PASS") for line in lines):
                    yield file, f"veraPDF {flavour}: {' '.join(lines) or told[-300:]}"


def _told(program: str, flavour: str, files: Sequence[Path]) -> str:
    try:
        outcome = subprocess.run(  # noqa: S603 - files of our own
            [program, "--format", "text", "-v", "-f", flavour, *map(str, files)],
            capture_output=True, text=True, timeout=START + EACH * len(files), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "no answer in time"
    return outcome.stdout + outcome.stderr
