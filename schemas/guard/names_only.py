"""Find a name, an address or a place that says more than where or who: nobody judges it there."""

import re
from collections.abc import Iterator
from functools import cache

from schemas.ground.base import Finding, notice
from schemas.guard.folding import folded
from schemas.guard.reading import Reading
from schemas.guard.telling import TELLING

# A body's name may hold nearly any word (自动化, 视频, 远程教育): only those that judge are none.
_BODY = re.compile("(?:单位|部门|机关|名称|监督管理局)$")
_BODY_JUDGES = re.compile("是否|由其|由他们?[^，。]{0,4}[定管]|作废|不予|不得|视为|否则|应当")
_PLACE = re.compile("(?:地址|地点|住所|住址|经营场所)$")
_PLACE_TELLS = re.compile(
    f"{_BODY_JUDGES.pattern}|不再|必须|逾期|过期|均未|都未|未到|没有|没来|没到|不来|不在场|"
    "通话|电话[里中调]|微信|视频(?:里|中|调|会|连)|远程|线上(?:调|进)"
)
_SHORT = 200


def names_that_say_more(reading: Reading) -> Iterator[Finding]:
    """Yield every such field that tells what happens, or is to happen, as well."""
    for passage in reading.passages:
        more = _more(passage.field.label)
        if more and len(passage.text) < _SHORT and more.search(folded(passage.text)):
            yield notice(
                passage.pointer,
                "name_says_more",
                f"「{passage.field.label}」只填写名称或者地点，写在这里的其他情况不会被核对，请移到相应的栏目。",
                TELLING,
            )


@cache
def _more(label: str) -> re.Pattern[str] | None:
    """Return what a field of this label may not say; None where it may say anything."""
    for names, more in ((_BODY, _BODY_JUDGES), (_PLACE, _PLACE_TELLS)):
        if names.search(label):
            return more
    return None
