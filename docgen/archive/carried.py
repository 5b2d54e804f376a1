"""Open an engine on what a bag carries, where the templates or faces of today are others.

A bag outlives the templates it was made with: with its own ones its documents are rendered again,
byte for byte, years later. Templates run in the sandbox whoever made them; schemas are programs,
so those a bag carries are for people to read and never run.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docgen.archive.resources import FACES, FOLDER, SUMMARY, is_plain, read_summary
from docgen.engine import Engine, assemble
from docgen.errors import DocgenError
from docgen.render.fonts import adopt_faces
from docgen.settings import Settings


@contextmanager
def as_carried(engine: Engine, bag: Path) -> Iterator[Engine]:
    """Give `engine` itself if it makes what the bag was made with, else one on the bag's own."""
    summary = bag / SUMMARY
    made_by = read_summary(summary.read_bytes()) if summary.is_file() else {}
    with TemporaryDirectory() as scratch:
        try:
            settings = _settings(engine, bag, made_by, Path(scratch))
            other = engine
            if settings != engine.settings:
                other = assemble(settings)
                _ = other.faces
        except (DocgenError, OSError, ValueError, LookupError, TypeError, AttributeError):
            other = engine  # What is carried is damaged, which the verification will say.
        yield other


def _settings(engine: Engine, bag: Path, made_by: Mapping[str, Any], scratch: Path) -> Settings:
    settings, carried = engine.settings, bag / FOLDER
    same = all(
        name in engine.catalogue
        and engine.page_digest(name) == facts.get("html_sha256")
        and engine.word_digest(name) == facts.get("docx_sha256")
        for name, facts in made_by.get("templates", {}).items()
    )
    if not same and (carried / "templates").is_dir():
        # Kinds that came later have no template in the bag: ours stand in below.
        shutil.copytree(settings.templates, scratch / "templates")
        shutil.copytree(carried / "templates", scratch / "templates", dirs_exist_ok=True)
        settings = replace(settings, templates=scratch / "templates")
    if made_by.get("calendar") != engine.law.calendar.version and (carried / "calendars").is_dir():
        settings = replace(settings, calendars=carried / "calendars")
    if made_by.get("faces_sha256") != engine.faces.digest and (bag / FACES).is_file():
        facts = json.loads((bag / FACES).read_bytes())
        names = [face["file"] for face in facts.values()]
        # A name with a path in it would reach out of the folders it is read from and copied to.
        if all(is_plain(name) and (carried / "faces" / name).is_file() for name in names):
            adopt_faces(scratch / "cache/faces", carried / "faces", facts, settings.fonts)
            settings = replace(settings, cache=scratch / "cache")
    return settings
