"""A spreadsheet of any length is read in the same memory: row by row, never as a whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docgen import Engine
from docgen.batch.sheet.produce import Given, write_workbook
from tests.docgen.batch.sheets import photo_name

KIND = "mediation_agreement"
FEW, MANY = (2_000, 20_000) if os.environ.get("DOCGEN_SOAK") else (200, 2_000)
MEGABYTE = 1 << 20
# Pages that a database and an allocator keep, whatever the file.
ROOM = 24 * MEGABYTE
# What a process needs to lay a sheet out and to read every case of it, at its highest.
READ = """
import resource, sys
from pathlib import Path
from docgen.batch.item import Reading
from docgen.batch.sheet.book import _book
from docgen.batch.sheet.items import read_cases
from docgen.engine import assemble
from docgen.spreadsheet.stage import Stage, lay_out_rows

source, target = map(Path, sys.argv[1:])
for _ in lay_out_rows(source, target):
    pass
book = _book(source, Reading(assemble().catalogue), Stage(target))
count = sum(not item.findings for item in read_cases(book, source.parent))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def highest(engine: Engine, folder: Path, count: int) -> int:
    """Return how many bytes reading so many cases takes at its highest."""
    kind, source = engine.catalogue[KIND], folder / f"{count}.xlsx"
    cases = (Given(f"案{number}", kind.schema.example) for number in range(count))
    write_workbook(source, kind, cases, photo_name)
    read = subprocess.run(
        [sys.executable, "-c", READ, str(source), str(folder / f"{count}.rows")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    sound, size = map(int, read.stdout.split())
    assert sound == count
    return size


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory otherwise")
def test_ten_times_the_cases_take_no_more_memory(engine: Engine, tmp_path: Path) -> None:
    few, many = (highest(engine, tmp_path, count) for count in (FEW, MANY))
    print(f"{FEW} cases: {few / MEGABYTE:.0f} MB, {MANY} cases: {many / MEGABYTE:.0f} MB")
    assert many < few + ROOM
