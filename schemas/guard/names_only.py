"""Find a name, an address or a place that says more than where or who: nobody judges it there."""

import re
from collections.abc import Iterator

from schemas.ground.base import Finding, notice
from schemas.guard.folding import folded
from schemas.guard.reading import Passage, Reading
from schemas.guard.telling import TELLING

# What names a body or a place, by its label.
_NAMES = re.compile("(?:地址|地点|住所|住址|经营场所|单位|部门|机关|名称|监督管理局)$")
_SAYS_MORE = re.compile(
    "作废|不再|自动|由其|由他们?|是否|均未|都未|未到|没有|不予|不得|不准|必须|应当|视为|过期|逾期|否则|只能|"
    "通话|电话[里中调]|视频|微信|远程|线上(?:调|进)|没来|没到|不来|不在场"
)
_SHORT = 200


def names_that_say_more(reading: Reading) -> Iterator[Finding]:
    """Yield every such field that tells what happens, or is to happen, as well."""
    for passage in reading.passages:
        if _names_something(passage) and _SAYS_MORE.search(folded(passage.text)):
            yield notice(
                passage.pointer,
                "name_says_more",
                f"「{passage.field.label}」只填写名称或者地点，写在这里的其他情况不会被核对，请移到相应的栏目。",
                TELLING,
            )


def _names_something(passage: Passage) -> bool:
    return len(passage.text) < _SHORT and _NAMES.search(passage.field.label) is not None
