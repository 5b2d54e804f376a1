"""行政提示书 (our own layout): a hint given on the spot that orders and threatens nothing."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, LongText, Moment, Text
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.inspection.task.arranged import Sent
from schemas.kinds.inspection.task.words import DISPOSED_OF
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Delivered
from schemas.parts.inspected_party import ToInspectedParty
from schemas.parts.provisions import provision_findings

GROUP = "提示"
_ORDERS = re.compile("责令|限期(?:改正|整改)|立即(?:改正|整改|停止)|必须(?:改正|整改|停止)|不得再")
_TERM = re.compile(
    "(?:于|在)?[^，。；]{0,12}(?:[0-9一二三四五六七八九十]+(?:个?工作)?[日天]|[0-9]+月[0-9]+日)(?:之?内|以?前)[^，。；]{0,12}(?:改正|整改|完成|提交|报送|更换|补齐|撤下|处理|停用)"
)
_CONSEQUENCE = re.compile(
    "逾期|否则|如不(?:改正|整改)|拒不(?:改正|整改)|将(?:予以|依法)?(?:处罚|立案|罚款|没收|吊销)|(?<!不)(?<!不予)(?<!不会)(?<!不作)(?<!没有)(?<!不是)罚款"
)
_SELLER = re.compile(
    "(?:公司|商店|门店|厂)(?:购买|采购|订[购制做])|指定[^，。；]{0,8}(?:购买|商家)"
)
_REMEDY = re.compile("行政复议|行政诉讼|复议机关|起诉")


class OnSiteReminder(CopiesLine, ContactLine, Sent, ToInspectedParty, Delivered, NumberedKind):
    """One reminder to one party; what has to be put right is another paper."""

    header = Header(
        title="行政提示书",
        also=("提醒告诫", "行政指导"),
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="检查中对轻微或者可能发生的问题当场提醒，写明情况、提示和有关规定；不责令、不设期限、不写后果。",
        numbering=Numbering("gbt9704", "提示"),
        copies=2,
        about=("party.business_name", "party.person_name"),
    )

    sections = ("当事人", GROUP, "人员", "联系", "份数", "文号与日期", "审批与告知")

    neighbours = Neighbours(
        follows=(
            Follows("inspection_checklist", "检查的情况需要当场提醒", DISPOSED_OF),
            Follows("site_inspection_record", "现场检查的情况需要当场提醒", DISPOSED_OF),
        ),
    )

    checked_at = Moment("检查时间", group=GROUP, own=True)
    place = Text("地点", group=GROUP)
    circumstances = LongText(
        "检查的情况", longest=1500, group=GROUP, own=True, factual=True, hint="只写看见的。"
    )
    reminder = LongText("提示内容", longest=1500, group=GROUP, own=True)
    reminded_provision = Text(
        "有关规定", longest=300, group=GROUP, own=True, hint="提示所涉及的条款。"
    )
    advice = LongText("建议", longest=1000, group=GROUP, optional=True, own=True)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @rule(DISPOSED_OF)
    def reminder_orders_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An order has a form, a provision and remedies of its own."""
        label = self.label_of("reminded_provision")
        yield from provision_findings("/reminded_provision", label, value.reminded_provision)
        for name in ("reminder", "advice"):
            text = value[name] or ""
            if _ORDERS.search(text):
                yield error(
                    f"/{name}",
                    "order_in_reminder",
                    "提示书不责令改正，请改写为提醒；需要责令改正的，用责令改正通知书。",
                )
            if _TERM.search(text) or _CONSEQUENCE.search(text):
                yield error(
                    f"/{name}",
                    "consequence_in_reminder",
                    "提示书不设期限，也不写不照办的后果，请删去；需要限期改正的，用责令改正通知书。",
                )
            if _SELLER.search(text):
                yield notice(
                    f"/{name}",
                    "seller_named",
                    "提示书不指定商品、服务的提供者，请删去名称，只写要做到什么。",
                )
            if _REMEDY.search(text):
                yield error(
                    f"/{name}",
                    "remedy_in_reminder",
                    "提示书不作决定，没有复议、诉讼的途径，请删去。",
                )

    @rule("文书所载事实")
    def given_after_the_check(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It is given on the spot, and not before."""
        day = value.checked_at.date()
        if day > value.issued_on:
            yield error("/checked_at", "checked_after", "检查时间晚于文书日期，请核对。")
        elif day < value.issued_on:
            yield notice(
                "/issued_on", "not_on_the_spot", "文书日期不是检查当日，请核对是不是当场提醒。"
            )

    restated = (Restates(("circumstances",), of="checked_at", done="(?:现场)?检查(?:时|中|发现)"),)

    example = {
        "document_number": "示市监提示〔2026〕12号",
        "party": {
            "party_type": "individual_business",
            "business_name": "示例区悦邻生鲜便利店",
            "licence_name": "营业执照",
            "credit_code": "91999900MA6B3HN232",
            "address": "示例市示例区和平路36号",
            "representative": "邱月华",
        },
        "checked_at": "2026-07-06T15:20",
        "place": "示例市示例区和平路36号",
        "circumstances": "店内货架商品均有价签，其中三种商品的价签被商品遮挡，顾客不易看见。",
        "reminder": "请注意价签应当醒目，与商品一一对应，商品变动后及时更换。",
        "reminded_provision": "《中华人民共和国价格法》第十三条",
        "advice": "可以安排店员每日开门前核对一次价签。",
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-06",
    }
