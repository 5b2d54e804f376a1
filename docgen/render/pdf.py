"""Turn one self-contained HTML page into a PDF that is PDF/A-3a and PDF/UA-1 at once."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from docgen.render import libraries  # noqa: F401 - before all that imports WeasyPrint

# isort: split
from docgen.document import Place
from docgen.render.archival import as_attachments, claim_accessibility, finish
from docgen.render.attached import Attached
from docgen.render.fitting import fit
from docgen.render.font_map import HermeticFonts
from docgen.render.fonts import FaceSet
from docgen.render.joining import Further, join
from docgen.render.refusals import (
    ForbiddenResourceError,
    PageProblemsError,
    TooManyPagesError,
    UnfitRendererError,
    UnprintableCharacterError,
)

try:  # Another version may lack what we need: that is a sentence, no traceback.
    from weasyprint import HTML, Document
    from weasyprint.logger import LOGGER
    from weasyprint.urls import FatalURLFetchingError
except ImportError as fault:
    raise UnfitRendererError from fault

from docgen.render.long_list import LongList, whole_pages
from docgen.render.resources import OwnResources, lift_pictures
from docgen.render.seals import Sealed, name_places, places_among, places_of, sealed
from docgen.render.striking import blanks_of, strike
from docgen.render.tuning import lay_out, produce, require_subsetter, wardrobe_of
from docgen.render.tuning_style import Skip

__all__ = [
    "Attached", "ForbiddenResourceError", "PageProblemsError", "UnprintableCharacterError",
    "write_pdf",
]  # fmt: skip

Attach = Callable[[Sequence[Place]], Sequence[Attached]]
NO_ASSETS: Mapping[str, bytes] = MappingProxyType({})
# Beyond what a bundle of two hundred photos with long captions needs.
MOST_PAGES = 500
# A ledger's twelve thousand rows, each of six lines.
MOST_PAGES_OF_LIST = 1_000
NOT_PRINTED = ".notdef glyph"


def write_pdf(
    html: str,
    faces: FaceSet,
    *,
    attachments: Sequence[Attached] | Attach = (),
    moment: datetime,
    identifier: bytes | None = None,
    assets: Mapping[str, bytes] = NO_ASSETS,
    strict: bool = True,
    typeset: bool = True,
) -> bytes:
    """Return the PDF of `html`, set in `faces`, with `attachments` inside.

    What depends on where seals go is attached by a function of their places.
    `moment` (with a time zone) dates the document and its attachments; `identifier` is the
    first half of the file identifier and comes from the content when it is None; `assets` are
    the contents behind `asset:NAME` addresses. The same arguments give the same bytes in every
    process. With `strict`, anything WeasyPrint warns of is an error; without `typeset`, lines
    are set as WeasyPrint sets them and blanks stay open.

    Raises UnprintableCharacterError, ForbiddenResourceError, PageProblemsError and, for a
    machine that is not fit, FontsError.
    """
    if moment.tzinfo is None:
        raise ValueError("moment needs a time zone")
    require_subsetter()
    with _complaints() as complaints:
        try:
            press = _Press(faces, attachments, (moment, identifier), assets, typeset)
            listed = LongList.of(html)
            content = press.whole(html) if listed is None else press.parts(listed)
        except FatalURLFetchingError as problem:
            raise ForbiddenResourceError(str(problem)) from problem
    if complaints:
        wardrobe_of(faces).discard()
    _judge(complaints, strict)
    return content


@dataclass(frozen=True, slots=True)
class _Press:
    """Everything a page is printed with."""

    faces: FaceSet
    attachments: Sequence[Attached] | Attach
    stamp: tuple[datetime, bytes | None]
    assets: Mapping[str, bytes]
    typeset: bool

    def whole(self, html: str) -> bytes:
        """Lay a page out at once and return its PDF."""
        document = self._laid_out(html)
        _refuse_more_than(MOST_PAGES, len(document.pages))
        blanks = blanks_of(document) if self.typeset else ()
        places = places_of(document)

        def finisher(_: Document, pdf: Any) -> None:
            name_places(pdf, places)
            strike(pdf, blanks)

        return self._written(document, self._attached(places), finisher)

    def parts(self, listed: LongList) -> bytes:
        """Lay a long list out part by part, one at a time, and return the PDF of all of them."""
        pages: list[Sealed] = []
        further: list[Further] = []
        begins, head = 0, None
        while begins < len(listed):
            document, following = self._whole_pages(listed, begins)
            pages += map(sealed, document.pages)
            _refuse_more_than(MOST_PAGES_OF_LIST, len(pages))
            if head is None:
                head = document  # What it carries is known when all is laid out.
            else:
                content = self._written(document, ())
                further.append(Further(content, listed.within_group(begins)))
            begins = following
        feet = self._written(self._laid_out(listed.feet(len(pages))), ())
        places = places_among(pages)
        return join(self._written(head, self._attached(places)), further, feet, places)

    def _whole_pages(self, listed: LongList, begins: int) -> tuple[Document, int]:
        """Return the pages from a row on that are whole, and the row that comes after them."""
        ends = begins
        while True:
            ends = listed.end(ends)
            document = self._laid_out(listed.part(begins, ends))
            if ends == len(listed):
                return document, ends
            whole, following = whole_pages(document)
            if whole:
                return document.copy(document.pages[:whole]), following

    def _laid_out(self, html: str) -> Document:
        document = laid_out(html, self.faces, assets=self.assets, typeset=self.typeset)
        _refuse_unfit(document)
        return document

    def _attached(self, places: Sequence[Place]) -> Sequence[Attached]:
        return self.attachments(places) if callable(self.attachments) else self.attachments

    def _written(
        self,
        document: Document,
        attached: Sequence[Attached],
        finisher: Callable[[Document, Any], None] = lambda *_: None,
    ) -> bytes:
        moment, identifier = self.stamp
        said = moment.isoformat(timespec="seconds")
        document.metadata.created = document.metadata.modified = said
        claim_accessibility(document)

        def finished(document: Document, pdf: Any) -> None:
            finish(pdf, attached)
            finisher(document, pdf)

        return produce(
            document,
            self.faces,
            finisher=finished,
            pdf_variant="pdf/a-3a",
            attachments=as_attachments(attached, moment.astimezone(UTC)),
            # Hexadecimal, because raw bytes inside a literal string could be read otherwise.
            pdf_identifier=True if identifier is None else identifier.hex().encode(),
        )


def _refuse_more_than(most: int, pages: int) -> None:
    if pages > most:
        raise TooManyPagesError(pages, most)


def laid_out(
    html: str, faces: FaceSet, *, assets: Mapping[str, bytes] = NO_ASSETS, typeset: bool = True
) -> Document:
    """Return the pages of `html` as `write_pdf` writes them."""
    html, pictures = lift_pictures(html)
    page = HTML(string=html, url_fetcher=OwnResources({**assets, **pictures}))
    fonts = _fonts_of(faces)

    def once(page: HTML, skip: Skip | None = None) -> Document:
        return lay_out(page, faces, fonts, skip, typeset=typeset, pdf_variant="pdf/a-3a")

    try:
        return fit(page, once) if typeset else once(page)
    finally:
        fonts.set_lines.clear()


def _fonts_of(faces: FaceSet) -> HermeticFonts:
    """Return this thread's font map of `faces`; building one scans every face's coverage."""
    fonts: HermeticFonts | None = getattr(faces.workbench, "fonts", None)
    if fonts is None:
        fonts = faces.workbench.fonts = HermeticFonts(faces)
    fonts.take_charge()
    return fonts


def _refuse_unfit(document: Document) -> None:
    """Refuse pages that can be no PDF/UA document, or whose bytes would depend on the clock."""
    metadata = document.metadata
    problems = []
    if not metadata.title:
        problems.append("缺少 <title>")
    if not metadata.lang:
        problems.append('<html> 缺少 lang="zh-CN"')
    linked = any(link[0] == "attachment" for page in document.pages for link in page.links)
    if metadata.attachments or linked:
        problems.append("页面不得自带附件，请交给 attachments 参数")
    if problems:
        raise PageProblemsError(problems)


class _Collector(logging.Handler):
    """Keep the warnings of one thread: another thread's page is none of this one's business."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.records.append(record)


@contextmanager
def _complaints() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint logs as warning or error inside the block."""
    collector = _Collector()
    LOGGER.addHandler(collector)
    try:
        yield collector.records
    finally:
        LOGGER.removeHandler(collector)


def _judge(complaints: Sequence[logging.LogRecord], strict: bool) -> None:
    """Raise for characters no face has, and in strict mode for every other complaint."""
    unprintable = sorted(
        {
            str(record.args[0])
            for record in complaints
            if str(record.msg).startswith(NOT_PRINTED) and isinstance(record.args, tuple)
        }
    )
    if unprintable:
        raise UnprintableCharacterError(unprintable)
    if strict and complaints:
        raise PageProblemsError([record.getMessage() for record in complaints])
