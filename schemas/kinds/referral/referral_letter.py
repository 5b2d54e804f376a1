"""案件移送函 / 违法线索移送函 (PF-4): hand a case or a clue to the authority it belongs to."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, Group, PersonName, Phone, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.kinds.referral.transfer.jurisdiction import (
    CONCLUSIONS,
    JURISDICTION_RULES,
    SITUATIONS,
    belongs_to,
    transfer_basis,
)
from schemas.kinds.referral.transfer.letter import AuthorityLetter
from schemas.parts.approvals import Approval
from schemas.parts.copies import CopiesLine
from schemas.parts.orders import OrderReference

PROCEDURE = "《市场监督管理行政处罚程序规定》"
COMPLAINTS = "《市场监督管理投诉举报处理办法》"

CLUE_SOURCES = {
    "inspection": "在监督检查中发现违法线索",
    "report": "收到举报线索",
    "complaint": "在处理消费投诉中发现违法线索",
    "monitoring": "在网络交易、广告监测中发现违法线索",
    "transferred": "收到其他机关移送的线索",
    "superior": "收到上级交办的线索",
}


class ReferralLetter(CopiesLine, NumberedKind):
    """One case or clue, referred by one letter or, for several shops, by numbered sub-letters."""

    sections = ("移送依据", "线索", "移送函", "联系", "份数", "文号与日期", "审批")

    header = Header(
        title="案件移送函",
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="把不属于本局管辖的案件或者立案前的违法线索移送有权处理的机关；多个店铺各成一函。",
        form="PF-4",
        numbering=Numbering("penalty_form", "案移"),
        approval=True,
        copies=2,
    )

    departures = (
        Departure(
            left_out="案/",
            reason="第十四条、第十七条写的是立案查处的案件；立案前只印违法线索，标题为违法线索移送函。",
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
        Departure(
            left_out="一份归档，。",
            added="一份归档。",
            reason="没有另送的份数时，末尾的空白不印。",
        ),
    )

    # A clue is verified until the case is filed or, before that, the clue has left the bureau.
    clocks = (
        Clock("D4", starts="found_on", settled_by="filed_on"),
        Clock("D4", settled_by="issued_on"),
    )

    neighbours = Neighbours(
        follows=(
            Follows("case_source_registration_form", "登记的线索不属于本局管辖"),
            Follows("site_inspection_record", "检查发现的问题不属于本局管辖", needed=True),
            Follows("inspection_checklist", "检查发现的问题不属于本局管辖", needed=True),
            Follows("case_filing_approval_form", "审批的案件不属于本局管辖", needed=True),
        ),
    )

    situation = Choice("移送情形", SITUATIONS, group="移送依据", source=f"{PROCEDURE}第十七条")
    jurisdiction_rule = Choice(
        "管辖规则",
        JURISDICTION_RULES,
        group="移送依据",
        optional=True,
        applies=When("situation", ("market_supervision",)),
        hint="仅移送其他市场监督管理部门时选择。平台住所地先行发现的，平台住所地也可以管辖。",
        source=f"{PROCEDURE}第十条、第十一条、第十四条",
    )
    jurisdiction = Choice(
        "管辖结论",
        CONCLUSIONS,
        group="移送依据",
        hint="“管辖困难”仅限广告发布者所在地管辖异地广告主、广告经营者有困难的。",
    )
    suspected_crime = Flag("是否涉嫌犯罪", group="移送依据", kept=True, hint="涉嫌犯罪的不用本函。")
    clue_source = Choice("线索来源", CLUE_SOURCES, group="线索", source=f"{PROCEDURE}第十八条")
    found_on = Day("发现线索或者收到材料日期", group="线索", source=f"{PROCEDURE}第十八条")
    order_references = Rows("来源工单", OrderReference, group="线索", optional=True, kept=True)
    filed_on = Day(
        "立案日期",
        group="线索",
        optional=True,
        hint="已立案的填写，标题为案件移送函；未立案的不填，标题为违法线索移送函。",
    )
    letters = Rows(
        "移送函",
        AuthorityLetter,
        group="移送函",
        most=50,
        hint="一般只有一函。涉及多个店铺的，每个店铺一函，文号加 -1、-2，受移送机关可以不同。",
    )
    feedback_requested = Flag(
        "请求反馈处理情况",
        group="联系",
        optional=True,
        default=True,
        hint="反馈的工作日数取内部设置，待本机关确认；不需要时关闭。",
    )
    contact_name = PersonName("联系人", group="联系", personal=None, starts_as="me")
    contact_phone = Phone(
        "联系电话", group="联系", optional=True, personal=None, hint="不填时取本机关电话。"
    )
    contact_address = Text("联系地址", group="联系", optional=True, hint="不填时取本机关地址。")
    issued_on = Day("移送日期", group="文号与日期", starts_as="today")
    approval = Group("审批", Approval, group="审批", kept=True)

    @derived(Text("标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """A case once it is filed, a clue before."""
        return "案件移送函" if value.filed_on else "违法线索移送函"

    @derived(Rows("各函文号", Text("文号")), prints=("document_number",))
    def number_lines(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """The number of each letter: 12号, or 12-1号 and 12-2号 where there are several."""
        if len(value.letters) == 1:
            return (str(value.number_line),)
        stem = value.number_line.removesuffix("号")
        return tuple(f"{stem}-{index}号" for index, _ in enumerate(value.letters, 1))

    @derived(Text("移送依据"), prints=("situation", "jurisdiction_rule"))
    def legal_basis(self, value: Record, facts: Facts) -> str:
        """The articles the transfer rests on, and the house's own basis where it has one."""
        return transfer_basis(facts.law, facts.house, value, value.issued_on)

    @derived(Text("联系电话"), prints=("contact_phone",))
    def shown_phone(self, value: Record, facts: Facts) -> str:
        """The contact's phone, or the authority's."""
        return str(value.contact_phone or facts.house.authority.phone)

    @derived(Text("联系地址"), prints=("contact_address",))
    def shown_address(self, value: Record, facts: Facts) -> str:
        """The contact's address, or the authority's."""
        return str(value.contact_address or facts.house.authority.address)

    @rule(f"{PROCEDURE}第十四条、第十七条第一款")
    def basis_fits_the_situation(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only another market supervision authority has a jurisdiction rule to name."""
        named = value.jurisdiction_rule
        if value.situation == "market_supervision" and not named:
            yield error(
                "/jurisdiction_rule",
                "required",
                "移送其他市场监督管理部门的，请选择「管辖规则」，据此写明依据。",
            )
        if value.situation != "market_supervision" and named:
            yield error(
                "/jurisdiction_rule",
                "rule_without_situation",
                "只有移送其他市场监督管理部门才选管辖规则，请改选移送情形或删去这一项。",
            )
        if value.jurisdiction == "difficult" and named != "advertising":
            yield error(
                "/jurisdiction",
                "difficulty_without_basis",
                "管辖困难可以移送的，只有广告发布者所在地管辖异地广告主、广告经营者的情形；"
                "其他案件难以办理的，报请上一级市场监督管理部门管辖或者指定管辖。",
                f"{PROCEDURE}第十一条第一款、第十五条第三款",
            )
        if value.situation == "enforcement_body" and not facts.house.centralised_penalty_basis:
            yield notice(
                "/situation",
                "centralised_basis_pending",
                "内部设置没有相对集中行政处罚权的依据，本函只引用程序规定；请法制机构确认后补入设置。",
            )

    @rule(f"{PROCEDURE}第十七条第二款")
    def no_suspected_crime(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A suspected crime goes to criminal justice by its own form."""
        if value.suspected_crime:
            yield error(
                "/suspected_crime",
                "suspected_crime",
                "涉嫌犯罪的不用本函移送，请改用《涉嫌犯罪案件移送书》移送司法机关。",
            )

    @rule(f"{PROCEDURE}第十四条、第十七条第一款")
    def addressee_fits_the_situation(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each letter goes to another authority, of the sort the situation says."""
        house = facts.house
        own = {house.authority.name, house.authority.seal_name, house.authority.department}
        for index, letter in enumerate(value.letters):
            here, name = f"/letters/{index}/addressee", letter.addressed_to
            if not letter.addressee and value.situation != "enforcement_body":
                yield error(here, "required", "「受移送机关」是必填项，请填写全称。")
                continue
            if name in own:
                yield error(here, "own_authority", "不能移送给本机关，请改填有权处理的机关。")
                continue
            if not belongs_to(value.situation, name, house.enforcement_body):
                yield notice(
                    here,
                    "addressee_situation",
                    "受移送机关的名称与移送情形不一致，请核对：依据随移送情形而不同。",
                )

    @rule(f"{PROCEDURE}第十条第二款")
    def shop_is_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A seller on a platform is found by platform and shop."""
        if value.jurisdiction_rule == "platform_seller":
            for index, letter in enumerate(value.letters):
                if not letter.shop:
                    yield error(
                        f"/letters/{index}/shop",
                        "shop_missing",
                        "移送平台内经营者的线索，请填写平台名称和店铺名称。",
                    )

    @rule("GB/T 9704-2012 第7.2.5条")
    def sub_numbers_are_ours_to_add(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Several letters get -1, -2 by themselves."""
        if len(value.letters) > 1 and re.search(r"-\d+号$", value.document_number or ""):
            yield error(
                "/document_number",
                "sub_number_given",
                "有多份函时文号自动加 -1、-2，请只填不带分号的文号。",
            )

    @rule(f"{PROCEDURE}第十八条")
    def days_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Clue, filing, approval and letter come in this order; a clue is verified in time (D4)."""
        found, filed, issued = value.found_on, value.filed_on, value.issued_on
        if issued < found:
            yield error("/issued_on", "before_clue", "移送日期早于发现线索的日期，请核对。")
            return
        if filed and not found <= filed <= issued:
            yield error(
                "/filed_on",
                "filing_date",
                "立案日期应当在发现线索之后、移送日期当日或之前，请核对。",
            )
        if not (filed or found) <= value.approval.approved_on <= issued:
            yield error(
                "/approval/approved_on",
                "approval_date",
                "审批日期应当在发现线索（已立案的，立案）之后、移送日期当日或之前，请核对。",
            )
        due = facts.law.due("D4", found, on=issued)
        if not filed and issued > due.due:
            yield notice(
                "/issued_on",
                "verification_period",
                f"{due.sentence}移送日期已超过这一期限，请核对是否已批准延长。",
                due.citation,
            )

    @rule(f"{COMPLAINTS}第四十一条")
    def orders_are_returned(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A work order outside our powers goes back to who sent it; only the clue is referred."""
        governing = facts.law.in_force("order121", value.issued_on)
        if governing.id != "order121" or value.situation == "enforcement_body":
            return
        if value.clue_source in ("report", "complaint"):
            yield notice(
                "/clue_source",
                "order_returned",
                "分送来的投诉举报工单不具备处理权限的，应当反馈统一接收机构，不得自行移送；"
                "本函只移送违法线索，请核对工单已另行退回。",
            )
        if value.clue_source == "report":
            yield notice(
                "/clue_source",
                "reporter_to_be_told",
                "对举报不具备处理权限的，还应当告知举报人向有处理权限的部门提出，请另行告知。",
                f"{COMPLAINTS}第三十四条",
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
            "opinion": "同意移送。",
        },
    }
