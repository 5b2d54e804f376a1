"""The paper that a number names: looked up among those of the contract, or the last one instead."""

from collections.abc import Generator, Sequence

from schemas.ground.base import Finding, Record, notice
from schemas.ground.neighbours import Standing


def paper_named(
    pointer: str, number: str | None, others: Sequence[Standing], code: str, words: str
) -> Generator[Finding, None, Sequence[Standing]]:
    """Yield that a number names none of `others`, and return those to compare a case with.

    `words` say what they are and how their number is called: 结算单里没有这个文号.
    """
    named = [each for each in others if each.document_number == number]
    if not named:
        yield notice(pointer, code, f"这份合同登记的{words}，最近的一份是{others[-1]}，请核对。")
    return named or others[-1:]


def acceptance_named(
    value: Record, others: Sequence[Standing]
) -> Generator[Finding, None, Sequence[Standing]]:
    """Look up the acceptance that a payment or a settlement names in the same way."""
    here, number = "/acceptance_number", value.acceptance_number
    return (
        yield from paper_named(here, number, others, "acceptance_unknown", "验收书里没有这个编号")
    )
