"""Compile a Word template once: what changes becomes Jinja, what does not stays compressed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    read_members,
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
from docgen.word.fitting import STEPS, Fitting

STYLES = "word/styles.xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
CONTENT_TYPES = "[Content_Types].xml"
CORE_PROPERTIES, APP_PROPERTIES = "docProps/core.xml", "docProps/app.xml"
# Word keeps accounts, labels and a picture of the first page here: none of it goes out.
_LEFT_OUT = ("docProps/custom.xml", "docProps/thumbnail.jpeg")
_PLAIN = (str, NoneType)
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

    def render(
        self, context: Mapping[str, Any], pictures: Mapping[str, Picture], properties: Properties
    ) -> bytes:
        """Return the Word file for one context; `pictures` by the id their drawings name."""
        try:
            body = self.parts[BODY].render(context)
            if pictures:
                body = number_drawings(body)
            if self.fix_tables is not None:
                body = _with_whole_tables(body, self.fix_tables)
            others = [self._other(name, context) for name in self.names]
        except MISHAPS as fault:
            raise RenderError(f"Word 模板 {self.path.name} 渲染失败：{fault}") from None
        opening = self.opening(self.fitting.step_for(body))
        return write_package(self._members(body, others, pictures, properties), opening)

    def _other(self, name: str, context: Mapping[str, Any]) -> Member:
        """Return a part beside the body: one made before, where it prints the same words."""
        part, names = self.parts[name], self.names[name]
        if all(type(context.get(each, ...)) in _PLAIN for each in names):
            values = tuple(context[each] for each in names)
            return self.once(name, part, values)
        return self.squeeze(name, part.render(context).encode())

    def _members(
        self,
        body: str,
        others: Iterable[Member],
        pictures: Mapping[str, Picture],
        properties: Properties,
    ) -> Iterator[Member]:
        relations = "".join(
            f'<Relationship Id="{name}" Type="{_IMAGE}" Target="media/{name}.{picture.suffix}"/>'
            for name, picture in pictures.items()
        )
        yield self.squeeze(
            RELATIONSHIPS,
            self.relationships.replace("</Relationships>", relations + "</Relationships>").encode(),
        )
        yield deflated(CORE_PROPERTIES, _core_properties(properties).encode())
        yield deflated(BODY, body.encode())
        yield from others
        for name, picture in pictures.items():
            yield stored(f"word/media/{name}.{picture.suffix}", picture.content)


def compile_word(path: Path, environment: StrictEnvironment | None = None) -> WordTemplate:
    """Compile the Word template at `path`.

    Errors: `CatalogueError` naming the file, and the paragraph where Jinja cannot read it.
    """
    # Only compiling needs docxtpl, and it takes an eighth of a second to import.
    import docxtpl  # noqa: PLC0415

    environment = environment or word_environment()
    contents = read_members(path)
    document = docxtpl.DocxTemplate(path)
    document.render_init()
    body = document.patch_xml(document.get_xml())
    sources = {BODY: _with_envelope(contents[BODY].decode(), body)}
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            name = str(part.partname).lstrip("/")
            sources[name] = document.patch_xml(document.get_part_xml(part))
    if has_jinja(contents.get(FOOTNOTES, b"")):
        sources[FOOTNOTES] = document.patch_xml(contents[FOOTNOTES].decode())
    sources = {name: re.sub(r"<w:p([ >])", r"\n<w:p\1", text) for name, text in sources.items()}
    fixed = {
        name: content
        for name, content in contents.items()
        if name not in sources and name not in (CORE_PROPERTIES, RELATIONSHIPS, *_LEFT_OUT)
    }
    fixed[CONTENT_TYPES] = _content_types(fixed[CONTENT_TYPES])
    fixed["_rels/.rels"] = _package_relationships(fixed["_rels/.rels"])
    fixed[APP_PROPERTIES] = _APP_PROPERTIES
    fitting = Fitting(fixed[STYLES], body)

    @lru_cache(maxsize=len(STEPS))
    def opening(step: int) -> Opening:
        members = fixed | {STYLES: fitting.styles(step)}
        return open_package(deflated(name, content) for name, content in members.items())

    parts = {name: _compile(environment, path, text) for name, text in sources.items()}
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
    )


def paragraph_at(source: str, line: int) -> str:
    """Return where a line of a compiled part stands in Word, e.g. 第 3 段「投诉人：」.

    Every paragraph of a source begins a line of its own.
    """
    lines = source.split("\n")[:line]
    number = sum(each.startswith("<w:p") for each in lines)
    words = re.sub(r"<[^>]+>", "", lines[-1])[:24]
    return f"第 {max(number, 1)} 段「{words}」"


def _with_whole_tables(body: str, fix_tables: Callable[[str], Any]) -> str:
    """Return the body with the column grids of its tables made to fit their rows."""
    declaration, _, document = body.rpartition("?>")
    return f"{declaration}?>{tostring(fix_tables(document), encoding='unicode')}"


def _compile(environment: StrictEnvironment, path: Path, source: str) -> Template:
    try:
        return environment.from_string(source.replace("\n<w:p", "<w:p"))
    except TemplateError:
        pass
    try:  # again with a line for each paragraph, to name the one at fault
        return environment.from_string(source)
    except TemplateError as fault:
        where = paragraph_at(source, getattr(fault, "lineno", 1))
        raise CatalogueError(f"{path.name} {where}：模板语法有误：{fault.message}") from None


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
    for name in _LEFT_OUT:
        text = re.sub(rf'<Override PartName="/{re.escape(name)}"[^>]*/>', "", text)
    return text.encode()


def _package_relationships(content: bytes) -> bytes:
    text = content.decode()
    for name in _LEFT_OUT:
        text = re.sub(rf'<Relationship [^>]*Target="{re.escape(name)}"[^>]*/>', "", text)
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
