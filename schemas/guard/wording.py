"""Find, in the texts a person typed, wording that a kind of document must not carry."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemas.ground.base import Part
from schemas.ground.fields import Text
from schemas.ground.walk import typed_values

# A 调解书 binds like a contract: no court enforces it without a judgment or a confirmation.
ENFORCEMENT = re.compile(
    "(?:与|同|等同于?|视同)[^，。；]{0,8}(?:判决|裁决)[^，。；]{0,8}效力|终局|最终裁决|强制执行|强制履行|强制力|申请执行|执行依据|执行立案|执行名义|(?:[本我]局|市场监督管理局|市场监管局|监管部门|调解员|调解人员)[^，。；]{0,8}(?:执行|担保|垫付|代付|保证)"
)
# Penalties are the bureau's own matter and nothing the parties can settle (order 121 art. 27).
PENALTY = re.compile(
    "行政处罚|罚款|罚没|没收违法|吊销|从轻处理|从轻处罚|免予处罚|免于处罚|不予处罚|立案查处|违法事实"
    "|追究(?:行政|刑事)责任|刑事|谅解书|承认[^，。；]{0,8}(?:违法|违规|欺诈)"
)
# A report is no property of the parties: it cannot be sold back (order 121 art. 27).
BARGAIN = re.compile(
    "(?:撤回|撤销|撤下|撤掉|取消|放弃|停止|终止|收回|删除|了结|结束)[^，。；]{0,30}(?:举报|检举|控告)"
    "|(?:不得|不再|不能|不会|不予|不|停止)(?:就[^，。；]{0,14})?(?:向[^，。；]{0,16})?(?:继续|另行|再次|再|进行|提起|提出|任何)*(?:举报|检举|控告)(?!人|者)"
    "|(?:举报|检举|控告)(?:事项|材料|工单|件|信)?[^，。；]{0,6}(?:撤回|撤销|撤案|销案|作废|取消|一并撤|不再追究)"
)
# Mediation costs nothing, and nobody who mediates is paid by those who settle.
PAID_TO_OFFICIALS = re.compile(
    "(?:向|给|支付给?|缴纳给?|交纳给?|交给|付给|交付|汇入)[^，。；]{0,20}(?:市场监督管理|市场监管|工商|[本我]局|[监管]所|调解人员|调解员|执法人员|办案人员|工作人员|调解组织|消费者协会|消协)"
    "[^，。；]{0,14}(?:费|款|元|报酬|红包|酬|礼|钱)"
    "|(?:缴纳|交纳|支付|承担|给付|负担)[^，。；]{0,16}(?:调解费|辛苦费|好处费|办案费|感谢费|茶水费|劳务费)"
)
# No settlement takes away the ways to court, or to complain again (order 121 art. 25).
WAIVER = re.compile(
    "(?:不得|不再|不能|放弃)[^，。；]{0,8}(?:(?<!被)投诉(?!人)|起诉|诉讼|仲裁|信访|上访)|放弃[^，。；]{0,8}(?:诉权|追究)|不(?:再|得)?追究[^，。；]{0,10}(?:法律|违法|行政|刑事)责任"
    "|(?:不|不得|不再|不会|不能)[^，。；]{0,4}(?:到|去|找|往|给)[^，。；]{0,12}(?:部门|机关|单位|媒体|平台|信访|公安|12345|12315|网上)[^，。；]{0,6}(?:反映|投诉|举报|讲|说|告|申诉|提出|发布)"
    "|(?:不|不得|不再)向[^，。；]{0,12}(?:监管|主管|部门|机关|媒体|公安|12345|12315)[^，。；]{0,6}(?:反映|投诉|举报|披露|透露|提出)"
    "|(?:评价|改判|改为|回访)[^，。；]{0,8}满意|满意(?:评价|度)|(?:撤销|修改)[^，。；]{0,8}(?:不满意|工单评价)|不得[^，。；]{0,4}向[^，。；]{0,10}(?:监管|主管|部门|机关|媒体|公安|12345|12315)"
)
# A report is a matter of its own and nothing its subject has to read of (order 121 arts. 27, 37).
REPORT = re.compile(
    "线索[^，。；]{0,6}(?:也|均|都)?(?:是|系|由|为)[^，。；]{0,8}(?:提供|反映)|(?:线索|问题|行为)[^。；]{0,16}[本我]局[^，。；]{0,4}(?:另行|正在|已|将|继续)[^，。；]{0,4}(?:核查|核实|调查|立案|查处)"
    "|(?<!投诉)(?<!不得)(?<!撤回)(?<!放弃)(?<!不再)(?:举报|检举)(?!处理(?:暂行)?办法|中心|平台)"
)
# That anybody may report something is no report of anybody's.
_INVITED = re.compile(
    "(?:可以?|欢迎|请|也可以?|应当?)(?:随时|及时|立即)?(?:拨打|通过|致电|向)[^，。；]{0,20}(?:举报|检举)"
    "|(?:监督|投诉)?举报(?:电话|热线|方式|渠道)(?:是|为|：|:)?[0-9]"
)
# Whom the bureau suspects of fraud reads the paper too (order 121 art. 42).
SUSPICION = re.compile("敲诈|勒索|骗取|诈骗|骗赔|假打|夹带|掉包|公安|报案")


def tells_of_a_report(text: str) -> bool:
    """Tell whether a text speaks of a report, and not only of how one may be made."""
    return REPORT.search(_INVITED.sub("", text)) is not None


def texts_matching(part: Part, value: Mapping[str, Any], pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield the JSON Pointer of every printed text of a part that matches, in field order.

    What stays in the file (a mandate's own words) is another document's wording and not read.
    """
    for pointer, field, text in typed_values(part, value):
        if isinstance(field, Text) and not field.kept and pattern.search(text):
            yield pointer
