"""Write document numbers in the style of their class, and read them back strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.law.errors import DocumentNumberError, UnknownTermError
from schemas.law.tables import read_table

# Whatever brackets and fillers people type, to be able to show the right form of their number.
_LOOSE = re.compile(
    r"(?P<head>[^\s\d〔〕﹝﹞［］\[\]()（）【】]+)\s*[〔﹝［\[(（【]\s*(?P<year>\d{4})\s*[〕﹞］\])）】]"
    r"\s*第?\s*(?P<serial>\d+)(?:\s*[-－—–]\s*(?P<sub>\d+))?\s*号?"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number: `prefix` is the authority's 机关代字, `sub` the index of 12-1."""

    prefix: str
    class_code: str
    year: int
    serial: int
    sub: int | None = None

    def __post_init__(self) -> None:
        if not self.prefix or re.search(r"[\s\d〔〕﹝﹞]", self.prefix + self.class_code):
            raise DocumentNumberError(
                "机关代字和类别代字不能为空、含空格、数字或括号，请核对设置。"
            )
        if not 1949 <= self.year <= 9999:
            raise DocumentNumberError("文号年份请写四位公元年份。")
        if self.serial < 1 or (self.sub is not None and self.sub < 1):
            raise DocumentNumberError("文号序号和分号从 1 开始编。")


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """The brackets round the year, 第 or nothing before the serial, and whether a class is due."""

    id: str
    title: str
    open: str
    close: str
    ordinal: str
    needs_class: bool
    source: str = ""

    def write(self, number: DocumentNumber) -> str:
        """Return 甲市监案移〔2026〕12号 or 甲市监调解书﹝2026﹞第12-1号."""
        if self.needs_class and not number.class_code:
            raise DocumentNumberError(f"{self.title}的文号须有类别代字，请核对设置。")
        sub = f"-{number.sub}" if number.sub is not None else ""
        year = f"{self.open}{number.year}{self.close}"
        return f"{number.prefix}{number.class_code}{year}{self.ordinal}{number.serial}{sub}号"

    def read(self, text: str, class_code: str = "") -> DocumentNumber:
        """Return the parts of a number written exactly in this style.

        Raises DocumentNumberError that shows the right form: of this very number where its
        parts can be made out, else a model.
        """
        number = self.made_out(text, class_code)
        if (right := self.write(number)) != text:
            raise DocumentNumberError(f"文号写法不符合{self.title}，应写成“{right}”。")
        return number

    def made_out(self, text: str, class_code: str = "") -> DocumentNumber:
        """Return the parts of a number, whichever brackets and blanks it is written with.

        Raises DocumentNumberError with a model where they cannot be made out.
        """
        model = f"机关代字{class_code}{self.open}2026{self.close}{self.ordinal}12号"
        match = _LOOSE.fullmatch(text.strip())
        if not match or len(match["head"]) == len(class_code):
            raise DocumentNumberError(f"文号请写成“{model}”的形式。")
        if not match["head"].endswith(class_code):
            raise DocumentNumberError(f"文号的类别代字应为“{class_code}”，请写成“{model}”的形式。")
        return DocumentNumber(
            prefix=match["head"].removesuffix(class_code),
            class_code=class_code,
            year=int(match["year"]),
            serial=int(match["serial"]),
            sub=int(match["sub"]) if match["sub"] else None,
        )


@dataclass(frozen=True, slots=True)
class NumberClass:
    """The series a kind's numbers belong to; one serial per authority, class and year."""

    style: NumberStyle
    class_code: str = ""

    def number(self, prefix: str, year: int, serial: int, sub: int | None = None) -> DocumentNumber:
        """Return the number of this class; the prefix comes from the house settings."""
        return DocumentNumber(prefix, self.class_code, year, serial, sub)

    def write(self, prefix: str, year: int, serial: int, sub: int | None = None) -> str:
        """Return the number as printed on the document."""
        return self.style.write(self.number(prefix, year, serial, sub))

    def read(self, text: str) -> DocumentNumber:
        """Return the parts of a printed number; DocumentNumberError shows the right form."""
        return self.style.read(text, self.class_code)

    def printed(self, text: str) -> str:
        """Return a number as this class prints it, however it was typed.

        Raises DocumentNumberError with a model where it is no number of the class.
        """
        return self.style.write(self.style.made_out(text, self.class_code))

    def blank(self, prefix: str, year: int | None = None) -> str:
        """Return what a draft prints, the serial left open: 甲市监案移〔2026〕　　号.

        Without a year that is left open too, as on a blank form.
        """
        style, printed = self.style, year or "　　　　"
        return f"{prefix}{self.class_code}{style.open}{printed}{style.close}{style.ordinal}　　号"


def read_number_styles() -> Mapping[str, NumberStyle]:
    """Read `number_styles.toml`: the styles by id."""
    return {
        key: NumberStyle(
            key,
            row["title"],
            row["open"],
            row["close"],
            row["ordinal"],
            row.get("needs_class", False),
            row["source"],
        )
        for key, row in read_table("number_styles.toml")["style"].items()
    }


SHIPPED_STYLES = read_number_styles()


def find_number_style(styles: Mapping[str, NumberStyle], style: str) -> NumberStyle:
    """Return a style by its id; UnknownTermError names those there are."""
    if style not in styles:
        raise UnknownTermError(f"没有“{style}”这种文号写法，可用的：{'、'.join(styles)}。")
    return styles[style]
