"""复核角度: the four that the contract names, each with what was wanted, found and advised."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, Text

REVIEWED = "合同关于不纳入考核诉求材料的约定"
ANGLES = {
    "wording": "文字撰写",
    "evidence": "佐证资料",
    "format": "文件格式",
    "type": "不计入考核类型",
}
CONFORMS = {"yes": "符合", "no": "不符合"}


class Angle(Part):
    """一个角度: what the month's rule wants, what was found, what was advised, how it is now."""

    angle = Choice("角度", ANGLES)
    requirement = Text("要求", longest=300)
    problem = Text("发现问题", longest=300, optional=True)
    advice = Text("修改建议", longest=300, optional=True)
    after = Choice("修改后", CONFORMS)

    @derived(Text("角度"), prints=("angle",))
    def angle_name(self, value: Record, facts: Facts) -> str:
        """The angle in the contract's words, on the blank form too."""
        return ANGLES[value.angle]

    @rule(REVIEWED)
    def problem_has_advice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Advice answers a problem; what does not conform has one."""
        if bool(value.problem) != bool(value.advice):
            yield error(
                "/advice",
                "problem_without_advice",
                "「发现问题」和「修改建议」应当都填或者都不填。",
            )
        if value.after == "no" and not value.problem:
            yield error("/problem", "required", "不符合的，请填写「发现问题」。")
