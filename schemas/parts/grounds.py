"""A closed list of the law as a form prints it: every item with its number."""

import re
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Record, derived, error
from schemas.ground.fields import Rows, Text
from schemas.ground.kind import KindSchema
from schemas.law import GroundSet
from schemas.parts.listed import Line

# A provision is an instrument and an article of it, in either writing of numbers.
_PROVISION = re.compile("《[^》]{2,}》.{0,20}第[一二三四五六七八九十百零〇0-9]+条")

# Whoever serves the bureau by contract owes it what the contract says; a complainant is not bound.
_AGREED = re.compile("合同|协议|方案|约定|通知")
_LAW = re.compile("《[^》]*(?:法|条例|办法|规定|规则|细则|规程|解释)(?:[（(][^》]*)?》")


def last_item_rests(
    pointer: str, basis: str | None, grounds: GroundSet, facts: Facts, on: date
) -> Iterator[Finding]:
    """Yield what is wrong with the provision that the last item of a list, 其他情形, rests on.

    Errors: `basis_not_named`, `basis_is_no_law`, `basis_is_the_ground`.
    """
    source = grounds.article.text
    if not (basis and _PROVISION.search(basis)):
        yield error(
            pointer,
            "basis_not_named",
            "以兜底项作决定的，请写明法律、法规、规章的名称和条款。",
            source,
        )
    elif _AGREED.search(basis) and not _LAW.search(basis):
        yield error(
            pointer,
            "basis_is_no_law",
            "合同、协议、通知不是法律、法规、规章，不能作为兜底项的依据，请写明法律、法规、规章的名称和条款。",
            source,
        )
    if basis and any(
        (each.instrument.id, each.article) == (grounds.instrument.id, grounds.article.article)
        for each in facts.law.articles.places(basis, on)
    ):
        yield error(
            pointer,
            "basis_is_the_ground",
            "兜底项的依据应当是另外的规定，不能又引用列明情形的这一条。",
            source,
        )


class ListsGrounds(KindSchema):
    """A document that prints a list of the law whole, and names the article it stands in.

    `listed_grounds` is one of `grounds.toml`.
    """

    listed_grounds: ClassVar[str]

    @derived(Text("依据的条"))
    def article(self, value: Record, facts: Facts) -> str:
        """The article, and paragraph, in force on the day: 第二十三条第一款."""
        return facts.law.grounds(self.listed_grounds, self.dated(value)).article.place

    @derived(Rows("情形", Line))
    def grounds(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """All items of the article in force on the day, as the form prints them."""
        grounds = facts.law.grounds(self.listed_grounds, self.dated(value))
        return tuple(Record({"label": each.label, "text": each.text}) for each in grounds.items)
