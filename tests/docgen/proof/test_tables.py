"""Tables whose rows are of different width are told by their first words."""

import pytest

from docgen.proof.tables import uneven_rows


def page(rows: str) -> bytes:
    return f"<main><table><tbody>{rows}</tbody></table></main>".encode()


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>a<td>b<tr><td colspan=2>c",
        "<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e",
        "<tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d",
    ],
)
def test_rows_of_one_width_are_right(rows: str) -> None:
    assert [*uneven_rows(page(rows))] == []


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>姓名<td>b<tr><td>c",
        "<tr><td>姓名<td>b<tr><td>c<tr><td>d<td>e",
        "<tr><td rowspan=2>姓名<td>b<tr><td>c<td>d",
    ],
)
def test_a_cell_that_is_gone_is_told(rows: str) -> None:
    (words,) = uneven_rows(page(rows))
    assert words.startswith("姓名")
