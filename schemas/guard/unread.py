"""Say what of a redacted copy only a person can know to be clean: its free text."""

from collections.abc import Iterator

from schemas.ground.base import Finding, notice
from schemas.ground.fields import LongText, Text
from schemas.ground.roles import Role
from schemas.guard.reading import Passage, Reading

PERSONAL_DATA = "《中华人民共和国个人信息保护法》第六条"
# A field for so few characters holds a term or a number, no sentence about anybody.
_SENTENCE = 100
# What the licence of a business says is public.
_PUBLIC = frozenset((Role.party, Role.respondent))


def to_be_read(reading: Reading) -> Iterator[Passage]:
    """Yield the printed texts in which somebody may stand whom no field names."""
    for passage in reading.free:
        field = passage.field
        if field.kept or not isinstance(field, Text) or field.longest <= _SENTENCE:
            continue
        if isinstance(field, LongText) or _PUBLIC.isdisjoint(passage.roles):
            yield passage


def left_to_a_person(reading: Reading) -> Iterator[Finding]:
    """Yield the notice of a redacted copy: which of its fields somebody has to read."""
    labels = dict.fromkeys(f"「{each.field.label}」" for each in to_be_read(reading))
    if labels:
        yield notice(
            "",
            "redacted_unread",
            f"脱敏只遮得住认得出的内容，请逐字看过{'、'.join(labels)}再交出，核对没有其他人的姓名、住址。",
            PERSONAL_DATA,
        )
