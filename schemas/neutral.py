"""Keep what an inspected party reads free of every trace of a report (Order 121 art. 37)."""

import re
from collections.abc import Iterator

from schemas.base import Finding, error, notice

CONFIDENTIALITY = "《市场监督管理投诉举报处理办法》第三十七条"

# 被举报人 and 被投诉人 name the party itself; they still betray that there was a report.
_REPORTER = re.compile(
    r"(?<!被)(?:举报|投诉|检举|控告|信访)(?:人|者)|反映人|爆料人|职业打假人"
    r"|举报(?:电话|信|材料|奖励|邮箱)"
)
_REPORT = re.compile("举报|投诉|检举|控告|信访|匿名反映|群众反映|12345|12315|工单")


def traces_of_a_report(pointer: str, text: str | None) -> Iterator[Finding]:
    """Yield what betrays a reporter, or that there was a report, in the officers' own words.

    The party's own words are not for this: they are taken down as they were said.
    Errors: `reporter_named`; notices: `report_mentioned`.
    """
    if not text:
        return
    if _REPORTER.search(text):
        yield error(
            pointer, "reporter_named",
            "当事人要看、要签的文书里不得写来信来电人员的任何情况，请删去，只写检查所见。",
            CONFIDENTIALITY,
        )
    elif _REPORT.search(text):
        yield notice(
            pointer, "report_mentioned",
            "这里透露了检查的线索来源，请改成中性的写法，例如「对商品标价情况」。",
            CONFIDENTIALITY,
        )
