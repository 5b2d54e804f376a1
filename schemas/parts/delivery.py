"""How a document reached whom it is for."""

from schemas.ground.base import Part
from schemas.ground.fields import Choice, Day, Text

DELIVERY_METHODS = {
    "direct": "直接送达",
    "left": "留置送达",
    "electronic": "电子送达",
    "post": "邮寄送达",
    "entrusted": "委托送达",
    "forwarded": "转交送达",
    "public_notice": "公告送达",
    "telephone": "电话",
    "sms": "短信",
    "platform": "互联网平台",
}


class Delivery(Part):
    """送达或告知: how and when a notice reached its addressee, and the proof of it."""

    method = Choice("方式", DELIVERY_METHODS, kept=True)
    delivered_on = Day("日期", optional=True, kept=True)
    proof = Text("凭证", longest=200, optional=True, kept=True)
