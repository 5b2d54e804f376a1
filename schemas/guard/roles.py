"""Find one person in two parts of a case that exclude each other, however the name is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from schemas.ground.base import Finding, Record, error, notice
from schemas.ground.fields import IdNumber, PartyName, PersonName
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name, same_number
from schemas.guard.reading import Passage, Reading
from schemas.guard.tables import read_rows

OFFICIALS = "本机关的审批程序"
CONTACT = "文书所载联系方式"
_FIRM = re.compile(
    "公司|集团|有限合伙|合作社|事务所|工作室|商行|商店|商场|超市|经营部|门市部|服务部|外包|承包|服务商|第三方"
)
_EMPLOYER = re.compile("^(?:协助|辅助)人员(?:的)?所(?:属|在)单位")
# So much of a supplier's name is the supplier.
_SHORTEST_FIRM = 4
_COMPLAINED_OF = frozenset((Role.respondent, Role.party))
_SIDES = frozenset(
    (Role.complainant, Role.reporter, Role.respondent, Role.party, Role.agent, Role.attendee)
)
# Who acts for the bureau.
_OURS = frozenset(
    (Role.inspector, Role.assistant, Role.mediator, Role.handler, Role.approver, Role.contact)
)
# Whose phone is nobody's in the bureau.
_OUTSIDE = frozenset(
    (Role.complainant, Role.reporter, Role.respondent, Role.party, Role.agent, Role.witness)
)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whoever is `who` cannot be one of `others` as well; `of` names a side of the case."""

    who: Role
    others: frozenset[Role]
    code: str
    detail: str
    source: str
    of: Role | None = None

    def speaks_of(self, passage: Passage) -> bool:
        """Tell whether somebody is named here in the part that this row looks at."""
        of_that_side = self.of is None or self.of in passage.roles
        return passage.roles[-1] is self.who and of_that_side


EXCLUSIONS = tuple(
    Exclusion(
        Role[row["who"]],
        frozenset(Role[other] for other in row["other"]),
        row["code"],
        row["detail"],
        row["source"],
        Role[row["of"]] if "of" in row else None,
    )
    for row in read_rows("roles.toml")
)


def parts_that_exclude(reading: Reading) -> Iterator[Finding]:
    """Yield every person who takes a part that another of theirs excludes."""
    for taken in reading.by_name.values():
        if len(taken) > 1:
            yield from _excluded(taken)
    yield from _ours_and_theirs(reading)
    yield from _phones_of_others(reading)


def officials_are_people(reading: Reading, house: Record) -> Iterator[Finding]:
    """Yield every firm that is named where one of the bureau's own people belongs."""
    for passage in reading.people:
        if passage.field.personal is None and _is_firm(passage.text, house):
            yield error(
                passage.pointer,
                "official_is_firm",
                f"「{passage.field.label}」应当是本机关的工作人员，不能填单位、服务商的名称，请改填姓名。",
                OFFICIALS,
            )


def parties_are_others(reading: Reading, house: Record) -> Iterator[Finding]:
    """Yield every party of a case that is the bureau itself, or answers the bureau's phone."""
    own = house.authority
    plain = frozenset(each for each in (own.name, own.seal_name, own.department) if each)
    names = [*chain.from_iterable(reading.by_name.get(folded_name(each), ()) for each in plain)]
    names += [each for each in reading.free if each.text in plain and each not in names]
    for passage in names:
        if not _SIDES.isdisjoint(passage.roles):
            yield error(
                passage.pointer,
                "party_is_authority",
                f"「{passage.field.label}」填的是本机关，本机关不能是自己处理的案件的当事人，请核对。",
                OFFICIALS,
            )
    yield from _helpers_of_the_party(reading)
    number = same_number(own.phone)
    for passage in reading.phones:
        if not _SIDES.isdisjoint(passage.roles) and same_number(passage.text) == number:
            yield error(
                passage.pointer,
                "party_phone_of_authority",
                f"「{passage.field.label}」填的是本机关的电话，请核对当事人的电话。",
                CONTACT,
            )


def _helpers_of_the_party(reading: Reading) -> Iterator[Finding]:
    """Yield where those who help to inspect are the people of whoever is inspected."""
    for passage in reading.free:
        if not _is_of_an_employer(passage.field.label):
            continue
        employers = folded_name(passage.text)
        inspected = (
            each
            for each in reading.named
            if isinstance(each.field, PartyName) and not _COMPLAINED_OF.isdisjoint(each.roles)
        )
        if any(folded_name(each.text) in employers for each in inspected):
            yield notice(
                passage.pointer,
                "helper_of_the_party",
                f"「{passage.field.label}」有被检查的当事人，当事人的人员不能协助检查自己，请核对。",
                OFFICIALS,
            )


@cache
def _is_of_an_employer(label: str) -> bool:
    return _EMPLOYER.search(label) is not None


def _is_firm(name: str, house: Record) -> bool:
    if len(name) < _SHORTEST_FIRM:
        return False
    suppliers = [each.supplier.name for each in house.contracts]
    return _FIRM.search(name) is not None or any(name in each for each in suppliers)


def _excluded(taken: list[Passage]) -> Iterator[Finding]:
    roles = {each.roles[-1] for each in taken}
    for rule in EXCLUSIONS:
        if rule.others.isdisjoint(roles):
            continue
        for passage in taken:
            if rule.speaks_of(passage):
                yield error(passage.pointer, rule.code, rule.detail, rule.source)


def _ours_and_theirs(reading: Reading) -> Iterator[Finding]:
    """Yield whoever of the bureau bears the name of somebody outside it: nobody is both."""
    theirs = {
        folded_name(each.text): each.field.label
        for each in reading.people
        if each.field.personal is not None and _OURS.isdisjoint(each.roles[-1:])
    }
    for passage in reading.people if theirs else ():
        label = theirs.get(folded_name(passage.text))
        if passage.field.personal is None and label:
            yield notice(
                passage.pointer,
                "ours_and_theirs",
                f"「{passage.field.label}」和「{label}」是同一个姓名，本机关的经办人和当事人一方不能是同一人，请核对。",
                OFFICIALS,
            )


def one_number_of_two(reading: Reading) -> Iterator[Finding]:
    """Yield the number of an identity card that stands beside somebody else's name as well."""
    cards = [each for each in reading.passages if isinstance(each.field, IdNumber)]
    if len(cards) < len((Role.complainant, Role.agent)):
        return
    named: dict[str, set[str]] = {}
    for each in reading.passages:
        if isinstance(each.field, PersonName | PartyName):
            named.setdefault(each.pointer.rpartition("/")[0], set()).add(folded_name(each.text))
    holders: dict[str, set[str]] = {}
    for card in cards:
        names = named.get(card.pointer.rpartition("/")[0], set())
        before = holders.setdefault(same_number(card.text), names)
        if before and names and before.isdisjoint(names):
            yield error(
                card.pointer,
                "number_of_another",
                f"「{card.field.label}」与本文书里另一个人的相同，一个号码只属于一个人，请照证件核对。",
                "GB 11643-1999",
            )


def _phones_of_others(reading: Reading) -> Iterator[Finding]:
    """Yield a phone of both sides, and one of the bureau's that is a party's."""
    phones = reading.phones
    if not phones:
        return
    other_side = {
        same_number(each.text) for each in phones if _COMPLAINED_OF.intersection(each.roles[-1:])
    }
    for passage in phones:
        of_complainant = Role.complainant in passage.roles[-1:]
        if of_complainant and same_number(passage.text) in other_side:
            yield notice(
                passage.pointer,
                "phone_of_both_sides",
                "双方填了同一个电话号码，请核对投诉人的身份和联系电话。",
                CONTACT,
            )
    ours = [each for each in phones if Role.contact in each.roles]
    if not ours:
        return
    theirs = {same_number(each.text) for each in phones if not _OUTSIDE.isdisjoint(each.roles)}
    for passage in ours:
        if same_number(passage.text) in theirs:
            yield error(
                passage.pointer,
                "contact_phone_of_party",
                "「联系电话」是本案当事人或者代理人的电话，请改填本机关的办公电话。",
                CONTACT,
            )
