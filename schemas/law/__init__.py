"""The law as dated data: what governs on a day, what it says, how it counts and writes."""

from schemas.law.amounts import ReadAmount, capitals, figures, read_capitals
from schemas.law.calendar import Calendar
from schemas.law.calendar_file import HolidayBlock, YearCalendar, read_calendar
from schemas.law.citing import CitedPlace, Doubt
from schemas.law.counting import DueDate, LayeredDue, Span
from schemas.law.deadlines import Deadline, Layer, Unit
from schemas.law.errors import (
    AmountError,
    CalendarFileError,
    CalendarMissingError,
    DocumentNumberError,
    LawError,
    NotInForceError,
    UnknownTermError,
)
from schemas.law.grounds import Ground, GroundSet
from schemas.law.instruments import Citation, Instrument
from schemas.law.law import Law, load_law
from schemas.law.mentions import RepealedCitation
from schemas.law.numbers import SHIPPED_STYLES, DocumentNumber, NumberClass, NumberStyle
from schemas.law.numerals import chinese_date, chinese_numeral, read_numeral

__all__ = [
    "SHIPPED_STYLES",
    "AmountError",
    "Calendar",
    "CalendarFileError",
    "CalendarMissingError",
    "Citation",
    "CitedPlace",
    "Deadline",
    "DocumentNumber",
    "DocumentNumberError",
    "Doubt",
    "DueDate",
    "Ground",
    "GroundSet",
    "HolidayBlock",
    "Instrument",
    "Law",
    "LawError",
    "Layer",
    "LayeredDue",
    "NotInForceError",
    "NumberClass",
    "NumberStyle",
    "ReadAmount",
    "RepealedCitation",
    "Span",
    "Unit",
    "UnknownTermError",
    "YearCalendar",
    "capitals",
    "chinese_date",
    "chinese_numeral",
    "figures",
    "load_law",
    "read_calendar",
    "read_capitals",
    "read_numeral",
]
