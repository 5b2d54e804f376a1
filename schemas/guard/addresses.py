"""Find a home's address in a text where no field of the case has it: somebody else lives there."""

import re
from collections.abc import Iterator

from schemas.ground.base import Finding, notice
from schemas.guard.folding import folded, folded_name
from schemas.guard.reading import Passage, Reading
from schemas.guard.reporters import CONFIDENTIALITY

# Down to the door: a building or a floor is where a shop is as well.
_HOME = re.compile(
    r"\d+(?:号?楼|幢|栋|座|号院|弄)[^,。;\n\d]{0,3}\d+(?:单元|门)[^,。;\n\d]{0,3}\d{2,4}(?:室|户|号)?"
    r"|\d+(?:单元|门洞)[^,。;\n\d]{0,2}\d{2,4}(?:室|户|号)?"
    r"|(?<=[里苑园庭区府寓村舍院湾郡])[^,。;\n\d]{0,4}\d+(?:号楼|号院|幢|栋|座)[-—]?\d{3,4}(?:室|户)"
)
# A number of a door: without one nobody is led to a home.
_DOOR = re.compile("[0-9](?:单元|门|室|户)")
_OF_A_PLACE = re.compile("址|地点|场所|位置")


def is_home(address: str) -> bool:
    """Tell whether an address leads to the door of a home."""
    return _HOME.search(folded(address)) is not None


def addresses_of_others(reading: Reading) -> Iterator[Finding]:
    """Yield every text that tells a home's address which is entered nowhere in the case."""
    texts = reading.continuous
    if not _DOOR.search(texts.text):
        return
    own, told = "", set[str]()
    for found in _HOME.finditer(texts.text):
        passage = texts.holder(found.start())
        own = own or _entered(reading)
        unknown = folded_name(found[0]).removesuffix("室") not in own
        if unknown and not _is_place(passage) and passage.pointer not in told:
            told.add(passage.pointer)
            yield notice(
                passage.pointer,
                "address_not_entered",
                "这里的住址没有填在当事人的栏目里，请核对不是来信来电人员或者无关人员的住址，无关的请删去。",
                CONFIDENTIALITY,
            )


def _entered(reading: Reading) -> str:
    """Return every address and place that a field of the case has, one after the other."""
    return "\n".join(folded_name(folded(each.text)) for each in reading.passages if _is_place(each))


def _is_place(passage: Passage) -> bool:
    return passage.field.kept or _OF_A_PLACE.search(passage.field.label) is not None
