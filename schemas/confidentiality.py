"""Keep reporters out of what others read: find their data in the free text of a document."""

import re
import unicodedata
from collections.abc import Iterator

from schemas.base import Finding, error, notice
from schemas.parties import is_valid_identity

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
            pointer, "reporter_data",
            f"正文含有{'、'.join(found)}，请删去；受移送机关确需的，作为附件移送。",
            CONFIDENTIALITY,
        )
    elif re.search(_REPORTER, text):
        yield notice(
            pointer, "reporter_mentioned",
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
