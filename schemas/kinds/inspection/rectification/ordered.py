"""What is ordered: the act, the provisions it breaks and the order rests on, and what follows."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, LongText, Text
from schemas.ground.kind import KindSchema
from schemas.parts.blanks import blank_findings
from schemas.parts.provisions import provision_findings

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》责令改正通知书"
WITH_A_PENALTY = "《中华人民共和国行政处罚法》第二十八条"
GROUP = "责令改正"
_OF_PENALTY_LAW = re.compile("《(?:中华人民共和国)?行政处罚法》")
_TITLE = re.compile("《[^《》]+》")
# What only a decision on a penalty may say; a provision on it may be named as what follows.
_PENALTY = re.compile(
    "罚款|没收|吊销|暂扣|降低资质|停产停业|停业|停产(?!品)|停止(?:营业|经营活动)|责令关闭|关停|歇业|关门|行政拘留|警告"
)
_REFUND = re.compile("退还|退款|退赔|多付价款|退回多收")
MOST_DAYS = 180
_NO_WAY = re.compile(
    "(?:立即|限期|按期|尽快)?(?:改正|整改|纠正)(?:上述)?(?:违法行为|问题|行为)?。?"
)
_NO_SENTENCE = re.compile("(?:涉嫌)?(?:违法|违规|不合格|不符合规定|有问题|存在问题)(?:经营)?")


class OrderedRectification(KindSchema):
    """One act to be put right, and how; a penalty and a refund have papers of their own."""

    act_found_on = Day("发现违法行为的日期", group=GROUP, kept=True, own=True)
    violating_act = LongText(
        "违法行为",
        longest=1500,
        group=GROUP,
        own=True,
        factual=True,
        source=FORM,
        hint="填入「经查，你（单位）……的行为」中间的文字，写明何时、何处、做了什么。",
    )
    violated_provision = Text(
        "违反的规定", longest=300, group=GROUP, own=True, source=FORM, hint="写到条、款、项。"
    )
    empowering_provision = Text(
        "责令改正的依据",
        longest=300,
        group=GROUP,
        own=True,
        source=FORM,
        hint="授权责令改正的具体条款；行政处罚法第二十八条只用于实施行政处罚时。",
    )
    requirements = LongText(
        "改正内容及要求", longest=2000, group=GROUP, own=True, source=FORM, hint="逐项写明怎样改。"
    )
    consequence_provision = Text(
        "逾期不改的依据", longest=300, group=GROUP, optional=True, own=True, source=FORM
    )
    consequence = Text(
        "逾期不改的后果",
        longest=300,
        group=GROUP,
        optional=True,
        own=True,
        source=FORM,
        hint="填入「本局将依据……的规定，」之后的文字；没有条款规定后果的，两项都不填。",
    )

    @rule(FORM)
    def blanks_are_filled_as_the_form_has_them(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """The form prints the words around each blank, and its mark behind it."""
        yield from blank_findings(
            "/violating_act", value.violating_act, before="经查", after="的行为"
        )
        yield from blank_findings("/consequence", value.consequence, before="本局将")
        for name in ("violated_provision", "empowering_provision", "consequence_provision"):
            yield from provision_findings(f"/{name}", self.label_of(name), value[name])
        if _NO_SENTENCE.fullmatch(value.violating_act):
            yield error("/violating_act", "act_untold", "只写了结论，请写明何时、何处、做了什么。")

    @rule(WITH_A_PENALTY)
    def order_has_a_provision_of_its_own(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Art. 28 orders correction beside a penalty; an order alone needs what empowers it."""
        given = value.empowering_provision
        if _OF_PENALTY_LAW.search(given) and len(_TITLE.findall(given)) == 1:
            yield notice(
                "/empowering_provision",
                "general_provision",
                "行政处罚法第二十八条是实施行政处罚时责令改正，单独责令改正的，请写明授权的具体条款。",
            )

    # The form's second bracket falls away where no law says what follows (our own reading).
    @rule(FORM)
    def consequence_comes_with_its_provision(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """What nothing provides for is not threatened."""
        for name, other in (
            ("consequence", "consequence_provision"),
            ("consequence_provision", "consequence"),
        ):
            if value[other] and not value[name]:
                yield error(
                    f"/{name}",
                    "required",
                    f"填写了「{self.label_of(other)}」，请填写「{self.label_of(name)}」，"
                    "或者两项都不填。",
                )

    @rule(FORM)
    def no_penalty_and_no_refund(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Penalties and refunds have papers of their own (PF-34 for the refund of a price)."""
        if _PENALTY.search(value.requirements):
            yield error(
                "/requirements",
                "penalty_in_order",
                "责令改正通知书不作行政处罚，请删去处罚的内容；需要处罚的，移送有处罚权的机关。",
            )
        if _REFUND.search(value.requirements):
            yield notice(
                "/requirements",
                "refund_in_order",
                "责令退还多付价款用责令退款通知书，请核对这里要求的是不是退款。",
            )

    @rule(FORM)
    def says_how_and_by_when(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever reads it knows what to do, within a time that still means something."""
        if _NO_WAY.fullmatch(value.requirements):
            yield notice(
                "/requirements",
                "requirements_untold",
                "只写了改正，请逐项写明怎样改。",
            )
        if value.due_on and (value.due_on - value.issued_on).days > MOST_DAYS:
            yield notice("/due_on", "term_long", "改正期限超过半年，请核对日期。")

    @rule("文书所载事实")
    def found_before_it_is_ordered(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is to be put right before it was found."""
        if value.act_found_on > value.issued_on:
            yield error(
                "/act_found_on", "found_after", "「发现违法行为的日期」晚于文书日期，请核对。"
            )
