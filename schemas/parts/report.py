"""The head of a paper about a report: when it was received, what it is about, who told of it."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Day, PersonName, Text
from schemas.ground.kind import KindSchema, NumberedKind
from schemas.ground.neighbours import Standing, beside
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.guard.reporters import CONFIDENTIALITY
from schemas.parts.blanks import blank_findings
from schemas.parts.decisions import Approved, Delivered

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


class ReportLetter(AboutReport, ToReporter, Delivered, Approved, NumberedKind):
    """What the bureau tells whoever reported by name, and nobody else."""

    approved_since = ("report_received_on",)

    issued_on = Day("告知日期", group="文号与日期", starts_as="today")

    @rule(CONFIDENTIALITY)
    def told_after_receipt(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is told of a report that has not come."""
        if value.issued_on < value.report_received_on:
            yield error(
                "/issued_on", "before_receipt", "告知举报人的日期早于收到举报日期，请核对。"
            )

    @beside("report_registration_form", source=CONFIDENTIALITY)
    def goes_to_who_reported(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """It goes to whom the case knows to have reported by name; who is anonymous gets none."""
        reporters = [each.says("reporter") for each in others]
        names = {folded_name(each["name"]) for each in reporters if each}
        if others and not names:
            yield error(
                "/reporter_name",
                "reporter_anonymous",
                "本案登记的是匿名举报，没有可以告知的举报人，不制作本文书。",
            )
        elif names and folded_name(value.reporter_name) not in names:
            yield error(
                "/reporter_name",
                "reporter_unknown",
                "这里的举报人与本案举报登记表登记的不是同一人，请核对，不得告知他人。",
            )

    @beside("report_registration_form", source=CONFIDENTIALITY)
    def written_where_writing_is_asked_for(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """Who asked for a written reply is not put off with a call."""
        by_phone = value.delivery and value.delivery.method == "telephone"
        if by_phone and any(each.says("wants_written_reply") for each in others):
            yield notice(
                "/delivery/method",
                "written_reply_wanted",
                "举报人要求书面答复，只用电话告知不够，请改用书面方式。",
            )
