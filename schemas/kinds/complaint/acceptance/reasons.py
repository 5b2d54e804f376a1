"""Why a complaint is not accepted, in the clerk's words: they bear out the ground chosen."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import LongText
from schemas.guard.told import told_amiss
from schemas.kinds.complaint.acceptance.grounds import GROUNDS, GROUP
from schemas.kinds.complaint.acceptance.harm import KnownHarm
from schemas.law import chinese_numeral

REASONS = "《市场监督管理投诉举报处理办法》第十五条"
MATERIALS_ASKED = "《市场监督管理投诉举报处理办法》第十条"
# What says beside the reasons why it is this item.
_BORNE_OUT_BY = ("harm_known_on", "missing_materials", "ground_factors", "competent_body")
_HANDLED, _INCOMPLETE = 2, 5
# Before the order of 2026 the bodies of item 2 were more.
_OTHER_BODY = re.compile("人民调解|调解委员会|调解组织|调解中心|行业协会|商会|居委会|村委会|街道")
_HANDLING_BODY = re.compile(
    "法院|仲裁|消费者协会|消协|消费者委员会|[局署厅]|(?:建|改|务|健|管)委|管委会|行政机关|公安|派出所"
)

# What a decision says of itself; a reason is what remains.
_OF_THE_DECISION = re.compile(
    "经审查|经核查|不予受理|受理|不符合|不属于|符合|属于|根据|依据|依照|按照|依法|法律|法规|规章|规定|办法|条件|范围"
    "|要求|情形|情况|条款|有关|相关|上述|投诉|事项|决定|理由|原因|我局|本局|因此|因为|由于|[你您该其本故因此的是为，。、；：\\s]"
)
_DECIDES = re.compile("受理|规定|条件|范围|情形|依法|投诉")
_SHORTEST_REASON, _SHORT_REASON = 4, 12
_FIGURE = re.compile("[0-9０-９一二三四五六七八九十两百千]")
_REPEATED = 3

# What no complaint has to bring (the repealed rules of 2014 asked for it): never a ground.
_NOT_ASKED = re.compile(
    "品牌|商标|牌子|生产厂家|厂家|厂名|制造商|生产商|生产者|生产企业|产地|型号|规格|批次|批号|生产日期|保质期"
    "|协商(?:过程|经过|记录|情况|结果|证明)|(?:交涉|沟通|和解)(?:过程|经过|记录|情况|证明)"
    "|(?:身份证|户口[本簿]|证件)(?:的)?(?:复印件|扫描件|照片|影印件|正反面|原件)|检测报告|鉴定(?:报告|意见|结论)"
    "|营业执照|统一社会信用代码|实物|样品"
)
_MISSING = re.compile(
    "(?:没有|未能?|无法|不能|拒不|拒绝|尚未|不予|仍未|未按要求)[^，。；]{0,8}(?:提供|提交|补充|补正|出具|写明|说明|填写|附|出示|注明|告知)"
    "|缺少|缺|欠缺|没有写|不全|不完整|不齐|漏填|未填|未附|应当?提供|需要?提供"
)
# Words by which each of the materials shows in a reason.
_SHOWN_BY = {
    "complainant_identity": "姓名|电话|手机|通[讯信]地址|联系(?:地址|方式)|身份|实名|本人|机主",
    "respondent_name": "被投诉人|经营者|商家|店铺|门店|公司|名称|地址|住所",
    "request_and_facts": (
        "请求|诉求|主张|事实|依据|时间|地点|金额|内容|凭证|证据|证明|订单|小票|发票|经过"
    ),
    "mandate": "授权|委托|代理|受托",
    "false": "虚假|伪造|变造|冒用|假冒|编造|不实|篡改|不符|不一致",
}
# Words that speak of one item of the seven and of no other.
OF_ITEM = {
    1: re.compile(
        "职责|处理权限|主管部门|不属于[^，。]{0,20}管|由[^，。]{0,20}(?:局|部门|委员会)(?:负责|管理|主管)"
    ),
    2: re.compile(
        "(?:法院|仲裁|行政机关|消费者协会|消协|[我本]局|[一-龥]{2,}局)[^。]{0,24}(?:受理|处理|立案|审结|裁决|调解)"
        "|同一[^。]{0,8}争议|已[^。]{0,8}(?:起诉|判决)"
    ),
    3: re.compile(
        "生活消费|职业(?:打假|索赔)|牟利|不能证明[^。]{0,24}(?:争议|关系)|大量|短期内|频次|频率|知假买假|习惯|串通"
        "|同一手机|购买凭证|消费关系|实际购买|交易记录|销售记录|没有[^，。]{0,8}交易"
    ),
    4: re.compile("三年|3年|受到侵害|时效"),
    5: re.compile(f"{_MISSING.pattern}|材料|虚假|伪造|授权|委托"),
    6: re.compile("冒用|核验|拒不配合|真实身份"),
}
# What says the contrary of an item: it is our matter, three years are not over, nothing is missing.
_CONTRARY = {
    1: re.compile(
        "(?<!不)(?<!不是)(?<!并非)属于?(?:市场监督管理|市场监管|[本我]局|本机关)[^，。；]{0,8}(?:职责|权限|管辖|职能)"
    ),
    3: re.compile(
        "(?<!不)(?<!非)(?<!不是)(?<!并非)(?:系|是|确系|属于)(?:为)?(?:个人|家庭)?生活消费|(?<!不)能够?证明[^，。；]{0,12}(?:消费关系|争议)"
    ),
    4: re.compile("(?:未|没有?|尚未|不)(?:超过|满|届满|足)[^，。；]{0,4}(?:三|3)年"),
    5: re.compile("材料(?:已经?)?(?:齐全|完整|齐备)|已(?:经)?(?:补齐|补正|提供全部|全部提供)"),
    6: re.compile("(?:身份|姓名)[^，。；]{0,8}(?<!不)(?<!未)(?:核验通过|属实|一致|无误)"),
}


class StatedReasons(KnownHarm):
    """The reasons of a decision not to accept, compared with its ground; it has `received_on`."""

    reasons = LongText(
        "不予受理的理由",
        group=GROUP,
        longest=2000,
        factual=True,
        source=REASONS,
        hint="写明认定的事实和对应的情形，不写推测。",
    )

    @rule(REASONS)
    def reasons_are_facts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """That the complaint is not accepted is the decision, not its reason."""
        said = _OF_THE_DECISION.sub("", value.reasons)
        if _DECIDES.search(value.reasons) and len(said) < _SHORTEST_REASON:
            yield error(
                "/reasons",
                "reasons_empty",
                "不予受理应当告知理由，请写明认定的事实，不能只写不符合规定。",
            )
            return
        ground = facts.law.grounds("non_acceptance", self.dated(value))
        wording = ground.items[min(value.ground_item, len(ground.items)) - 1].wording
        own = _OF_THE_DECISION.sub("", without(wording, value.reasons))
        if len(own) < _SHORTEST_REASON:
            yield error(
                "/reasons",
                "reasons_only_restate",
                "理由只是重复了法条的情形，请写明据以认定的事实：何时、何事、多少、有何凭据。",
            )
        elif (
            len(own) < _SHORT_REASON
            and not (value.competent_body or value.missing_materials)
            and not _FIGURE.search(own)
        ):
            yield notice(
                "/reasons",
                "reasons_thin",
                "理由很短，看不出据以认定的事实，请补写时间、数量、经过或者凭据。",
            )

    @rule(GROUNDS)
    def reasons_are_of_this_item(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is plainly another item's case does not bear out the one that was chosen."""
        grounds = facts.law.grounds("non_acceptance", self.dated(value))
        item, own = value.ground_item, OF_ITEM.get(value.ground_item)
        if (
            item == _HANDLED
            and "调解组织" not in grounds.ground(item).text
            and _OTHER_BODY.search(value.reasons)
            and not _HANDLING_BODY.search(value.reasons)
        ):
            yield notice(
                "/reasons",
                "body_not_listed",
                "现行第二项只列法院、仲裁机构、行政机关和消费者协会，其他调解组织处理过的不在其内，请核对理由。",
            )
        if len(grounds.items) != len(OF_ITEM) + 1 or own is None or own.search(value.reasons):
            return
        others = [each for each, words in OF_ITEM.items() if words.search(value.reasons)]
        if others:
            named = "、".join(f"第{chinese_numeral(each)}项" for each in others)
            yield notice(
                "/reasons",
                "reasons_of_another_item",
                f"选的是第{chinese_numeral(item)}项情形，理由讲的像是{named}，请核对。",
            )
        elif not any(value[name] for name in _BORNE_OUT_BY):
            yield notice(
                "/reasons",
                "reasons_not_of_item",
                f"从理由看不出属于第{chinese_numeral(item)}项情形，请核对情形，或者补写对应的事实。",
            )

    @rule(GROUNDS)
    def facts_are_of_this_item(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Facts that the chosen item of today's seven does not cover do not bear it out."""
        grounds = facts.law.grounds("non_acceptance", self.dated(value))
        if len(grounds.items) == len(OF_ITEM) + 1:
            item = value.ground_item
            yield from told_amiss("/reasons", "non_acceptance", value.reasons, item)

    @rule(GROUNDS)
    def nobody_has_to_negotiate_first(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No item asks the complainant to negotiate first, to live here, to pay or to come."""
        yield from told_amiss("/reasons", "refused_acceptance", value.reasons)
        contrary = _CONTRARY.get(value.ground_item)
        if contrary and contrary.search(value.reasons):
            yield error(
                "/reasons",
                "reasons_contradict_ground",
                "理由写的与所选不予受理的情形相反，请核对情形和理由，改正其中一处。",
            )

    @rule(MATERIALS_ASKED)
    def nothing_else_is_missing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Item 5 stands on the law's own list: brand, maker or model are no ground."""
        if value.ground_item != _INCOMPLETE:
            return
        said = [
            each[each.rfind("，", 0, found.start()) + 1 :]
            for each in re.split("[。；\n]", value.reasons)
            if (found := _MISSING.search(each))
        ]
        named = dict.fromkeys(found[0] for each in said for found in _NOT_ASKED.finditer(each))
        if named:
            yield error(
                "/reasons",
                "material_not_asked",
                f"{'、'.join(named)}不是投诉应当提供的材料，不能作为不予受理的理由，请删去或者改选情形。",
            )

    @rule(MATERIALS_ASKED)
    def reasons_show_what_is_missing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is marked as missing stands in the reasons too."""
        if value.ground_item != _INCOMPLETE:
            return
        for index, each in enumerate(value.missing_materials):
            if not re.search(_SHOWN_BY[each], value.reasons):
                yield notice(
                    f"/missing_materials/{index}",
                    "material_not_in_reasons",
                    "选了这一项材料，理由里却没有写到，请核对并写明缺少什么。",
                )


def without(wording: str, text: str) -> str:
    """Return a text without the stretches, of three characters or more, that repeat a wording."""
    kept, place = [], 0
    while place < len(text):
        end = place + _REPEATED
        if text[place:end] in wording and end <= len(text):
            while end < len(text) and text[place : end + 1] in wording:
                end += 1
            place = end
        else:
            kept.append(text[place])
            place += 1
    return "".join(kept)
