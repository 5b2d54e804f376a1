"""Keep reporters out of what others read (Order 121 art. 37): two guards over free text.

What the inspected party reads must not even betray that there was a report; a letter to another
authority may speak of one, but must not carry anybody's data.
"""

import re
import unicodedata
from collections.abc import Iterator

from schemas.ground.base import Finding, error, notice
from schemas.ground.identity import is_valid_identity

CONFIDENTIALITY = "《市场监督管理投诉举报处理办法》第三十七条"

# 被举报人 and 被投诉人 are the other side, whose data the document is about.
_REPORTER = r"(?<!被)(?<!被投诉)(?:举报|投诉|检举)(?:人|者)"
_REPORTER_DATA = re.compile(
    rf"{_REPORTER}(?:的)?(?:真实)?"
    r"(?:姓名|名字|名叫|姓氏|身份|证件|电话|手机|联系|住址|地址|住所|微信|邮箱|账号|单位|为|是|系|[:：])"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)[(]?0\d{2,3}[)-] ?\d{7,8}(?!\d)")
_IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")


def reporter_findings(pointer: str, text: str | None) -> Iterator[Finding]:
    """Yield what a text says, or may say, about a reporter (Order 121 art. 37).

    Errors: `reporter_data` for identifying words, phone numbers and identity numbers of persons.
    A mere mention of the reporter is a notice, `reporter_mentioned`.
    """
    if not text:
        return
    found = tuple(_personal_data(unicodedata.normalize("NFKC", text)))
    if found:
        yield error(
            pointer,
            "reporter_data",
            f"正文含有{'、'.join(found)}，请删去；受移送机关确需的，作为附件移送。",
            CONFIDENTIALITY,
        )
    elif re.search(_REPORTER, text):
        yield notice(
            pointer,
            "reporter_mentioned",
            "正文提到举报人或者投诉人，请核对没有能认出本人的内容，能改为“举报线索反映”的请改写。",
            CONFIDENTIALITY,
        )


def _personal_data(text: str) -> Iterator[str]:
    if _REPORTER_DATA.search(text):
        yield "举报人或者投诉人的个人信息"
    if _MOBILE.search(text) or _LANDLINE.search(text):
        yield "电话号码"
    if any(is_valid_identity("resident_card", number) for number in _IDENTITY.findall(text)):
        yield "公民身份号码"


# 被举报人 and 被投诉人 name the party itself; they still betray that there was a report.
_NAMED = re.compile(
    r"(?<!被)(?:举报|投诉|检举|控告|信访)(?:人|者)|反映人|爆料人|职业打假人"
    r"|举报(?:电话|信|材料|奖励|邮箱)"
)
_TRACE = re.compile("举报|投诉|检举|控告|信访|匿名反映|群众反映|12345|12315|工单")


def traces_of_a_report(pointer: str, text: str | None) -> Iterator[Finding]:
    """Yield what betrays a reporter, or that there was a report, in the officers' own words.

    The party's own words are not for this: they are taken down as they were said.
    Errors: `reporter_named`; notices: `report_mentioned`.
    """
    if not text:
        return
    if _NAMED.search(text):
        yield error(
            pointer,
            "reporter_named",
            "当事人要看、要签的文书里不得写来信来电人员的任何情况，请删去，只写检查所见。",
            CONFIDENTIALITY,
        )
    elif _TRACE.search(text):
        yield notice(
            pointer,
            "report_mentioned",
            "这里透露了检查的线索来源，请改成中性的写法，例如「对商品标价情况」。",
            CONFIDENTIALITY,
        )
