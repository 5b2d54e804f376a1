"""A folder where a test writes kinds of its own: schemas in a package, templates beside them."""

import importlib
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from docgen import Engine, Settings, open_engine
from docgen.word.ending import closed
from docgen.word.master import read_master
from docgen.word.notation import parse
from docgen.word.write import write_manuscript
from schemas.ground.kind import Workflow

PACKAGE = "workshop_kinds"
WORKFLOW = "complaint"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Kinds in `folder`, and the settings of an office that uses them."""

    folder: Path
    settings: Settings

    @property
    def package(self) -> ModuleType:
        """The package of the kinds."""
        return importlib.import_module(PACKAGE)

    def schema(self, kind: str) -> Path:
        """The file that declares a kind."""
        return self.folder / PACKAGE / WORKFLOW / f"{kind}.py"

    def page(self, kind: str) -> Path:
        """The HTML template of a kind."""
        return self.folder / "templates/html" / WORKFLOW / f"{kind}.html"

    def word(self, kind: str) -> Path:
        """The Word template of a kind."""
        return self.folder / "templates/docx" / WORKFLOW / f"{kind}.docx"

    def write(self, kind: str, schema: str, lines: Sequence[str]) -> None:
        """Write a kind's three files; both templates print the same lines."""
        self.schema(kind).write_text(schema, "utf-8")
        body = "\n".join(f"<p>{line}</p>" for line in lines)
        self.page(kind).write_text(
            '{% extends "_layout.html" %}{% block body %}' + body + "{% endblock %}", "utf-8"
        )
        write_word(self.word(kind), "\n".join(("[页面 公文]", *lines)))

    def open(self) -> Engine:
        """Open an engine on the kinds as they are written now, all of them proved."""
        forget()
        return open_engine(self.settings, package=self.package)


@contextmanager
def workshop_in(folder: Path, settings: Settings) -> Iterator[Workshop]:
    """Set up a workshop with the shared layout and no kind."""
    package, templates = folder / PACKAGE / WORKFLOW, folder / "templates"
    package.mkdir(parents=True)
    for each in (package, package.parent):
        (each / "__init__.py").write_text('"""Kinds of a test."""\n')
    # What kinds share: layouts, blocks, styles, the master; the folders of the kinds stay away.
    shutil.copytree(
        settings.templates, templates, ignore=shutil.ignore_patterns(*Workflow.__members__)
    )
    for suffix in ("docx", "html"):
        (templates / suffix / WORKFLOW).mkdir()
    sys.path.insert(0, str(folder))
    try:
        yield Workshop(folder, replace(settings, templates=templates))
    finally:
        sys.path.remove(str(folder))
        forget()


def forget() -> None:
    """Let the kinds be imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
    importlib.invalidate_caches()


def write_word(path: Path, text: str) -> None:
    """Write a Word template from a text in notation, with the shipped master."""
    master = read_master(path.parent.parent)
    path.write_bytes(write_manuscript(closed(parse(text, master), master.paragraphs), master))
