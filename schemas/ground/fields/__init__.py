"""The fields cases are made of: each knows its label, what it accepts and how it is printed."""

from schemas.ground.fields.amounts import Count, Money
from schemas.ground.fields.choices import Choice, Flag
from schemas.ground.fields.codes import CreditCode, IdNumber, Phone, RegistrationNumber
from schemas.ground.fields.days import Day, Moment
from schemas.ground.fields.described import Described, Personal, When
from schemas.ground.fields.files import EvidenceFile, File, FileReference
from schemas.ground.fields.groups import Group, Rows, condition_words
from schemas.ground.fields.strokes import Strokes
from schemas.ground.fields.words import Code, LongText, PartyName, PersonName, Text

__all__ = [
    "Choice",
    "Code",
    "Count",
    "CreditCode",
    "Day",
    "Described",
    "EvidenceFile",
    "File",
    "FileReference",
    "Flag",
    "Group",
    "IdNumber",
    "LongText",
    "Moment",
    "Money",
    "PartyName",
    "PersonName",
    "Personal",
    "Phone",
    "RegistrationNumber",
    "Rows",
    "Strokes",
    "Text",
    "When",
    "condition_words",
]
