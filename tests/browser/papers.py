"""What stands on the pages of a downloaded file: its words, marks and furniture included."""

import io
import re
from pathlib import Path

import docx
import pypdfium2


def everything_in(path: Path) -> str:
    """Return all text of a Word or PDF file, headers and marks too, without blanks."""
    read = _word if path.read_bytes()[:2] == b"PK" else _pdf
    return re.sub(r"\s", "", read(path.read_bytes()))


def pages_of(path: Path) -> int:
    """Return how many pages a PDF has."""
    return len(pypdfium2.PdfDocument(path))


def _word(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    return "".join("".join(part.itertext()) for part in parts)


def _pdf(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in pages)
