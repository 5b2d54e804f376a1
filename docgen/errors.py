"""The one tree of errors: each class has a stable code and the exit code its door answers with."""

import copyreg
import os
import sqlite3
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from schemas.ground.base import Finding


class ExitCode(IntEnum):
    """What the command line's exit codes mean; `docgen --help` prints this table."""

    done = 0
    failed = 1
    usage = 2
    invalid_case = 3
    bad_catalogue = 4
    bad_settings = 5
    not_found = 6
    render_failed = 7
    busy = 8
    deadline = 9
    other_templates = 10
    other_fonts = 11
    other_engine = 12
    altered = 13
    unprovable = 14
    batch_incomplete = 15
    batch_changed = 16


class DocgenError(Exception):
    """Something a caller may catch: the message is Chinese and says what to do next."""

    code = "docgen_error"
    exit_code: int = ExitCode.failed

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are revived by calling their class with `args`, which for us is the sentence
        # and not what the class was made from. So no `__init__` runs: what was known is restored.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class DiskError(DocgenError):
    """A file or a folder could not be read or written, by whoever of us meant to."""

    code = "disk_failed"

    @classmethod
    def of(cls, fault: OSError | sqlite3.Error) -> "DiskError":
        """Make it of what the system or SQLite said; a file's name is told, nothing of its words.

        A name in another encoding is told as far as it can be written.
        """
        if isinstance(fault, sqlite3.Error):
            why = getattr(fault, "sqlite_errorname", "") or type(fault).__name__
            return cls(f"数据库文件读写失败（{why}），请检查磁盘空间和文件夹权限后再试。")
        name = os.fsdecode(fault.filename) if isinstance(fault.filename, str | bytes) else ""
        shown = name.encode("utf-8", "replace").decode()
        why = os.strerror(fault.errno) if fault.errno else type(fault).__name__
        place = f" {shown} " if shown else "文件"
        return cls(f"读写{place}失败（{why}），请检查磁盘空间和权限后再试。")


class SettingsError(DocgenError):
    """A setting or the house file cannot be used."""

    code = "bad_settings"
    exit_code = ExitCode.bad_settings


class CatalogueError(DocgenError):
    """A kind, its templates or its example are not fit for use."""

    code = "bad_catalogue"
    exit_code = ExitCode.bad_catalogue


class MissingTemplateError(CatalogueError):
    """A kind has no template for a format."""

    code = "missing_template"


class UnknownKindError(DocgenError):
    """Nobody has declared a kind of this name."""

    code = "unknown_kind"
    exit_code = ExitCode.not_found


class UnknownFormatError(DocgenError):
    """The format or copy asked for does not exist."""

    code = "unknown_format"
    exit_code = ExitCode.usage


class PayloadError(DocgenError):
    """The payload is not JSON that can be read without doubt."""

    code = "bad_payload"
    exit_code = ExitCode.usage


class InvalidCaseError(DocgenError):
    """The case breaks a rule; `findings` says which, where and by what law."""

    code = "invalid_case"
    exit_code = ExitCode.invalid_case

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"有 {len(findings)} 处需要改正，改好后再生成文书。")
        self.findings = tuple(findings)


class RenderError(DocgenError):
    """A renderer could not finish the document."""

    code = "render_failed"
    exit_code = ExitCode.render_failed


class WorkerLostError(RenderError):
    """The process that was rendering the document died; no other document is harmed."""

    code = "worker_lost"

    def __init__(self) -> None:
        super().__init__(
            "生成这份文书的进程中途退出，文书没有生成。请重试一次；仍不行时，请检查照片，并把时间告诉管理员。"
        )


class DeadlineError(RenderError):
    """A document took longer than it may; the process that was stuck on it is gone."""

    code = "deadline"
    exit_code = ExitCode.deadline

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"文书没有在 {seconds:g} 秒内生成，已经停止。请减少照片或过长的内容后再试。"
        )


class BusyError(DocgenError):
    """More documents are waiting than may wait: come back in `retry_after` seconds."""

    code = "busy"
    exit_code = ExitCode.busy

    retry_after = 2

    def __init__(self, message: str = "正在生成的文书太多，请稍后再试。") -> None:
        super().__init__(message)
