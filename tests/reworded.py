"""A set of templates in which one letter says a thing otherwise, in Word and on the page alike."""

import io
import zipfile
from pathlib import Path

KIND = "on_site_reminder"
OLD, NEW = "现提示如下", "现提醒如下"
PAGE, WORD = f"html/inspection/{KIND}.html", f"docx/inspection/{KIND}.docx"


def reworded(templates: Path, new: str = NEW) -> dict[str, bytes]:
    """Return the two templates with other words, by their place in a set."""
    page = (templates / PAGE).read_text("utf-8")
    assert OLD in page
    word = io.BytesIO()
    with zipfile.ZipFile(templates / WORD) as old, zipfile.ZipFile(word, "w") as changed:
        for name in old.namelist():
            changed.writestr(name, old.read(name).replace(OLD.encode(), new.encode()))
    return {PAGE: page.replace(OLD, new).encode(), WORD: word.getvalue()}


def write_reworded(templates: Path, folder: Path, new: str = NEW) -> Path:
    """Write them to a folder that holds nothing else; return it."""
    for name, content in reworded(templates, new).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
