"""How accounts, keys and certificates may be called: one spelling for each name."""

import re
import unicodedata
from typing import Any

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit
from schemas.ground.base import Refusal
from schemas.parts.officers import Officer

# A certificate's number is kept as the documents that name it take it.
_CERTIFICATE = Officer().fields["certificate_number"]
# Two such names with a stroke between them are a key's entry in the audit trail: 80 at the most.
_NAME = re.compile(r"[^\W_](?:[\w.·-]{0,37}\w)?")


class BadNameError(DocgenError):
    """A name cannot be an account's or a key's."""

    code = "bad_name"
    exit_code = ExitCode.usage


class BadCertificateError(DocgenError):
    """A number cannot be that of a certificate."""

    code = "bad_certificate"
    exit_code = ExitCode.usage


def fit_name(name: str) -> str:
    """Return a name of an account or a key in its one spelling.

    Errors: `BadNameError`.
    """
    plain = spelt(name)
    if not _NAME.fullmatch(plain) or plain.casefold() == audit.PROGRAM.name:
        raise BadNameError(
            "名称应当是 1 到 39 个汉字、字母或数字，中间可以有点、间隔号、横线、下划线，请换一个。"
        )
    return plain


def fit_certificate(number: str) -> str:
    """Return the number of a certificate as documents take it; blank: no certificate.

    Errors: `BadCertificateError`.
    """
    if not number.strip():
        return ""
    try:
        return str(_CERTIFICATE.deserialize(number))
    except Refusal as refusal:
        findings: list[Any] = refusal.messages  # type: ignore[assignment]
        raise BadCertificateError(f"执法证号不能这样写：{findings[0].detail}") from None


def spelt(name: str) -> str:
    """Return a name as it is kept: full-width letters and blanks around it make no other name."""
    return unicodedata.normalize("NFKC", name.strip())
