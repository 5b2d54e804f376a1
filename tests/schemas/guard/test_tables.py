"""The guards' tables of words: what is compiled late must be sound all the same."""

from schemas.guard.told import PLACES


def test_every_pattern_of_the_rows_can_be_searched_for() -> None:
    patterns = [
        each
        for rows in PLACES.values()
        for row in rows
        for each in (row.words, row.unless, row.unless_near, row.about, row.where, row.not_where)
        if each is not None
    ]
    assert len(patterns) > 150
    for each in patterns:
        each.search(
            ""
        )  # One that is unsound raises here, and nowhere before a text holds its words.
