"""The blank edition of a kind: its own templates with room for a pen, to be filled in on site.

It is a form, not a document: it has no number, carries no case and no manifest, and nothing proves
or archives it. Its law is that of the day it is printed on, the one thing a clock decides here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docgen.case.faults import faults_of
from docgen.case.room import Room, narrowed
from docgen.clock import BEIJING, beijing_day
from docgen.document import Document
from docgen.engine import Engine, name_file
from docgen.errors import RenderError, UnknownFormatError
from docgen.kinds.catalogue import Kind
from docgen.look.bare import bare_words
from docgen.look.pen import Penned
from docgen.sets import engine_on
from docgen.template.word import Properties
from schemas.ground.base import Facts

COPY, MARK = "blank", "空白"
# A cell, and one that holds nothing but room for a line, which its own rules bound.
_CELL = re.compile(r"<t[dh][ >].*?</t[dh]>", re.DOTALL)
_ALONE = re.compile(r'(<t[dh][^>]*>)\s*<span class="room">(?:<i></i>)*</span>\s*(</t[dh]>)')


def blank_edition(
    engine: Engine, kind: str, format: str = "pdf", today: date | None = None
) -> Document:
    """Return the paper of a kind with nothing filled in, as docx, html or pdf.

    `today` is the day whose law it names, Beijing's by default.
    Errors: `UnknownKindError`, `UnknownFormatError`, `RenderError`, `CatalogueError`.
    """
    if format not in WRITERS:
        raise UnknownFormatError(f"没有这种格式。可用的有：{'、'.join(WRITERS)}。")
    declared, day = engine.catalogue[kind], today or beijing_day()
    words = words_of_blank(engine, declared, day)
    content = WRITERS[format](engine, declared, words, datetime.combine(day, time(), BEIJING))
    title = str(words["title"])
    return Document(kind, format, COPY, content, name_file(title, MARK, "delivery", format))


def blank_on(engine: Engine, templates: Path | None, kind: str, format: str) -> Document:
    """Do as `blank_edition` does, with a kept set of templates; a job for the pool."""
    return blank_edition(engine_on(engine, templates), kind, format)


def words_of_blank(engine: Engine, kind: Kind, day: date) -> dict[str, Any]:
    """Return every name the templates of a kind may use, room for a pen where a case has words."""
    facts = Facts(engine.law, engine.house, day, COPY)
    shared = {
        "authority": engine.house_words["authority"],
        "house": engine.house_words,
        "title": kind.header.title,
        "mark": None,
        "draft": False,
    }
    with faults_of(kind.name):
        told = shared | bare_words(kind.reader, facts)
    if isinstance(told["title"], Room):
        # A paper is read out by its heading, so one that the case would name has the kind's name.
        told["title"] = kind.header.title
    return told | {"full_title": f"{told['title']}（{MARK}）"}


def _page(engine: Engine, kind: Kind, words: Mapping[str, Any]) -> str:
    """Return the page with the style sheet of what is written by hand."""
    page = engine.pages[kind.name].render(words)
    try:
        source, _, _ = engine.environment.loader.get_source(  # type: ignore[union-attr]
            engine.environment, "_blank.css"
        )
    except LookupError as missing:
        raise RenderError("缺少 templates/html/_blank.css，请补上。") from missing
    page = _CELL.sub(lambda cell: narrowed(_ALONE.sub(r"\1\2", cell[0])), page)
    # Where a case ends its record is struck; on a form somebody is still to write.
    page = page.replace('<body class="record">', '<body class="form">', 1)
    return page.replace("</style>", f"{source}</style>", 1)


def _write_html(engine: Engine, kind: Kind, words: Mapping[str, Any], _: datetime) -> bytes:
    return _page(engine, kind, words).encode()


def _write_pdf(engine: Engine, kind: Kind, words: Mapping[str, Any], moment: datetime) -> bytes:
    from docgen.render.pdf import write_pdf  # noqa: PLC0415 - see Engine.faces

    return write_pdf(_page(engine, kind, words), engine.faces, moment=moment)


def _write_docx(engine: Engine, kind: Kind, words: Mapping[str, Any], moment: datetime) -> bytes:
    properties = Properties(
        title=str(words["full_title"]),
        authority=engine.house.authority.name,
        subject=kind.header.form,
        moment=moment,
    )
    template = engine.words[kind.name]
    parts: dict[str, Any] = {name: Penned(part) for name, part in template.parts.items()}
    return replace(template, parts=parts).render(words, {}, properties)


WRITERS: Mapping[str, Callable[[Engine, Kind, Mapping[str, Any], datetime], bytes]] = {
    "docx": _write_docx,
    "html": _write_html,
    "pdf": _write_pdf,
}
