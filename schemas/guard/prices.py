"""Compare the unit prices that texts tell with those of a contract, where prices may not change."""

import re
from collections.abc import Iterator
from decimal import Decimal

from schemas.ground.base import Finding, Record, notice
from schemas.guard.folding import folded
from schemas.guard.reading import Passage, Reading
from schemas.law import read_numeral

_SENTENCE = re.compile("[。；;\n]")
_NUMERAL = "([0-9][0-9,]*(?:[.][0-9]{1,2})?|[一二三四五六七八九十百]{1,8})"
_UNIT = "[件单户家次项宗起]"
_PRICE = re.compile(
    f"(?:每一?{_UNIT}|单价)[^，。；0-9一二三四五六七八九十百]{{0,10}}{_NUMERAL}元"
    f"|{_NUMERAL}元(?:/|每一?){_UNIT}"
    f"|单价[^，。；]{{0,30}}(?:至|到|为)(?:每一?{_UNIT})?{_NUMERAL}元"
)
_RAISED = re.compile(
    "(?:单价|价格)[^，。；]{0,14}?(?:上浮|上调|提高|下浮|下调|降低|上涨|增加|涨|浮动)"
)
_DENIED = re.compile("[不未无]|没有")
# The last characters of what a contract calls an item: 投诉 of 非京东投诉.
_TAIL = 2


def prices_that_change(reading: Reading, contract: Record, source: str) -> Iterator[Finding]:
    """Yield every text that tells another unit price of an item than the contract has.

    `source` is the clause by which the contract's prices go on.
    """
    for passage in reading.free:
        if _tells_another(passage, contract):
            yield notice(
                passage.pointer,
                "price_differs",
                f"「{passage.field.label}」写的单价与合同的单价不同，暂时继续服务按原合同标准，不改单价，请核对。",
                source,
            )


def _tells_another(passage: Passage, contract: Record) -> bool:
    for sentence in _SENTENCE.split(folded(passage.text)):
        raised = _RAISED.search(sentence)
        if raised and not _DENIED.search(raised[0]):
            return True
        told = [_read(found) for found in _PRICE.finditer(sentence)]
        if told and contract.lines and not set(told) <= _prices(sentence, contract):
            return True
    return False


def _prices(sentence: str, contract: Record) -> set[Decimal]:
    """Return the contract's prices of what a sentence names; of everything where it names none."""
    named = [each for each in contract.lines if each.name in sentence]
    named = named or [each for each in contract.lines if each.name[-_TAIL:] in sentence]
    return {each.unit_price for each in named or contract.lines}


def _read(found: re.Match[str]) -> Decimal:
    numeral = next(filter(None, found.groups()))
    plain = numeral.replace(",", "")
    return Decimal(plain) if plain[0].isdigit() else Decimal(read_numeral(plain))
