"""Say why the database does not answer: one sentence for a caller, a word for log and metrics."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from docgen.errors import DocgenError

OTHER = "other"
# Cause -> what it is in the sentence for whoever has to mend it.
CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "locked": "被另一个程序占用",
        "full": "磁盘已满",
        "read_only": "只读",
        "refused": "没有在运行或拒绝连接",
        "too_many_clients": "连接数已满",
        "frozen": "没有回应",
        "waiting": "等候的请求太多",
        "denied": "账号或密码不对",
        "lost": "连接中断",
        OTHER: "被占用、连不上或磁盘已满",
    }
)
# By the codes of SQLite and PostgreSQL, the longest that fits.
_BY_CODE: Mapping[str, str] = MappingProxyType(
    {
        "SQLITE_BUSY": "locked",
        "SQLITE_LOCKED": "locked",
        "SQLITE_FULL": "full",
        "SQLITE_IOERR": "full",
        "SQLITE_READONLY": "read_only",
        "SQLITE_CANTOPEN": "read_only",
        "55P03": "locked",
        "40": "locked",
        "53100": "full",
        "53300": "too_many_clients",
        "57014": "frozen",
        "57P03": "refused",
        "25006": "read_only",
        "28": "denied",
        "3D": "denied",
        "57P": "lost",
        "08": "lost",
    }
)
# A connection that was never made has no code, only libpq's words.
_BY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "too many clients": "too_many_clients",
        "remaining connection slots": "too_many_clients",
        "too many connections": "too_many_clients",
        "password": "denied",
        "no pg_hba.conf entry": "denied",
        "does not exist": "denied",
        "starting up": "refused",
        "shutting down": "refused",
        "refused": "refused",
        "could not translate host": "refused",
        "no such file or directory": "refused",
        "timeout": "frozen",
        "timed out": "frozen",
        "closed": "lost",
        "terminat": "lost",
    }
)


class RegisterUnavailableError(DocgenError):
    """The database does not answer, is locked for too long or cannot be written.

    `cause` is one of `CAUSES`.
    """

    code = "register_unavailable"
    cause: str = OTHER

    @classmethod
    def of(cls, fault: BaseException) -> Self:
        """Make it of what the database or the pool of connections said."""
        cause = cause_of(fault)
        made = cls(
            f"登记簿的数据库暂时用不了（{CAUSES[cause]}），没有写入任何内容；"
            "请稍后重试，仍不行的请管理员查看数据文件夹和数据库服务。"
        )
        made.cause = cause
        return made


def cause_of(fault: BaseException) -> str:
    """Return which of `CAUSES` a fault of the database is."""
    if isinstance(fault, PoolTimeoutError):
        return "waiting"
    below = getattr(fault, "orig", None) or fault
    code = getattr(below, "sqlite_errorname", None) or getattr(below, "sqlstate", None) or ""
    for length in range(len(code), 1, -1):
        if found := _BY_CODE.get(code[:length]):
            return found
    words = str(below).lower()
    return next((cause for part, cause in _BY_WORDS.items() if part in words), OTHER)
