"""The rows of the bench about one document: Word, PDF/A, size, the whole call, start-up."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docgen.bench.material import Material, four_photos, one_page
from docgen.bench.naive import StockWeasyPrint, by_docxtpl, plain_environment
from docgen.bench.report import Outcome, Promise, milliseconds
from docgen.bench.timing import Effort, Timed, clock, median, take_turns
from docgen.case.case import Case
from docgen.case.words import describe
from docgen.engine import Engine, attachments_of, moment_of, write_word
from docgen.proof.opening import open_engine
from docgen.render.pdf import write_pdf
from docgen.settings import Settings

DIFFERENT_TURNS = 12


@dataclass(frozen=True)
class Bench:
    """What the rows share: an engine with proved templates, and the two works measured on it."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The engine, as a worker has it."""
        return open_engine(self.settings)

    @cached_property
    def letter(self) -> Material:
        """One page."""
        return one_page(self.engine.catalogue["mediation_agreement"].schema.example)

    @cached_property
    def record(self) -> Material:
        """Four photos."""
        return four_photos(self.engine.catalogue["site_inspection_record"].schema.example)

    def cases(self, material: Material) -> list[Case]:
        """Return the cases the turns go round."""
        return [
            self.engine.check(material.kind, material.payload(turn), files=material.files)
            for turn in range(DIFFERENT_TURNS)
        ]


Measure = Callable[[Bench, Effort], Outcome]


def word_one_page(bench: Bench, effort: Effort) -> Outcome:
    """Context to bytes, by the compiled template and by docxtpl."""
    return _word(bench, effort, bench.letter, "word", "Word，一份调解书", Promise(50, 100))


def word_four_photos(bench: Bench, effort: Effort) -> Outcome:
    """The same with four photos, whose renditions both sides are given."""
    return _word(bench, effort, bench.record, "word-photos", "Word，四张照片", Promise(30, 50))


def _word(  # noqa: PLR0917 - the columns of a row
    bench: Bench, effort: Effort, material: Material, row: str, work: str, promise: Promise
) -> Outcome:
    engine, environment = bench.engine, plain_environment()
    contexts = [(case, describe(case, engine.house_words)) for case in bench.cases(material)]
    path = engine.catalogue[material.kind].word_template

    # A turn is a loop over all cases on either side: a single document of ours is so short that
    # what was measured would be the caches another's work has emptied.
    def compiled(_: int) -> None:
        for case, context in contexts:
            write_word(engine, case, context)

    def plain(_: int) -> None:
        for _case, context in contexts:
            by_docxtpl(path, context, environment)

    turns = take_turns(effort, clock(compiled, DIFFERENT_TURNS), clock(plain, DIFFERENT_TURNS))
    note = f"同一模板、同一上下文，每轮各 {DIFFERENT_TURNS} 份；照片两边都用同一缩印件"
    return _ratio(row, work, "docxtpl", promise, turns, note)


def pdf_one_page(bench: Bench, effort: Effort) -> Outcome:
    """The page `--format html` gives, to PDF/A: ours carries the manifest as well."""
    return _pdf(bench, effort, bench.letter, "pdf", "PDF/A，一份调解书", Promise(3, 5))


def pdf_four_photos(bench: Bench, effort: Effort) -> Outcome:
    """The same with four photos."""
    return _pdf(bench, effort, bench.record, "pdf-photos", "PDF/A，四张照片", Promise(2, 4))


def _pdf(  # noqa: PLR0917 - the columns of a row
    bench: Bench, effort: Effort, material: Material, row: str, work: str, promise: Promise
) -> Outcome:
    pages = pages_of(bench, material)
    with StockWeasyPrint() as stock:

        def tuned(turn: int) -> bytes:
            return tuned_pdf(bench, *pages[turn % DIFFERENT_TURNS])

        def plain(turn: int) -> float:
            return stock.render(pages[turn % DIFFERENT_TURNS][1])[0]

        seconds = take_turns(effort, clock(tuned), plain)
        return _ratio(row, work, "WeasyPrint", promise, seconds, _fonts_note(stock))


def size_one_page(bench: Bench, _: Effort) -> Outcome:
    """Bytes of the same page as PDF/A."""
    case, page = pages_of(bench, bench.letter)[0]
    with StockWeasyPrint() as stock:
        theirs = len(stock.render(page)[1])
        note = _fonts_note(stock)
    ours = len(tuned_pdf(bench, case, page))
    return Outcome(
        "size", "PDF/A 一份调解书的大小", "WeasyPrint", theirs / ours, "x", f"{ours / 1000:.1f} KB",
        f"{theirs / 1000:.1f} KB", 1, note, Promise(3, theirs / 60_000),
    )  # fmt: skip


def whole_call(bench: Bench, effort: Effort) -> Outcome:
    """Payload to Word bytes: validation, law, words, template, container."""
    engine, material = bench.engine, bench.letter
    payloads = [material.payload(turn) for turn in range(DIFFERENT_TURNS)]

    def call(turn: int) -> object:
        return engine.render(material.kind, payloads[turn % DIFFERENT_TURNS], "docx")

    (seconds,) = take_turns(effort, clock(call))
    return Outcome(
        "call", "整次调用：数据到 Word", "", median(seconds) * 1000, "ms", rounds=len(seconds),
        note="从 payload 字典到字节，含校验", promise=Promise(5, 3, lower_is_better=True),
    )  # fmt: skip


def whole_call_photos(bench: Bench, effort: Effort) -> Outcome:
    """Payload to PDF bytes with four photos: reading, checking and down-scaling them counts."""
    engine, material = bench.engine, bench.record
    payloads = [material.payload(turn) for turn in range(DIFFERENT_TURNS)]

    def call(turn: int) -> object:
        payload = payloads[turn % DIFFERENT_TURNS]
        return engine.render(material.kind, payload, "pdf", files=material.files)

    (seconds,) = take_turns(effort, clock(call))
    return Outcome(
        "call-photos", "整次调用：四张照片到 PDF/A", "", median(seconds) * 1000, "ms",
        rounds=len(seconds), note="含读取、核对、缩印四张约 270 KB 的照片",
    )  # fmt: skip


def start_word(bench: Bench, effort: Effort) -> Outcome:
    """`docgen render` of one Word page, from exec to exit."""
    return _start(bench, effort, "docx")


def start_pdf(bench: Bench, effort: Effort) -> Outcome:
    """`docgen render` of one PDF page, from exec to exit."""
    return _start(bench, effort, "pdf")


def _start(bench: Bench, effort: Effort, format: str) -> Outcome:
    _ = bench.engine.faces  # Preparing them once a machine is no part of a start.
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        case = Path(folder, "case.json")
        case.write_text(json.dumps(bench.letter.payload(0), ensure_ascii=False), "utf-8")
        command = [sys.executable, "-m", "docgen.cli", "render", bench.letter.kind, str(case),
                   "-o", str(Path(folder, f"a.{format}"))]  # fmt: skip

        def start(_: int) -> object:
            return subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603

        (seconds,) = take_turns(effort, clock(start))
    return Outcome(
        f"start-{format}", f"启动：docgen render 一份 {format}", "", median(seconds), "s",
        rounds=len(seconds), note="整个进程，从启动到退出",
        promise=Promise(1.5, 0.7, lower_is_better=True),
    )  # fmt: skip


def pages_of(bench: Bench, material: Material) -> list[tuple[Case, str]]:
    engine = bench.engine
    return [
        (case, engine.pages[material.kind].render(describe(case, engine.house_words)))
        for case in bench.cases(material)
    ]


def tuned_pdf(bench: Bench, case: Case, page: str) -> bytes:
    attachments = attachments_of(bench.engine, case)
    return write_pdf(page, bench.engine.faces, attachments=attachments, moment=moment_of(case))


def _fonts_note(stock: StockWeasyPrint) -> str:
    fonts = "只有 Noto CJK 字体的机器" if stock.face else "本机字体（没有 Noto Serif CJK）"
    return f"同一 HTML；对照为未改动的 WeasyPrint，独立进程，{fonts}"


def _ratio(  # noqa: PLR0917 - the columns of a row
    row: str, work: str, against: str, promise: Promise, seconds: tuple[list[float], ...], note: str
) -> Outcome:
    ours, theirs = (median(each) for each in seconds)
    return Outcome(
        row, work, against, theirs / ours, "x", milliseconds(ours), milliseconds(theirs),
        len(seconds[0]), note, promise,
    )  # fmt: skip


__all__ = [
    "Bench", "Measure", "Timed", "pdf_four_photos", "pdf_one_page", "size_one_page", "start_pdf",
    "start_word", "whole_call", "whole_call_photos", "word_four_photos", "word_one_page",
]  # fmt: skip
