"""What is written into a blank: the form prints the words and the marks around it."""

from collections.abc import Iterator

from schemas.ground.base import Finding, error

# No list of ours and no sentence of a form has its mark in the blank itself.
FINAL_MARKS = tuple("。；，、：,;.:")


def blank_findings(
    pointer: str, text: str | None, before: str = "", after: str = ""
) -> Iterator[Finding]:
    """Yield what a text says once more of what the form prints `before` and `after` its blank.

    Errors: `words_of_the_form`, `final_mark`.
    """
    if not text:
        return
    if (before and text.startswith(before)) or (after and text.endswith(after)):
        printed = "和".join(f"「{each}」" for each in (before, after) if each)
        yield error(pointer, "words_of_the_form", f"式样已印有{printed}，请只填写中间的文字。")
    if text.endswith(FINAL_MARKS):
        yield error(pointer, "final_mark", "句中填写的文字末尾不加标点，请删去。")
