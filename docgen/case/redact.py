"""Mask personal data for a copy that leaves the file: names, numbers, addresses, everywhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.ground.fields import LongText, Personal, Text
from schemas.ground.walk import typed_values
from schemas.guard.folding import address_core, folded, same_number
from schemas.guard.numbers import PersonalNumber, Sort, personal_numbers

if TYPE_CHECKING:
    from docgen.case.case import Case

_COMPOUND_SURNAMES = frozenset(
    (
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
        "司徒", "司空", "夏侯", "轩辕", "宇文", "长孙", "南宫", "端木", "独孤",
    )
)  # fmt: skip
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]\s?[·•]?\s?"
    r"[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_SORTS = {
    Sort.phone: Personal.phone,
    Sort.identity: Personal.identity,
    Sort.account: Personal.account,
}
_LOT = re.compile(r".*?\d+号(?:楼|院|馆)?")
_SHORTEST_ADDRESS = 5


@dataclass(frozen=True, slots=True)
class Redaction:
    """What to mask in one case: each personal value with its mask.

    A value typed into a personal field is masked wherever it stands, in free text too, with blanks
    between its characters or not; of an address also what follows the district. `open_numbers` are
    those anybody may read, such as the authority's phone.
    """

    masks: Mapping[str, str]
    region: str
    values: re.Pattern[str] | None
    open_numbers: frozenset[str]

    @classmethod
    def of(cls, case: "Case") -> "Redaction":
        """Collect the personal values of a case, and the numbers that are nobody's own."""
        authority = case.facts.house.authority
        masks: dict[str, str] = {}
        open_numbers = {same_number(authority.phone)}
        for _, field, value in typed_values(case.kind.reader, case.values):
            if field.personal:
                masks |= _masks_of(value, field.personal, authority.region)
            elif isinstance(field, Text) and type(field) not in (Text, LongText):
                open_numbers.add(same_number(value))
        longest_first = sorted(masks, key=lambda value: -len(value))
        spaced = (r"\s*".join(map(re.escape, value)) for value in longest_first)
        values = re.compile("|".join(spaced)) if masks else None
        return cls(masks, authority.region, values, frozenset(open_numbers))

    def mask(self, text: str, personal: Personal | None) -> str:
        """Return `text` masked by what its field is, and by all that can be recognised in it."""
        if personal:
            return masked(text, personal, self.region)
        done, shown = 0, ""
        places = sorted(self._places(folded(text)), key=lambda each: (each[0], -each[1]))
        for start, end, mask in places:
            if start >= done:
                shown += text[done:start] + mask
                done = end
        return shown + text[done:]

    def _places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, mask) of what must not be read in a text of one width."""
        for found in self.values.finditer(text) if self.values else ():
            yield found.start(), found.end(), self.masks[_bare(found[0])]
        for found in _PLATE.finditer(text):
            yield found.start(), found.end(), "（车牌略）"
        for each in personal_numbers(text):
            if each.number not in self.open_numbers:
                yield each.start, each.end, _mask_of(each)


def _mask_of(found: PersonalNumber) -> str:
    if found.sort is Sort.handle:
        is_mail = "@" in found.number
        return masked(found.number, Personal.email, "") if is_mail else "（网络账号略）"
    return masked(found.number, _SORTS[found.sort], "")


def _masks_of(value: str, personal: Personal, region: str) -> dict[str, str]:
    """Return the masks of a value in each form that texts repeat it in."""
    masks = {}
    if personal is Personal.address:
        core = address_core(value)
        lot = _LOT.match(core)
        parts = (core, lot[0] if lot else "")
        masks = {_bare(each): "（地址略）" for each in parts if len(each) >= _SHORTEST_ADDRESS}
    return masks | {_bare(value): masked(value, personal, region)}


def _bare(value: str) -> str:
    return "".join(folded(value).split())


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
