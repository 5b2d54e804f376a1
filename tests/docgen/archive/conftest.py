"""One small bag of real documents, made once; each test works on a copy of its own."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen import Engine
from docgen.archive.bag import seal
from docgen.archive.entry import Entry, count_pages, document_path, file_entry, title_of
from docgen.case.payload import read_payload
from docgen.cli.cases import FolderPhotos
from tests.docgen.archive.papers import CORPUS, SAMPLES

BAGGED_ON = date(2026, 12, 31)


@pytest.fixture(scope="session")
def papers(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Entry]]:
    """A folder of rendered documents as a batch leaves it, and their entries."""
    folder = tmp_path_factory.mktemp("papers")
    entries = []
    for sequence, (sample, formats) in enumerate(SAMPLES, start=1):
        kind, _, name = sample.partition("/")
        content = (CORPUS / kind / f"{name}.json").read_bytes()
        payload, files = read_payload(content), FolderPhotos(CORPUS / kind)
        case = engine.check(kind, payload, copy="archive", files=files)
        dated_on = case.kind.reader.dated(case.values)
        id = f"{sequence:06d}-{kind}"
        made, pages = [], None
        for format in formats:
            document = engine.render(kind, payload, format, copy="archive", files=files)
            path = document_path(id, dated_on, format)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(document.content)
            made.append(file_entry(format, path, document.content))
            pages = count_pages(document.content) if format == "pdf" else pages
        entries.append(
            Entry(
                sequence=sequence,
                id=id,
                kind=kind,
                title=title_of(case),
                dated_on=dated_on,
                files=tuple(made),
                input_sha256=file_entry("", "", content).sha256,
                document_number=case.values.get("document_number"),
                case_ref="案卷1" if sequence % 2 else "案卷2",
                pages=pages,
                retention="30年",
                group=f"{dated_on:%Y-%m}",
            )
        )
    return folder, entries


@pytest.fixture
def unsealed(papers: tuple[Path, list[Entry]], tmp_path: Path) -> tuple[Path, Sequence[Entry]]:
    """A copy of the papers that a test may seal and spoil."""
    folder, entries = papers
    return Path(shutil.copytree(folder, tmp_path / "bag")), [replace(entry) for entry in entries]


@pytest.fixture
def bag(unsealed: tuple[Path, Sequence[Entry]], engine: Engine) -> Path:
    """A sealed bag of its own."""
    folder, entries = unsealed
    return seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False).bag
