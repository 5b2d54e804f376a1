"""Compare the tables of two PDFs: frames, lines between cells, room in empty ones, columns.

A bureau may draw a table with level lines only; what is to be filled in or signed keeps its frame.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from docgen.proof.grids import Grid, around, grids_of, strokes_in
from docgen.proof.layout import Layout, Piece
from docgen.proof.pair import Pair, Told
from docgen.proof.sheets import Box

# Shares of what ours have: so much of a table's lines, so much of the height of an empty cell.
_KEPT, _ROOM = 0.67, 0.5
# In points: how exactly a line stands beside the words of the cell that it ends.
_CLOSE = 3.0
# Words of other faces stand so many times as far within the lines of their table, and so many
# points more.
_FARTHER, _BESIDE = 1.3, 6.0
# A row of so many cells has an order.
_COLUMNS = 3


def frames(pair: Pair) -> Told:
    """Tell of each table that has fewer lines than ours, or lower cells to be filled in."""
    for grid, pieces in _grids(pair):
        found = [strokes_in(pair.now, box) for box in _moved(grid, pieces)]
        first = pieces[0][1]
        # A head that ours repeat where theirs need not is no part of what both have.
        ours = strokes_in(pair.was, _cells([piece for piece, _ in pieces]))
        if sum(each.level for each in found) < ours.level * _KEPT:
            yield first, "的表格少了横线，或者太浅、太细，请恢复 border"
        elif grid.to_part and sum(each.upright for each in found) < ours.upright * _KEPT:
            yield first, "的表格少了竖线，空格没有边框，没有地方填写、签名，请恢复 border"
        elif len(found) == 1 and _lower(grid, found[0].downs):
            yield first, "的表格里留给填写、签名的空格矮了，请恢复 height、padding"


def _grids(pair: Pair) -> Iterator[tuple[Grid, list[tuple[Piece, Piece]]]]:
    """Yield each table of ours with its pieces, in ours and in theirs."""
    ours = grids_of(pair.was)
    found: dict[Grid, list[tuple[Piece, Piece]]] = {}
    for piece, moved, _ in pair.pieces():
        if piece.cell and (grid := around(ours, piece)):
            found.setdefault(grid, []).append((piece, moved))
    yield from found.items()


def _moved(grid: Grid, pieces: Sequence[tuple[Piece, Piece]]) -> Iterator[Box]:
    """Yield where a table of ours is in theirs, on each page: around its words, as far as ours."""
    was = _extent([piece for piece, _ in pieces])
    for page in sorted({moved.page for _, moved in pieces}):
        now = _extent([moved for _, moved in pieces if moved.page == page])
        yield Box(
            page,
            now.left - _around(was.left - grid.left),
            now.top - _around(was.top - grid.top),
            now.right + _around(grid.right - was.right),
            now.bottom + _around(grid.bottom - was.bottom),
        )


def _around(room: float) -> float:
    return max(room, 0) * _FARTHER + _BESIDE


def _cells(pieces: Sequence[Piece]) -> Box:
    """Return what the cells of pieces take up together, with the lines around them."""
    cells = [piece.cell for piece in pieces if piece.cell]
    return Box(
        cells[0].page,
        min(each.left for each in cells) - _CLOSE,
        min(each.top for each in cells) - _CLOSE,
        max(each.right for each in cells) + _CLOSE,
        max(each.bottom for each in cells) + _CLOSE,
    )


def _extent(pieces: Sequence[Piece]) -> Box:
    return Box(
        pieces[0].page,
        min(each.left for each in pieces),
        min(each.top for each in pieces),
        max(each.right for each in pieces),
        max(each.bottom for each in pieces),
    )


def _lower(grid: Grid, downs: Sequence[float]) -> bool:
    """Tell whether an empty cell of ours is much lower in theirs, row by row."""
    if len(grid.strokes.downs) != len(downs):
        return False
    rows = zip(pairwise(grid.strokes.downs), pairwise(downs), strict=True)
    return any(
        low - high < (bottom - top) * _ROOM
        for (top, bottom), (high, low) in rows
        if any(each.top < (top + bottom) / 2 < each.bottom for each in grid.empty)
    )


def lines_between(pair: Pair) -> Told:
    """Tell of cells one below the other that no line parts any longer."""
    seen = [(piece, moved) for piece, moved, _ in pair.pieces() if piece.cell]
    for at, (piece, moved) in enumerate(seen):
        below = _below(piece, seen[at + 1 :])
        if below is None:
            continue
        under = below[1]
        if moved.page != under.page or under.top < moved.bottom - _CLOSE:
            continue
        if not pair.now.parted(moved, under):
            yield under, "和上面一格之间的线没有了，请恢复 border"
            return


def _below(piece: Piece, rest: Sequence[tuple[Piece, Piece]]) -> tuple[Piece, Piece] | None:
    """Return the first piece of the cell that stands right below that of a piece."""
    cell = piece.cell
    for other, moved in rest:
        if other.page != piece.page:
            return None
        below = other.cell
        if (
            cell
            and below
            and abs(below.top - cell.bottom) < _CLOSE
            and abs(below.left - cell.left) < _CLOSE
            and abs(below.right - cell.right) < _CLOSE
        ):
            return other, moved
    return None


def columns(pair: Pair) -> Told:
    """Tell of rows that have the words of ours in another order across."""
    theirs = {tuple(sorted(words)): (words, piece) for words, piece in _rows(pair.now)}
    for words, _ in _rows(pair.was):
        now, piece = theirs.get(tuple(sorted(words)), (words, None))
        if now != words:
            yield piece, "这一行各格的左右次序和随程序的模板不一样，请恢复样式"
            return


def _rows(layout: Layout) -> Iterator[tuple[tuple[str, ...], Piece]]:
    """Yield the words of the cells of each row, from left to right, and its first piece."""
    rows: dict[tuple[int, int, int], dict[float, list[Piece]]] = {}
    for each in layout.pieces:
        if cell := each.cell:
            row = each.page, round(cell.top / _CLOSE), round(cell.bottom / _CLOSE)
            rows.setdefault(row, {}).setdefault(cell.left, []).append(each)
    for cells in rows.values():
        words = tuple(
            "".join(layout.words[each.start : each.end] for each in cells[left])
            for left in sorted(cells)
        )
        if len(set(words)) >= _COLUMNS:
            yield words, cells[min(cells)][0]
