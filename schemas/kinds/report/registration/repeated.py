"""是否重复举报: whether the same person reported the same party before."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Code, When
from schemas.ground.kind import KindSchema
from schemas.parts.report import REGULATION

REPEATED = f"{REGULATION}第三十五条"
REPEATS = {
    "first": "首次举报",
    "same_facts": "就同一事实重复举报",
    "new_facts": "补充新的事实再次举报，合并处理",
}
OTHER = "其他登记事项"


class Repeated(KindSchema):
    """A report that is repeated names the earlier one, and was not made without a name."""

    published_as = "report_registration_form"

    repeat = Choice("是否重复举报", REPEATS, group=OTHER, kept=True, own=True, source=REPEATED)
    earlier_report_number = Code(
        "此前举报的编号",
        longest=60,
        group=OTHER,
        optional=True,
        kept=True,
        own=True,
        applies=When("repeat", ("same_facts", "new_facts")),
        source=REPEATED,
    )

    @rule(REPEATED)
    def repeated_is_what_was_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only the same reporter's report of the same party is one that is repeated."""
        if value.repeat == "first":
            if value.earlier_report_number:
                detail = "首次举报没有此前的编号，请删去或者改选重复举报的情形。"
                yield error("/earlier_report_number", "first_with_earlier", detail)
            return
        if not value.earlier_report_number:
            detail = "重复举报的，请填写「此前举报的编号」。"
            yield error("/earlier_report_number", "required", detail)
        elif value.earlier_report_number == value.register_number:
            detail = "「此前举报的编号」就是本表的编号，请填写此前那一件举报的编号。"
            yield error("/earlier_report_number", "own_number_cited", detail)
        if value.reporter_kind == "anonymous":
            detail = "匿名举报无法确认是同一举报人，不能按重复举报不再处理，请核对。"
            yield notice("/repeat", "repeat_of_unknown", detail)
