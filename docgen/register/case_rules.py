"""Rules across documents: what the other documents of a case, or of the register, forbid.

A rule is a function from a new document and the place it will take to findings. None knows a kind:
what a kind's case may hold stands with the kind (`schemas.ground.neighbours`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from docgen.case.case import Case
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register.standing import barred_by, live, with_deliveries
from docgen.register.tables import documents, numbers
from schemas.ground.base import Finding, error, notice
from schemas.ground.house import number_prefixes
from schemas.ground.neighbours import EVERYWHERE, Follows, Standing
from schemas.ground.walk import typed_values


@dataclass(frozen=True, slots=True)
class Place:
    """A new document and where it will stand: its case's live documents and a way to look further.

    `replaces` is the document it supersedes, which no rule sees.
    """

    case: Case
    catalogue: Catalogue
    prefixes: Sequence[str]
    case_ref: str | None
    replaces: str | None
    connection: Connection

    def of_case(self) -> list[Standing]:
        """Return the live documents of the same case, the oldest first."""
        if self.case_ref is None:
            return []
        return self._live(documents.c.case_ref == self.case_ref)

    def of_kinds(self, kinds: Sequence[str]) -> list[Standing]:
        """Return the live documents of some kinds in the whole register, the oldest first."""
        return self._live(documents.c.kind.in_(kinds))

    def state_of(self, prefix: str, class_code: str, year: int, serial: int) -> str | None:
        """Return the state of the document that bears one of our numbers; None if none does."""
        state: str | None = self.connection.scalar(
            select(documents.c.state)
            .join(numbers, documents.c.number_id == numbers.c.id)
            .where(
                numbers.c.prefix == prefix,
                numbers.c.class_code == class_code,
                numbers.c.year == year,
                numbers.c.serial == serial,
            )
        )
        return state

    def _live(self, condition: ColumnElement[bool]) -> list[Standing]:
        others = and_(condition, documents.c.id != (self.replaces or ""))
        return live(self.connection, self.catalogue, others)


CaseRule = Callable[[Place], Iterator[Finding]]


def judge(
    connection: Connection,
    engine: Engine,
    case: Case,
    case_ref: str | None,
    replaces: str | None = None,
) -> list[Finding]:
    """Return what every rule finds about a case about to be issued, in the writer's transaction.

    Being judged there, two documents that exclude each other cannot slip past one another.
    """
    prefixes = number_prefixes(engine.house)
    place = Place(case, engine.catalogue, prefixes, case_ref, replaces, connection)
    return [finding for rule in RULES for finding in rule(place)]


def neighbours_are_compatible(place: Place) -> Iterator[Finding]:
    """A case holds no two documents of which one denies the other."""
    case = place.case
    yield from excluded(place.catalogue, case.kind, case.values.get, place.of_case())


def excluded(
    catalogue: Catalogue, kind: Kind, says: Callable[[str], Any], others: Sequence[Standing]
) -> Iterator[Finding]:
    """Yield which other documents of a case deny one that says what `says` reads by name."""
    for other in others:
        barred = [
            each
            for each in kind.schema.neighbours.excludes
            if each.kind == other.kind and each.holds(says)
        ]
        for each in (*barred, *barred_by(catalogue, other, kind.name)):
            yield error(
                "",
                "case_excludes",
                f"本案已有{other}，{each.why}；确需改变的，先更正或作废原文书。",
                each.source,
            )


def what_it_needs_stands(place: Place) -> Iterator[Finding]:
    """What a document rests on stands in its case, unless the case is older than the register."""
    needed = [each for each in place.case.kind.schema.neighbours.follows if each.needed]
    if not needed or place.case_ref is None or lacks_a_kind(place.catalogue, needed):
        return
    if not {each.kind for each in needed} & {each.kind for each in place.of_case()}:
        titles = "、".join(f"《{place.catalogue[each.kind].header.title}》" for each in needed)
        yield notice(
            "",
            "neighbour_missing",
            f"本案的登记里没有{titles}，请核对是否已经制作、归入本案。",
            needed[0].source,
        )


def lacks_a_kind(catalogue: Catalogue, needed: Sequence[Follows]) -> bool:
    """Tell whether a kind that might stand in a case cannot be made here yet."""
    return any(each.kind not in catalogue for each in needed)


def attachments_exist(place: Place) -> Iterator[Finding]:
    """An attachment that names one of our numbers is an issued document of the register.

    One named by a kind's title alone may be older than the register: that needs eyes only.
    """
    titles = {kind.header.title for kind in place.catalogue.values()}
    in_case = {each.title for each in place.of_case()}
    pattern = _our_numbers(place)
    for pointer, _, text in typed_values(place.case.kind.reader, place.case.values):
        if not re.search(r"/attachments/\d+/name$", pointer):
            continue
        named = list(pattern.finditer(text))
        for match in named:
            state = place.state_of(
                match["prefix"], match["code"], int(match["year"]), int(match["serial"])
            )
            if state != "issued":
                code = f"attachment_{state or 'unknown'}"
                yield error(pointer, code, _ATTACHMENTS[state], _LISTED)
        if not named and place.case_ref and text in titles - in_case:
            yield notice(
                pointer,
                "attachment_not_registered",
                "本案的登记里没有这种文书，请核对附件是否已经制作、归入本案。",
                _LISTED,
            )


_LISTED = "GB/T 9704-2012 第7.3.4条"
_ATTACHMENTS = {
    None: "附件写的文号在登记簿里没有，请核对文号，或先出具该文书。",
    "pending": "附件写的文书正在出具，请待出具完成后再试。",
    "superseded": "附件写的文书已被新版本替换，请改写新版本的文号。",
    "void": "附件写的文书已经作废，请核对文号。",
}


def comparisons_hold(place: Place) -> Iterator[Finding]:
    """What the kind itself compares with standing documents agrees with them."""
    kind, values = place.case.kind, place.case.values
    for comparison in kind.schema.comparisons().values():
        if comparison.by == EVERYWHERE:
            others = place.of_kinds(comparison.kinds)
        elif comparison.by:
            head, *steps = comparison.by.split(".")
            ours = _within(values[head], steps)
            others = [
                each
                for each in place.of_kinds(comparison.kinds)
                if ours is not None and _within(each.says(head), steps) == ours
            ]
        else:
            others = [each for each in place.of_case() if each.kind in comparison.kinds]
        if comparison.received:
            others = with_deliveries(place.connection, others)
        for finding in comparison.check(kind.reader, values, others):
            yield finding if finding.source else replace(finding, source=comparison.source)


def _within(said: Any, steps: Sequence[str]) -> Any:
    """Return what stands at the end of a path of names; None where nothing does."""
    for step in steps:
        said = said.get(step) if isinstance(said, Mapping) else None
    return said


RULES: tuple[CaseRule, ...] = (
    neighbours_are_compatible,
    what_it_needs_stands,
    attachments_exist,
    comparisons_hold,
)


def _our_numbers(place: Place) -> re.Pattern[str]:
    """Match a number made here in any class the register keeps, however it is bracketed."""
    codes = {
        kind.header.numbering.class_code
        for kind in place.catalogue.values()
        if kind.header.numbering
    }
    known = "|".join(re.escape(code) for code in sorted(codes, key=len, reverse=True))
    ours = "|".join(re.escape(each) for each in sorted(place.prefixes, key=len, reverse=True))
    return re.compile(
        rf"(?P<prefix>{ours})(?P<code>{known})\s*[〔﹝［\[(（【]\s*(?P<year>\d{{4}})\s*"
        rf"[〕﹞］\])）】]\s*第?\s*(?P<serial>\d{{1,9}})(?:\s*[-－—–]\s*\d+)?\s*号"
    )
