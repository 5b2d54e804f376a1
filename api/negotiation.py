"""Choose the format of a document by what the caller accepts (RFC 9110 §12.5.1)."""

from collections.abc import Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable

from docgen.document import MEDIA_TYPES

# The first of two equally welcome formats wins: a caller who accepts anything gets a PDF.
PREFERENCE = ("pdf", "docx", "html")
# A list can be had as a workbook, too.
OF_LISTS = (*PREFERENCE, "xlsx")


def choose_format(accept: MIMEAccept, offered: Sequence[str] = PREFERENCE) -> str:
    """Return the format of those offered that the caller likes best.

    Errors: `NotAcceptable` (406) when the caller accepts none of them.
    """
    if not accept:
        return offered[0]
    best = max(offered, key=lambda name: accept.quality(MEDIA_TYPES[name]))
    if accept.quality(MEDIA_TYPES[best]) <= 0:
        raise NotAcceptable
    return best
