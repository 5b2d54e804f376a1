"""What a 督办单 is held against: the time of the check, each order once, nobody named."""

import re
from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.guard.surnames import SURNAMES
from schemas.kinds.process.supervision.rows import WARNED

SUPERVISED = "合同关于督办的约定"
# To reach whoever complained is work like any; who reported is nobody's to know.
_NAMES_A_REPORTER = re.compile(
    f"举报人|(?:投诉人|来电人)(?:的?(?:姓名|电话|手机|住址|地址|身份)|[是系为叫:：（(]*[{SURNAMES}]"
    "(?:先生|女士|[\u4e00-\u9fff]{1,2}(?=[，。；（(的反称家]|$)))|1[3-9][0-9]{9}"
)


class SupervisedInTime(Part):
    """Orders that were checked at one moment, and whoever is urged on."""

    @rule(SUPERVISED)
    def problem_is_what_the_time_says(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What has time is not overdue, what has none is; what is amiss says in what."""
        for index, each in enumerate(value.supervised_orders):
            here, left = f"/supervised_orders/{index}", each.due_at - value.orders_checked_at
            if each.problem == "overdue" and left >= timedelta():
                yield error(
                    f"{here}/problem", "not_overdue", "核查时还没有到期，不是超期，请改正。"
                )
            if each.problem == "due_soon" and left < timedelta():
                yield error(f"{here}/problem", "already_overdue", "核查时已经超期，请改选超期。")
            elif each.problem == "due_soon" and left > WARNED:
                yield notice(
                    f"{here}/due_at",
                    "not_due_soon",
                    "离到期还有二十四小时以上，请核对是否需要督办。",
                )
            if each.problem == "improper" and not each.fault:
                yield error(f"{here}/fault", "required", "处置不规范的，请填写「不规范说明」。")
            if each.problem != "improper" and each.fault:
                yield error(
                    f"{here}/fault", "fault_without_need", "只有处置不规范的填写说明，请删去。"
                )

    @rule(SUPERVISED)
    def each_once_a_problem(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One order has one row for one problem."""
        seen = set[tuple[str, str]]()
        for index, each in enumerate(value.supervised_orders):
            if (each.number, each.problem) in seen:
                yield error(
                    f"/supervised_orders/{index}/number",
                    "row_repeated",
                    "这一行前面已经有了，请删去。",
                )
            seen.add((each.number, each.problem))

    @rule(SUPERVISED)
    def answered_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Checked, sent, taken, answered: in this order, and by the day that was set."""
        if value.supervised_at < value.orders_checked_at:
            yield error(
                "/supervised_at", "supervised_before_check", "督办时间早于核查时间，请核对。"
            )
        if value.feedback_by < value.supervised_at.date():
            yield error("/feedback_by", "answer_before_notice", "反馈期限早于督办时间，请核对。")
        if bool(value.acknowledged_by) != bool(value.acknowledged_at):
            name = "acknowledged_at" if value.acknowledged_by else "acknowledged_by"
            yield error(f"/{name}", "required", "接单的请同时填写接单人和接单时间。")
        if value.acknowledged_at and value.acknowledged_at < value.supervised_at:
            yield error("/acknowledged_at", "taken_before_notice", "接单时间早于督办时间，请核对。")
        if value.measures_done_on and not value.answer_measures:
            yield error("/answer_measures", "required", "填写了完成日期，请填写反馈的措施。")
        if value.measures_done_on and value.measures_done_on > value.feedback_by:
            yield notice(
                "/measures_done_on", "answered_late", "反馈的完成日期晚于反馈期限，请核对。"
            )

    @rule("《市场监督管理投诉举报处理办法》第三十七条")
    def nobody_is_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever is urged on knows the order; who reported stays out of the sheet."""
        for index, each in enumerate(value.supervised_orders):
            for name in ("fault", "demand"):
                if _NAMES_A_REPORTER.search(each[name] or ""):
                    yield error(
                        f"/supervised_orders/{index}/{name}",
                        "reporter_mentioned",
                        "督办单不写举报人，不写投诉人、来电人的姓名和电话，请删去。",
                    )
