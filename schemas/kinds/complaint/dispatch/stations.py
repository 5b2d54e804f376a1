"""Who had an order when, from reception to whoever handles it, and who gave it back."""

from schemas.ground.base import Part
from schemas.ground.fields import Choice, LongText, Moment, PersonName, Text

STATIONS = {
    "reception": "承接部门",
    "dispatch": "派单部门",
    "unit": "承办部门",
    "handler": "处理人员",
}


class Station(Part):
    """一站: a unit, the person who took the order there, and the minute."""

    station = Choice("环节", STATIONS)
    unit = Text("部门", longest=60)
    person = PersonName("签收人", personal=None)
    at = Moment("签收时间")


class Returned(Part):
    """退回: a unit without authority gives the order back to reception (Order 121 art. 41)."""

    at = Moment("退回时间")
    unit = Text("退回的部门", longest=60)
    to = Text("退回给", longest=60)
    reason = LongText("退回理由", longest=1000, hint="写明依据的文件名称和条款。")
