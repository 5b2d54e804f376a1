"""行政检查通知书 (our own layout): who is going to be inspected is told when, by whom and why."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, Rows, Text
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.inspection.task.arranged import Arranged
from schemas.kinds.inspection.task.inspected import Conducted
from schemas.kinds.inspection.task.words import TOLD_BEFORE
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Delivered
from schemas.parts.inspected_party import ToInspectedParty
from schemas.parts.listed import Line, lines_of

PARTY, TELLING = "当事人", "检查安排"


class InspectionNotice(
    CopiesLine, ContactLine, Arranged, Conducted, ToInspectedParty, Delivered, NumberedKind
):
    """One inspection, told before it is made, or handed over on the spot for a reason."""

    header = Header(
        title="行政检查通知书",
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="检查前告知检查对象依据、事项、时间、人员和权利义务；不事先通知的，现场送达。",
        numbering=Numbering("gbt9704", "检通"),
        copies=2,
        about=("party.business_name", "party.person_name", "subject"),
    )

    sections = (PARTY, "任务", TELLING, "人员", "联系", "份数", "文号与日期", "审批与告知")

    neighbours = Neighbours(
        follows=(
            Follows("inspection_approval_form", "检查已经批准", needed=True),
            Follows("inspection_task_assignment", "分派的任务要告知检查对象", TOLD_BEFORE),
        ),
        excludes=(Excludes("inspection_notice", "一次检查只通知一次", TOLD_BEFORE),),
    )

    materials_wanted = Rows(
        "需准备的材料", Text("材料", longest=100), most=30, group=TELLING, optional=True, own=True
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Rows("需准备的材料清单", Line), prints=("materials_wanted",))
    def materials(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """What has to be at hand, a line each."""
        return lines_of(value.materials_wanted)

    @rule(TOLD_BEFORE)
    def told_before_it_begins(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A notice comes before the visit; only one that is not announced comes with it."""
        begins = value.planned_from.date()
        if value.unannounced and begins != value.issued_on:
            yield error(
                "/issued_on",
                "not_on_the_spot",
                "不事先通知的，通知书在检查当日现场送达，文书日期应当是检查的日期。",
            )
        elif not value.unannounced and begins < value.issued_on:
            yield error(
                "/planned_from",
                "told_after_visit",
                "检查时间早于文书日期，没有做到事先通知，请核对；不事先通知的，写明理由。",
            )
        elif not value.unannounced and begins == value.issued_on:
            yield notice(
                "/planned_from",
                "told_on_the_day",
                "通知书的日期就是检查当日，请核对是不是事先通知。",
            )

    @rule(TOLD_BEFORE)
    def materials_stand_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is asked for twice."""
        wanted = [*value.materials_wanted]
        for index, each in enumerate(wanted):
            if each in wanted[:index]:
                yield error(
                    f"/materials_wanted/{index}", "asked_twice", "这项材料已经列出，请删去一行。"
                )

    @beside("inspection_approval_form", source=TOLD_BEFORE)
    def told_as_approved(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Nothing is announced that was not approved so."""
        if not others:
            return
        form = others[-1]
        certificates = {each["certificate_number"] for each in form.says("inspectors")}
        if {each.certificate_number for each in value.inspectors} != certificates:
            yield error(
                "/inspectors",
                "differs_from_approval",
                f"检查人员与{form}批准的不同，请改正或者重新报批。",
            )
        for name in ("method", "subject", "assistant_count", "unannounced"):
            if (form.says(name) or None) != (value[name] or None):
                yield error(
                    f"/{name}",
                    "differs_from_approval",
                    f"「{self.label_of(name)}」与{form}批准的不同，请改正或者重新报批。",
                )

    restated = (Restates(("place",), of="party.address"),)

    example = {
        "document_number": "示市监检通〔2026〕58号",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市优康商贸有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MA1XG6125M",
            "address": "示例市示例区和平路88号",
            "representative": "许文博",
        },
        "method": "on_site",
        "subject": "计量器具使用情况",
        "inspection_basis": "《中华人民共和国计量法》第十九条",
        "planned_from": "2026-07-06T09:00",
        "planned_to": "2026-07-06T12:00",
        "place": "示例市示例区和平路88号一层",
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "assistant_count": 1,
        "materials_wanted": ["在用计量器具台账", "最近一次检定证书"],
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-01",
    }
