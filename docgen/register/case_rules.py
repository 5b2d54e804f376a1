"""Rules across documents: what the other documents of a case, or of the register, forbid.

A rule is a function from a new document among its neighbours to findings. Decision forms are named
by their official form (`CF-6`), which stays when a kind's file is renamed.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from docgen.case.case import Case
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue
from docgen.register.tables import documents, numbers
from schemas.ground.base import Finding, error, notice
from schemas.ground.walk import typed_values

LIVE = ("pending", "issued")
SETTLEMENT = "settlement_invoice"
CONFIRMATION = "completed_quantity_confirmation"

_COMPLAINTS = "《市场监督管理投诉举报处理办法》"
# Pairs of forms that no case can hold both of; a form beside itself means: one a case.
EXCLUSIONS = (
    ("CF-5", "CF-5", "同一投诉只作一次受理决定", f"{_COMPLAINTS}第十五条"),
    ("CF-5", "CF-6", "同一投诉只能受理或者不予受理", f"{_COMPLAINTS}第十五条"),
    ("CF-6", "CF-6", "同一投诉只作一次不予受理决定", f"{_COMPLAINTS}第十五条"),
    ("CF-6", "CF-8", "不予受理的投诉没有调解可以终止", f"{_COMPLAINTS}第十八条"),
    ("CF-6", "CF-9", "不予受理的投诉不作调解", f"{_COMPLAINTS}第十八条"),
    ("CF-8", "CF-9", "调解不能既达成协议又终止", f"{_COMPLAINTS}第二十三条、第二十四条"),
)


@dataclass(frozen=True, slots=True)
class Filed:
    """A document of the register as rules see it; one being issued at this moment counts too."""

    id: str
    kind: str
    title: str
    document_number: str | None
    case_ref: str | None
    dated_on: date
    state: str
    payload: Mapping[str, Any]

    def __str__(self) -> str:
        number = f"（{self.document_number}）" if self.document_number else ""
        return f"《{self.title}》{number}"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A new document and where it will stand: its case's live documents and a way to look further.

    `replaces` is the document it supersedes, which no rule sees.
    """

    case: Case
    catalogue: Catalogue
    prefix: str
    case_ref: str | None
    replaces: str | None
    connection: Connection

    def of_case(self) -> list[Filed]:
        """Return the live documents of the same case, the oldest first."""
        if self.case_ref is None:
            return []
        return self._live(documents.c.case_ref == self.case_ref)

    def of_kind(self, kind: str) -> list[Filed]:
        """Return the live documents of one kind in the whole register, the oldest first."""
        return self._live(documents.c.kind == kind)

    def state_of(self, class_code: str, year: int, serial: int) -> str | None:
        """Return the state of the document that bears one of our numbers; None if none does."""
        state: str | None = self.connection.scalar(
            select(documents.c.state)
            .join(numbers, documents.c.number_id == numbers.c.id)
            .where(
                numbers.c.prefix == self.prefix,
                numbers.c.class_code == class_code,
                numbers.c.year == year,
                numbers.c.serial == serial,
            )
        )
        return state

    def form_of(self, kind: str) -> str:
        """Return a kind's official form; empty where it follows none or is no longer known."""
        return self.catalogue[kind].header.form if kind in self.catalogue else ""

    def _live(self, condition: Any) -> list[Filed]:
        rows = self.connection.execute(
            select(documents)
            .where(condition, documents.c.state.in_(LIVE))
            .where(documents.c.id != (self.replaces or ""))
            .order_by(documents.c.id)
        )
        return [
            Filed(
                row.id,
                row.kind,
                row.title,
                row.document_number,
                row.case_ref,
                row.dated_on,
                row.state,
                json.loads(row.payload),
            )
            for row in rows
        ]


CaseRule = Callable[[Neighbours], Iterator[Finding]]


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
    prefix = engine.house.authority.number_prefix
    place = Neighbours(case, engine.catalogue, prefix, case_ref, replaces, connection)
    return [finding for rule in RULES for finding in rule(place)]


def decisions_exclude_each_other(place: Neighbours) -> Iterator[Finding]:
    """A case holds no two decisions of which one denies the other."""
    ours = place.case.kind.header.form
    if not any(ours in pair[:2] for pair in EXCLUSIONS):
        return
    for other in place.of_case():
        theirs = place.form_of(other.kind)
        for one, two, why, source in EXCLUSIONS:
            if (ours, theirs) in ((one, two), (two, one)):
                yield error(
                    "",
                    "case_excludes",
                    f"本案已有{other}，{why}；确需改变的，先更正或作废原文书。",
                    source,
                )


def attachments_exist(place: Neighbours) -> Iterator[Finding]:
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
            state = place.state_of(match["code"], int(match["year"]), int(match["serial"]))
            if state != "issued":
                yield error(pointer, f"attachment_{state or 'unknown'}", _ATTACHMENTS[state])
        if not named and place.case_ref and text in titles - in_case:
            yield notice(
                pointer,
                "attachment_not_registered",
                "本案的登记里没有这种文书，请核对附件是否已经制作、归入本案。",
            )


_ATTACHMENTS = {
    None: "附件写的文号在登记簿里没有，请核对文号，或先出具该文书。",
    "pending": "附件写的文书正在出具，请待出具完成后再试。",
    "superseded": "附件写的文书已被新版本替换，请改写新版本的文号。",
    "void": "附件写的文书已经作废，请核对文号。",
}


def settlements_go_forward(place: Neighbours) -> Iterator[Finding]:
    """One contract is settled once to the end, each instalment once, and no quantity shrinks."""
    if place.case.kind.name != SETTLEMENT:
        return
    values = place.case.values
    completed = {row.item: row.quantity for row in values.completed}
    index_of = {row.item: index for index, row in enumerate(values.completed)}
    for other in place.of_kind(SETTLEMENT):
        theirs = other.payload
        if theirs["contract"] != values.contract:
            continue
        if theirs["settlement_type"] == "final":
            yield error(
                "/settlement_type",
                "contract_settled",
                f"这份合同已出具最终结算单{other}，请先更正或作废它。",
                "合同验收条款",
            )
        elif values.instalment and theirs.get("instalment") == values.instalment:
            yield error(
                "/instalment", "instalment_settled", f"这一期已经结算，见{other}。", "合同付款条款"
            )
        for item, quantity in _quantities(theirs).items():
            if other.dated_on <= values.issued_on and completed.get(item, quantity) < quantity:
                yield error(
                    f"/completed/{index_of[item]}/quantity",
                    "quantity_fell",
                    f"累计完成数量少于{other}已经结算的数量，请核对。",
                    "合同验收条款",
                )


def quantities_are_confirmed(place: Neighbours) -> Iterator[Finding]:
    """What is settled is what the confirmation of the same case and contract counted last."""
    if place.case.kind.name != SETTLEMENT:
        return
    values = place.case.values
    confirmed = [
        each
        for each in place.of_case()
        if each.kind == CONFIRMATION and each.payload.get("contract") == values.contract
    ]
    if not confirmed:
        return
    counted = _quantities(confirmed[-1].payload)
    for index, row in enumerate(values.completed):
        if counted.get(row.item, row.quantity) != row.quantity:
            yield error(
                f"/completed/{index}/quantity",
                "quantity_not_confirmed",
                f"与{confirmed[-1]}确认的完成数量不同，请核对。",
                "合同验收条款",
            )


RULES: tuple[CaseRule, ...] = (
    decisions_exclude_each_other,
    attachments_exist,
    settlements_go_forward,
    quantities_are_confirmed,
)


def _quantities(payload: Mapping[str, Any]) -> dict[str, int]:
    return {row["item"]: int(row["quantity"]) for row in payload.get("completed") or ()}


def _our_numbers(place: Neighbours) -> re.Pattern[str]:
    """Match a number of our authority in any class the register keeps, however it is bracketed."""
    codes = {
        kind.header.numbering.class_code
        for kind in place.catalogue.values()
        if kind.header.numbering
    }
    known = "|".join(re.escape(code) for code in sorted(codes, key=len, reverse=True))
    return re.compile(
        rf"{re.escape(place.prefix)}(?P<code>{known})\s*[〔﹝［\[(（【]\s*(?P<year>\d{{4}})\s*"
        rf"[〕﹞］\])）】]\s*第?\s*(?P<serial>\d{{1,9}})(?:\s*[-－—–]\s*\d+)?\s*号"
    )
