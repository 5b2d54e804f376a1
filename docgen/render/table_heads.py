"""Find the heads over and before every cell of a table (ISO 32000-1, 14.8.5.7)."""

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.render.long_list import ROWS_BEFORE

Grid = Mapping[tuple[int, int], Any]


def link_heads(root: Any) -> None:
    """Give each head of a column or row an id, and each cell of a table the ids of its heads.

    `root` is a tree of nodes with `role`, `kids` and `facts` (docgen.render.tags.Node). A cell is
    under every head of its columns, and behind the nearest run of heads of its rows: in a table of
    labels and values each value has its own label and no other. The rows of a table that goes on
    are counted with those that stand before them, its heads are those of the beginning.
    """
    for number, table in enumerate(_tables(root), start=1):
        grid, places = _grid(table)
        headed, before = _lines_of_heads(table), int(table.element.get(ROWS_BEFORE, 0))
        heads: dict[int, str] = {}
        for cell, row, column in places:
            if cell.role == "TH":
                line = row if row < headed else row + before
                heads[id(cell)] = cell.facts["id"] = f"{number}-{line}-{column}"
        above = _column_heads(grid)
        for cell, row, column in places:
            if cell.role == "TD":
                over = [*_before(grid, cell, row, column)]
                for place in range(column, column + cell.facts["columns"]):
                    over += above[row, place]
                cell.facts["heads"] = [*dict.fromkeys(heads[id(each)] for each in over)]


def _tables(node: Any) -> Iterator[Any]:
    for kid in node.kids:
        if hasattr(kid, "role"):
            if kid.role == "Table":
                yield kid
            yield from _tables(kid)


def _rows(node: Any) -> Iterator[Any]:
    for kid in node.kids:
        if hasattr(kid, "role"):
            if kid.role == "TR":
                yield kid
            elif kid.role in ("THead", "TBody", "TFoot"):
                yield from _rows(kid)


def _lines_of_heads(table: Any) -> int:
    return sum(
        len([*_rows(kid)]) for kid in table.kids if hasattr(kid, "role") and kid.role == "THead"
    )


def _grid(table: Any) -> tuple[Grid, list[tuple[Any, int, int]]]:
    """Return the cell at each place of a table, and each cell with the place it begins at."""
    grid: dict[tuple[int, int], Any] = {}
    places = []
    for row, line in enumerate(_rows(table)):
        column = 0
        for cell in line.kids:
            if not hasattr(cell, "role") or cell.role not in ("TH", "TD"):
                continue
            while (row, column) in grid:
                column += 1
            for down in range(cell.facts["rows"]):
                for across in range(cell.facts["columns"]):
                    grid[row + down, column + across] = cell
            places.append((cell, row, column))
            column += cell.facts["columns"]
    return grid, places


def _before(grid: Grid, cell: Any, row: int, column: int) -> Iterator[Any]:
    for line in range(row, row + cell.facts["rows"]):
        found = False
        for place in range(column - 1, -1, -1):
            other = grid.get((line, place))
            if other is None or (found and not _heads(other, "/Row")):
                break
            if _heads(other, "/Row"):
                found = True
                yield other


def _column_heads(grid: Grid) -> Mapping[tuple[int, int], tuple[Any, ...]]:
    """Return the heads above each place, the nearest first; what is over a hole does not count.

    Each place asks the one above it: a list of thousands of rows is not climbed from every cell.
    """
    above: dict[tuple[int, int], tuple[Any, ...]] = {}
    for row, column in sorted(grid):
        other = grid.get((row - 1, column))
        heads = above.get((row - 1, column), ()) if other is not None else ()
        above[row, column] = (other, *heads) if _is_column_head(other) else heads
    return above


def _is_column_head(cell: Any) -> bool:
    return cell is not None and _heads(cell, "/Column")


def _heads(cell: Any, scope: str) -> bool:
    return bool(cell.role == "TH" and cell.facts["scope"] == scope)
