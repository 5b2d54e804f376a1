"""12345: how the hotline counts an order that was sent by it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Flag
from schemas.kinds.complaint.feedback.outcome import FEEDBACK


class ToldTheHotline(Part):
    """Whether somebody was answered, helped and content: asked of orders of the hotline alone."""

    responded = Flag("已响应", group="反馈", optional=True, own=True, hint="仅12345工单。")
    solved = Flag("已解决", group="反馈", optional=True, own=True, hint="仅12345工单。")
    satisfied = Flag("诉求人满意", group="反馈", optional=True, own=True, hint="仅12345工单。")

    @derived(Flag("12345工单"))
    def hotline(self, value: Record, facts: Facts) -> bool:
        """Whether the hotline asks how it was answered."""
        return any(each.system == "hotline_12345" for each in value.order_references)

    @rule(FEEDBACK)
    def hotline_is_told_how_it_went(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The hotline counts who was answered, helped and content; nobody else does."""
        for name in ("responded", "solved", "satisfied"):
            if value.hotline and value[name] is None:
                label = self.label_of(name)
                yield notice(f"/{name}", "hotline_open", f"12345工单请填写「{label}」。")
            if not value.hotline and value[name] is not None:
                label = self.label_of(name)
                yield error(f"/{name}", "not_of_the_hotline", f"不是12345工单，请删去「{label}」。")
