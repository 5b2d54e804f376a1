"""The law a document names, as it stands on the day that dates it."""

from typing import ClassVar

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Text
from schemas.ground.kind import KindSchema


class CitesRegulation(KindSchema):
    """A document that names the regulation it rests on; `basis_topic` is one of `topics.toml`."""

    basis_topic: ClassVar[str]

    @derived(Text("依据的规章"))
    def regulation(self, value: Record, facts: Facts) -> str:
        """The regulation in force on the day, in title marks."""
        return facts.law.basis(self.basis_topic, on=self.dated(value)).instrument.name


class CitesArticle(KindSchema):
    """A document that names the article it rests on; `basis_topic` is one of `topics.toml`."""

    basis_topic: ClassVar[str]

    @derived(Text("依据的条款"))
    def cited_article(self, value: Record, facts: Facts) -> str:
        """The article in force on the day, behind its instrument's title in title marks."""
        return facts.law.basis(self.basis_topic, on=self.dated(value)).text
