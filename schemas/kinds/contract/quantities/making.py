"""A confirmation of quantities made of what the register holds: counted by a rule, added up."""

from collections.abc import Mapping
from typing import Any

from schemas.ground.base import Record
from schemas.ground.compiling import Found
from schemas.kinds.contract.quantities.pieces import by_item
from schemas.parts.counted_work import works_of
from schemas.parts.counting import count, read_rules

COUNTING_RULE, KIND = "count-1", "completed_quantity_confirmation"


def payload_of(found: Found) -> dict[str, Any]:
    """Return the pieces of a period, and of all periods confirmed before it.

    The contract is the one with a price table that runs in the period; where several do, the first.
    """
    tally = count(works_of(found), read_rules()[COUNTING_RULE], found.first, found.last)
    contract = _contract(found)
    codes = [line.code for line in contract.lines] if contract else [*tally.quantities]
    now = {code: tally.quantities.get(code, 0) for code in codes}
    before = _confirmed(found, contract)
    final = contract is not None and found.last >= contract.ends_on
    payload = {
        "contract": contract.code if contract else None,
        "confirmation_type": "final" if final else "interim",
        "period_from": found.first.isoformat(),
        "period_to": found.last.isoformat(),
        "compiled_at": found.as_of.isoformat(timespec="minutes"),
        "counting_rule": COUNTING_RULE,
        "period_pieces": _rows("item", now),
        "completed": _rows("item", {code: now[code] + before.get(code, 0) for code in codes}),
        "left_uncounted": _rows("reason", tally.left) or None,
        "ledger_rows": len(tally.rows),
        "ledger_digest": tally.digest,
        "jd_undecided": tally.undecided,
        "issued_on": found.as_of.date().isoformat(),
    }
    return {name: value for name, value in payload.items() if value is not None}


def _contract(found: Found) -> Record | None:
    for each in found.facts.house.contracts:
        starts = each.starts_on or each.signed_on
        if each.lines and starts <= found.last and found.first <= each.ends_on:
            return each  # type: ignore[no-any-return]
    return None


def _confirmed(found: Found, contract: Record | None) -> dict[str, int]:
    """Return what was confirmed of the contract before the period."""
    if contract is None:
        return {}
    starts = contract.signed_on
    last: dict[str, int] = {}
    until = found.first
    for paper in found.papers(starts, found.as_of.date()):
        said = paper.said
        if paper.in_force and paper.kind == KIND and said.says("contract") == contract.code:
            ended = said.says("period_to")
            if ended < found.first and (not last or ended > until):
                last, until = by_item(said.says("completed") or ()), ended
    return last


def _rows(name: str, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{name: code, "quantity": number} for code, number in numbers.items()]
