"""The papers a kind is proved by, and which of them leaves most to be written by hand."""

from docgen.proof.papers import Paper, barest


def test_the_case_that_says_least_leaves_most_to_hands() -> None:
    example, full = Paper("示例", {}, {}), Paper("full", {"opinion": "同意。", "day": "1"}, {})
    blank = Paper("blank", {"day": "1"}, {})
    assert barest((example, full, blank)) is blank
    assert barest((example,)) is None
