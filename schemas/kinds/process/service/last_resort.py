"""公告送达的原因: why a paper is served by notice, after which other ways were tried."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, LongText, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.process.service.served import SERVICE

GROUP = "公告"
CAUSES = {"lost": "下落不明", "failed": "采取其他送达方式无法送达"}
_WAY_TRIED = re.compile("直接|邮寄|留置|委托|转交|电子|退回|签收")


class LastResort(KindSchema):
    """A notice comes last: whoever is served was not found, or no other way reached him."""

    published_as = "public_service_notice"

    notice_cause = Choice("公告送达的原因", CAUSES, group=GROUP, own=True, source=SERVICE)
    service_account = LongText(
        "送达的经过", longest=1000, group=GROUP, kept=True, own=True, factual=True,
        source=SERVICE, hint="留在案卷里：此前何时、以何种方式送达，结果如何。",
    )  # fmt: skip

    @derived(Text("公告送达的原因"), prints=("notice_cause",))
    def cause_told(self, value: Record, facts: Facts) -> str:
        """The one cause; the empty form offers both."""
        return "/".join(CAUSES.values()) if facts.copy == "blank" else CAUSES[value.notice_cause]

    @rule(SERVICE)
    def other_ways_were_tried(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A notice comes last, and the file says why and how."""
        if value.notice_cause == "failed" and not _WAY_TRIED.search(value.service_account):
            yield error(
                "/service_account",
                "public_without_attempts",
                "其他方式无法送达才可以公告，请写明直接、邮寄等送达的日期和结果。",
            )
