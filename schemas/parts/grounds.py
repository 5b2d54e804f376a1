"""A closed list of the law as a form prints it: every item with its number."""

from typing import ClassVar

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Rows, Text
from schemas.ground.kind import KindSchema
from schemas.parts.listed import Line


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
