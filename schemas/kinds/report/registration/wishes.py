"""其他登记事项: what whoever reports asks for beside the report."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Flag
from schemas.kinds.report.registration.parties import FORM
from schemas.kinds.report.registration.repeated import OTHER
from schemas.parts.report import REGULATION

SEPARATE = f"{REGULATION}第九条"
_OF_A_COMPLAINT = re.compile("(?:要求|请求|希望)[^，。；]{0,16}(?:退款|退货|赔偿|换货|修理|退还)")


class AskedBesides(Part):
    """A written answer has somebody to go to; a complaint is registered apart."""

    wants_written_reply = Flag(
        "要求书面答复", group=OTHER, optional=True, default=False, kept=True, own=True
    )
    complains_too = Flag(
        "材料同时含有投诉内容", group=OTHER, optional=True, default=False, kept=True, own=True,
        source=SEPARATE, hint="选是的，投诉另填投诉登记表，分别处理。",
    )  # fmt: skip

    @rule(FORM)
    def reply_reaches_somebody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A written reply goes to a name and an address."""
        if not value.wants_written_reply:
            return
        if value.reporter_kind == "anonymous":
            detail = "匿名举报没有答复的对象，请删去「要求书面答复」或者改选「具名举报」。"
            yield error("/wants_written_reply", "reply_to_anonymous", detail)
        elif value.reporter and not value.reporter.address:
            detail = "举报人要求书面答复，请填写「联系地址」。"
            yield notice("/reporter/address", "reply_without_address", detail)

    @rule(SEPARATE)
    def a_complaint_is_registered_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who reports and asks for money back brings two matters, each with a form of its own."""
        if _OF_A_COMPLAINT.search(value.clues_and_facts) and not value.complains_too:
            yield notice(
                "/clues_and_facts",
                "complaint_in_report",
                "这里含有退款、赔偿一类的请求，属于投诉的应当另填投诉登记表、分别处理，请选「材料同时含有投诉内容」。",
            )
