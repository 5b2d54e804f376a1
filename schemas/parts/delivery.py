"""How a document reached whom it is for."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, notice, rule
from schemas.ground.fields import Choice, Day, Text
from schemas.guard.told_days import days_told

# The ways of art. 82 of the penalty procedure, which alone a 送达回证 knows.
SERVICE_METHODS = {
    "direct": "直接送达",
    "left": "留置送达",
    "electronic": "电子送达",
    "post": "邮寄送达",
    "entrusted": "委托送达",
    "forwarded": "转交送达",
    "public_notice": "公告送达",
}
DELIVERY_METHODS = SERVICE_METHODS | {
    "telephone": "电话",
    "sms": "短信",
    "platform": "互联网平台",
}

TOLD = "本机关的告知记录"
_FAILED = re.compile(
    "(?:发送|投递|送达|派送|拨打|呼叫|推送)(?:均|都)?(?:失败|不成功|未成功)|停机|空号|关机|无人接听|未接通|打不通|退回|退信|退件|拒收|拒签|查无此人|原址(?:查无|不明)|(?:未能?|没有?|无法)(?:成功)?(?:送达|投递|妥投|签收|送到|发出)"
)
# Another way was tried then; what is denied was not.
_THEN = re.compile(
    "(?:(?<!未)(?<!没有)(?<!不)(?:再次|随后|改用|改由|改以|改为|另以|另行|又|转为|转|后)[^，。；]{0,8}(?:电话|短信|邮寄|寄|直接|当面|平台|公告|留置|送达|告知|联系|拨打|接通|发送|签收|张贴))"
)
_NOT_AGAIN = re.compile("(?:未|没有?|不|无)(?:再|曾|能)?(?:另行|再次|重新|改用|通过其他)")
_ARRIVED = re.compile(
    "(?<!未)(?<!没有)(?:签收|妥投|收到|送达|投妥|收悉|接听|接通|已读|发送成功|当面交|面交|告知)"
)
# These ways begin where somebody does not take a paper, or where none can be found.
WITHOUT_TAKING = ("left", "public_notice")


class Delivery(Part):
    """送达或告知: how and when a notice reached its addressee, and the proof of it."""

    method = Choice("方式", DELIVERY_METHODS, kept=True)
    delivered_on = Day("日期", optional=True, kept=True)
    proof = Text("凭证", longest=200, optional=True, kept=True)

    @rule(TOLD)
    def proof_proves_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A proof that the sending failed proves that nobody was told."""
        proof = value.proof or ""
        again = _THEN.search(proof) and not _NOT_AGAIN.search(proof)
        if value.method not in WITHOUT_TAKING and _FAILED.search(proof) and not again:
            yield notice(
                "/proof",
                "delivery_failed",
                "「凭证」写的是没有送到，请改用其他方式告知、送达，再照实填写方式、日期和凭证。",
            )

    @rule(TOLD, needs=("proof", "delivered_on"))
    def proof_is_of_the_day(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The day on which a proof says that it arrived is the day that is filled in."""
        if value.proof is None or value.delivered_on is None:
            return
        arrived = {
            each.day
            for each in days_told(value.proof, value.delivered_on.year)
            if each.exact and _ARRIVED.search(each.clause)
        }
        if arrived and value.delivered_on not in arrived:
            yield notice(
                "/proof",
                "delivery_day_differs",
                "「凭证」写的签收、送达日期与「日期」不同，请照凭证核对，改正其中一处。",
            )
