"""The work ledger as a confirmation rests on it: what its rows count for."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from schemas.ground.fields import Code
from schemas.ground.neighbours import Standing
from schemas.parts.compiled import DIGITS


class LedgerDigest(Code):
    """台账校验值: the first digits of the SHA-256 over the rows that were counted."""

    own_form = True

    def __init__(self, label: str = "台账校验值", **rest: Any) -> None:
        super().__init__(label, longest=64, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        digest = super()._deserialize(value, attr, data, **rest).lower().replace(" ", "")
        if not re.fullmatch(f"[0-9a-f]{{{DIGITS}}}", digest):
            detail = f"应为 {DIGITS} 位数字和 a 至 f 的字母，请照统计结果填写。"
            raise self.refuse("digest_form", detail)
        return digest


# The ledger's items by the contract's codes.
ITEMS: Mapping[str, str] = {
    "complaint": "complaint",
    "report": "report",
    "on_site": "daily_inspection",
    "off_site": "remote_inspection",
}


def counted_in(ledgers: Iterable[Standing], first: date, last: date) -> dict[str, int]:
    """Return the pieces that standing ledgers count within a period, by the contract's items.

    An order comes in in one month and is counted in that of its closing, so the ledgers of earlier
    months are looked through as well. An item of which no ledger has a row is not theirs to tell.
    """
    found: Counter[str] = Counter()
    for ledger in ledgers:
        for row in ledger.says("orders") or ():
            item = ITEMS.get(row["item"])
            if item:
                month = row["counted_month"] or ""
                found[item] += f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"
    return dict(found)
