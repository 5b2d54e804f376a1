"""Reduce a document to its words, page furniture left out, so that formats can be compared."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html
import pikepdf

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of(format: str, content: bytes) -> str:
    """Return all words of a document's body in order, without white space."""
    text = {"docx": _docx_text, "html": _html_text, "pdf": _pdf_text}[format](content)
    return re.sub(r"\s+", "", text)


def _docx_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        body = lxml.etree.fromstring(container.read("word/document.xml"))
    return "".join(text.text or "" for text in body.iter(f"{WORD}t"))


def _html_text(content: bytes) -> str:
    return str(main_of(content).text_content())


def main_of(page: bytes) -> Any:
    """Return the part of a page that is the paper, without what runs in its margins.

    Errors: `ValueError` for a page that has none.
    """
    main = _tree(page).find(".//main")
    if main is None:
        raise ValueError("the page has no <main>")
    return main


def _tree(page: bytes) -> Any:
    return lxml.html.document_fromstring(page.decode())


def words_read(page: bytes) -> str:
    """Return the words of an HTML page, behind them what of its margins is read aloud once."""
    running = [
        words
        for block in _tree(page).iterfind(".//*[@data-read]")
        for words in block.xpath(".//text()[not(ancestor::*[@aria-hidden='true'])]")
    ]
    return re.sub(r"\s+", "", _html_text(page) + "".join(running))


def _pdf_text(content: bytes) -> str:
    """Return what a screen reader reads: tagged content only, artifacts left out.

    A figure is told by its alternative text, not by the words drawn in it.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return "".join(text for page in pdf.pages for text in _tagged_text(page))


def _tagged_text(page: pikepdf.Page) -> Iterator[str]:
    fonts = {
        str(name): _unicode_map(font) for name, font in page.obj.Resources.Font.as_dict().items()
    }
    marks: list[bool] = []
    characters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name in ("BMC", "BDC"):
            marks.append(str(operands[0]) in ("/Artifact", "/Figure"))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            characters = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and not any(marks):
            for piece in operands[0] if name == "TJ" else operands:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    for at in range(0, len(codes), 2):
                        yield characters.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd")


def _unicode_map(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block)
    }


def without_table_heads(words: str, page: bytes) -> str:
    """Return words without the table heads of their page, which a PDF repeats on every page."""
    for head in _tree(page).iter("thead"):
        words = words.replace(re.sub(r"\s+", "", str(head.text_content())), "")
    return words
