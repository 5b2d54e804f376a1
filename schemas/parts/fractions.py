"""分子、分母: what counts is part of what it is counted of, in whatever report."""

from collections.abc import Iterator
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, error, rule

COUNTED = "统计口径"


class Fraction(Part):
    """A row of counts; `parts_of` names those that are part of another, and that other."""

    parts_of: ClassVar[tuple[tuple[str, str], ...]] = (("numerator", "denominator"),)

    @rule(COUNTED)
    def part_of_a_whole(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A part is no larger than its whole; of what was not counted nothing is part."""
        for part, whole in self.parts_of:
            if (value[part] or 0) > (value[whole] or 0):
                yield error(f"/{part}", "above_the_whole", "分子大于分母，请核对。")
