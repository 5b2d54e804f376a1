"""Compare how two PDFs of a case look, words aside: what harms a paper that an office restyled.

Faces, margins, sizes within reason and the widths of columns are the office's own. Told is what
leaves no room for a hand, hides rules or puts words where nobody looks for them.
"""

from collections.abc import Callable, Iterator, Sequence

from docgen.proof import looks_of_lines, looks_of_pages, looks_of_tables
from docgen.proof.layout import Layout, Piece
from docgen.proof.pair import Pair, Told
from docgen.proof.sheets import Sheet

_CHECKS: Sequence[Callable[[Pair], Told]] = (
    looks_of_pages.on_paper,
    looks_of_lines.sizes,
    looks_of_lines.inks,
    looks_of_lines.along_lines,
    looks_of_lines.down_the_page,
    looks_of_lines.across,
    looks_of_lines.for_hands,
    looks_of_lines.on_each_other,
    looks_of_pages.in_cells,
    looks_of_pages.rules,
    looks_of_tables.frames,
    looks_of_tables.lines_between,
    looks_of_tables.columns,
    looks_of_pages.pictures,
    looks_of_pages.pages,
    looks_of_pages.parts,
    looks_of_pages.torn_off,
    looks_of_pages.cuts,
    looks_of_pages.margins,
    lambda pair: ((None, why) for why in looks_of_pages.numbers(pair.now.sheets, pair.was.sheets)),
)


def looks_other(
    sheets: Sequence[Sheet], shipped: Sequence[Sheet], *, added: int = 0
) -> Iterator[tuple[str, str]]:
    """Yield what harms a PDF beside the same paper of ours: page and words, and what it is.

    So many pictures were `added` to the text: whatever else is drawn came by a style.
    """
    pair = Pair(Layout(sheets), Layout(shipped), added)
    told: dict[str, str] = {}
    for check in _CHECKS:
        for where, why in check(pair):
            told.setdefault(why, _place(pair.now, where))
        if check is looks_of_pages.on_paper and told:
            break  # Words beside the paper make all that follows from them look wrong, too.
    yield from ((place, why) for why, place in told.items())


def numbers_other(sheets: Sequence[Sheet], shipped: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Yield how the numbers of a PDF's pages run otherwise than ours: of a paper of many pages."""
    yield from (("PDF 里", why) for why in looks_of_pages.numbers(sheets, shipped))


def _place(now: Layout, piece: Piece | None) -> str:
    if piece is None:
        return "PDF 里"
    words = now.words[piece.start : piece.end]
    return f"PDF 第 {piece.page} 页「{words[:12]}」"
