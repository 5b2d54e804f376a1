"""案件移送函 / 违法线索移送函 (PF-4): hand a case or a clue to the authority it belongs to."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Day, Flag, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header, Numbering
from schemas.ground.neighbours import Awaits, Follows, Neighbours, Standing, beside
from schemas.kinds.referral.transfer.clue import ReferredClue
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine


class ReferralLetter(CopiesLine, ContactLine, ReferredClue):
    """One case or clue, referred by one letter or, for several shops, by numbered sub-letters."""

    sections = ("移送依据", "线索", "移送函", "联系", "份数", "文号与日期", "审批与告知")

    header = Header(
        title="案件移送函",
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="把不属于本局管辖的案件或者立案前的违法线索移送有权处理的机关；多个店铺各成一函。",
        form="PF-4",
        numbering=Numbering("penalty_form", "案移"),
        approval=True,
        copies=2,
        about=("letters.party.name",),
    )

    departures = (
        Departure(
            left_out="案/",
            reason="第十四条、第十七条写的是立案查处的案件；立案前只印违法线索。",
        ),
        Departure(left_out="/违法线索", reason="立案后移送的是案件，只印案，标题为案件移送函。"),
        Departure(
            left_out="不属于本局管辖/本局管辖困难", reason="由「管辖结论」填入，只印选定的一种。"
        ),
        Departure(
            left_out="《市场监督管理行政处罚程序规定》第条[第款]",
            reason="随移送情形由法律数据填入；移送综合执法机关的，另加本机关确认的依据。",
        ),
        Departure(
            added="一、当事人基本情况",
            reason="式样没有当事人信息的位置，受移送机关须据此确定当事人。",
        ),
        Departure(
            added=(
                "名称（姓名）：；统一社会信用代码：；注册号：；法定代表人（负责人）：；"
                "地址（经营场所）：；联系电话：。"
            ),
            reason="当事人的身份信息，没有的不印。",
        ),
        Departure(
            added="网络交易平台：；店铺名称：；店铺公示的经营者：；订单号：、。",
            reason="平台内经营者的线索须写明平台、店铺和订单，没有的不印。",
        ),
        Departure(
            added="二、线索来源和主要事实",
            reason="式样只有“因”后一处空白，写不下受移送机关核查所需的来源和事实。",
        ),
        Departure(added="，本局。", reason="线索来源和日期，用中性文字。"),
        Departure(added="本局已于立案。", reason="已立案的写明立案日期。"),
        Departure(added="三、核查情况", reason="已经核查的写明做了什么，以免重复核查。"),
        Departure(added="初步认定：", reason="核查结果只是初步认定，不是处理决定。"),
        Departure(
            added="请你单位自收到本函之日起个工作日内，将处理情况函告本局。",
            reason="是否请求反馈由承办人决定；天数是内部设置，不是法定期限，待本机关确认。",
        ),
        Departure(
            left_out="（相关材料）",
            added=".（份页）",
            reason="逐项列明附件的名称、份数和页数，两项以上编序号（GB/T 9704-2012 第7.3.4条）。",
        ),
        Departure(added="共份页", reason="印出附件总份数和总页数，便于交接核对。"),
        NONE_ELSEWHERE,
        Departure(
            added=(
                "移送回执：一、收到移送材料后填写移送函文号当事人移送内容一案违法线索，附材料份页"
                "收到日期年月日实收材料份页接收人（签名）联系电话接收机关（盖章）年月日"
                "二、处理后填写处理情况□立案□不予立案□受理□退回理由处理结果处理文书和文号"
                "办理机关（盖章）年月日请退回：，，。"
            ),
            reason="式样没有回执；附页由受移送机关填写盖章退回，本机关可以在内部设置里关闭。",
        ),
    )

    # A clue is verified until the case is filed or, before that, the clue has left the bureau.
    clocks = (
        Clock("D4", starts="found_on", settled_by="filed_on"),
        Clock("D4", settled_by="issued_on"),
    )

    blank = {"feedback_requested": True}

    neighbours = Neighbours(
        follows=(
            Follows("case_source_registration_form", "登记的线索不属于本局管辖"),
            Follows("site_inspection_record", "检查发现的问题不属于本局管辖", needed=True),
            Follows("inspection_checklist", "检查发现的问题不属于本局管辖", needed=True),
            Follows("case_filing_approval_form", "审批的案件不属于本局管辖", needed=True),
        ),
        awaits=(
            Awaits(
                "referral_feedback_slip",
                "移送的案件还没有反馈处理结果",
                "handling_result",
                When("feedback_requested"),
            ),
        ),
    )

    feedback_requested = Flag(
        "请求反馈处理情况",
        group="联系",
        optional=True,
        default=True,
        hint="反馈的工作日数取内部设置，待本机关确认；不需要时关闭。",
    )
    issued_on = Day("移送日期", group="文号与日期", starts_as="today")

    @derived(Rows("各函文号", Text("文号")), prints=("document_number",))
    def number_lines(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """The number of each letter: 12号, or 12-1号 and 12-2号 where there are several."""
        if len(value.letters) == 1:
            return (str(value.number_line),)
        stem = value.number_line.removesuffix("号")
        return tuple(f"{stem}-{index}号" for index, _ in enumerate(value.letters, 1))

    @rule("GB/T 9704-2012 第7.2.5条")
    def sub_numbers_are_ours_to_add(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Several letters get -1, -2 by themselves."""
        if len(value.letters) > 1 and re.search(r"-\d+号$", value.document_number or ""):
            yield error(
                "/document_number",
                "sub_number_given",
                "有多份函时文号自动加 -1、-2，请只填不带分号的文号。",
            )

    @beside("case_filing_approval_form", source="《市场监督管理行政处罚程序规定》第十九条")
    def referred_as_it_was_filed(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """A case is referred that was filed, on the day of the filing; any other is a clue."""
        filed = {each.dated_on for each in others if each.says("filing_decision") == "filed"}
        if value.filed_on and others and value.filed_on not in filed:
            yield error(
                "/filed_on",
                "not_filed_that_day",
                "立案日期与本案立案审批表的决定不同；没有立案的不填，按违法线索移送。",
            )

    example = {
        "document_number": "示市监案移〔2026〕23号",
        "situation": "market_supervision",
        "jurisdiction_rule": "platform_seller",
        "jurisdiction": "not_ours",
        "suspected_crime": False,
        "clue_source": "complaint",
        "found_on": "2026-07-01",
        "order_references": [{"system": "national_12315", "number": "1999900002026070100231"}],
        "order_returned": True,
        "letters": [
            {
                "addressee": "示例市东湖区市场监督管理局",
                "party": {
                    "name": "示例市东湖区鲜多多食品店",
                    "credit_code": "91999900MAFD1YM20E",
                    "representative": "石启明",
                    "address": "示例市东湖区湖滨路66号1层104",
                },
                "violation": "在网店销售超过保质期的食品",
                "reason": "当事人系平台内经营者，其实际经营地在示例市东湖区",
                "shop": {
                    "platform": "好买网",
                    "shop": "鲜多多零食铺",
                    "operator": "示例市东湖区鲜多多食品店",
                    "order_numbers": ["260628-7731905542"],
                },
                "facts": (
                    "消费者2026年6月28日在上述店铺购买“禾香”牌全麦饼干2袋，"
                    "订单金额59.80元，6月30日收到的商品包装标示生产日期2025年10月12日、"
                    "保质期8个月，收到时已超过保质期。\n"
                    "经查看店铺“证照信息”页面和商品详情页面，店铺公示的营业执照信息与当事人一致，"
                    "发货地址为示例市东湖区湖滨路66号。"
                ),
                "verification": "本局于2026年7月3日固定了店铺页面、订单页面和商品包装照片。",
                "findings": "当事人涉嫌违反《中华人民共和国食品安全法》第三十四条第十项的规定。",
                "attachments": [
                    {"name": "线索登记单", "copies": 1, "pages": 2},
                    {"name": "店铺公示信息和商品详情页面截图", "copies": 1, "pages": 5},
                    {"name": "订单页面和商品包装照片打印件", "copies": 1, "pages": 4},
                ],
            }
        ],
        "contact_name": "沈若溪",
        "contact_phone": "0999-60012318",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-10",
        "approval": {
            "approver": "何静远",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-09",
            "decision": "agreed",
            "opinion": "同意移送。",
        },
    }
