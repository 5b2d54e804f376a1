"""Show the words of a page a line a block, as snapshots have them."""

import re

from docgen.proof.words import main_of

BLOCKS = ("h1", "h2", "h3", "p", "li", "th", "td", "caption", "figcaption", "dt", "dd")


def lines_of(page: bytes) -> str:
    """Return the words of an HTML page, a block a line: what a snapshot shows a reader."""
    blocks = [
        each
        for each in main_of(page).iter(*BLOCKS)
        if not any(True for _ in each.iterdescendants(*BLOCKS))
    ]
    lines = [re.sub(r"\s+", " ", each.text_content()).strip() for each in blocks]
    return "\n".join(line for line in lines if line) + "\n"
