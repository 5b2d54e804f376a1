"""Know by a few characters what a text cannot say: most rows of words are never searched for.

Every row names plain words of which a text that it finds holds one. All their first two characters
are looked for at once, and a row is searched for only where one of its words may be there.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice

# In the order in which they were made known; none is ever taken away.
_PAIRS: dict[str, None] = {}
_PLAIN = re.compile("[\u4e00-\u9fffA-Za-z0-9]+")


def plain_head(word: str) -> str:
    """Return what a regular expression begins with that stands for itself: 核查 of 核查[^。]*延."""
    head = _PLAIN.match(word)
    if head is None:
        return ""
    # What may be missing, or repeated, is not there for certain.
    return head[0][:-1] if word[head.end() : head.end() + 1] in ("?", "*", "{") else head[0]


class Hints:
    """Plain words, one of which stands in a text that a row finds."""

    def __init__(self, words: Iterable[str]) -> None:
        heads = {plain_head(each) or each for each in words}
        self.single = tuple(sorted(each for each in heads if len(each) == 1))
        self.words: dict[str, tuple[str, ...]] = {}
        for each in sorted(heads):
            if len(each) > 1:
                self.words[each[:2]] = (*self.words.get(each[:2], ()), each)
        self.heads = frozenset(self.words)
        _PAIRS.update(dict.fromkeys(self.words))

    def may_stand_in(self, text: str, pairs: frozenset[str]) -> bool:
        """Tell whether one of the words stands in a text that has these pairs."""
        if not pairs.isdisjoint(self.heads):
            for pair in pairs & self.heads:
                if any(len(each) == len(pair) or each in text for each in self.words[pair]):
                    return True
        return bool(self.single) and any(each in text for each in self.single)


@cache
def _search(number: int) -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the first `number` pairs that were made known, and what finds them and some more."""
    pairs = frozenset(islice(_PAIRS, number))
    first = "".join(sorted({re.escape(each[0]) for each in pairs}))
    second = "".join(sorted({re.escape(each[1]) for each in pairs}))
    return pairs, re.compile(f"(?=([{first}][{second}]))")


def pairs_in(text: str) -> frozenset[str]:
    """Return the pairs of a text with which one of the words begins."""
    pairs, search = _search(len(_PAIRS))
    return pairs.intersection(search.findall(text))
