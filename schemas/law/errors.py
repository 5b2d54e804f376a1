"""Say in plain Chinese what is wrong with a date, a citation, an amount or a number."""

from __future__ import annotations

from typing import ClassVar


class LawError(ValueError):
    """The common parent: `str(error)` is a Chinese sentence that says what to do."""

    code: ClassVar[str] = "law"


class NotInForceError(LawError):
    """An instrument is cited for a day on which it does not govern."""

    code = "not_in_force"


class UnknownTermError(LawError):
    """An instrument, topic, deadline or kind is named that the tables do not hold."""

    code = "unknown_term"


class CalendarMissingError(LawError):
    """A day lies in a year whose holiday arrangement is not known."""

    code = "calendar_missing"


class CalendarFileError(LawError):
    """A calendar file of the office contradicts itself or the Holiday Regulation."""

    code = "calendar_file"


class AmountError(LawError):
    """A sum of money cannot be written, or its capitals cannot be read."""

    code = "amount"


class DocumentNumberError(LawError):
    """A document number is not written the way its style prescribes."""

    code = "document_number"
