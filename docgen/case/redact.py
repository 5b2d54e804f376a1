"""Mask personal data for a copy that leaves the file: names, numbers, addresses, everywhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.ground.fields import Personal
from schemas.ground.walk import typed_values

if TYPE_CHECKING:
    from docgen.case.case import Case

_COMPOUND_SURNAMES = frozenset(
    (
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
        "司徒", "司空", "夏侯", "轩辕", "宇文", "长孙", "南宫", "端木", "独孤",
    )
)  # fmt: skip
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Redaction:
    """What to mask in one case: each personal value with its mask, longest first.

    A value typed into a personal field is masked wherever it stands, in free text too.
    """

    masks: Mapping[str, str]
    region: str

    @classmethod
    def of(cls, case: "Case") -> "Redaction":
        """Collect the personal values of a case."""
        region = case.facts.house.authority.region
        pairs = {
            value: masked(value, field.personal, region)
            for _, field, value in typed_values(case.kind.reader, case.values)
            if field.personal
        }
        return cls(dict(sorted(pairs.items(), key=lambda pair: -len(pair[0]))), region)

    def mask(self, text: str, personal: Personal | None) -> str:
        """Return `text` masked by what its field is, and by every personal value it repeats."""
        if personal:
            return masked(text, personal, self.region)
        for value, mask in self.masks.items():
            text = text.replace(value, mask)
        text = _IDENTITY.sub("（证件号码略）", text)
        text = _MOBILE.sub(lambda found: masked(found[0], Personal.phone, ""), text)
        return _EMAIL.sub(lambda found: masked(found[0], Personal.email, ""), text)


def masked(value: str, personal: Personal, region: str) -> str:
    """Return the mask of one value: 张某某, 138****5678, 示例区（地址略）, a***@….

    Identity numbers are withheld whole: eleven of eighteen digits can be guessed from the rest.
    """
    if personal is Personal.name:
        surname = value[:2] if value[:2] in _COMPOUND_SURNAMES and len(value) > 2 else value[:1]
        return surname + "某" * min(len(value) - len(surname), 2)
    if personal is Personal.identity:
        return "（证件号码略）"
    if personal is Personal.phone:
        return f"{value[:3]}****{value[-4:]}" if len(value) >= 11 else "****"
    if personal is Personal.account:
        return f"****{value[-4:]}"
    if personal is Personal.email:
        return f"{value[:1]}***@{value.partition('@')[2]}"
    return f"{region}（地址略）" if region in value else "（地址略）"
