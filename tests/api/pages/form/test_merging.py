"""Two changes of one form from one base: merged where they meet nowhere, else told apart."""

from typing import Any

import pytest

from api.pages.form.merging import merge
from docgen import Engine

Rows = list[dict[str, str]]
A, B, C = ({"number": each, "system": "1"} for each in "甲乙丙")
D = {"number": "丁", "system": "2"}


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ([A, B], [D, B], [A, C], [D, C]),
        ([A | {"system": "3"}, B], [A | {"system": "2"}, B], [D | {"system": "3"}, B], [D, B]),
        ([A], [A, B], [D], [D, B]),
        ([A], [D], [A, B], [D, B]),
        ([A, B], [B], [A, B], [B]),
        ([A, B], [A, B], [B, A], [B, A]),
        ([], [A], [], [A]),
        ([A], [A], [A, {}], [A, {}]),
        # Both changed the same cell, added a row, or one moved what the other changed.
        ([A], [B], [C], None),
        ([A], [A, B], [A, C], None),
        ([A, B], [B, A], [A | {"system": "3"}, B], None),
        ([A, B], [B], [A, C], None),
    ],
)  # fmt: skip
def test_rows_are_merged_where_each_is_still_what_it_was(
    engine: Engine, base: Rows, theirs: Rows, mine: Rows, merged: Rows | None
) -> None:
    both = [_merged(engine, base, theirs, mine, first) for first in (True, False)]
    assert both == ([merged] * 2 if merged is not None else [mine, theirs])


def _merged(engine: Engine, base: Rows, theirs: Rows, mine: Rows, mine_first: bool) -> Any:
    part = engine.catalogue["referral_letter"].reader
    states = ({"order_references": rows} for rows in (base, theirs, mine))
    return merge(part, *states, mine_first=mine_first)["order_references"]
