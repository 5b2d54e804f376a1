"""Compile a Word template once: what changes becomes Jinja, what does not stays compressed."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import NoneType
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Template, TemplateError
from jinja2.meta import find_undeclared_variables
from lxml.etree import tostring

from docgen.errors import CatalogueError, RenderError
from docgen.photo.picture import Picture, number_drawings
from docgen.render.package import (
    Member,
    Opening,
    deflated,
    open_package,
    stored,
    write_package,
)
from docgen.template.coverage import (
    BODY,
    FOOTNOTES,
    has_jinja,
    loops_over_columns,
    uncovered,
)
from docgen.template.environment import MISHAPS, StrictEnvironment, word_environment
from docgen.template.mistakes import in_chinese
from docgen.template.traces import APP_PROPERTIES, CONTENT_TYPES, CORE_PROPERTIES, without_traces
from docgen.word.fitting import STEPS, Fitting
from docgen.word.sound import read_sound

STYLES = "word/styles.xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
_PLAIN = (str, NoneType)
_NUMBERED = re.compile(r'<w:p docgen="(\d+)"')
# A part beside the body that holds a drawing, and the relationships its drawings name.
_DRAWN, _SHOWN = "<wp:docPr", re.compile(r'r:embed="(pic[0-9a-f]+)"')
_NO_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{}</Relationships>"
)
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@dataclass(frozen=True, slots=True)
class Properties:
    """The document properties a Word file carries: nothing of a machine or an account."""

    title: str
    authority: str
    subject: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A compiled Word template: the parts that hold Jinja, and what never changes (`opening`).

    `opening` is asked with how close a file is set, which `fitting` reckons from its words.

    `names` says what each part beside the body prints: headers, footers and notes are the same from
    document to document where that is, and the last few are remembered (`once`), as are those
    that `squeeze` compresses. `fix_tables` is docxtpl's own, for the templates whose tables may
    change their columns. `uncovered` is what the lint reports: where
    in the file something of docxtpl's stands that nobody fills in, and what to do about it.
    `numbers` says which paragraphs of the file are left in each part, counted as Word counts them.
    """

    path: Path
    sources: Mapping[str, str]
    parts: Mapping[str, Template]
    opening: Callable[[int], Opening] = field(compare=False, repr=False)
    fitting: Fitting = field(compare=False, repr=False)
    relationships: str
    names: Mapping[str, tuple[str, ...]]
    once: Callable[[str, Template, tuple[Any, ...]], Member] = field(compare=False, repr=False)
    squeeze: Callable[[str, bytes], Member] = field(compare=False, repr=False)
    fix_tables: Callable[[str], Any] | None = field(compare=False, repr=False)
    uncovered: tuple[tuple[str, str], ...] = ()
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    @property
    def draws(self) -> bool:
        """Whether the template holds a drawing of its own, which a loop may repeat."""
        return "<wp:docPr" in self.sources[BODY]

    def render(
        self, context: Mapping[str, Any], pictures: Mapping[str, Picture], properties: Properties
    ) -> bytes:
        """Return the Word file for one context; `pictures` by the id their drawings name."""
        try:
            body = self.parts[BODY].render(context)
            drawn = 0
            if pictures or self.draws:
                body, drawn = number_drawings(body)
            if self.fix_tables is not None:
                body = _with_whole_tables(body, self.fix_tables)
            others = list(self._others(context, pictures, drawn))
        except MISHAPS as fault:
            raise RenderError(f"Word 模板 {self.path.name} 渲染失败：{fault}") from None
        opening = self.opening(self.fitting.step_for(body))
        body = self.fitting.pieces.whole(body)
        return write_package(self._members(body, others, pictures, properties), opening)

    def place(self, name: str, line: int) -> str:
        """Return where a line of a part stands in Word, e.g. 第 3 段「投诉人：」."""
        return paragraph_at(self.sources[name], line, self.numbers.get(name, ()))

    def _others(
        self, context: Mapping[str, Any], pictures: Mapping[str, Picture], drawn: int
    ) -> Iterator[Member]:
        """Yield the parts beside the body; one with drawings is followed by what they show."""
        for name in self.names:
            part, names = self.parts[name], self.names[name]
            if all(type(context.get(each, ...)) in _PLAIN for each in names):
                # The same words as before make the same part.
                yield self.once(name, part, tuple(context[each] for each in names))
                continue
            content = part.render(context)
            if _DRAWN not in content:
                yield self.squeeze(name, content.encode())
                continue
            content, drawn = number_drawings(content, drawn)
            yield deflated(name, content.encode())
            shown = {each: pictures[each] for each in _SHOWN.findall(content)}
            yield deflated(
                f"word/_rels/{name.removeprefix('word/')}.rels",
                _NO_RELATIONS.format(_relations(shown)).encode(),
            )

    def _members(
        self,
        body: str,
        others: Iterable[Member],
        pictures: Mapping[str, Picture],
        properties: Properties,
    ) -> Iterator[Member]:
        end = _relations(pictures) + "</Relationships>"
        yield self.squeeze(
            RELATIONSHIPS, self.relationships.replace("</Relationships>", end).encode()
        )
        yield deflated(CORE_PROPERTIES, _core_properties(properties).encode())
        yield deflated(BODY, body.encode())
        yield from others
        for name, picture in pictures.items():
            yield stored(f"word/media/{name}.{picture.suffix}", picture.content)


def _relations(pictures: Mapping[str, Picture]) -> str:
    return "".join(
        f'<Relationship Id="{name}" Type="{_IMAGE}" Target="media/{name}.{picture.suffix}"/>'
        for name, picture in pictures.items()
    )


def compile_word(path: Path, environment: StrictEnvironment | None = None) -> WordTemplate:
    """Compile the Word template at `path`.

    Errors: `CatalogueError` naming the file, and the paragraph where Jinja cannot read it.
    """
    # Only compiling needs docxtpl, and it takes an eighth of a second to import.
    import docxtpl  # noqa: PLC0415

    environment = environment or word_environment()
    contents = without_traces(read_sound(path.name, path.read_bytes()))
    document = docxtpl.DocxTemplate(path)
    document.render_init()
    body = document.patch_xml(_numbered(document.get_xml()))
    sources = {BODY: _with_envelope(contents[BODY].decode(), body)}
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            name = str(part.partname).lstrip("/")
            sources[name] = document.patch_xml(_numbered(document.get_part_xml(part)))
    if has_jinja(contents.get(FOOTNOTES, b"")):
        sources[FOOTNOTES] = document.patch_xml(_numbered(contents[FOOTNOTES].decode()))
    numbers = {name: tuple(map(int, _NUMBERED.findall(text))) for name, text in sources.items()}
    sources = {name: _NUMBERED.sub("\n<w:p", text) for name, text in sources.items()}
    fixed = {
        name: content
        for name, content in contents.items()
        if name not in sources and name not in (CORE_PROPERTIES, RELATIONSHIPS)
    }
    fixed[CONTENT_TYPES] = _content_types(fixed[CONTENT_TYPES])
    fixed[APP_PROPERTIES] = _APP_PROPERTIES
    fitting = Fitting(fixed[STYLES], body)

    @lru_cache(maxsize=len(STEPS))
    def opening(step: int) -> Opening:
        members = fixed | {STYLES: fitting.styles(step)}
        return open_package(deflated(name, content) for name, content in members.items())

    parts = {
        name: _compile(environment, path, text, numbers[name]) for name, text in sources.items()
    }
    names = {
        name: tuple(sorted(find_undeclared_variables(environment.parse(text))))
        for name, text in sources.items()
        if name != BODY
    }

    @lru_cache(maxsize=4 * len(names))
    def once(name: str, part: Template, values: tuple[Any, ...]) -> Member:
        words = dict(zip(names[name], values, strict=True))
        return deflated(name, part.render(words).encode())

    return WordTemplate(
        path,
        sources,
        parts,
        opening,
        fitting,
        contents[RELATIONSHIPS].decode(),
        names,
        once,
        lru_cache(maxsize=32)(deflated),
        document.fix_tables if loops_over_columns(contents[BODY]) else None,
        tuple(uncovered(contents, sources)),
        numbers,
    )


def _numbered(part: str) -> str:
    """Number the paragraphs of a part, before those that only steer are taken out of it."""
    count = itertools.count(1)
    return re.sub(r"<w:p(?=[ >/])", lambda _: f'<w:p docgen="{next(count)}"', part)


def paragraph_at(source: str, line: int, numbers: Sequence[int] = ()) -> str:
    """Return where a line of a compiled part stands in Word, e.g. 第 3 段「投诉人：」.

    Every paragraph of a source begins a line of its own; `numbers` are those that Word counts.
    """
    lines = source.split("\n")[:line]
    at = max(sum(each.startswith("<w:p") for each in lines), 1)
    number = numbers[at - 1] if at <= len(numbers) else at
    words = re.sub(r"<[^>]+>", "", lines[-1])[:24]
    return f"第 {number} 段「{words}」"


def _with_whole_tables(body: str, fix_tables: Callable[[str], Any]) -> str:
    """Return the body with the column grids of its tables made to fit their rows."""
    declaration, _, document = body.rpartition("?>")
    return f"{declaration}?>{tostring(fix_tables(document), encoding='unicode')}"


def _compile(
    environment: StrictEnvironment, path: Path, source: str, numbers: Sequence[int]
) -> Template:
    try:
        return environment.from_string(source.replace("\n<w:p", "<w:p"))
    except TemplateError:
        pass
    try:  # again with a line for each paragraph, to name the one at fault
        return environment.from_string(source)
    except TemplateError as fault:
        where = paragraph_at(source, getattr(fault, "lineno", 1), numbers)
        told = in_chinese(fault.message)
        raise CatalogueError(f"{path.name} {where}：模板语法有误：{told}") from None


def _with_envelope(document: str, body: str) -> str:
    """Put the patched body back between the document's own root element.

    lxml repeats the root's namespaces on the body, which is legal and harmless.
    """
    start, end = document.index("<w:body"), document.index("</w:body>") + len("</w:body>")
    return document[:start] + body + document[end:]


def _content_types(content: bytes) -> bytes:
    text = content.decode()
    for suffix, media in (("jpg", "image/jpeg"), ("png", "image/png")):
        if f'Extension="{suffix}"' not in text:
            default = f'<Default Extension="{suffix}" ContentType="{media}"/></Types>'
            text = text.replace("</Types>", default)
    return text.encode()


_APP_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>docgen</Application></Properties>'
)


def _core_properties(properties: Properties) -> str:
    moment = f"{properties.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title>"
        f"<dc:subject>{escape(properties.subject)}</dc:subject>"
        f"<dc:creator>{escape(properties.authority)}</dc:creator>"
        "<dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    )
