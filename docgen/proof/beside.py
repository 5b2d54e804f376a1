"""Find what is gone beside the words: places to sign and to seal, blanks, breaks, ranks.

None of it is read as words, and a paper without it is run together, or has no room for a hand.
"""

from collections import Counter
from collections.abc import Iterator

from docgen.proof.paper import Papers

# So many blanks, tabs or breaks more than ours move words out of their place.
_MANY = 3


def lost_beside_words(papers: Papers, shipped: Papers) -> Iterator[tuple[str, str]]:
    """Yield the template and the advice of what the shipped templates have beside the same words.

    Where words were changed, only the places to seal are compared.
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
            if one.wording.text != other.wording.text:
                continue
            for called in Counter(other.made) - Counter(one.made):
                lost = f"随程序的模板在这些字之间、旁边有{called}，这里没有或者少了，请恢复"
                told.setdefault((template, called), f"{lost}（{each.paper.name}）")
            for called, more in (Counter(one.made) - Counter(other.made)).items():
                # A page is looked at itself (`looks`); what moves words in Word nobody renders.
                if template == "docx" and more > _MANY:
                    added = f"比随程序的模板多了 {more} 个{called}，文字会挪开，请删掉"
                    told.setdefault((template, called), f"{added}（{each.paper.name}）")
    yield from ((template, detail) for (template, _), detail in told.items())
