"""Hold the title and the headings of a Word template to styles that a reader knows them by."""

from collections.abc import Iterator

from docgen.kinds.catalogue import Kind
from docgen.word.manuscript import Paragraph
from docgen.word.master import ParagraphStyle, read_master
from docgen.word.read import read_template

# In points: by so much a heading differs from the text below it.
_ANOTHER_SIZE = 3


def headings_lost(kind: Kind, shipped: Kind) -> Iterator[tuple[str, str]]:
    """Yield the words of each paragraph in a style of another rank than ours, and the advice.

    Readers aloud and the navigation of Word find headings by their level, people by their size.
    """
    ours, theirs = _styles(shipped), _styles(kind)
    for words, was in ours.items():
        now = theirs.get(words, was)
        if now.level != was.level or abs(now.size - was.size) > _ANOTHER_SIZE:
            yield words, f"样式由「{was.name}」改成了「{now.name}」，标题和正文会分不清，请改回来"


def _styles(kind: Kind) -> dict[str, ParagraphStyle]:
    """Return the style of each paragraph between tables, by its words."""
    master = read_master(kind.templates / "docx")
    manuscript = read_template(kind.word_template.read_bytes(), master).manuscript
    return {
        each.text: known
        for each in manuscript.pieces
        if isinstance(each, Paragraph) and (known := master.paragraphs.get(each.style))
    }
