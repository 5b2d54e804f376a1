"""Who of a case must stay unknown to whom: its complainants and reporters, in every writing.

A paper is searched for what the other papers of its case say of these people (Order 121 art. 37).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.ground.base import Finding, error, notice
from schemas.ground.fields import PartyName, Personal, PersonName, When
from schemas.ground.kind import Audience, KindSchema
from schemas.ground.roles import Role
from schemas.guard.folding import address_core, folded, folded_name, same_number
from schemas.guard.reading import Passage, Reading
from schemas.guard.reporters import CONFIDENTIALITY

_BOTH = frozenset((Role.complainant, Role.reporter))
# The respondent learns who complains, as mediation needs it; of a reporter nobody learns.
HIDDEN_FROM: Mapping[Audience, frozenset[Role]] = {
    Audience.inspected_party: _BOTH,
    Audience.contractor: _BOTH,
    Audience.adviser: _BOTH,
    Audience.authority: _BOTH,
    Audience.respondent: frozenset((Role.reporter,)),
    Audience.complainant: frozenset((Role.reporter,)),
}
# Whoever takes one of these parts is named in a paper because the paper is about them.
_OF_THE_PAPER = frozenset(
    (Role.party, Role.respondent, Role.complainant, Role.reporter, Role.agent)
)
_SORTS = {Personal.phone: "电话", Personal.identity: "证件号码", Personal.account: "账号"}
_SHORTEST_NUMBER, _SHORTEST_ADDRESS, _LOCAL_NUMBER = 7, 5, 8
_LOT = re.compile(r".*?\d+号(?:楼|院|馆)?")
_TITLES = "(?:先生|女士|小姐|太太|老师|师傅|大爷|大妈|阿姨|某)"
# A name of two characters may be part of any words: what stands round it tells.
_BEFORE = "(?:^|[^\u4e00-\u9fff]|[人者众民客由向与和为系是对被经叫据称找])"
_AFTER = "(?:$|[^\u4e00-\u9fff]|[称说在向与和到来的于反指要购买提未已不曾拒电手])"


@dataclass(frozen=True, slots=True)
class Confidence:
    """One thing by which somebody is known: `value` is folded, `sort` its words in a finding."""

    sort: str
    value: str
    role: Role

    def told_in(self, words: str, numbers: str) -> bool | None:
        """Tell whether a text tells it; None where only a person can say.

        `words` is the text without blanks, `numbers` its letters and digits alone.
        """
        if self.sort == "姓名":
            return self._named_in(words)
        if self.sort == "地址":
            lot = _LOT.match(self.value)
            partly = lot is not None and len(lot[0]) >= _SHORTEST_ADDRESS and lot[0] in words
            return True if self.value in words else None if partly else False
        local = self.value[-_LOCAL_NUMBER:] if self.value.startswith("0") else self.value
        return local in numbers

    def _named_in(self, words: str) -> bool | None:
        if self.value in words:
            two = len(self.value) == len("张三")
            return True if not two or re.search(_BEFORE + self.value + _AFTER, words) else None
        return None if re.search(re.escape(self.value[0]) + _TITLES, words) else False


def confidences(kind: KindSchema, values: Mapping[str, Any]) -> Iterator[Confidence]:
    """Yield by what a case's complainants and reporters are known; payload values will do."""
    for passage in Reading.of(kind, values).passages:
        role = next((each for each in passage.roles if each in _BOTH), None)
        if role is None:
            continue
        personal, number = passage.field.personal, same_number(passage.text)
        if isinstance(passage.field, PersonName):
            yield Confidence("姓名", folded_name(passage.text), role)
        elif personal is Personal.address:
            address = folded_name(address_core(passage.text))
            if len(address) >= _SHORTEST_ADDRESS:
                yield Confidence("地址", address, role)
        elif (personal in _SORTS or passage.field.role) and len(number) >= _SHORTEST_NUMBER:
            yield Confidence(_SORTS.get(personal or Personal.email, "工单编号"), number, role)


def of_report(kind: KindSchema, values: Mapping[str, Any]) -> bool:
    """Tell whether a paper belongs to what only those may see who handle reports.

    Its header says so, or it names a reporter; payload values will do.
    """
    return said_of_report(kind, values) or any(
        each.role is Role.reporter for each in confidences(kind, values)
    )


def said_of_report(kind: KindSchema, values: Mapping[str, Any]) -> bool:
    """Tell whether a kind's header says of a paper that it belongs to a report."""
    asked = kind.header.of_report
    if isinstance(asked, When):
        given = values.get(asked.field)
        return given is not None and asked.holds(kind.fields[asked.field].deserialize(given))
    return asked


def readers(kind: KindSchema, values: Mapping[str, Any]) -> frozenset[Audience]:
    """Return who reads a paper: what belongs to a report is not for the party to read."""
    everybody = frozenset(kind.header.audience)
    return everybody - {Audience.inspected_party} if said_of_report(kind, values) else everybody


def hidden_from(kind: KindSchema, values: Mapping[str, Any]) -> frozenset[Role]:
    """Return whom the readers of a paper may not learn of."""
    return frozenset[Role]().union(*(HIDDEN_FROM.get(each, ()) for each in readers(kind, values)))


def betrayals(
    kind: KindSchema, values: Mapping[str, Any], known: Iterable[Confidence]
) -> Iterator[Finding]:
    """Yield where a paper tells its readers of somebody whom they may not learn of."""
    reading, hidden = Reading.of(kind, values), hidden_from(kind, values)
    about = [each for each in reading.passages if _is_of_the_paper(each)]
    own = {folded_name(each.text) for each in about} | {same_number(each.text) for each in about}
    own |= {folded_name(address_core(each.text)) for each in about}
    secrets = [each for each in known if each.role in hidden and each.value not in own]
    for passage in reading.passages if secrets else ():
        if passage.field.kept or _is_of_the_paper(passage):
            continue
        told = _told(passage, secrets)
        if broken := [each for each, tells in told.items() if tells]:
            sorts = "、".join(dict.fromkeys(f"{each.role.value}的{each.sort}" for each in broken))
            yield error(
                passage.pointer,
                "person_betrayed",
                f"这里有本案{sorts}，这份文书的收件人不得知道，请删去。",
                CONFIDENTIALITY,
            )
        elif any(tells is None for tells in told.values()):
            yield notice(
                passage.pointer,
                "person_hinted",
                "这里的称呼或者地址可能让人认出本案的投诉人、举报人，请核对并改写。",
                CONFIDENTIALITY,
            )


def tells(kind: KindSchema, values: Mapping[str, Any], known: Sequence[Confidence]) -> bool:
    """Tell whether a paper says by what one of these people is known; payload values will do."""
    passages = Reading.of(kind, values).passages if known else ()
    return any(any(_told(each, known).values()) for each in passages)


def persons_unsaid(kind: KindSchema, values: Mapping[str, Any]) -> frozenset[str]:
    """Return the names in a paper of a report that no list of papers may say: all but the party's.

    Payload values will do.
    """
    if not said_of_report(kind, values):
        return frozenset()
    return frozenset(
        each.text
        for each in Reading.of(kind, values).passages
        if isinstance(each.field, PersonName | PartyName) and Role.party not in each.roles
    )


def _told(passage: Passage, known: Iterable[Confidence]) -> dict[Confidence, bool | None]:
    words, numbers = folded_name(folded(passage.text)), same_number(folded(passage.text))
    return {each: each.told_in(words, numbers) for each in known}


def _is_of_the_paper(passage: Passage) -> bool:
    return not passage.free and not _OF_THE_PAPER.isdisjoint(passage.roles)
