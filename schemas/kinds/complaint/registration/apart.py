"""其他登记事项: what was brought with a complaint or in its place, and goes another way."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, Group, When
from schemas.ground.kind import KindSchema
from schemas.kinds.complaint.registration.goods import GoodsDetails
from schemas.kinds.complaint.registration.told import REGULATION

SEPARATE = f"{REGULATION}第九条"
OTHER_WAYS = f"{REGULATION}第四十四条"
# What is brought as a complaint and is none.
OTHER_MATTERS = {
    "enquiry": "咨询",
    "disclosure": "政府信息公开申请",
    "reconsideration": "行政复议申请",
    "discipline": "纪检监察检举控告",
}
_OF_A_REPORT = re.compile("(?<!投诉)(?:举报|检举)|查处|(?:行政)?处罚|罚款|吊销|立案|奖励")


class OtherMatters(KindSchema):
    """A report is registered apart; what is no complaint is told where it belongs."""

    published_as = "complaint_registration_form"

    reports_too = Flag(
        "材料同时含有举报内容", group="其他登记事项", optional=True, default=False, kept=True,
        source=SEPARATE, hint="选是的，举报另填举报登记表，分别处理。",
    )  # fmt: skip
    other_matter = Choice(
        "不适用投诉程序的事项", OTHER_MATTERS, group="其他登记事项", optional=True, kept=True,
        source=OTHER_WAYS, hint="咨询、信息公开等，告知通过相应途径提出，不作是否受理的决定。",
    )  # fmt: skip
    other_way_told_on = Day(
        "告知其他途径的日期", group="其他登记事项", optional=True, kept=True,
        applies=When("other_matter"), source=OTHER_WAYS,
    )  # fmt: skip
    goods = Group(
        "商品和协商情况", GoodsDetails, group="其他登记事项", optional=True, kept=True,
        hint="服务合同要求登记的内容，都可以不填，缺少的不得作为不予受理的理由。",
    )  # fmt: skip

    @rule(SEPARATE)
    def a_report_is_registered_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper that complains and reports is two matters, each with a form of its own."""
        told = [name for name in ("dispute_facts", "requests") if _OF_A_REPORT.search(value[name])]
        if told and not value.reports_too:
            yield notice(
                f"/{told[0]}",
                "report_in_complaint",
                "这里含有举报或者要求查处的内容，应当另填举报登记表、分别处理，请选「材料同时含有举报内容」。",
            )

    @rule(OTHER_WAYS)
    def other_matters_are_told_their_way(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is no complaint is answered with where it belongs."""
        if value.other_way_told_on and not value.other_matter:
            yield error(
                "/other_matter",
                "required",
                "填写了告知其他途径的日期，请选择「不适用投诉程序的事项」。",
            )
        if value.other_matter and not value.other_way_told_on:
            yield notice(
                "/other_way_told_on",
                "other_way_not_told",
                "咨询、信息公开、复议等事项，请告知通过相应途径提出并填写告知日期。",
            )
        if value.other_way_told_on and value.other_way_told_on < value.received_on:
            yield error(
                "/other_way_told_on", "before_receipt", "告知其他途径的日期早于收到之日，请核对。"
            )
