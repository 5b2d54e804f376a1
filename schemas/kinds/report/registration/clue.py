"""线索: who is reported, and what whoever reports says of it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Group, LongText, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name
from schemas.kinds.report.registration.parties import CLUES, Reported
from schemas.parts.taken_down import HandedIn, elsewhere_findings

_NO_CLUE = re.compile(
    "(?:该|这家|那家|此|被举报人|有)?(?:店铺?|公司|商家|企业|超市|单位|老板)?"
    "(?:涉嫌|存在|有)?(?:违法|违规|犯法|欺诈|骗人|问题|不合格)*(?:经营|行为)?[，。]?(?:请?(?:依法)?(?:查处|处理|核查))?"
)


class ToldClue(HandedIn, KindSchema):
    """A concrete clue with what it rests on, on the form itself, about somebody else."""

    reported = Group("被举报人", Reported, group="被举报人", own=True, source=CLUES)
    clues_and_facts = LongText(
        "违法线索和事实依据",
        longest=6000,
        factual=True,
        own=True,
        group="线索",
        source=CLUES,
        hint="什么时间、在哪里、什么商品或者服务、怎么违法、有什么材料；一段一行。",
    )
    materials_received = Rows(
        "证明材料", Text("材料", longest=80), most=40, group="线索", optional=True, own=True
    )

    @rule(CLUES)
    def clues_are_told(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A concrete clue with what it rests on, on the form itself."""
        here, told = "/clues_and_facts", value.clues_and_facts
        yield from elsewhere_findings(
            here, self.label_of("clues_and_facts"), told, self.header.title
        )
        if _NO_CLUE.fullmatch(told):
            detail = "举报应当提供具体的违法线索和事实依据，请向举报人问明补记。"
            yield notice(here, "no_clue", detail)
        if not (value.reported.address or value.reported.shop):
            yield notice(
                "/reported/address",
                "reported_without_address",
                "没有被举报人的地址，难以核查线索，请向举报人问明；确实不知道的可以不填。",
            )

    @rule(CLUES)
    def nobody_reports_himself(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One name on both sides is one typed twice."""
        if value.reporter and folded_name(value.reporter.name) == folded_name(value.reported.name):
            detail = "被举报人就是举报人本人，请核对是否填错。"
            yield error("/reported/name", "reported_is_reporter", detail)
