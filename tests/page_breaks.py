"""Compare where Word files and PDFs break their pages: `python -m tests.page_breaks FOLDER`.

With `--as-is` LibreOffice sets them as it reads them, with its own blanks beside figures and marks.

Each case of the corpus is made in both formats; LibreOffice sets the Word file in the faces of the
PDF, as an office that owns other faces would see other lines. A case agrees where both have the
same pages, each of which begins within a line of the other's.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from ctypes import c_ulong, c_ushort, sizeof
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pypdfium2
from fontTools.ttLib import TTFont
from pypdfium2.raw import (
    FPDFPageObj_CountMarks,
    FPDFPageObj_GetMark,
    FPDFPageObjMark_GetName,
)

from docgen import Engine, open_engine
from docgen.word.master import read_master
from tests.catalogue import SAMPLES, read_sample

# Files LibreOffice is given at once.
AT_ONCE = 60
# A page as lines of words without blanks.
Page = list[str]
# What a Word file says and LibreOffice does not read: no blank between hanzi and figures, marks
# that meet share theirs.
_AS_WORD = (
    ('text-autospace="ideograph-alpha"', 'text-autospace="none"'),
    ('CompressionType" config:type="short">0', 'CompressionType" config:type="short">1'),
)
_NUMBER = re.compile(r"—\d+—|(?:.*号)?第\d+页共\d+页(?:（骑缝盖章）)?")


@dataclass(frozen=True, slots=True)
class Compared:
    """One case in both formats: how many lines apart each page begins; None where pages lack."""

    name: str
    pdf: list[Page]
    word: list[Page]

    @property
    def apart(self) -> list[float]:
        """How many lines of the PDF lie between both beginnings of each page after the first."""
        ours, theirs = _beginnings(self.pdf), _beginnings(self.word)
        return [
            abs(one - other) / max(1, _longest(self.pdf, page))
            for page, (one, other) in enumerate(zip(ours, theirs, strict=False), start=1)
        ]

    @property
    def agrees(self) -> bool:
        """Whether both have the same pages, within a line."""
        return len(self.pdf) == len(self.word) and all(each <= 1 for each in self.apart)


def _beginnings(pages: list[Page]) -> list[int]:
    return [*accumulate(len("".join(page)) for page in pages)][:-1]


def _longest(pages: list[Page], page: int) -> int:
    near = [*pages[page - 1][-6:], *pages[min(page, len(pages) - 1)][:6]]
    return max(map(len, near), default=1)


def pages_of(content: bytes) -> list[Page]:
    """Return the lines of each page of a PDF, its number left out."""
    with pypdfium2.PdfDocument(content) as pdf:
        return [[*_lines(_words(page))] for page in pdf]


def _words(page: pypdfium2.PdfPage) -> str:
    """Return the words of a page but those of its drawings, which a Word file has as pictures."""
    for drawn in [each for each in page.get_objects() if _is_figure(each)]:
        page.remove_obj(drawn)
    return str(page.get_textpage().get_text_range())


def _is_figure(drawn: pypdfium2.PdfObject) -> bool:
    name, length = (c_ushort * 32)(), c_ulong()
    for place in range(FPDFPageObj_CountMarks(drawn)):
        mark = FPDFPageObj_GetMark(drawn, place)
        FPDFPageObjMark_GetName(mark, name, sizeof(name), length)
        if bytes(name)[: length.value - 2].decode("utf-16le") == "Figure":
            return True
    return False


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        words = re.sub(r"\s", "", line)
        if words and not _NUMBER.fullmatch(words):
            yield words


def lend_faces(engine: Engine, folder: Path) -> Mapping[str, str]:
    """Write the PDF's faces under the names Word files ask for; return the settings to use them."""
    folder.mkdir(parents=True, exist_ok=True)
    roles = {"fangsong": "仿宋", "title": "小标宋", "hei": "黑体", "kai": "楷体", "song": "宋体"}
    asked = read_master(engine.settings.templates / "docx").faces
    for role, face in roles.items():
        font = TTFont(engine.faces.faces[role].path)
        names = font["name"]
        names.names = []
        for number, words in enumerate((asked[face].name, "Regular", role, asked[face].name), 1):
            names.setName(words, number, 3, 1, 0x409)
        names.setName(f"Lent-{role}", 6, 3, 1, 0x409)
        font.save(folder / f"{role}.ttf")
    config = folder / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{folder}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        "utf-8",
    )
    return os.environ | {"FONTCONFIG_FILE": str(config), "HOME": str(folder)}


def compared(engine: Engine, folder: Path, *, as_word: bool) -> list[Compared]:
    """Return every case of the corpus in both formats; `folder` keeps all files made.

    `as_word` has LibreOffice do what the Word files say of blanks and marks and it does not read.
    """
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit("soffice (LibreOffice Writer) is not on this machine")
    settings = lend_faces(engine, folder / "faces")
    made = folder / "word"
    made.mkdir(exist_ok=True)
    ours = {}
    for sample in SAMPLES:
        payload, files = read_sample(sample)
        name = f"{sample.kind}-{sample.path.stem}"
        ours[name] = engine.render(sample.kind, payload, "pdf", files=files).content
        word = engine.render(sample.kind, payload, "docx", files=files)
        (made / f"{name}.docx").write_bytes(word.content)
        (folder / f"{name}.pdf").write_bytes(ours[name])
    if as_word:
        convert(office, settings, sorted(made.glob("*.docx")), "fodt", folder / "open")
        for each in (folder / "open").glob("*.fodt"):
            text = each.read_text("utf-8")
            for before, after in _AS_WORD:
                text = text.replace(before, after)
            each.write_text(text, "utf-8")
        convert(office, settings, sorted((folder / "open").glob("*.fodt")), "pdf", folder / "set")
    else:
        convert(office, settings, sorted(made.glob("*.docx")), "pdf", folder / "set")
    return [
        Compared(name, pages_of(content), pages_of((folder / "set" / f"{name}.pdf").read_bytes()))
        for name, content in ours.items()
    ]


def convert(
    office: str, settings: Mapping[str, str], files: list[Path], format: str, to: Path
) -> None:
    """Have LibreOffice write files in another format, some at a time: it gives up on hundreds."""
    for first in range(0, len(files), AT_ONCE):
        some = map(str, files[first : first + AT_ONCE])
        told = [office, "--headless", "--convert-to", format, "--outdir", str(to), *some]
        subprocess.run(told, env=settings, check=True, capture_output=True, timeout=1200)


def main() -> None:
    """Print each case that disagrees, and how many agree."""
    folder, as_word = Path(sys.argv[1]).absolute(), "--as-is" not in sys.argv
    folder.mkdir(parents=True, exist_ok=True)
    found = compared(open_engine(), folder, as_word=as_word)
    for each in found:
        if not each.agrees:
            apart = " ".join(f"{lines:.1f}" for lines in each.apart)
            print(f"{each.name}: {len(each.pdf)} pages, Word {len(each.word)}; lines apart {apart}")
    print(f"{sum(each.agrees for each in found)} of {len(found)} cases break pages alike")


if __name__ == "__main__":
    main()
