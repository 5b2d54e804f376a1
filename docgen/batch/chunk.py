"""What a worker does with a chunk of cases: render each, count and digest what came out."""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.archive.entry import count_pages, facts_of
from docgen.case.case import Case
from docgen.engine import Engine
from docgen.errors import DocgenError, InvalidCaseError, RenderError
from docgen.sets import engine_on
from schemas.ground.base import Finding

# A chunk that would take longer, or hold more, comes back unfinished; its rest is handed out again.
# So each document has its deadline, and photos of many megabytes do not pile up.
CHUNK_SECONDS = 2.0
CHUNK_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Order:
    """What is made of every case of a batch: which formats, which copy, grouped by which field.

    `sets` are the files of promoted sets of templates by the day from which each counts, in order;
    None, and any day before, is the set of the engine.
    """

    formats: tuple[str, ...]
    copy: str
    group_by: str = ""
    sets: tuple[tuple[date, Path | None], ...] = ()

    def set_on(self, day: date) -> Path | None:
        """Return the file of the set that documents of a day are made with."""
        return next((file for since, file in reversed(self.sets) if since <= day), None)


@dataclass(frozen=True, slots=True)
class Work:
    """One case on its way to a worker and how often it was handed out before."""

    line: int
    kind: str
    payload: Mapping[str, Any] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    size: int = 0
    tries: int = 0

    def again(self) -> "Work":
        """Return the same case, handed out once more."""
        return replace(self, tries=self.tries + 1)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file of a document, digested where it was made."""

    format: str
    content: bytes = field(repr=False)
    sha256: str
    sha512: str


@dataclass(frozen=True, slots=True)
class Made:
    """One finished document and what the lists of an archive say about it."""

    line: int
    title: str
    document_number: str | None
    dated_on: date
    pages: int | None
    group: str
    files: tuple[MadeFile, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """One case that gave no document, and why; nothing of what a party typed."""

    line: int
    code: str
    detail: str
    findings: tuple[Finding, ...] = ()


def render_chunk(engine: Engine, order: Order, chunk: Sequence[Work]) -> list[Made | Failed]:
    """Render the cases in turn and return what became of each, the rest left when time is up.

    A fault of one case is its own; lack of memory is everybody's and is raised.
    """
    results: list[Made | Failed] = []
    size, end = 0, time.monotonic() + CHUNK_SECONDS
    for work in chunk:
        result = _rendered(engine, order, work)
        results.append(result)
        if isinstance(result, Made):
            size += sum(len(file.content) for file in result.files)
        if size > CHUNK_BYTES or time.monotonic() > end:
            break
    return results


def _rendered(engine: Engine, order: Order, work: Work) -> Made | Failed:
    try:
        case = engine.check(
            work.kind, work.payload, copy=order.copy, files=work.files, going_out=True
        )
        then = engine_on(engine, order.set_on(case.kind.reader.dated(case.values)))
        if then.catalogue[work.kind].missing_template:
            then = engine  # The kind came to the program after the set.
        return _made(work.line, case, order, tuple(_files(then, case, order)))
    except InvalidCaseError as fault:
        return Failed(work.line, fault.code, fault.message, fault.findings)
    except DocgenError as fault:
        return Failed(work.line, fault.code, fault.message)
    except MemoryError:
        raise
    except Exception as fault:  # A bug that one case brings to light is that case's misfortune.
        detail = f"程序出错（{type(fault).__name__}），文书没有生成，请告诉管理员。"
        return Failed(work.line, RenderError.code, detail)


def _files(engine: Engine, case: Case, order: Order) -> Iterator[MadeFile]:
    for format in order.formats:
        content = engine.write(case, format).content
        yield MadeFile(
            format,
            content,
            hashlib.sha256(content).hexdigest(),
            hashlib.sha512(content).hexdigest(),
        )


def _made(line: int, case: Case, order: Order, files: tuple[MadeFile, ...]) -> Made:
    facts = facts_of(case)
    pdf = next((file.content for file in files if file.format == "pdf"), None)
    return Made(
        line, facts["title"], facts["document_number"], facts["dated_on"],
        count_pages(pdf) if pdf else None, _group(case, order.group_by), files,
    )  # fmt: skip


def _group(case: Case, field: str) -> str:
    """Return the value of the field that volumes are put together by, empty where it has none.

    `month` is that of the document's date, `kind` its title.
    """
    if field == "month":
        return f"{facts_of(case)['dated_on']:%Y-%m}"
    if field == "kind":
        return case.kind.header.title
    value: Any = case.values
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return str(value) if isinstance(value, str | int | date) else ""
