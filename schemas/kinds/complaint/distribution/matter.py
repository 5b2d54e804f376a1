"""The one complaint or the one report that is sent on, and who brought it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, PersonName, Rows, Text, When
from schemas.ground.roles import Role
from schemas.guard.wording import REPORT
from schemas.parts.blanks import blank_findings
from schemas.parts.matters import MATTERS

REGULATION = "《市场监督管理投诉举报处理办法》"
SEPARATE = f"{REGULATION}第九条"
FORM = "《市场监督管理部门处理投诉举报文书式样》"
OF_COMPLAINT, OF_REPORT = (When("matter_sort", (sort,)) for sort in MATTERS)


class DistributedMatter(Part):
    """A complaint or a report; a letter that holds both is sent as two."""

    blank = {"title": "投诉/举报分送通知书", "sort_shown": "投诉/举报", "who_brought": ...}

    matter_sort = Choice("件别", MATTERS, group="登记", own=True, source=FORM)
    matter = Text(
        "事项", longest=120, group="登记", hint="填入「关于」之后的文字，例如「某店拒退订金」。"
    )
    complainant_name = PersonName(
        "投诉人", group="投诉", optional=True, applies=OF_COMPLAINT, role=Role.complainant
    )
    joint_complainants = Rows(
        "其他共同投诉人",
        PersonName("姓名"),
        group="投诉",
        optional=True,
        applies=OF_COMPLAINT,
        role=Role.complainant,
    )
    reporter_name = PersonName(
        "举报人",
        group="举报",
        optional=True,
        own=True,
        applies=OF_REPORT,
        role=Role.reporter,
        hint="匿名举报的不填，只印「举报人」。",
    )
    brought_on = Day(
        "投诉、举报日期", group="分送", own=True, source=FORM, hint="投诉人、举报人提出之日。"
    )

    @derived(Text("文书标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """投诉分送通知书 or 举报分送通知书."""
        return f"{MATTERS[value.matter_sort]}分送通知书"

    @derived(Text("件别"), prints=("matter_sort",))
    def sort_shown(self, value: Record, facts: Facts) -> str:
        """Which of the two words of the form holds."""
        return MATTERS[value.matter_sort]

    @derived(
        Text("投诉人、举报人"), prints=("complainant_name", "joint_complainants", "reporter_name")
    )
    def who_brought(self, value: Record, facts: Facts) -> str:
        """Everybody who complains, or who reported; who gave no name is 举报人."""
        if value.matter_sort == "report":
            return str(value.reporter_name or "举报人")
        return "、".join(filter(None, (value.complainant_name, *value.joint_complainants)))

    @rule(FORM)
    def brought_by_somebody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A complaint has its complainant; nobody of the other matter stands beside."""
        complaint = value.matter_sort == "complaint"
        if complaint and not value.complainant_name:
            yield error("/complainant_name", "required", "请填写「投诉人」。")
        strangers = ("reporter_name",) if complaint else ("complainant_name", "joint_complainants")
        for name in filter(value.get, strangers):
            yield error(
                f"/{name}",
                "of_the_other_matter",
                f"本件是{MATTERS[value.matter_sort]}，请删去「{self.label_of(name)}」；"
                "投诉和举报分别分送。",
            )

    @rule(SEPARATE)
    def matter_is_one(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the form prints round the blank stands once; a report has its own paper."""
        after = f"的{MATTERS[value.matter_sort]}"
        yield from blank_findings("/matter", value.matter, "关于", after)
        if value.matter_sort == "complaint" and REPORT.search(value.matter):
            yield notice(
                "/matter",
                "report_in_complaint",
                "投诉和举报应当分别处理，这里只写投诉事项，举报另行分送，请核对。",
            )
