"""How much a service takes in: batches that wait, what they unpack to, what the disk has."""

import shutil
from pathlib import Path

from docgen.batch.keep import KeepError
from docgen.batch.office import rows
from docgen.errors import BusyError
from docgen.register.database import Register

# Batches of an office that wait or run, and the bytes of all their inputs together.
MOST_WAITING = 20
MOST_UNPACKED = 32 << 30
# What is left on the disk for the register and its documents, whatever arrives.
RESERVE = 2 << 30


def room_for(register: Register, folder: Path) -> int:
    """Return how many bytes one more batch may bring.

    Errors: `BusyError` when too many wait, `KeepError` when the disk has no room.
    """
    living = rows.living(register)
    taken = sum(batch.size or 0 for batch in living)
    if len(living) >= MOST_WAITING or taken >= MOST_UNPACKED:
        raise BusyError(f"等候的批已有 {len(living)} 个，收不下更多，请等做完几批再交。")
    free = shutil.disk_usage(folder).free - RESERVE
    if free <= 0:
        raise KeepError("磁盘空间快用完了，收不下这一批，请管理员腾出空间。")
    return min(MOST_UNPACKED - taken, free)


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
