"""法定到期: on which days an order may fall due by law, from the day it came in."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from schemas.ground.base import Record
from schemas.kinds.process.ledger.making import PERIODS
from schemas.law import Law, LawError

# What does not count, or begins the period anew.
_LENGTHENED = re.compile("检测|检验|检疫|鉴定|补正|补充材料|合并|并案|重新(?:计算|起算)|中止")


def legal_days(law: Law) -> Callable[[str | None, date], tuple[date, ...]]:
    """Return what tells for a type and a day of receipt the lawful day, and that of an extension.

    Nothing where no period is known, or no calendar.
    """

    @lru_cache(maxsize=4096)
    def days(order_type: str | None, received: date) -> tuple[date, ...]:
        code = next(iter(PERIODS.get(order_type or "", ())), "")
        try:
            extends = bool(code) and law.deadline(code, received).extension > 0
            wanted = (False, True)[: 1 + extends] if code else ()
            return tuple(law.due(code, received, extended=each).due for each in wanted)
        except LawError:
            return ()

    return days


def lengthened(row: Record) -> bool:
    """Tell whether a row says what makes the period of its order longer."""
    told = (row.remark, row.acceptance, row.verification, row.inspection, row.not_counted)
    return any(_LENGTHENED.search(each) for each in told if each)
