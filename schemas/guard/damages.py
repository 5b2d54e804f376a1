"""Compare the damages that a text tells with the share of its total that a contract agrees."""

import re
from collections.abc import Iterator
from decimal import Decimal

from schemas.ground.base import Finding, Record, notice
from schemas.guard.folding import folded
from schemas.guard.reading import Reading
from schemas.law import read_numeral

AGREED = "合同关于违约责任的约定"
_SHARE = re.compile(
    "(?:合同)?总(?:价款?|金额|额)的?(?:([0-9]+(?:[.][0-9]+)?)%|百分之([一二三四五六七八九十]+))[^，。；]{0,8}违约金"
    "|违约金[^，。；0-9]{0,14}(?:([0-9]+(?:[.][0-9]+)?)%|百分之([一二三四五六七八九十]+))"
)
_SUM = re.compile("违约金[^，。；0-9]{0,10}([0-9][0-9,]*(?:[.][0-9]{1,2})?)(万?)元")


def damages_told(reading: Reading, contract: Record | None) -> Iterator[Finding]:
    """Yield every text that asks for damages of another share or sum than was agreed."""
    if contract is None or not contract.damages_share or "违约金" not in reading.joined:
        return
    share = Decimal(contract.damages_share)
    due = (contract.total * share / 100).quantize(Decimal("0.01"))
    for passage in reading.free:
        if "违约金" not in passage.text or passage.field.spoken:
            continue
        text = folded(passage.text)
        shares = [_read(*found.groups()) for found in _SHARE.finditer(text)]
        sums = [_sum(*found.groups()) for found in _SUM.finditer(text)]
        if any(each != share for each in shares) or any(each > due for each in sums):
            yield notice(
                passage.pointer,
                "damages_differ",
                f"「{passage.field.label}」写的违约金与合同约定的（合同金额的{contract.damages_share}%）不同，请对照合同核对。",
                AGREED,
            )


def _read(*groups: str | None) -> Decimal:
    figure = next(each for each in groups if each)
    return Decimal(figure if figure[0].isascii() else read_numeral(figure))


def _sum(figure: str, scale: str) -> Decimal:
    return Decimal(figure.replace(",", "")) * (10_000 if scale else 1)
