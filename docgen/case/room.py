"""Room to write by hand: what the blank edition of a paper prints where a case has its words."""

from typing import Any, Self

from markupsafe import Markup, escape

from docgen.case.choices import Box, boxes_of, unticked
from schemas.ground.fields import Choice, Count, Day, LongText, Moment, Money, Text
from schemas.ground.fields.codes import CreditCode, IdNumber, Phone
from schemas.ground.fields.words import PersonName

SPACE = "\u3000"
DAY = "　　　　年　　月　　日"
MOMENT = "　　　　年　　月　　日　　时　　分"
# The same between the rules of a cell.
_NARROW = (("　　　　年　　月　　日", "　　年　月　日"), ("　　时　　分", "　时　分"))
# Characters of room by the type of a field; those of other texts follow what they may hold.
_WIDE: tuple[tuple[type, int], ...] = (
    (PersonName, 6), (Phone, 7), (IdNumber, 10), (CreditCode, 12), (Count, 2), (Money, 7),
)  # fmt: skip
CAPITALS = 16
# Of other texts: the least and the most, in a line; a line of a letter; when a text is long.
_LEAST, _MOST, _LINE = 6, 12, 28
_LONG = 1000
# Private-use characters that no text may hold, around room in a Word file while it is made.
OPEN, CLOSE, LINE = "\uf0f0", "\uf0f1", "\uf0f2"
# Blanks at the end of a line would hang out of sight in Word: a line is drawn with these.
RULE = "＿"


class Room(str):
    """Room for a pen, true in conditions; it answers whatever templates ask of words.

    `form` is what is printed in it (年月日, boxes), empty where a line is drawn of as many
    characters as the text is long; `lines` counts the lines of a long text.
    """

    form: str
    lines: int
    code: str
    boxes: tuple[Box, ...]

    @classmethod
    def of(cls, width: int, *, form: str = "", lines: int = 0) -> Self:
        """Return room of so many characters, or of a form."""
        room = cls(form or SPACE * (width * max(lines, 1)))
        room.form, room.lines = form, lines
        room.code, room.boxes = "", ()
        return room

    @property
    def paragraphs(self) -> tuple["Room", ...]:
        """One paragraph with all its lines."""
        return (self,)

    @property
    def yuan(self) -> "Room":
        """Room for an amount in figures."""
        return self

    @property
    def capitals(self) -> "Room":
        """Room for an amount in capitals."""
        return Room.of(CAPITALS)

    def on_page(self) -> Markup:
        """Return the room as HTML: a line of units that breaks like text; in a cell, free space."""
        if self.form:
            kind = "form" if self.boxes else "form day"
            return Markup('<span class="room {}">{}</span>').format(kind, self.form)
        kind = "room lines" if self.lines else "room"
        units, rules = "<i></i>" * len(self), "<b></b>" * self.lines
        return Markup(f'<span class="{kind}">{units}{rules}</span>')  # noqa: S704 - no value in it

    def in_word(self) -> Markup:
        """Return the room as text between marks, which `docgen.look.pen` takes off again."""
        if self.form:
            return escape(self.form)
        return Markup(f"{OPEN}{RULE * len(self)}{LINE * self.lines}{CLOSE}")  # noqa: S704 - blanks alone


def room_for(field: Any, code: str = "") -> Any:
    """Return the room a field's value is written into; conditions see a choice's `code`."""
    if isinstance(field, Choice):
        boxes = unticked(boxes_of(field.options, ()))
        room = Room.of(0, form=SPACE.join(f"{box['mark']}{box['wording']}" for box in boxes))
        room.code, room.boxes = code, boxes
        return room
    if isinstance(field, Day):
        return Room.of(0, form=DAY)
    if isinstance(field, Moment):
        return Room.of(0, form=MOMENT)
    if isinstance(field, LongText):
        return Room.of(_LINE, lines=5 if field.longest > _LONG else 3)
    for kind, width in _WIDE:
        if isinstance(field, kind):
            return Room.of(width)
    longest = field.longest if isinstance(field, Text) else 0
    return Room.of(min(max(longest // 4, _LEAST), _MOST))


def narrowed(cell: str) -> str:
    """Return the markup of a table's cell with the forms of days as narrow as cells are."""
    for wide, narrow in _NARROW:
        cell = cell.replace(wide, narrow)
    return cell
