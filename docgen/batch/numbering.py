"""The document numbers of a batch: none twice, none that the register has given to somebody.

A batch prints the numbers its cases bring; to give numbers is the register's work. A number is
claimed where a case is handed out, in the order of the input, so that whoever renders what when,
the same line has it.
"""

from collections.abc import Callable

from docgen.batch.chunk import Failed
from docgen.batch.item import Item
from docgen.clock import beijing_day
from docgen.engine import Engine
from schemas.ground.base import Facts
from schemas.ground.kind import NumberedKind
from schemas.ground.text import narrow
from schemas.law import DocumentNumber, DocumentNumberError

Registered = Callable[[DocumentNumber], bool]

FIELD = "document_number"
TWICE, TAKEN = "duplicate_number", "number_taken"
# Copies that go out or are kept; a redacted copy repeats a document, a draft bears no number.
OF_ITS_OWN = ("delivery", "archive")


def nobody(_number: DocumentNumber) -> bool:
    """Say of a number that no register at hand has it."""
    return False


class Numbering:
    """Judges the numbers of cases as they are handed out.

    `claim` gives a number to a line and returns the line that has it already, if one has;
    `registered` asks the register.
    """

    def __init__(
        self,
        engine: Engine,
        claim: Callable[[int, str], int | None],
        copy: str,
        registered: Registered = nobody,
    ) -> None:
        self._engine, self._claim = engine, claim
        self._facts = Facts(engine.law, engine.house, beijing_day())
        self._judges = copy in OF_ITS_OWN
        self._registered = registered

    def refusal(self, item: Item) -> Failed | None:
        """Return why a case cannot have its number, and claim it otherwise."""
        found = self._number(item)
        if found is None:
            return None
        printed, number = found
        if self._registered(number):
            return Failed(
                item.line, TAKEN,
                "这个文号登记簿里已有，不能再用；请改正，或者用 --issue 由登记簿编号。"
                "已经出具的文书要装包，请用 docgen register bag。",
            )  # fmt: skip
        other = self._claim(item.line, printed)
        if other is not None:
            return Failed(item.line, TWICE, f"文号与第 {other} 行的相同，请核对后改正。")
        return None

    def _number(self, item: Item) -> tuple[str, DocumentNumber] | None:
        """Return the number a case brings, as its class prints it and in its parts.

        One that is none the kind's own rule refuses.
        """
        reader, text = self._engine.catalogue[item.kind].reader, item.payload.get(FIELD)
        if not (self._judges and isinstance(reader, NumberedKind) and isinstance(text, str)):
            return None
        series = reader.number_class(self._facts)
        try:
            printed = series.printed(narrow(text))
            return printed, series.read(printed)
        except DocumentNumberError:
            return None
