"""退回路径: who gives an order back to whom, level by level."""

from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Moment, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name

RETURNS = "合同关于退单的约定"
PATH = "退回路径"


class ReturnStep(Part):
    """退回路径的一级: who gives it back to whom, and what was said of it."""

    published_as = "order_return_application"

    giving = Text("由单位", longest=60)
    taking = Text("至单位", longest=60)
    person = PersonName("经办人", personal=None)
    opinion = Text("意见", longest=200)
    at = Moment("时间")


class GoesBackByLevels(KindSchema):
    """It climbs from the unit that has it, passes none twice, and does not go back in time."""

    blank = {"return_steps": 2}

    return_steps = Rows("退回路径", ReturnStep, most=6, group=PATH, own=True, source=RETURNS)

    @rule(RETURNS)
    def path_climbs(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each level takes it from the one below, never twice, and never back in time."""
        seen = {folded_name(value.return_steps[0].giving)}
        for index, step in enumerate(value.return_steps):
            if folded_name(step.taking) in seen:
                yield error(
                    f"/return_steps/{index}/taking",
                    "path_turns_back",
                    "退回应当逐级向上，不能退给经过的单位。",
                )
            seen.add(folded_name(step.taking))
        for index, (below, above) in enumerate(pairwise(value.return_steps), start=1):
            if folded_name(above.giving) != folded_name(below.taking):
                yield error(
                    f"/return_steps/{index}/giving",
                    "path_broken",
                    "本级应当由上一级接到的单位退回，请核对。",
                )
            if above.at < below.at:
                yield error(
                    f"/return_steps/{index}/at",
                    "step_before_previous",
                    "时间早于上一级退回，请核对。",
                )
        if value.return_steps[0].at < value.received_at:
            yield error("/return_steps/0/at", "before_receipt", "退回时间早于收到时间，请核对。")
