"""Find what is gone beside the words: places to sign and to seal, blanks, breaks, ranks.

None of it is read as words, and a paper without it is run together, or has no room for a hand.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import takewhile

from docgen.proof.paper import Papers
from docgen.proof.wording import Spoken

# So many blanks, tabs or breaks more than ours move words out of their place.
_MANY = 3


def lost_beside_words(papers: Papers, shipped: Papers) -> Iterator[tuple[str, str]]:
    """Yield the template and the advice of what the shipped templates have beside the same words.

    Where words were changed, what stands beside those that were not is compared.
    """
    before = {(each.paper.name, each.as_shipped): each for each in shipped.readings}
    told: dict[tuple[str, str], str] = {}
    for each in papers.readings:
        old = before.get((each.paper.name, each.as_shipped))
        if old is None:
            continue
        for seal in Counter(old.page.seals) - Counter(each.page.seals):
            lost = f'少了盖章、签名的位置（{each.paper.name}），请恢复 data-seal="{seal}"'
            told.setdefault(("html", seal), lost)
        pairs = (("docx", each.word, old.word), ("html", each.page, old.page))
        for template, one, other in pairs:
            if one.wording.text != other.wording.text and not each.as_shipped:
                continue
            for called, more in _more(one, other).items():
                if more < 0:
                    lost = f"随程序的模板在这些字之间、旁边有{called}，这里没有或者少了，请恢复"
                    told.setdefault((template, called), f"{lost}（{each.paper.name}）")
                # A page is looked at itself (`looks`); what moves words in Word nobody renders.
                elif template == "docx" and more > _MANY:
                    added = f"比随程序的模板多了 {more} 个{called}，文字会挪开，请删掉"
                    told.setdefault((template, called), f"{added}（{each.paper.name}）")
    yield from ((template, detail) for (template, _), detail in told.items())


def _more(now: Spoken, was: Spoken) -> Counter[str]:
    """Return of what there is more or less beside words that both say, by what it is called."""
    found: Counter[str] = Counter()
    if now.wording.text == was.wording.text:
        found.update(called for called, _ in now.made)
        found.subtract(called for called, _ in was.made)
        return found
    here = _same(was.wording.text, now.wording.text)
    back = {place: at for at, place in here.items()}
    for sign, one, other, moved in ((1, now, was, back), (-1, was, now, here)):
        there = Counter(other.made)
        for (called, at), many in Counter(one.made).items():
            beside = [
                place + step for step in (0, 1) if (place := moved.get(at - step)) is not None
            ]
            if beside:
                more = many - max(there[called, place] for place in beside)
                found[called] += sign * max(more, 0)
    return found


def _same(was: str, now: str) -> Mapping[int, int]:
    """Return where the characters that two wordings share stand, in one and in the other."""
    start = sum(1 for _ in takewhile(_alike, zip(was, now, strict=False)))
    ends = zip(reversed(was[start:]), reversed(now[start:]), strict=False)
    end = sum(1 for _ in takewhile(_alike, ends))
    found = {at: at for at in range(start)}
    found |= {len(was) - at: len(now) - at for at in range(1, end + 1)}
    inner = was[start : len(was) - end], now[start : len(now) - end]
    for one, other, size in SequenceMatcher(None, *inner, autojunk=False).get_matching_blocks():
        found |= {start + one + step: start + other + step for step in range(size)}
    return found


def _alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]
