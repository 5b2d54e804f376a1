"""The papers a kind is proved by, and which of them leaves most to be written by hand."""

from docgen import Engine
from docgen.proof.papers import Paper, barest, lengthened, papers_of


def test_the_case_that_says_least_leaves_most_to_hands() -> None:
    example, full = Paper("示例", {}, {}), Paper("full", {"opinion": "同意。", "day": "1"}, {})
    blank = Paper("blank", {"day": "1"}, {})
    assert barest((example, full, blank)) is blank
    assert barest((example,)) is None


def test_texts_are_made_longer_than_a_line_as_far_as_the_rules_let_them(engine: Engine) -> None:
    kind = engine.catalogue["suspected_crime_referral"]
    (example,) = papers_of(kind, ())
    longer = lengthened(engine, kind, example)
    assert longer
    names = [each["name"] for each in longer.payload["attachments"]]
    assert all(len(name) > 28 for name in names)
    assert longer.payload["attachments"][0]["pages"] == example.payload["attachments"][0]["pages"]
    assert example.payload["attachments"][0]["name"] not in names
    assert lengthened(engine, kind, Paper("broken", {}, {})) is None
