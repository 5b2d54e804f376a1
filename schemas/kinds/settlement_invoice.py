"""服务费用结算单: what a service contract owes for work done; a record between parties, no 发票."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from schemas.base import Facts, Finding, Record, Weight, derived, error, notice, rule
from schemas.fields import Choice, Count, Day, Group, Money, Rows, Text
from schemas.house import Contract
from schemas.kind import Audience, Header, NumberedKind, Numbering, Workflow
from schemas.law import AmountError, chinese_numeral, read_capitals
from schemas.law.amounts import LIMIT
from schemas.parties import Approval
from schemas.payments import CompletedItem, Payments
from schemas.settlement import outstanding, share_of
from schemas.settlement_sheet import (
    Account,
    entries_of,
    find_contract,
    reckon_instalments,
    reckon_quantities,
)
