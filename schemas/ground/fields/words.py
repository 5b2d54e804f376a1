"""Fields that read text: a line, paragraphs, names, numbers of papers."""

import re
from collections.abc import Iterable
from typing import Any

import marshmallow

from schemas.ground.blanks import is_left_open, says_nothing
from schemas.ground.fields.described import Described, Personal
from schemas.ground.text import narrow, tidy, unified


class Text(Described, marshmallow.fields.Field[str]):
    """One line of text of at most `longest` characters."""

    def __init__(self, label: str, *, longest: int = 200, **rest: Any) -> None:
        self.longest = longest
        super().__init__(label, **rest)

    lines = False

    def deserialize(self, value: Any, *args: Any, **rest: Any) -> Any:
        """Read one text; a sign for nothing is no value, unless somebody said it."""
        if isinstance(value, str) and not self.spoken and says_nothing(value):
            if not self.optional and value.strip():
                raise self.refuse("says_nothing", "不能填“无”、斜线一类，请写明实际内容。")
            value = None
        return super().deserialize(value, *args, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        if not isinstance(value, str):
            raise self.refuse("not_text", "应当是文字，请加引号或改写成文字。")
        text = self.folded(tidy(value, lines=self.lines))
        if is_left_open(text):
            raise self.refuse("left_open", "里还有没填完的空或者出错的标记，请补全后再提交。")
        if len(text) > self.longest:
            raise self.refuse("too_long", f"最多 {self.longest} 字，现有 {len(text)} 字，请精简。")
        return text

    def folded(self, text: str) -> str:
        """Return the one spelling of a text that may be typed in several."""
        return text

    def respelt(self, typed: str, text: str) -> Iterable[tuple[str, str]]:
        """Yield (code, sentence) of what a person should know of how a text was folded."""
        if unified(typed) != typed:
            yield (
                "lookalike",
                f"「{self.label}」里有形似汉字的部首、兼容字或者字形选择符，已改成通用汉字，请核对。",
            )


class LongText(Text):
    """Text of one or more paragraphs, a paragraph a line."""

    lines = True

    def __init__(self, label: str, *, longest: int = 20_000, **rest: Any) -> None:
        super().__init__(label, longest=longest, **rest)


# Full-width digits, letters and what stands between them; a Chinese comma stays one.
_IN_CODES = {
    code: narrow(chr(code))
    for code in (
        0xFF0D,
        0xFF0E,
        *range(0xFF0F, 0xFF1A),
        *range(0xFF21, 0xFF3B),
        *range(0xFF41, 0xFF5B),
    )
}


class Code(Text):
    """编号: what is written in letters and digits, whichever width a keyboard gives them.

    A field with a form of its own refuses by that form; any other number has a digit in it.
    """

    own_form = False

    def folded(self, text: str) -> str:
        """Return the number in narrow letters and digits."""
        return text.translate(_IN_CODES).strip(" 　")

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        code = super()._deserialize(value, attr, data, **rest)
        if not self.own_form and not any(each.isdigit() for each in code):
            raise self.refuse("no_number", "应当是编号，要有数字，请照原件填写。")
        return code


# Between hanzi a blank only fills the line (张　三); between letters it parts the words of a name.
_BLANK_IN_NAME = re.compile(r"(?<=[^\x00-\x7f])[\s\u3000]+(?=[^\x00-\x7f])")


# What a program leaves in the place of a character that it does not have.
_LOST = re.compile("[□■▢◻〓\ufffd?？\ue000-\uf8ff\U000f0000-\U0010ffff]")


class Name(Text):
    """A name as its paper writes it: no blanks between hanzi, and no character lost."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        name = super()._deserialize(value, attr, data, **rest)
        if _LOST.search(name):
            raise self.refuse(
                "character_lost",
                "里有方框、问号或者自造字，是没有显示出来的字，请照证件把这个字补上。",
            )
        return name

    def folded(self, text: str) -> str:
        """Return the name without the blanks that only space its characters out."""
        return _BLANK_IN_NAME.sub("", text)

    def respelt(self, typed: str, text: str) -> Iterable[tuple[str, str]]:
        """Yield what every text tells, and that blanks are gone."""
        yield from super().respelt(typed, text)
        if _BLANK_IN_NAME.search(typed.strip()):
            yield "blank_in_name", f"「{self.label}」中间的空格已删去，请核对。"


class PartyName(Name):
    """名称（姓名）: a party as its licence names it, which may be a natural person."""


_NOBODY = re.compile(
    "匿名|佚名|无名氏?|保密|本人|当事人|投诉人|举报人|被投诉人|经营者|负责人|负责同志|工作人员|有关人员"
)
_HALF_A_NAME = re.compile(
    ".{0,2}某{1,2}|.[先女][生士]|.{1,2}(?:先生|女士|经理|老板|师傅|科长|局长|主任)|.[*＊]+.?"
)


_ASSUMED = re.compile("化名|网名|昵称|自称|绰号|笔名")
_DESK = re.compile(
    "客服|专员|办公室|服务台|前台|窗口|公司|热线|值班|坐席|科室|.{2}(?:科|股|队|组|所|局|处|中心|大厅|平台)$"
)


class PersonName(Name):
    """姓名: a natural person's name as in the identity document, 2 to 50 characters."""

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, longest=50, **({"personal": Personal.name} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        name = super()._deserialize(value, attr, data, **rest)
        nobody = _NOBODY.fullmatch(name) or _ASSUMED.search(name)
        if len(name) < 2 or any(each.isdigit() for each in name) or nobody:
            raise self.refuse("not_a_name", "应当是证件上的完整姓名，请按证件填写。")
        return name

    def remarks(self, value: Any) -> Iterable[tuple[str, str]]:
        """Notice a name that hides half of itself, or that is a desk's."""
        if _HALF_A_NAME.fullmatch(value):
            yield "half_a_name", f"「{self.label}」像是隐去了名字，请核对是否为证件上的完整姓名。"
        elif _DESK.search(value):
            yield "not_a_person", f"「{self.label}」像是岗位或者单位，请填写这个人的姓名。"
