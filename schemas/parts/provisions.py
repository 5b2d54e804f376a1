"""Provisions of any law that a paper names in its blanks: a title in 《》 and an article."""

import re
from collections.abc import Iterator

from schemas.ground.base import Finding, error

# 《中华人民共和国广告法》第九条第三项; what lies between is a year, a number or 等.
_PROVISION = re.compile("《[^《》]{2,60}》[^《》。；]{0,30}第[0-9零一二三四五六七八九十百]+条")
_SAID_AGAIN = re.compile("(?:的?规定|条款)$")


def provision_findings(pointer: str, label: str, text: str | None) -> Iterator[Finding]:
    """Yield what a named provision lacks: its title in 《》, its article, and no 规定 of its own.

    Errors: `provision_form`, `words_of_the_form`.
    """
    if not text:
        return
    if not _PROVISION.search(text):
        yield error(
            pointer,
            "provision_form",
            f"「{label}」要写明名称和条款，例如「《中华人民共和国广告法》第九条」。",
        )
    elif _SAID_AGAIN.search(text):
        yield error(pointer, "words_of_the_form", "式样已印有「的规定」，请只写到条、款、项。")
