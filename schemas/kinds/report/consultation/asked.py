"""咨询: which lawyer was asked what, when, and shown which papers."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Flag, Group, LongText, Moment, PersonName, Rows, Text
from schemas.ground.kind import KindSchema

ASKED = "咨询"
CONTRACT = "购买服务合同关于特殊问题咨询律师的约定"
CONFIDENTIAL = "《市场监督管理投诉举报处理办法》第三十七条"
WAYS = {"in_person": "当面", "telephone": "电话", "video": "视频", "writing": "书面"}
_FIRM = re.compile("律师事务所|法律援助|公职律师|法律顾问")


class Lawyer(Part):
    """律师: somebody outside who advises and decides nothing."""

    published_as = "legal_consultation_note"

    name = PersonName("律师", personal=None)
    firm = Text("律师事务所", longest=60)

    @rule(CONTRACT)
    def a_lawyer_is_asked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contractor's own people are no lawyers of a firm."""
        if not _FIRM.search(value.firm):
            yield notice(
                "/firm",
                "firm_doubtful",
                "「律师事务所」不像律师执业的机构，请填写律师事务所的全称。",
            )


class Shown(Part):
    """提供的材料: one paper that the lawyer saw, without anybody's data."""

    published_as = "legal_consultation_note"

    name = Text("材料名称", longest=100)
    without_persons = Flag("已脱敏或者不含个人信息", kept=True)

    @rule(CONFIDENTIAL)
    def nobody_is_shown(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who advises on the law need not know who reported (art. 37: need to know)."""
        if not value.without_persons:
            yield error(
                "/without_persons",
                "material_not_masked",
                "提供给律师的材料应当隐去举报人等的个人信息，请脱敏后再提供并改正。",
            )


class AskedALawyer(KindSchema):
    """Questions of law on facts, with papers in which nobody can be found."""

    published_as = "legal_consultation_note"

    case_name = Text("案件名称", longest=100, group=ASKED, hint="案件或者线索的名称，不写举报人。")
    consulted_by = PersonName("咨询人", personal=None, group=ASKED, own=True, starts_as="me")
    consulted_at = Moment("咨询时间", group=ASKED, own=True)
    consultation_way = Choice("咨询方式", WAYS, group=ASKED, own=True)
    lawyer = Group("律师", Lawyer, group=ASKED, own=True, source=CONTRACT)
    legal_questions = LongText(
        "咨询问题", longest=5000, group=ASKED, own=True, source=CONTRACT,
        hint="只写事实和法律问题，不写举报人、投诉人的任何信息。",
    )  # fmt: skip
    materials_shown = Rows("提供的材料", Shown, most=40, group=ASKED, optional=True, own=True)
