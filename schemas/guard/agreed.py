"""Find an opinion that agrees to an act of the bureau of which the paper itself says nothing."""

from collections.abc import Iterator

from schemas.ground.base import Finding, notice
from schemas.ground.kind import KindSchema
from schemas.guard.answers import act_in, acts_agreed_to
from schemas.guard.reading import Reading

PROCEDURE = "本机关的审批程序"
# What the bureau's own people say to what they are asked for, and nobody else.
_APPROVING = frozenset(("审批意见", "审核意见", "意见"))


def agreed_to_another_act(kind: KindSchema, reading: Reading) -> Iterator[Finding]:
    """Yield every opinion that agrees to what no title, choice or other text of its paper says.

    Where the title of a paper names its act, a rule of the paper compares the two.
    """
    title = kind.header.title
    if act_in(title):
        return
    for passage in reading.free:
        if passage.field.label not in _APPROVING:
            continue
        agreed = acts_agreed_to(passage.text)
        if not agreed:
            continue
        said = [each.text for each in reading.free if each is not passage]
        said += [each.wording for each in reading.choices]
        if not any(act in each for act in agreed for each in said):
            named = "、".join(sorted(agreed))
            yield notice(
                passage.pointer,
                "opinion_of_another_act",
                f"「{passage.field.label}」同意的是{named}，本文书是{title}，没有写到这件事，请核对是不是另一份文书的意见。",
                PROCEDURE,
            )
