"""What a start must not cost: no other program is asked where libraries are."""

import subprocess
import sys

import pytest

IMPORT = """
import subprocess
started = []
subprocess.Popen.__init__ = lambda self, *given, **rest: started.append(given) or 1 / 0
import docgen.render.pdf
from weasyprint.text.ffi import harfbuzz_subset, pango
import ctypes.util
assert not started and pango and harfbuzz_subset, started
print(ctypes.util.find_library.__name__)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the loader needs help")
def test_what_prints_finds_its_libraries_by_itself() -> None:
    told = subprocess.run(
        [sys.executable, "-c", IMPORT], capture_output=True, text=True, check=False
    )
    assert told.stdout == "find_library\n", told.stderr
