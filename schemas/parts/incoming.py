"""来文: a paper that another authority sends, as its receiver registers it in a case.

A county-level bureau does not issue the 投诉/举报分送通知书 (form 3 of 2026-04) but receives it:
its number, its days, and the day by which the result is reported back.
"""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.ground.fields import Choice, Day, EvidenceFile, PartyName, Text
from schemas.ground.kind import Clock
from schemas.parts.acts import Form
from schemas.parts.matters import MATTERS

# The day by which whoever received the paper reports back (Order 121, art. 41; the form's blank).
REPORT_BACK = Clock("CF-3", starts="dated_on", until="report_back_on")
# What a case then knows, by the names that the papers of the matter give it: the days for deciding
# run from the receipt of whoever has authority (Order 121, art. 15 and 35).
KNOWN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "complaint": {"received_on": "received_on", "matter": "complaint_subject"},
        "report": {"received_on": "report_received_on", "matter": "report_subject"},
    }
)


class IncomingForm(Form):
    """What somebody enters of a paper that came in; the scan is kept as it came."""

    title = Text("来文名称", longest=80, hint="例如：投诉分送通知书、举报分送通知书、督办通知书。")
    matter_sort = Choice("件别", MATTERS | {"other": "其他"})
    sender = PartyName("来文机关", longest=100, hint="例如：示例市市场监督管理局。")
    number = Text("来文文号", longest=80)
    dated_on = Day("来文日期")
    received_on = Day("收到日期", hint="投诉、举报的法定期限从这一天起算。")
    matter = Text(
        "事项", longest=120, optional=True, hint="「关于」之后的文字，例如「某店拒退订金」。"
    )
    report_back_on = Day(
        "报告结果的期限", optional=True, planned=True, hint="来文要求报告处理结果的，列入期限。"
    )
    scan = EvidenceFile("扫描件", optional=True, hint="原样保存，另记校验值。")

    example = {
        "title": "投诉分送通知书",
        "matter_sort": "complaint",
        "sender": "示例市市场监督管理局",
        "number": "示市监﹝2026﹞第201号",
        "dated_on": "2026-06-11",
        "received_on": "2026-06-15",
        "matter": "青石县百味轩餐饮店拒绝退还宴席订金",
        "report_back_on": "2026-08-31",
    }
