"""询问笔录 (PF-14): two officers ask one person, in questions and answers, signed on every page."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Code, Count, Group, PersonName, Text, When
from schemas.ground.kind import Audience, Departure, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name, same_number
from schemas.kinds.report.inquiry.asked import Matter
from schemas.kinds.report.inquiry.exchanges import Exchanges
from schemas.kinds.report.inquiry.inquirers import INQUIRY, Inquirers
from schemas.kinds.report.inquiry.interviewee import Interviewed
from schemas.parts.presence import GROUP as TOLD
from schemas.parts.presence import RECUSAL, RecusalHandling, RightsTold
from schemas.parts.signatures import ReadOver, SignedByParty
from schemas.parts.signed_on_the_spot import SignedOnTheSpot
from schemas.parts.visit import GROUP as WHEN
from schemas.parts.visit import Visit

RECORDED = "《市场监督管理行政处罚程序规定》第四十四条"
DUTY = "《中华人民共和国行政处罚法》第五十五条第二款"
OUTCOMES = {
    "rejected": "驳回申请，询问继续进行",
    "granted": "准许申请，更换询问人后询问继续进行",
    "pending": "已向负责人报告，回避决定作出之前不停止调查",
}
_NOT_UNDERSTOOD = re.compile("(?:不|没有?|未)(?:太|大|怎么|完全)?(?:明白|清楚|懂|理解)")


class InquiryRecusal(RecusalHandling):
    """回避申请的处理 during an inquiry: it goes on until somebody has decided (PP art. 4 ¶2)."""

    officer = PersonName("被申请回避的询问人", personal=None)
    outcome = Choice("处理结果", OUTCOMES, source=RECUSAL, hint="负责人对回避申请的决定。")


class InquiryRecord(
    ReadOver,
    SignedByParty,
    SignedOnTheSpot,
    Exchanges,
    RightsTold,
    Interviewed,
    Inquirers,
    Matter,
    Visit,
):
    """What one person answered to two officers at one time; it states what was said, no more."""

    header = Header(
        title="询问笔录",
        also=("调查笔录", "谈话笔录"),
        audience=(Audience.inspected_party,),
        dated_by="started_at",
        summary="记录对一个人的询问：出示证件、告知权利义务、问答和核对，每页签名。不编文号。",
        form="PF-14",
        about=("interviewee.name", "investigated_matter"),
        of_report=When("capacity", ("reporter",)),
    )

    departures = (
        Departure(
            left_out="请核对/已向你宣读",
            reason="式样中“/”表示二选一，选择后删去另一项，由「核对方式」填入。",
        ),
        Departure(
            added="/",
            reason="被询问人没有说明、没有核实的项目划去，不留空白。",
        ),
        Departure(
            added="在场的监护人：（）",
            reason="被询问人未成年的，写明在场的监护人及其关系，式样没有留位置。",
        ),
        Departure(
            added="翻译人员：（，语种：）",
            reason="有翻译的，写明翻译人员、单位和语种，式样没有留位置。",
        ),
        Departure(
            added="回避申请的处理：申请回避，理由：。。决定人：。决定时间：。",
            reason="被询问人申请回避的，依据行政处罚程序规定第四条写明处理结果。",
        ),
        Departure(added="问：答：", reason="式样在三项固定问答之后留出空白，逐项记录问答。"),
        Departure(
            added="更正和补充：第页“”更正、补充为“”。",
            reason="依据行政处罚程序规定第二十九条，差错、遗漏允许更正补充，由被询问人确认。",
        ),
        Departure(
            added="（未签名，情况见询问人注明）询问人注明：录音、录像：",
            reason="依据行政处罚程序规定第四十三条注明没有签名的情况和录音录像。",
        ),
        Departure(added="（未签名，情况已注明）", reason="没有签名的，每页签名处写明另有注明。"),
        Departure(added="（以下空白）", reason="划去空余部分，防止事后添加。"),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "inquiry_notice",
                "通知的询问已经进行",
                INQUIRY,
                settles=True,
                takes={"place": "appointed_place"},
            ),
            Follows("report_registration_form", "核查线索需要询问", INQUIRY),
            Follows("case_source_registration_form", "核查线索需要询问", INQUIRY),
            Follows("subject_information_sheet", "查明主体以后询问", INQUIRY),
            Follows("power_of_attorney", "委托代理人接受询问", INQUIRY),
            Follows(
                "site_inspection_record",
                "现场检查以后询问",
                INQUIRY,
                takes={"investigated_matter": "subject", "inquirers": "inspectors"},
            ),
            Follows("inspection_checklist", "检查发现问题，需要询问", INQUIRY),
            Follows("case_filing_approval_form", "立案以后调查询问", INQUIRY),
            Follows("inquiry_record", "再次询问，或者询问另一个人", INQUIRY),
        ),
    )

    sections = (WHEN, "通知", "人员", "被询问人", TOLD, "问答", "核对和签名")
    leading = ("started_at", "ended_at", "occasion", "place", "investigated_matter")
    officers = "inquirers"
    answering = "被询问人"
    signing = "被询问人"
    acting = "询问"
    asked = ("id_shown_answer", "recusal_answer", "duty_answer", "reading")

    occasion = Count("第几次询问", least=1, most=99, group=WHEN, own=True, source=INQUIRY)
    recusal = Group(
        "回避申请的处理",
        InquiryRecusal,
        group=TOLD,
        optional=True,
        own=True,
        applies=When("recusal_requested"),
        source=RECUSAL,
    )
    duty_answer = Text(
        "是否明白如实回答义务的回答",
        group=TOLD,
        optional=True,
        own=True,
        spoken=True,
        source=DUTY,
        hint="照原话记录，例如「明白。」",
    )
    recording = Code(
        "录音录像编号",
        longest=100,
        group="核对和签名",
        optional=True,
        kept=True,
        own=True,
        source=RECORDED,
    )

    blank = {
        "exchanges": 6,
        "corrections": None,
        "unsigned": None,
        "recusal": None,
        "recusal_requested": False,
        "guardian": None,
        "interpreter": None,
    }

    @rule(DUTY)
    def duty_was_understood(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever has not understood the duty is told again."""
        if value.duty_answer and _NOT_UNDERSTOOD.search(value.duty_answer):
            yield notice(
                "/duty_answer",
                "duty_not_understood",
                "回答是不明白如实回答询问的义务，请再次说明后照原话补记。",
            )

    @beside("inquiry_record", source=INQUIRY)
    def one_at_a_time(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Nobody asks, or is asked, in two inquiries at the same minute."""
        asking = {same_number(each.certificate_number) for each in value.inquirers}
        name = folded_name(value.interviewee.name)
        for each in others:
            if (
                each.says("started_at") >= value.ended_at
                or each.says("ended_at") <= value.started_at
            ):
                continue
            theirs = {same_number(one["certificate_number"]) for one in each.says("inquirers")}
            if folded_name(each.says("interviewee")["name"]) == name:
                yield error(
                    "/started_at",
                    "asked_twice_at_once",
                    f"被询问人在{each}的同一时间也在接受询问，请核对起止时间。",
                )
            elif asking & theirs:
                yield error(
                    "/started_at",
                    "asks_twice_at_once",
                    f"询问人在{each}的同一时间也在询问另一个人，询问应当个别进行，请核对起止时间。",
                )

    @beside("inquiry_record", source=INQUIRY)
    def occasions_are_counted(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """The n-th time somebody is asked comes after n-1 others."""
        name = folded_name(value.interviewee.name)
        before = [
            each
            for each in others
            if folded_name(each.says("interviewee")["name"]) == name
            and each.says("started_at") < value.started_at
        ]
        if value.occasion != len(before) + 1:
            yield notice(
                "/occasion",
                "occasion_differs",
                f"本案此前有{len(before)}份询问这个人的笔录，这一次的次数请核对。",
            )

    example = {
        "started_at": "2026-07-10T14:00",
        "ended_at": "2026-07-10T14:55",
        "occasion": 1,
        "place": "示例市示例区和平路18号一楼询问室",
        "investigated_matter": "示例区悦邻生鲜便利店销售的“香油”的进货和标价情况",
        "inquirers": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "capacity": "representative",
        "interviewee": {
            "name": "邱月华",
            "gender": "female",
            "id_type": "resident_card",
            "id_number": "999999197903120020",
            "employer": "示例区悦邻生鲜便利店",
            "post": "经营者",
            "phone": "13900001236",
            "address": "示例市示例区和平路36号",
        },
        "id_shown_answer": "看清楚了。",
        "recusal_answer": "不申请回避。",
        "duty_answer": "明白。",
        "exchanges": [
            {
                "question": "请介绍一下你店的基本情况。",
                "answer": (
                    "我店是个体工商户，2021年3月开业，我是经营者，平时雇一名店员，"
                    "主要卖粮油、调味品和日用品。"
                ),
            },
            {
                "question": "检查人员今天上午在你店货架上看到的“香油”是什么时候进的货？",
                "answer": "2026年5月18日进的，一共两箱二十四瓶，货架上是剩下的十二瓶。",
            },
            {
                "question": "这批“香油”从哪里进的货，有没有进货票据？",
                "answer": "从东湖市谷丰粮油有限公司进的，送货单在家里，我可以送过来。",
            },
            {
                "question": "货架和商品上为什么没有价签？",
                "answer": "原来的价签旧了，撕下来准备换新的，检查的时候我当场补上了。",
            },
            {"question": "你还有什么要补充的？", "answer": "没有了，以后我会注意。"},
        ],
        "reading": "checked",
        "party_comment": "以上笔录我看过，与我说的一致。",
        "recording": "录2026-0710-02",
    }
