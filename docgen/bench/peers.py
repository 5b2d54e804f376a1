"""Engines with other templates or none of ours, where this machine has them: bounds, not rivals."""

import importlib
import importlib.util
import io
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from docgen.bench.material import HANZI, Material
from docgen.bench.naive import find_plain_face
from docgen.bench.report import Outcome, milliseconds
from docgen.bench.rows import DIFFERENT_TURNS, Bench, pages_of, tuned_pdf
from docgen.bench.timing import Effort, clock, median, take_turns

BLOCKS = frozenset(("h1", "h2", "h3", "p", "li", "th", "td"))
DEADLINE_SECONDS = 300
PDFA = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}'
BATCH, ROUNDS = 25, 3
# A letter of the same size, type and text; no table, no photo, and no tags for screen readers
# beyond what Typst sets by itself.
TYPST_LETTER = """\
#set document(title: "投诉调解书", date: datetime(year: 2026, month: 7, day: 10))
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  numbering: "— 1 —")
#set text(font: "Noto Serif CJK SC", size: 16pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), leading: 13pt, spacing: 13pt)
#align(center, text(size: 22pt)[#data.title])
#for line in data.lines [#par(line)]
"""


def typst_one_page(bench: Bench, effort: Effort) -> Outcome:
    """The words of the same letter by Typst, in its own template language."""
    work, against = "PDF/A，一份调解书", "Typst（自有模板语言，下限）"
    if importlib.util.find_spec("typst") is None or find_plain_face() is None:
        return _absent("typst", work, against, "没有安装 typst 或 Noto Serif CJK")
    typst = importlib.import_module("typst")
    pages = pages_of(bench, bench.letter)
    letters = [_typst_letter(page) for _, page in pages]
    compiler = typst.Compiler(root=None, font_paths=[], ignore_system_fonts=False)

    def theirs(turn: int) -> Any:
        # Typst remembers every paragraph it has laid out; no two cases share their paragraphs.
        mark = HANZI[time.perf_counter_ns() // 1000 % len(HANZI)]
        fresh = letters[turn % DIFFERENT_TURNS].replace("。", f"{mark}。")
        return compiler.compile(input=fresh.encode(), format="pdf", pdf_standards=["a-3a"])

    return _beside("typst", work, against, bench, effort, pages, theirs,
                   "同样的文字和版心，没有我们的落款排版和附件；每段文字每次都不同")  # fmt: skip


def libreoffice_one_page(bench: Bench, effort: Effort) -> Outcome:
    """The same case, from our Word file, by LibreOffice that is already running."""
    work, against = "PDF/A，一份调解书", "LibreOffice（由 docx 转换，已启动）"
    program = shutil.which("soffice")
    if program is None:
        return _absent("libreoffice", work, against, "没有安装 soffice")
    engine, material = bench.engine, bench.letter
    words = [
        engine.render(material.kind, material.payload(turn), "docx").content
        for turn in range(BATCH)
    ]
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        paths = [Path(folder, f"{number}.docx") for number in range(len(words))]
        for path, content in zip(paths, words, strict=True):
            path.write_bytes(content)
        # What one file more costs a running program: start-up is in both and falls away.
        rounds = _few(effort)
        turns = [
            [_convert(program, files, folder) for files in (paths[:1], paths)]
            for _ in range(rounds)
        ]
        missing = [path for path in paths if not path.with_suffix(".pdf").is_file()]
    if missing:
        return _absent("libreoffice", work, against, "soffice 没有转换出全部文件")
    one, many = (min(seconds) for seconds in zip(*turns, strict=True))
    ours = _ours(bench, effort, material)
    theirs = max(many - one, 0.0) / (len(paths) - 1)
    return Outcome("libreoffice", work, against, theirs / ours, "x", milliseconds(ours),
                   milliseconds(theirs), rounds,
                   f"{BATCH} 份与 1 份之差，各取最快一轮；启动另需 {one:.1f} s")  # fmt: skip


def chromium_one_page(bench: Bench, effort: Effort) -> Outcome:
    """The same page by a headless Chromium, started for each, as scripts do."""
    work, against = "PDF，一份调解书", "Chromium（每份启动一次，不是 PDF/A）"
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        return _absent("chromium", work, against, "没有安装 chromium")
    pages = pages_of(bench, bench.letter)
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        page, output = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(pages[0][1], "utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                   f"--user-data-dir={folder}/profile", f"--print-to-pdf={output}",
                   page.as_uri()]  # fmt: skip
        rounds = _few(effort)
        theirs = median([_timed(command) for _ in range(rounds)])
        size = output.stat().st_size
    ours = _ours(bench, effort, bench.letter)
    return Outcome("chromium", work, against, theirs / ours, "x", milliseconds(ours),
                   milliseconds(theirs), rounds,
                   f"含启动浏览器的时间；{size / 1000:.0f} KB")  # fmt: skip


def _beside(  # noqa: PLR0917 - the columns of a row
    row: str, work: str, against: str, bench: Bench, effort: Effort, pages: Sequence[Any],
    theirs: Any, note: str,
) -> Outcome:  # fmt: skip
    def ours(turn: int) -> bytes:
        return tuned_pdf(bench, *pages[turn % DIFFERENT_TURNS])

    us, them = take_turns(effort, clock(ours), clock(theirs))
    return Outcome(row, work, against, median(them) / median(us), "x", milliseconds(median(us)),
                   milliseconds(median(them)), len(us), note)  # fmt: skip


def _ours(bench: Bench, effort: Effort, material: Material) -> float:
    pages = pages_of(bench, material)

    def ours(turn: int) -> bytes:
        return tuned_pdf(bench, *pages[turn % DIFFERENT_TURNS])

    return median(*take_turns(Effort(seconds=2, rounds=effort.rounds), clock(ours)))


def _absent(row: str, work: str, against: str, note: str) -> Outcome:
    return Outcome(row, work, against, None, "x", note=note)


def _convert(program: str, paths: Sequence[Path], folder: str) -> float:
    command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile",
               "--convert-to", PDFA, "--outdir", folder, *map(str, paths)]  # fmt: skip
    return _timed(command)


def _timed(command: Sequence[str]) -> float:
    """Return the seconds a program took from start to end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=DEADLINE_SECONDS)  # noqa: S603
    return time.perf_counter() - begun


def _few(effort: Effort) -> int:
    """Return how often to start a program that takes seconds to start."""
    return min(effort.rounds or ROUNDS, ROUNDS)


class _Lines(HTMLParser):
    """Collect the text of a page, a block a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "main"
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._inside and self.lines:
            self.lines[-1] += data


def _typst_letter(page: str) -> str:
    reader = _Lines()
    reader.feed(page)
    title, *lines = [re.sub(r"\s+", " ", line).strip() for line in reader.lines if line.strip()]
    output = io.StringIO()
    quoted = ", ".join(_quoted(line) for line in lines)
    output.write(f"#let data = (title: {_quoted(title)}, lines: ({quoted},))\n")
    output.write(TYPST_LETTER)
    return output.getvalue()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
