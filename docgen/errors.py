"""The one tree of errors: each class has a stable code and the exit code its door answers with."""

from collections.abc import Sequence
from enum import IntEnum

from schemas.base import Finding


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
    other_templates = 10
    other_fonts = 11
    other_engine = 12
    altered = 13
    unprovable = 14


class DocgenError(Exception):
    """Something a caller may catch: the message is Chinese and says what to do next."""

    code = "docgen_error"
    exit_code: int = ExitCode.failed

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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
