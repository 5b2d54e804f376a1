"""The head of a paper about a report: when it was received, what it is about, who told of it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, notice, rule
from schemas.ground.fields import Day, PersonName, Text
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.guard.reporters import CONFIDENTIALITY
from schemas.parts.blanks import blank_findings

GROUP = "举报"
REGULATION = "《市场监督管理投诉举报处理办法》"
FORMS = "《市场监督管理部门处理投诉举报文书式样》"
# What a letter takes from the registration of its report: to whom it goes, about what.
NAMED_REPORTER = {"reporter_name": "reporter.name"}

_VAGUE = re.compile(
    "(?:有关|相关|一般|其他|涉嫌|市场监管|经营|商品|服务|产品|质量|价格|网购)*"
    "(?:违法|违规|问题|事项|情况|线索|行为|举报|一案|商家|公司|店铺|企业)*"
)


class ReportReceived(Part):
    """A report received, on this day, by the bureau with authority over it."""

    report_received_on = Day("收到举报日期", group=GROUP, source=f"{REGULATION}第三十五条")


class ReportReceivedOnFile(Part):
    """The same of a paper that does not print the day; its periods count from it."""

    report_received_on = Day(
        "收到举报日期", group=GROUP, kept=True, source=f"{REGULATION}第三十五条"
    )


class AboutReport(Part):
    """What a report is about, as it stands in a sentence: 关于……的举报."""

    report_subject = Text(
        "举报事项",
        group=GROUP,
        hint="填入「关于……的举报」中间的文字，例如「某超市涉嫌销售过期牛奶」。",
    )

    @rule(FORMS)
    def report_is_told_by_its_subject(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever reads the paper knows by it which report is meant; the form prints the rest."""
        if not value.report_subject:
            return
        yield from blank_findings("/report_subject", value.report_subject, "关于", "的举报")
        if _VAGUE.fullmatch(value.report_subject):
            yield notice(
                "/report_subject",
                "subject_vague",
                "「举报事项」太笼统，看不出是哪一件举报，请写明谁、什么行为，例如「某超市涉嫌销售过期牛奶」。",
            )


class ToReporter(KindSchema):
    """A letter to whoever reported and gave a name; nobody else reads it."""

    reporter_name = PersonName(
        "举报人", group=GROUP, own=True, role=Role.reporter, source=CONFIDENTIALITY,
        hint="匿名举报、没有留下联系方式的不制作本文书。",
    )  # fmt: skip
