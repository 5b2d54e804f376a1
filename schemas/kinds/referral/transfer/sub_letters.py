"""文号: one letter bears the number itself, several the same one with their place."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Rows, Text
from schemas.ground.kind import KindSchema


class NumberedLetters(KindSchema):
    """Each letter of a referral under a number of its own, made of the one that is given."""

    @derived(Rows("各函文号", Text("文号")), prints=("document_number",))
    def number_lines(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """The number of each letter: 12号, or 12-1号 and 12-2号 where there are several."""
        if len(value.letters) == 1:
            return (str(value.number_line),)
        stem = value.number_line.removesuffix("号")
        return tuple(f"{stem}-{index}号" for index, _ in enumerate(value.letters, 1))

    @rule("GB/T 9704-2012 第7.2.5条")
    def sub_numbers_are_ours_to_add(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Several letters get -1, -2 by themselves."""
        if len(value.letters) > 1 and re.search(r"-\d+号$", value.document_number or ""):
            yield error(
                "/document_number",
                "sub_number_given",
                "有多份函时文号自动加 -1、-2，请只填不带分号的文号。",
            )
