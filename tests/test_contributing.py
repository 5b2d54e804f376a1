"""CONTRIBUTING shows a kind that is real: its schema and its page, letter for letter."""

import re
from pathlib import Path

from docgen.settings import Settings

ROOT = Path(__file__).parents[1]
SHOWN = ROOT / "CONTRIBUTING.md"
SCHEMA = ROOT / "schemas/kinds/complaint/complaint_acceptance_decision.py"
MOST_LINES, MOST_WITH_EXAMPLE, MOST_OF_A_PAGE = 70, 100, 20


def block(language: str) -> str:
    """Return the first block of code in a language."""
    found = re.search(rf"```{language}\n(.*?)```\n", SHOWN.read_text("utf-8"), re.DOTALL)
    assert found, language
    return found[1]


def test_the_kind_that_is_shown_is_the_kind_that_is_there(settings: Settings) -> None:
    assert block("python") == SCHEMA.read_text("utf-8")
    page = settings.templates / "html/complaint" / f"{SCHEMA.stem}.html"
    assert block("html") == page.read_text("utf-8")


def test_a_simple_letter_stays_short() -> None:
    """What a decision letter needs beside its blocks is little: more means a block is missing."""
    whole = block("python")
    without = whole[: whole.index("    example = {")]
    assert len(without.splitlines()) <= MOST_LINES
    assert len(whole.splitlines()) <= MOST_WITH_EXAMPLE
    assert len(block("html").splitlines()) <= MOST_OF_A_PAGE
