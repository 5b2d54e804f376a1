"""证据提取单 (PF-11): one piece of evidence, pasted in or attached, checked by who gives it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.exhibits import Exhibited
from schemas.ground.fields import Choice, Count, Day, Flag, LongText, Moment, PartyName, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.ground.roles import Role
from schemas.kinds.report.evidence.taken import FILES, TakenByOfficers, WithFiles
from schemas.parts.signatures import SignedByParty, Witnessed

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》证据提取单"
RIGHTS = "《市场监督管理行政处罚程序规定》第二十一条"
COLLECTED = "《市场监督管理行政处罚程序规定》第二十四条"
GROUP = "证据"
FORMS_OF = {
    "original": "原件、原物",
    "copy": "复制件、影印件、抄录件",
    "picture": "照片、录像",
}
PROVIDERS = {"party": "当事人", "concerned": "其他有关单位、个人", "reporter": "举报人"}
_AGREES = re.compile("一致|相符|无误|属实")


class EvidenceExtractionSheet(WithFiles, SignedByParty, Witnessed, TakenByOfficers):
    """One sheet for one exhibit: where it came from, and that it is like its original."""

    header = Header(
        title="证据提取单",
        also=("取证单", "提取证据"),
        audience=(Audience.inspected_party,),
        dated_by="extracted_at",
        summary="提取书证、物证及其复制件、照片：粘贴或者附后加盖骑缝章，由提供人核对签名。不编文号。",
        form="PF-11",
        about=("evidence_name",),
        of_report=When("provider_side", ("reporter",)),
    )

    departures = (
        Departure(
            added="共件，页。证据出处：",
            reason="依据行政处罚程序规定第二十四条注明证据出处，并写明数量，式样没有留位置。",
        ),
        Departure(added="（）（）", reason="写明由谁签名，便于核对执法证号。"),
        Departure(added="/", reason="没有见证人的，签名处划去，不留空白。"),
        Departure(left_out="年月日", reason="没有见证人的，不留签名日期。"),
        Departure(
            added="（未签名，情况见执法人员注明）执法人员注明：录音、录像：",
            reason="依据行政处罚程序规定第四十三条注明没有签名的情况和录音录像。",
        ),
        Departure(
            added=(
                "电子文件：序号文件名文件内容字节数校验值：电子文件原件随卷保存，可以用校验值核对。"
            ),
            reason="随证据提交电子文件的，列明文件和由系统计算的校验值，式样没有留位置。",
        ),
    )

    # Taking it ends the days in which it had to be handed in; a reply comes with its evidence.
    clocks = (
        Clock("PF-15", settled_by="extracted_at"),
        Clock("D10", settled_by="assistance_replied_on"),
        Clock("PF-17", settled_by="assistance_replied_on"),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "site_inspection_record",
                "现场检查中取得的证据",
                COLLECTED,
                takes={"enforcement_officers": "inspectors"},
            ),
            Follows(
                "inquiry_record",
                "询问中取得的证据",
                COLLECTED,
                takes={"enforcement_officers": "inquirers"},
            ),
            Follows("evidence_submission_notice", "要求的材料已经提供", COLLECTED, settles=True),
            Follows("assistance_letter", "协助机关回复的证据材料", COLLECTED, settles=True),
            Follows("report_registration_form", "核查线索取得的证据", COLLECTED),
            Follows("case_source_registration_form", "核查线索取得的证据", COLLECTED),
            Follows("inspection_checklist", "检查中取得的证据", COLLECTED),
            Follows("case_filing_approval_form", "立案以后调查取证", COLLECTED),
            Follows("evidence_extraction_sheet", "另一份证据", COLLECTED),
        ),
    )

    sections = (GROUP, "证据提供人", "人员", FILES, "核对和签名")
    signing = "证据提供人"
    blank = {"unsigned": None, "witness": ..., "files": None, "pieces": ..., "pages": ...}

    exhibited = Exhibited(
        "证据",
        "evidence_name",
        at="extracted_at",
        origin="origin",
        quantity="pieces",
        pages="pages",
    )

    evidence_name = Text("证据名称", longest=100, group=GROUP, own=True, source=COLLECTED)
    extracted_at = Moment("取证时间", group=GROUP, own=True, source=COLLECTED)
    place = Text("取证地点", group=GROUP, own=True, source=COLLECTED)
    evidence_form = Choice(
        "证据的形态", FORMS_OF, group=GROUP, kept=True, own=True, source=COLLECTED
    )
    evidence_content = LongText(
        "证据内容",
        longest=3000,
        group=GROUP,
        own=True,
        factual=True,
        source=COLLECTED,
        hint="写明证据的数量、证明对象；证据较多的附后并加盖骑缝章。",
    )
    pieces = Count("证据件数", least=1, most=9999, unit="件", group=GROUP, own=True)
    pages = Count("证据页数", least=1, most=99_999, unit="页", group=GROUP, own=True)
    origin = Text(
        "证据出处",
        longest=200,
        group=GROUP,
        own=True,
        source=COLLECTED,
        hint="原件、原物在何处、由谁保管，例如「原件存示例区悦邻生鲜便利店」。",
    )
    provider_side = Choice(
        "提供人是谁",
        PROVIDERS,
        group="证据提供人",
        kept=True,
        own=True,
        source=COLLECTED,
        hint="举报人提供的证据，提取单按举报材料保密，不入正卷。",
    )
    provider_name = PartyName(
        "证据提供人",
        group="证据提供人",
        kept=True,
        own=True,
        role=Role.attendee,
        source=COLLECTED,
        hint="提供人在提取单上签名或者盖章，名称只留卷。",
    )
    rights_told = Flag(
        "已告知陈述、申辩和申请回避的权利",
        group="证据提供人",
        optional=True,
        default=False,
        kept=True,
        own=True,
        hint="首次向当事人收集证据的应当告知；现场笔录、询问笔录已经告知的选是。",
    )
    assistance_replied_on = Day(
        "协助调查的回复收到日期",
        group="证据提供人",
        optional=True,
        kept=True,
        own=True,
        applies=When("provider_side", ("concerned",)),
        hint="证据由协助机关回复时附送的填写，协助调查的期限到此为止。",
    )

    @rule(RIGHTS)
    def rights_were_told_first(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever takes evidence from a party for the first time tells it its rights."""
        if value.provider_side == "party" and not value.rights_told:
            yield notice(
                "/rights_told",
                "rights_not_told",
                "首次调查向当事人收集证据的，应当告知其享有陈述、申辩和申请回避的权利，请核对。",
            )

    @rule(COLLECTED)
    def copies_are_like_their_originals(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Of what is no original its giver says that it agrees."""
        said = value.party_comment
        if said and value.evidence_form != "original" and not _AGREES.search(said):
            yield notice(
                "/party_comment",
                "agreement_not_said",
                "复制件、影印件、抄录件和照片，由证据提供人核对后注明与原件、原物一致，请补记。",
            )

    @rule(COLLECTED)
    def exhibits_have_pages(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is pasted or attached has a page at least each."""
        if value.pages < value.pieces and value.evidence_form != "original":
            yield error(
                "/pages", "pages_fewer_than_pieces", "证据的页数少于件数，每件至少一页，请核对。"
            )

    @rule(FORM)
    def a_reply_comes_from_somebody_else(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Neither a party nor a reporter answers a letter to an authority, and none beforehand."""
        replied = value.assistance_replied_on
        if replied and value.provider_side != "concerned":
            yield error(
                "/assistance_replied_on",
                "reply_of_another",
                "只有协助机关提供的证据填写回复收到日期，请改选「提供人是谁」或者删去日期。",
            )
        if replied and replied > value.extracted_at.date():
            yield error(
                "/assistance_replied_on",
                "taken_before_reply",
                "取证时间早于回复收到日期，请核对。",
            )

    restated = (
        Restates(("evidence_content",), of="pieces", counted="[份件]"),
        Restates(("evidence_content",), of="pages", counted="页"),
    )

    example = {
        "evidence_name": "送货单复印件",
        "extracted_at": "2026-07-10T15:10",
        "place": "示例市示例区和平路18号一楼询问室",
        "evidence_form": "copy",
        "evidence_content": (
            "2026年5月18日东湖市谷丰粮油有限公司送货单复印件一份，"
            "证明示例区悦邻生鲜便利店购进“香油”的时间、数量和单价。复印件粘贴于此。"
        ),
        "pieces": 1,
        "pages": 1,
        "origin": "原件存示例区悦邻生鲜便利店",
        "provider_side": "party",
        "provider_name": "示例区悦邻生鲜便利店",
        "rights_told": True,
        "enforcement_officers": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "party_comment": "与原件核对一致。",
    }
