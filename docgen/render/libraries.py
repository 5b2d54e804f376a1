"""Open the libraries that WeasyPrint draws with: imported before anything else of WeasyPrint's.

It looks for each under the names of other systems first, and for each of these `ctypes` starts
ldconfig, and a compiler where there is one: a sixth of a second of every start. On Linux the name
of the file itself is among them, which the system's loader finds without help.
"""

import ctypes.util
import io
import sys
from contextlib import redirect_stdout
from typing import Any


def _open() -> Any:
    if sys.platform == "linux":
        find = ctypes.util.find_library
        ctypes.util.find_library = lambda _: None  # type: ignore[assignment]
        try:
            with redirect_stdout(io.StringIO()):  # What it advises is wrong until we ask in full.
                from weasyprint.text.ffi import pango  # noqa: PLC0415
        except OSError:
            pass
        else:
            return pango
        finally:
            ctypes.util.find_library = find
    from weasyprint.text.ffi import pango  # noqa: PLC0415

    return pango


pango = _open()
