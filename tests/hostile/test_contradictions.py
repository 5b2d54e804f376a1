"""What a paper says twice and differently, who decides on his own case, what cannot have been.

Each fault has a table of relatives, those that only look like it among them: `expect` is null.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

ROWS = [
    row
    for name in (
        "contradictions.json", "told.json", "periods_and_powers.json", "free_prose.json",
        "said_elsewhere.json", "lawful.json", "paper_against_itself.json",
        "restated.json", "decided_against_itself.json", "of_something_else.json",
        "as_agreed.json", "as_it_was.json", "as_reckoned.json",
    )
    for row in json.loads(Path(__file__).with_name(name).read_text("utf-8"))
]  # fmt: skip
every_row = pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(len(ROWS))])


@every_row
def test_it_is_found_and_what_only_looks_like_it_is_left_alone(
    engine: Engine, row: dict[str, Any]
) -> None:
    told = found(engine, row["kind"], row["changes"])
    expect = row["expect"]
    if expect is None:
        assert not told
    else:
        assert (expect["pointer"], expect["code"], expect["weight"]) in told


def test_every_fault_has_ten_relatives_and_some_that_are_none() -> None:
    all_of, accepted = Counter[str](), Counter[str]()
    for row in ROWS:
        all_of[row["fault"]] += 1
        accepted[row["fault"]] += row["expect"] is None
    assert {fault: number for fault, number in all_of.items() if number < 10} == {}
    assert {fault for fault in all_of if accepted[fault] < 3} == set()
