"""A folder of templates that is edited as clerks do, proved, and put back."""

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen import Settings
from docgen.engine import Engine, assemble
from docgen.errors import DocgenError
from docgen.kinds.flaw import Flaw
from docgen.proof.judgement import flaws_of_papers
from docgen.proof.outcome import mark_flaws
from docgen.proof.paper import Papers
from docgen.proof.papers import Paper, papers_of
from docgen.proof.prove import flaws_at_start
from docgen.settings import shipped

BODY = "word/document.xml"
Parts = dict[str, bytes]
# What is done to the parts of a Word file, or to a whole file.
Change = Callable[[Parts], None]


def run(words: str) -> str:
    """Return a paragraph of Word in the plainest markup."""
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def in_part(old: str, new: str, name: str = BODY) -> Change:
    """Put one text of a part in place of another, once."""

    def change(parts: Parts) -> None:
        text = parts[name].decode()
        assert old in text, f"{name} has no {old}"
        parts[name] = text.replace(old, new, 1).encode()

    return change


def with_part(name: str, content: bytes, relation: str = "") -> Change:
    """Add a part, and a relationship of the text to it."""

    def change(parts: Parts) -> None:
        parts[name] = content
        if relation:
            rels = "word/_rels/document.xml.rels"
            target = name.removeprefix("word/")
            one = f'<Relationship Id="added" Type="{relation}" Target="{target}"/></Relationships>'
            parts[rels] = parts[rels].decode().replace("</Relationships>", one).encode()

    return change


@dataclass(frozen=True, slots=True)
class Edit:
    """What is changed: texts of the page, parts of the Word file, whole files by their place."""

    page: tuple[tuple[str, str], ...] = ()
    word: tuple[Change, ...] = ()
    files: Mapping[str, Callable[[bytes], bytes]] = field(default_factory=dict)


def both(old: str, new: str, page_old: str = "", page_new: str = "") -> Edit:
    """Change the same words in both templates."""
    return Edit(((page_old or old, page_new or new),), (in_part(old, new),))


def word(*changes: Change) -> Edit:
    """Change the Word file alone."""
    return Edit(word=changes)


def page(old: str, new: str) -> Edit:
    """Change the page alone."""
    return Edit(page=((old, new),))


def file(place: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change any file of the folder as a whole."""
    return Edit(files={place: change})


class Bench:
    """The shipped templates in a folder of their own, and what some papers of a kind say."""

    def __init__(self, folder: Path, settings: Settings, cache: Path) -> None:
        shutil.copytree(shipped("templates"), folder)
        self.folder = folder
        self.shipped = assemble(settings)
        self.settings = replace(settings, templates=folder, cache=cache)
        self.engine = assemble(self.settings)
        self._papers: dict[str, tuple[Paper, ...]] = {}
        self._before: dict[str, Papers] = {}

    def papers(self, kind: str, most: int = 3) -> tuple[Paper, ...]:
        """Return the example and the first cases of the corpus."""
        if kind not in self._papers:
            declared = self.shipped.catalogue[kind]
            self._papers[kind] = papers_of(declared, [shipped("corpus")])[:most]
            self._before[kind] = Papers(self.shipped, declared, self._papers[kind])
        return self._papers[kind]

    def told(self, kind: str, edit: Edit) -> list[str]:
        """Return what proving finds with an edit, and take the edit back."""
        papers = self.papers(kind)
        declared = self.engine.catalogue[kind]
        changed: dict[Path, bytes] = {}

        def put(path: Path, content: bytes) -> None:
            changed.setdefault(path, path.read_bytes())
            path.write_bytes(content)

        try:
            text = declared.page_template.read_text("utf-8")
            for old, new in edit.page:
                assert old in text, f"the page has no {old}"
                text = text.replace(old, new, 1)
            if edit.page:
                put(declared.page_template, text.encode())
            if edit.word:
                put(declared.word_template, edited(declared.word_template, edit.word))
            for place, change in edit.files.items():
                path = self.folder / place
                put(path, change(path.read_bytes()))
            return [str(flaw) for flaw in self._flaws(kind, papers)]
        finally:
            for path, content in changed.items():
                path.write_bytes(content)

    def _flaws(self, name: str, papers: tuple[Paper, ...]) -> list[Flaw]:
        """Return what is wrong with templates as they are read and printed; no PDF is made."""
        engine = self._fresh()
        kind = engine.catalogue[name]
        if found := flaws_at_start(engine, name):
            return found
        try:
            found += mark_flaws(engine, kind)
            found += flaws_of_papers(Papers(engine, kind, papers), self._before[name])
        except DocgenError as fault:
            found.append(Flaw(f"{name} 的模板", "", fault.message))
        return found

    def _fresh(self) -> Engine:
        """Return an engine that has compiled nothing yet: files change within a second."""
        return Engine(self.settings, self.engine.catalogue, self.engine.law, self.engine.house)


def edited(path: Path, changes: tuple[Change, ...]) -> bytes:
    """Return a Word file with these changes."""
    with zipfile.ZipFile(path) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    for change in changes:
        change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return written.getvalue()
