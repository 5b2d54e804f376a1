"""Compare what stands in quotation marks with the law: words of a provision are its own words."""

import re
from collections.abc import Iterator
from datetime import date

from schemas.ground.base import Finding, notice
from schemas.guard.reading import Reading
from schemas.law import Law
from schemas.law.texts import without_marks, wordings

QUOTED = "所引规定的原文"
_MARKED = re.compile("“([^“”]{12,})”|「([^「」]{12,})」")
# What was left out parts a quotation.
_LEFT_OUT = re.compile("…+|[.]{3,}|[（(](?:略|中略|下略)[）)]")
_SHORTEST = 12
# Most of what is quoted is the provision's; the rest was altered, or is somebody else's.
_ITS_OWN = 0.4


def quotations_altered(reading: Reading, dated: date, law: Law) -> Iterator[Finding]:
    """Yield every text that quotes a provision in force in other words than it has.

    What was said, and what held before, is nobody's quotation of it.
    """
    if "“" not in reading.joined and "「" not in reading.joined:
        return
    for passage in reading.free:
        if passage.field.spoken or passage.field.former:
            continue
        if name := _altered(passage.text, dated, law):
            yield notice(
                passage.pointer,
                "quotation_altered",
                f"「{passage.field.label}」引号里的话与{name}的原文不同，请对照原文逐字核对。",
                QUOTED,
            )


def _altered(text: str, dated: date, law: Law) -> str:
    """Return the name of the instrument that a text quotes otherwise; empty where it does not."""
    for found in _MARKED.finditer(text):
        for piece in _LEFT_OUT.split(found[1] or found[2]):
            words = without_marks(piece)
            if len(words) < _SHORTEST:
                continue
            shares = [
                (wording.share_of(words), name)
                for name, wording in wordings().items()
                if law.instruments.get(name).governs(dated)
            ]
            share, name = max(shares, default=(0.0, ""))
            if _ITS_OWN <= share < 1:
                return str(law.instruments.get(name).name)
    return ""
