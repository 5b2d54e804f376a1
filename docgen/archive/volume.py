"""One volume 卷 of documents: cover, contents list, the numbered documents, state sheet."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import accumulate, count
from pathlib import Path
from typing import Any

from docgen.archive.binding import Digits, Part, bind, read_digits
from docgen.archive.entry import Entry, FileEntry
from docgen.archive.handover import MADE_AT
from docgen.archive.metadata import Maker
from docgen.case.case import canonical_json
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.render.attached import Attached
from schemas.law import chinese_date

FRONT, BACK, DIGITS = "_volume_front.html", "_volume_back.html", "_digits.html"
TEMPLATES = (FRONT, BACK, DIGITS)
INDEX = "volume.json"


class Binder:
    """Binds volumes with one engine, in the name of one office."""

    def __init__(self, engine: Engine, maker: Maker) -> None:
        self._engine, self._maker = engine, maker
        self._digits: Digits | None = None

    def bind(self, bag: Path, number: int, entries: Sequence[Entry]) -> bytes:
        """Return the volume of these documents, read from the bag; all of them have a PDF.

        A file that has its own cover, contents or last leaf among them is bound in these, unpaged.
        """
        words = self.describe(number, entries)
        moment = datetime.combine(max(each.dated_on for each in entries), time(), BEIJING)
        index = Attached(
            INDEX, canonical_json(_index(number, self.papers(entries))), "application/json",
            "卷内各件的编号、摘要和页号", "Data",
        )  # fmt: skip
        leaves = [self._leaf(entry) for entry in entries]
        papers = count(1)
        documents = [
            Part(
                entry.title if leaf else f"{next(papers)}. {_name(entry)}",
                (bag / pdf_of(entry).path).read_bytes(),
                not leaf,
            )
            for entry, leaf in zip(entries, leaves, strict=True)
        ]
        fronted = any(leaf < 0 for leaf in leaves)
        front = self._page(FRONT, words, moment, [index])
        parts = [Part("卷皮、卷内文件目录", front, False, not fronted), *documents]
        if not any(leaf > 0 for leaf in leaves):
            parts.append(Part("卷内备考表", self._page(BACK, words, moment), False))
        return bind(parts, self._digits_read())

    def papers(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the documents that bear page numbers: all but the leaves of a file."""
        return [each for each in entries if not self._leaf(each)]

    def _leaf(self, entry: Entry) -> int:
        """Return where a leaf of a file lies; 0 for any paper."""
        catalogue = self._engine.catalogue
        compiler = catalogue[entry.kind].schema.compiler if entry.kind in catalogue else None
        return compiler.leaf if compiler else 0

    def describe(self, number: int, entries: Sequence[Entry]) -> dict[str, Any]:
        """Return the words of cover, contents list and state sheet."""
        entries = self.papers(entries) or entries
        first, last = (choose(each.dated_on for each in entries) for choose in (min, max))
        retentions = {each.retention for each in entries}
        *first_pages, end = _first_pages(entries)
        return {
            "title": title_of(entries),
            "full_title": f"{title_of(entries)} 第{number}卷",
            "office": self._maker.authority,
            "department": self._maker.department or self._maker.authority,
            "period": _period(first, last),
            "retention": retentions.pop() if len(retentions) == 1 else "见移交清单",
            "count": len(entries),
            "pages": end - 1,
            "volume": number,
            "documents": tuple(
                {
                    "place": place,
                    "number": entry.document_number or "",
                    "title": entry.title,
                    "day": f"{entry.dated_on:%Y-%m-%d}",
                    "page": page,
                }
                for place, (entry, page) in enumerate(
                    zip(entries, first_pages, strict=True), start=1
                )
            ),
        }

    def _page(
        self,
        template: str,
        words: dict[str, Any],
        moment: datetime,
        attachments: Sequence[Attached] = (),
    ) -> bytes:
        # Pages cost a third of a second to import; only volumes need them here.
        from docgen.render.pdf import write_pdf  # noqa: PLC0415

        page = self._engine.environment.get_template(template).render(
            words, authority={"name": self._maker.authority}, mark=""
        )
        return write_pdf(page, self._engine.faces, attachments=attachments, moment=moment)

    def _digits_read(self) -> Digits:
        if self._digits is None:
            self._digits = read_digits(self._page(DIGITS, {"full_title": "0–9"}, MADE_AT))
        return self._digits


def title_of(entries: Sequence[Entry]) -> str:
    """Return what a volume is called: its group, and where it stands on the hand-over list."""
    first, last, count = entries[0].sequence, entries[-1].sequence, len(entries)
    span = f"移交清单第 {first} 至 {last} 号" if count > 1 else f"移交清单第 {first} 号"
    if last - first >= count:
        span = f"{span}内 {count} 件"
    groups = {entry.group for entry in entries}
    return f"{(groups.pop() if len(groups) == 1 else '') or '市场监督管理文书'}（{span}）"


def _period(first: date, last: date) -> str:
    if first == last:
        return chinese_date(first)
    return f"{chinese_date(first)}至{chinese_date(last)}"


def _name(entry: Entry) -> str:
    return f"{entry.title} {entry.document_number}" if entry.document_number else entry.title


def pdf_of(entry: Entry) -> FileEntry:
    """Return the PDF of a document that is bound: it has one."""
    return next(file for file in entry.files if file.role == "pdf")


def _first_pages(entries: Sequence[Entry]) -> Iterator[int]:
    """Yield the page on which each document begins, and the one after the last."""
    return accumulate((entry.pages or 0 for entry in entries), initial=1)


def _index(number: int, entries: Sequence[Entry]) -> dict[str, Any]:
    documents = [
        {
            "sequence": entry.sequence,
            "id": entry.id,
            "sha256": pdf_of(entry).sha256,
            "first_page": page,
            "pages": entry.pages,
        }
        for entry, page in zip(entries, _first_pages(entries), strict=False)
    ]
    return {"volume": number, "documents": documents}
