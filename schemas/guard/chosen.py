"""Compare the items of the law that a text cites with the items that are marked beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schemas.ground.base import Facts, Finding, Record, error, notice
from schemas.ground.fields import Count, Rows
from schemas.ground.kind import KindSchema
from schemas.guard.reading import Reading
from schemas.law import CitedPlace, GroundSet, NotInForceError, chinese_numeral, read_numeral

# What does not apply is no ground of the paper.
_APPLIES_NOT = re.compile(
    "(?:不属于|不符合|不适用|不构成|不存在|不具有|不是|并非|而非|没有|排除|除)[^，。；]{0,16}第"
)
_BARE = re.compile(
    "(?:属于|符合|适用|系|按|按照|依据|依|根据|构成|存在)(?:上述|该条|本条|前述|其中|所列|规定的)?"
    "第([一二三四五六七八九]|[1-9])项(?=情形|的情形|规定|之规定|所列|所指|不予受理|终止|$|[，。；])"
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One list of the law, the field that chooses from it, and the items it chose."""

    grounds: GroundSet
    label: str
    items: frozenset[int]

    def lists(self, place: CitedPlace) -> bool:
        """Tell whether a citation names the article that the list stands in."""
        article = self.grounds.article
        return (place.instrument.id, place.article) == (article.instrument.id, article.article)

    def lacks(self, item: int | None) -> bool:
        """Tell whether an item of the list is another one than was chosen."""
        return item is not None and item not in self.items and item <= len(self.grounds.items)


def items_as_chosen(
    kind: KindSchema, reading: Reading, value: Record, facts: Facts
) -> Iterator[Finding]:
    """Yield every text that cites another item of a list than the one marked in its field."""
    if "项" not in reading.joined and "（" not in reading.joined:
        return
    on = kind.dated(value)
    choices = _choices(kind, value, facts, on)
    for passage in reading.passages if choices else ():
        if "条" in passage.text:
            for place in facts.law.articles.places(passage.text, on):
                for each in choices:
                    told = each.lists(place) and each.lacks(place.item)
                    if told and not _APPLIES_NOT.search(place.sentence):
                        yield _differs(passage.pointer, each, place.item or 0)
        if "项" in passage.text and passage.free and not passage.field.spoken:
            for found in _BARE.finditer(passage.text):
                item = read_numeral(found[1])
                if all(each.lacks(item) for each in choices):
                    yield _differs(passage.pointer, choices[0], item)


def _differs(pointer: str, choice: _Choice, item: int) -> Finding:
    cited, source = f"这里引用的是第{chinese_numeral(item)}项", choice.grounds.article.text
    if not choice.items:
        detail = f"{cited}，「{choice.label}」却没有选填，请核对并补填或者改正引用。"
        return notice(pointer, "item_not_chosen", detail, source)
    named = "、".join(f"第{chinese_numeral(each)}项" for each in sorted(choice.items))
    detail = f"{cited}，「{choice.label}」选的是{named}，请核对，改正其中一处。"
    return error(pointer, "item_differs", detail, source)


def _choices(kind: KindSchema, value: Record, facts: Facts, on: date) -> tuple[_Choice, ...]:
    """Return what a kind's fields choose from the lists in force on a day, in field order."""
    found = []
    for name, field in kind.fields.items():
        counted = field.each if isinstance(field, Rows) and not field.below else field
        if not isinstance(counted, Count) or not counted.items_of:
            continue
        try:
            grounds = facts.law.grounds(counted.items_of, on)
        except NotInForceError:
            continue
        given = value[name] if isinstance(field, Rows) else (value[name],)
        items = frozenset(each for each in given or () if each is not None)
        found.append(_Choice(grounds, kind.label_of(name), items))
    return tuple(found)
