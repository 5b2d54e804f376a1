"""Turn one self-contained HTML page into a PDF that is PDF/A-3a and PDF/UA-1 at once."""

import logging
import re
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import PurePosixPath
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
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except ImportError as fault:
    raise UnfitRendererError from fault

from docgen.render.seals import name_places, places_of
from docgen.render.striking import blanks_of, strike
from docgen.render.tuning import lay_out, produce, require_subsetter, wardrobe_of
from docgen.render.tuning_style import Skip

__all__ = [
    "Attached", "ForbiddenResourceError", "PageProblemsError", "UnprintableCharacterError",
    "write_pdf",
]  # fmt: skip

Attach = Callable[[Sequence[Place]], Sequence[Attached]]
NO_ASSETS: Mapping[str, bytes] = MappingProxyType({})
PICTURE_INSIDE = re.compile(r'src="data:image/(jpeg|png|svg)(?:\+xml)?;base64,([A-Za-z0-9+/=]+)"')
# Beyond what a bundle of two hundred photos with long captions needs.
MOST_PAGES = 500
NOT_PRINTED = ".notdef glyph"
ASSET_TYPES = MappingProxyType({
    ".css": "text/css", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
})  # fmt: skip


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
            document = laid_out(html, faces, assets=assets, typeset=typeset)
            if len(document.pages) > MOST_PAGES:
                raise TooManyPagesError(len(document.pages), MOST_PAGES)
            _refuse_unfit(document)
            blanks = blanks_of(document) if typeset else ()
            places = places_of(document)
            attached = attachments(places) if callable(attachments) else attachments

            def finisher(_: Document, pdf: Any) -> None:
                finish(pdf, attached)
                name_places(pdf, places)
                strike(pdf, blanks)

            content = _written(document, faces, attached, finisher, (moment, identifier))
        except FatalURLFetchingError as problem:
            raise ForbiddenResourceError(str(problem)) from problem
    if complaints:
        wardrobe_of(faces).discard()
    _judge(complaints, strict)
    return content


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


def lift_pictures(html: str) -> tuple[str, dict[str, bytes]]:
    """Take the pictures out of a page: `data:` addresses become `asset:` ones.

    A megabyte of base64 inside the page would be read, copied and searched a dozen times.
    """
    pictures: dict[str, bytes] = {}

    def lifted(found: re.Match[str]) -> str:
        kind, content = found.groups()
        name = f"lifted-{len(pictures)}.{kind}"
        pictures[name] = b64decode(content)
        return f'src="asset:{name}"'

    return PICTURE_INSIDE.sub(lifted, html), pictures


def _written(
    document: Document,
    faces: FaceSet,
    attached: Sequence[Attached],
    finisher: Callable[[Document, Any], None],
    stamp: tuple[datetime, bytes | None],
) -> bytes:
    moment, identifier = stamp
    document.metadata.created = document.metadata.modified = moment.isoformat(timespec="seconds")
    claim_accessibility(document)
    return produce(
        document,
        faces,
        finisher=finisher,
        pdf_variant="pdf/a-3a",
        attachments=as_attachments(attached, moment.astimezone(UTC)),
        # Hexadecimal, because raw bytes inside a literal string could be read otherwise.
        pdf_identifier=True if identifier is None else identifier.hex().encode(),
    )


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


class OwnResources:
    """Fetch what a page carries itself (`data:`) and what we hand over (`asset:`), nothing else.

    WeasyPrint's own fetcher, which takes a millisecond to build, is there only for `data:`.
    """

    _fail_on_errors = False

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        self._assets = assets

    def __call__(self, url: str) -> URLFetcherResponse:
        """Answer as `fetch` does: WeasyPrint calls its fetchers."""
        return self.fetch(url)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Answer `data:` and `asset:` addresses; stop the rendering at any other."""
        scheme, _, name = url.partition(":")
        if scheme == "asset":
            return self._asset(url, name)
        if scheme != "data":
            raise FatalURLFetchingError(
                f"页面引用了外部资源（{scheme[:20]}:），只允许 data: 和 asset:，请修改模板。"
            )
        stock = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
        return stock.fetch(url, headers)

    def _asset(self, url: str, name: str) -> URLFetcherResponse:
        if name not in self._assets:
            raise FatalURLFetchingError(f"页面引用的 {url[:80]} 不存在，请检查模板。")
        headers = EmailMessage()
        suffix = PurePosixPath(name).suffix.lower()
        headers["Content-Type"] = ASSET_TYPES.get(suffix, "application/octet-stream")
        return URLFetcherResponse(url, self._assets[name], headers)


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
