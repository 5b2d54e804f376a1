"""Fields that read text: a line, paragraphs, names."""

from typing import Any

import marshmallow

from schemas.ground.fields.described import Described, Personal
from schemas.ground.text import tidy


class Text(Described, marshmallow.fields.Field[str]):
    """One line of text of at most `longest` characters."""

    def __init__(self, label: str, *, longest: int = 200, **rest: Any) -> None:
        self.longest = longest
        super().__init__(label, **rest)

    lines = False

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        if not isinstance(value, str):
            raise self.refuse("not_text", "应当是文字，请加引号或改写成文字。")
        text = tidy(value, lines=self.lines)
        if len(text) > self.longest:
            raise self.refuse("too_long", f"最多 {self.longest} 字，现有 {len(text)} 字，请精简。")
        return text


class LongText(Text):
    """Text of one or more paragraphs, a paragraph a line."""

    lines = True

    def __init__(self, label: str, *, longest: int = 20_000, **rest: Any) -> None:
        super().__init__(label, longest=longest, **rest)


class PartyName(Text):
    """名称（姓名）: a party as its licence names it, which may be a natural person."""


class PersonName(Text):
    """姓名: a natural person's name as in the identity document, 2 to 50 characters."""

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, longest=50, **({"personal": Personal.name} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        name = super()._deserialize(value, attr, data, **rest)
        if len(name) < 2 or any(character.isdigit() for character in name):
            raise self.refuse("not_a_name", "应当是证件上的完整姓名，请按证件填写。")
        return name
