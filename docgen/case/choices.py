"""Show a choice as forms do: every option with its box, the chosen one ticked."""

from collections.abc import Collection, Mapping
from typing import Any

from docgen.errors import RenderError

# One option of a choice as a form prints it: `mark` (☑ or □), `wording`, `code`, `chosen`.
Box = dict[str, Any]


def boxes_of(options: Mapping[str, str], chosen: Collection[str]) -> tuple[Box, ...]:
    """Return every option with its box, those chosen ticked."""
    return tuple(
        {
            "mark": "☑" if code in chosen else "□",
            "wording": wording,
            "code": code,
            "chosen": code in chosen,
        }
        for code, wording in options.items()
    )


def unticked(boxes: Collection[Box]) -> tuple[Box, ...]:
    """Return the same options with none chosen."""
    return tuple({**box, "mark": "□", "chosen": False} for box in boxes)


class Option(str):
    """The official wording of a choice; templates ask for `.code` in conditions.

    `.boxes` are all options of the choice, the chosen one ticked.
    """

    code: str
    boxes: tuple[Box, ...]

    def __new__(cls, code: str, options: Mapping[str, str]) -> "Option":
        """Return the wording of an option, remembering the code and its neighbours."""
        option = super().__new__(cls, options[code])
        option.code = code
        option.boxes = boxes_of(options, (code,))
        return option


class Unanswered:
    """A choice nobody made: false in conditions, never printed, the `.boxes` unticked."""

    code = ""

    def __init__(self, options: Mapping[str, str]) -> None:
        self.boxes = boxes_of(options, ())

    def __bool__(self) -> bool:
        return False

    def __html__(self) -> str:
        raise RenderError("模板要打印没有选择的项，请改成打印它的选项（boxes）。")


class Choices(tuple[Any, ...]):
    """What was chosen of several options; `.boxes` are all of them, the chosen ones ticked."""

    boxes: tuple[Box, ...]

    @classmethod
    def of(cls, chosen: Collection[Any], boxes: tuple[Box, ...]) -> "Choices":
        """Return what was chosen, remembering what else there was."""
        choices = cls(chosen)
        choices.boxes = boxes
        return choices
