"""Compare what texts tell of rates, that they were reached or missed, with the rates themselves."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from schemas.ground.base import Finding, notice
from schemas.guard.folding import folded
from schemas.guard.reading import Reading
from schemas.guard.telling import TELLING

_CLAUSE = re.compile("[，。；;\n]")
_RATE = re.compile("[\u4e00-\u9fff]{2,4}率")
_ALL = re.compile("(?:各项|全部|所有|[两三四五六]项)(?:主要|考核|核心)*指标|指标(?:全部|均|都)")
_WANTED = (
    "(?:了)?(?:(?P<percent>[0-9]+(?:[.][0-9]+)?)%"
    "|[^，。；]{0,10}?(?:要求|标准|目标|指标值|约定|合同|考核线|规定))"
)
_REACHED = re.compile(
    f"(?<![未没不])(?<!没有)(?<!未能)(?:达到|高于|超过|不低于|满足|符合|完成){_WANTED}"
    "|(?<![未没不])(?<!没有)达标(?!率)"
)
_MISSED = re.compile(
    f"(?:(?:未能?|没有?|不)(?:完全)?(?:达到|满足|符合|完成)|(?<!不)低于){_WANTED}"
    "|(?:未|没有?|不)达标(?!率)"
)
# What is compared with another time, or is still to come.
_OF_ANOTHER = re.compile(
    "上[期月季年周]|去年|同期|力争|争取|确保|下[期月季年周]|如果|若|才能|预计|预期|部分|个别"
)


# A percentage is told with two decimals at most.
_ROUNDED = Decimal("0.01")


class Rate(NamedTuple):
    """One rate of a paper: its name, what counts, of how many, and the percent asked for."""

    name: str
    numerator: int
    denominator: int
    threshold: int | None

    def reaches(self, percent: str | None) -> bool:
        """Tell whether the rate is a percentage that a text tells, or else what is asked for."""
        least = Decimal(percent) - _ROUNDED if percent else Decimal(self.threshold or 0)
        return 100 * self.numerator >= least * self.denominator


def rates_told_otherwise(reading: Reading, rates: Iterable[Rate]) -> Iterator[Finding]:
    """Yield every text by which a rate was reached that was missed, or the other way round."""
    judged = {each.name: each for each in rates if each.threshold is not None and each.denominator}
    for passage in reading.free if judged else ():
        if "率" not in passage.text and "指标" not in passage.text:
            continue
        if any(_is_otherwise(each, judged) for each in _CLAUSE.split(folded(passage.text))):
            yield notice(
                passage.pointer,
                "rate_told_otherwise",
                f"「{passage.field.label}」写的指标达标情况与本表的数字不同，请对照指标和合同要求核对。",
                TELLING,
            )


def _is_otherwise(clause: str, rates: Mapping[str, Rate]) -> bool:
    """Tell whether a clause says of the rates that it names, or of all, what they are not."""
    named = [rates[each] for each in rates if each in clause]
    of_all = not named and _ALL.search(clause) is not None and not _RATE.search(clause)
    if _OF_ANOTHER.search(clause) or not (named or of_all):
        return False
    if missed := _MISSED.search(clause):
        return bool(named) and all(each.reaches(missed["percent"]) for each in named)
    reached = _REACHED.search(clause)
    return reached is not None and not all(
        each.reaches(reached["percent"]) for each in named or rates.values()
    )
