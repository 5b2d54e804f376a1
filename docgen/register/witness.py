"""A witness outside: what the last entry of the trail was at a moment, kept where we cannot write.

Whoever can write database and store alike can make trail, seals and head anew, and nothing in them
would tell. A statement kept elsewhere does: the entry it names must still be there with its digest,
and the digest covers every entry before. What came after the last statement rests on the trail
alone.
"""

import fcntl
import hashlib
import hmac
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from docgen.errors import DocgenError, ExitCode
from docgen.register.database import Register
from docgen.register.head import Head, RegisterBehindError, holds, last_entry
from docgen.register.proof import Break
from docgen.register.tables import audit

SECONDS = 10.0
SCHEMES = ("https://", "http://")
MOST_LINE = 1000
# A file of statements is looked at from its end: so far back stands the last whole line.
TAIL = 64 * 1024


class WitnessError(DocgenError):
    """A statement cannot be sent, or a file of statements cannot be read."""

    code = "witness"
    exit_code = ExitCode.failed


class WitnessAheadError(RegisterBehindError):
    """The witness outside names an entry that the trail lacks: the machine went back as a whole."""

    def __init__(self, sequence: int) -> None:
        DocgenError.__init__(
            self,
            f"外面的见证（DOCGEN_WITNESS）记着第 {sequence} 条审计记录，登记簿里没有："
            "可能整台机器退回了较旧的快照，也可能见证文件是另一个登记簿的。为免一个文号用在两份文书上，已停止出具。"
            "请管理员按运维手册“数据库倒退”一节处理。",
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """What was the last entry at a moment; `signature` is empty where there is no key."""

    at: datetime
    head: Head
    signature: str = ""

    def line(self) -> str:
        """Return it as a line of JSON, as files hold it and addresses are sent it."""
        said = {
            "at": self.at.isoformat(timespec="seconds"),
            "sequence": self.head.sequence,
            "digest": self.head.digest,
        }
        return json.dumps(said | ({"signature": self.signature} if self.signature else {}))


def state(register: Register, key: bytes = b"") -> Statement:
    """Return a statement of the last entry at this moment, signed if there is a key."""
    with register.reading() as connection:
        head = last_entry(connection)
    at = register.now().replace(microsecond=0)
    return Statement(at, head, _signature(key, at, head))


def send(statement: Statement, to: str) -> None:
    """Append a statement to a file, or post it to an address that answers with 2xx.

    Errors: `WitnessError`.
    """
    line = statement.line().encode() + b"\n"
    try:
        (_post if to.startswith(SCHEMES) else _append)(to, line)
    except (OSError, urllib.error.URLError) as fault:
        raise WitnessError(
            f"见证没有送到（{type(fault).__name__}），请检查 DOCGEN_WITNESS 指向的文件或地址。"
        ) from fault


def read_statements(path: Path) -> list[Statement]:
    """Return the statements of a file, a line each.

    Errors: `WitnessError` naming the line.
    """
    try:
        with path.open(encoding="utf-8") as file:
            lines = [*enumerate(iter(lambda: file.readline(MOST_LINE), ""), 1)]
    except (OSError, ValueError):
        raise WitnessError("见证文件读不了，请核对文件名和权限。") from None
    return [_parsed(number, line) for number, line in lines if line.strip()]


def ahead(register: Register, to: str) -> Head | None:
    """Return what the last statement in the file `to` names, if the trail lacks it.

    A machine put back to a snapshot has a store as old as its database; only what lies elsewhere
    knows. An address cannot be asked, and a file that cannot be read says nothing.
    Errors: `RegisterUnavailableError`.
    """
    told = None if not to or to.startswith(SCHEMES) else _last(Path(to))
    if told is None:
        return None
    with register.reading() as connection:
        return None if holds(connection, told) else told


def refuse_if_ahead(register: Register, to: str) -> None:
    """Refuse to start where the witness outside knows more than the register.

    Errors: `WitnessAheadError`, `RegisterUnavailableError`.
    """
    if told := ahead(register, to):
        raise WitnessAheadError(told.sequence)


def compare(
    register: Register, statements: Sequence[Statement], key: bytes = b""
) -> Iterator[Break]:
    """Yield every statement that the trail does not bear out."""
    with register.reading() as connection:
        for each in statements:
            number, digest = each.head.sequence, each.head.digest
            if key and not hmac.compare_digest(
                each.signature.encode(), _signature(key, each.at, each.head).encode()
            ):
                yield Break(number, "见证的签名不对，这一行见证不可信。")
                continue
            if number == 0:
                continue
            kept = connection.scalar(select(audit.c.digest).where(audit.c.sequence == number))
            if kept is None:
                yield Break(number, "见证里有这一条，记录里没有，末尾被截去或换成了旧的数据库。")
            elif kept != digest:
                yield Break(number, "与见证的摘要不符，这一条或以前的记录被整体替换过。")


def read_key(path: Path | None) -> bytes:
    """Return the key that statements are signed with; none without a file.

    Errors: `WitnessError`.
    """
    if path is None:
        return b""
    try:
        key = path.read_bytes().strip()
    except OSError:
        raise WitnessError("DOCGEN_WITNESS_KEY 指向的文件读不了，请核对路径和权限。") from None
    if len(key) < 32:
        raise WitnessError("DOCGEN_WITNESS_KEY 指向的文件应当有至少 32 个字符，请换一个。")
    return key


def _signature(key: bytes, at: datetime, head: Head) -> str:
    if not key:
        return ""
    said = f"{at.isoformat(timespec='seconds')} {head.sequence} {head.digest}"
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def _last(path: Path) -> Head | None:
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
            lines = file.read(TAIL).decode("utf-8", "replace").splitlines()
    except OSError:
        return None
    for line in reversed(lines):
        with suppress(WitnessError):
            return _parsed(0, line).head
    return None


def _append(to: str, line: bytes) -> None:
    handle = os.open(to, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        """Go nowhere but where the administrator said."""


def _post(to: str, line: bytes) -> None:
    request = urllib.request.Request(  # noqa: S310 (the administrator's own address)
        to, line, {"Content-Type": "application/json"}
    )
    opener = urllib.request.build_opener(_NoRedirects)
    with opener.open(request, timeout=SECONDS):
        pass


def _parsed(number: int, line: str) -> Statement:
    try:
        said = json.loads(line)
        head = Head(int(said["sequence"]), str(said["digest"]))
        return Statement(datetime.fromisoformat(said["at"]), head, str(said.get("signature", "")))
    except (ValueError, TypeError, KeyError):
        raise WitnessError(f"见证文件第 {number} 行不是见证，请核对文件。") from None
