"""Take in an official calendar: checked as a file, checked beside the others, then put in place."""

import os
import tempfile
from pathlib import Path

from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.settings import Settings
from schemas.law.calendar import open_calendar
from schemas.law.calendar_file import YearCalendar, read_calendar
from schemas.law.errors import CalendarFileError

# A year's arrangement has some forty lines.
MOST_BYTES = 64 * 1024


def office_folder(settings: Settings) -> Path:
    """Return the folder of the office's own calendars, which may not be there yet."""
    return settings.calendars or settings.home / "calendars"


def add_calendar(register: Register, folder: Path, content: bytes, *, actor: Actor) -> YearCalendar:
    """Put a year's calendar into the office's folder; services read it when they start.

    It takes the place of the file added before for this year and status. Another file that claims
    the same would keep the service from starting, so it is refused.
    Errors: `CalendarFileError` naming line and day.
    """
    if len(content) > MOST_BYTES:
        raise CalendarFileError("日历文件过大，请只放一年的放假安排。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarFileError("日历文件不是 UTF-8 编码，请另存为 UTF-8 后再试。") from None
    found = read_calendar(text)
    name = f"{found.label}.toml"
    for other in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        if other.name != name and read_calendar(other).label == found.label:
            raise CalendarFileError(f"{other.name} 已经写了同一年的同类安排，请先移走那份文件。")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / name, text)
    open_calendar(folder)
    with register.writing() as connection:
        detail = {"year": found.year, "version": found.version}
        audit.record(connection, register, actor, "calendar_added", None, detail)
    return found


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    os.replace(new.name, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
