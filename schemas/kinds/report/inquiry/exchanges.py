"""问答: what was asked and what was answered, in the words in which it was said."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Count, LongText, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.report.inquiry.inquirers import INQUIRY

EVIDENCE = "《市场监督管理行政处罚程序规定》第二十三条"
GROUP = "问答"
_FORM = re.compile("^(?:问|答|询问人|被询问人)[：:]")
_COERCES = re.compile(
    "(?:不(?:说|交代|承认|配合|签)[^。；？]{0,12}(?:就|后果|从重|抓|关|罚|查封|停业|不让))"
    "|(?:承认|交代|说)(?:了|清楚)?[^。；？]{0,8}(?:就)?(?:不罚|不处罚|免罚|从轻|没事|放你|让你走|少罚)"
    "|不(?:老实|肯|愿意?|痛快)[^。；？]{0,20}(?:就|后果|从重|吊销|拘留|抓|罚)"
    "|(?:吊销|拘留|逮捕|抓|关|查封|罚)(?:了|掉|死|走)?你(?!们?(?:公司|单位|店)?(?:的|是|有|曾|知|对))|(?:吊销|注销|吊扣)你们?的?[^，。；？是否曾]{0,6}(?:执照|许可证?)"
    "|(?:让|叫|交给|通知|请)(?:公安|警察|派出所)[^，。；？]{0,6}(?:抓|拘|关)"
    "|坦白从宽|抗拒从严|老实(?:交代|承认)|(?:别|不要)(?:抵赖|狡辩|撒谎)"
)
_OTHERS_SPEAK = re.compile(
    "(?:在旁|旁边|一旁|同来|陪同)[^，。；]{0,10}(?:说|称|答|补充|插话)|插话|(?:代|替)(?:他|她|其|我)?(?:回)?答"
)


class Exchange(Part):
    """One question and its answer; silence is an answer too."""

    question = LongText("问", longest=2000)
    answer = LongText(
        "答", longest=8000, spoken=True, hint="照原话记录；不回答的记作「（沉默）」。"
    )

    @rule(INQUIRY)
    def words_of_the_form_stand_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The record prints 问 and 答 itself."""
        for name in ("question", "answer"):
            if _FORM.match(value[name]):
                yield error(
                    f"/{name}",
                    "words_of_the_form",
                    "询问笔录自己印有“问：”“答：”，请只填写问话和回答的内容。",
                )

    @rule(EVIDENCE)
    def nobody_is_made_to_say_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is got by threat or promise proves nothing."""
        if _COERCES.search(value.question):
            yield notice(
                "/question",
                "question_coerces",
                "问话像是威胁或者许诺，这样取得的回答不能作为证据，请核对；确系如此的，请重新询问。",
            )

    @rule(INQUIRY)
    def one_person_answers(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each is asked alone: what others said belongs into a record of their own."""
        if _OTHERS_SPEAK.search(value.answer):
            yield notice(
                "/answer",
                "others_answer",
                "询问应当个别进行，这里像是有别人插话、代答，请核对；别人的话另作询问笔录。",
            )


class Correction(Part):
    """更正: what was put right after reading, as the one who answers wants it (PP art. 29)."""

    page = Count("第几页", least=1, most=999)
    was = Text("原记录", longest=300, spoken=True)
    becomes = Text("更正、补充为", longest=600, spoken=True)

    @rule(INQUIRY)
    def something_is_put_right(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Two texts that are the same correct nothing."""
        if value.was == value.becomes:
            yield error(
                "/becomes", "nothing_corrected", "更正前后的文字相同，请照笔录上的更正填写。"
            )


class Exchanges(KindSchema):
    """A record in questions and answers, with what was corrected when it was read over."""

    exchanges = Rows(
        "问答",
        Exchange,
        most=300,
        group=GROUP,
        own=True,
        source=INQUIRY,
        hint="一问一答，询问笔录照原话记录。",
    )
    corrections = Rows(
        "更正和补充",
        Correction,
        most=60,
        group=GROUP,
        optional=True,
        own=True,
        source=INQUIRY,
        hint="核对时更正、补充的；涂改处由被询问人签名、盖章或者按指印确认。",
    )
