"""Notice when numbers and days run against each other, and say why: an auditor will ask.

Numbers rise in the order of issuing; the days of documents should rise with them. Where they do
not, the clock went back or the paper bears an earlier day. Neither is forbidden; each is told to
who issues and kept in the trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from docgen.register.numbers import Series
from docgen.register.tables import audit, documents, numbers
from schemas.ground.base import Finding, notice

# The clocks of two machines that serve one register may differ by so much.
SLACK = timedelta(minutes=2)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "clock_set_back": "服务器的时钟比登记簿最后一条记录早，请管理员校对时钟",
        "dated_earlier": "文书写的日期比前面的文书早",
    }
)


@dataclass(frozen=True, slots=True)
class Disorder:
    """A number or a moment that runs against the days: why, and the number of the other document.

    `other` is empty where no number is concerned.
    """

    reason: str
    other: str

    def said(self) -> dict[str, Any]:
        """Return what the trail keeps of it."""
        return {"reason": self.reason, "other": self.other}

    def told(self) -> Finding:
        """Return it as a notice to who issues."""
        where = f"文号与日期先后不一致（参照 {self.other}）：" if self.other else ""
        words = f"{where}{REASONS[self.reason]}；已记入审计记录，请核对文书日期。"
        return notice("", "out_of_order", words)


def disorder(
    connection: Connection, series: Series | None, serial: int, dated_on: date, at: datetime
) -> Disorder | None:
    """Return what is out of order about a document numbered `serial` at the moment `at`."""
    last = connection.scalar(select(audit.c.at).order_by(audit.c.sequence.desc()).limit(1))
    went_back = last is not None and at < last - SLACK
    other = None
    if series is not None:
        # From the days, of which few are later.
        other = connection.scalar(
            select(documents.c.document_number)
            .join(numbers, documents.c.number_id == numbers.c.id)
            .where(series.rows, documents.c.dated_on > dated_on, numbers.c.serial < serial)
            .order_by(documents.c.dated_on.desc())
            .limit(1)
        )
    if went_back:
        return Disorder("clock_set_back", other or "")
    return Disorder("dated_earlier", other) if other else None
