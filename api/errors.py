"""Turn every error into one kind of answer: RFC 9457 problem details, in Chinese, without data."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from api.auth import AccessError, ForbiddenError, ForgedRequestError, UnauthenticatedError
from api.journal import note
from api.pages.errors import error_page, wants_page
from docgen.batch.item import InputError
from docgen.batch.keep import KeepError
from docgen.batch.office.reception import BatchTooLargeError
from docgen.batch.office.rows import BatchStateError, UnknownBatchError
from docgen.batch.plan import UnknownFieldError
from docgen.errors import (
    BusyError,
    CatalogueError,
    DeadlineError,
    DiskError,
    DocgenError,
    InvalidCaseError,
    PayloadError,
    UnknownFormatError,
    UnknownKindError,
    WorkerLostError,
)
from docgen.log import open_log, places
from docgen.look.preview import PreviewError
from docgen.register.approvals import ApprovalStateError
from docgen.register.bag import NothingToHandOverError
from docgen.register.cases import CaseClosedError, CaseReferenceError, UnknownCaseError
from docgen.register.compiling import CompileError
from docgen.register.database import RegisterUnavailableError
from docgen.register.delivery import DeliveryError
from docgen.register.drafts import DraftConflictError, DraftTooLargeError, UnknownDraftError
from docgen.register.fan_out import FanOutError
from docgen.register.head import RegisterBehindError
from docgen.register.idempotency import KeyReusedError, StillRunningError
from docgen.register.incoming import UnknownIncomingError
from docgen.register.issued import NotAllowedError, UnknownDocumentError
from docgen.register.issuing import DocumentStateError, InventedBureauError
from docgen.register.migrations import NewerRegisterError, UpgradeNeededError
from docgen.register.numbers import ReasonMissingError
from docgen.register.order_desk import UnknownOrderError
from docgen.register.order_lists import UnknownListError
from docgen.register.redacted import NotRedactableError
from docgen.register.signed_copies import UnknownCopyError
from docgen.register.spelling import BadNameError
from docgen.register.store import FileAlteredError, StoreError
from docgen.render.refusals import FontsError, TooManyPagesError, UnprintableCharacterError
from docgen.spreadsheet.raw import SheetError
from docgen.workers.apart import TooHardToReadError
from docgen.workers.worker import FRAMES
from schemas.ground.base import Finding

PROBLEM = "application/problem+json"
LOG = open_log("api")


class RequestError(DocgenError):
    """The request itself, not the case in it, cannot be understood."""

    code = "bad_request"


# The nearest ancestor counts; whatever is not listed is the service's own fault: 500.
STATUSES: Mapping[type[DocgenError], int] = MappingProxyType(
    {
        RequestError: 400,
        PayloadError: 400,
        UnknownFormatError: 400,
        UnknownFieldError: 400,
        UnauthenticatedError: 401,
        ForbiddenError: 403,
        ForgedRequestError: 403,
        NotAllowedError: 403,
        UnknownKindError: 404,
        UnknownDocumentError: 404,
        UnknownCaseError: 404,
        UnknownIncomingError: 404,
        UnknownCopyError: 404,
        ApprovalStateError: 409,
        NothingToHandOverError: 404,
        CaseClosedError: 409,
        DocumentStateError: 409,
        InventedBureauError: 409,
        NotRedactableError: 409,
        UnknownBatchError: 404,
        BatchStateError: 409,
        StillRunningError: 409,
        UnknownDraftError: 404,
        UnknownOrderError: 404,
        UnknownListError: 404,
        DraftConflictError: 409,
        PreviewError: 409,
        DraftTooLargeError: 413,
        BatchTooLargeError: 413,
        InvalidCaseError: 422,
        InputError: 422,
        SheetError: 422,
        TooHardToReadError: 422,
        TooManyPagesError: 422,
        UnprintableCharacterError: 422,
        BadNameError: 422,
        CaseReferenceError: 422,
        CompileError: 422,
        FanOutError: 422,
        DeliveryError: 422,
        KeyReusedError: 422,
        ReasonMissingError: 422,
        FontsError: 503,
        KeepError: 503,
        RegisterBehindError: 503,
        RegisterUnavailableError: 503,
        UpgradeNeededError: 503,
        NewerRegisterError: 503,
        StoreError: 503,
        BusyError: 503,
        DeadlineError: 504,
        # Not 503, which invites endless tries: a document may kill every worker it meets.
        WorkerLostError: 500,
    }
)
# What these say is meant for the caller although it is the service that failed.
TOLD = (
    BusyError, CatalogueError, DeadlineError, FileAlteredError, RegisterBehindError,
    RegisterUnavailableError, StoreError, WorkerLostError,
)  # fmt: skip

TITLES: Mapping[int, str] = MappingProxyType(
    {
        400: "请求有误",
        401: "需要验证身份",
        403: "没有权限",
        404: "没有找到",
        405: "不支持这种请求方法",
        406: "没有可接受的格式",
        408: "请求没有传完",
        409: "与现有情况冲突",
        413: "请求过大",
        415: "不支持这种内容类型",
        416: "没有所要的部分",
        422: "内容需要改正",
        429: "请求过于频繁",
        500: "程序出错",
        503: "暂时不能服务",
        504: "生成超时",
    }
)

# What the framework refuses before any code of ours runs: status -> (code, what to do).
REFUSALS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: ("bad_request", "请求不完整或写法有误，请对照 /v1/docs 检查后重新提交。"),
        401: (
            "unauthenticated",
            "没有密钥、没有登录，或者密钥、登录已经失效，请验证身份后重新提交。",
        ),
        403: ("forbidden", "账号的角色或密钥的权限不允许这样做，请由有权的人办理。"),
        404: ("not_found", "没有这个地址，可用的地址见 /v1/docs。"),
        405: ("method_not_allowed", "这个地址不支持这种请求方法，请改用 Allow 中列出的方法。"),
        406: (
            "not_acceptable",
            "没有这种格式，请修改 Accept。各个地址有哪些格式见 /v1/docs。",
        ),
        408: ("request_timeout", "请求没有在规定的时间内传完，请检查网络后重新提交。"),
        409: ("conflict", "与登记簿现有的情况冲突，请刷新后核对。"),
        413: ("too_large", "请求超过 16 MB，或者照片超过 60 张，请压缩或减少照片后重新提交。"),
        415: (
            "unsupported_media_type",
            "请用 application/json 提交案件数据；附照片时用 multipart/form-data。不要压缩请求。",
        ),
        416: (
            "range_not_satisfiable",
            "文件没有 Range 所要的部分，请按 Content-Range 中的长度改正。",
        ),
        429: ("too_many_requests", "请求过于频繁，请稍后再试。"),
        503: ("busy", "服务正忙，请稍后再试。"),
    }
)
INTERNAL = ("internal_error", "程序出错，文书没有生成。请稍后重试；仍不行时，把时间告诉管理员。")
# Said without the name of a file: how this machine is laid out is nobody's business outside.
STORAGE = (
    DiskError.code,
    "服务器读写文件失败，没有办成。请稍后再试；仍不行时，请管理员检查磁盘空间和文件夹权限。",
)


def answer_errors(app: Flask) -> None:
    """Make `app` answer every exception with a problem document."""
    app.register_error_handler(Exception, answer)


def answer(fault: Exception) -> Response | BaseResponse | HTTPException:
    """Return what an exception is answered with: to a browser at a page a page, else a problem."""
    if isinstance(fault, RequestRedirect):
        return fault
    return as_wanted(problem_of(fault))


def as_wanted(told: Response) -> Response | BaseResponse:
    """Return a problem as whoever asks wants to read it: a browser at a page as a page."""
    return error_page(told) if wants_page() else told


def problem_of(fault: Exception) -> Response:
    """Return the problem document for an exception; the one place that knows statuses."""
    if isinstance(fault, HTTPException):
        status = fault.code or 500
        code, detail = REFUSALS.get(status, (f"http_{status}", INTERNAL[1]))
        kept = {name: value for name, value in fault.get_headers() if name != "Content-Type"}
        return problem(status, code, detail, headers=kept)
    if isinstance(fault, DocgenError):
        status = status_of(type(fault))
        if status < 500:
            findings = fault.findings if isinstance(fault, InvalidCaseError) else ()
            headers = fault.headers if isinstance(fault, AccessError) else _wait(fault)
            return problem(status, fault.code, fault.message, findings, headers=headers)
        _log(fault, fault.code)
        detail = fault.message if isinstance(fault, TOLD) else INTERNAL[1]
        if isinstance(fault, KeepError):
            detail = STORAGE[1]
        return problem(status, fault.code, detail, headers=_wait(fault))
    _log(fault, type(fault).__name__)
    if isinstance(fault, OSError | sqlite3.Error):
        return problem(503, *STORAGE)
    return problem(500, *INTERNAL)


def _wait(fault: DocgenError) -> Mapping[str, str]:
    """Tell a caller who should ask again how many seconds to wait."""
    if isinstance(fault, BusyError | StillRunningError):
        return {"Retry-After": str(fault.retry_after)}
    return {}


def status_of(kind: type[DocgenError]) -> int:
    """Return the status an error of this class is answered with."""
    for ancestor in kind.__mro__:
        if ancestor in STATUSES:
            return STATUSES[ancestor]
    return 500


def problem(
    status: int,
    code: str,
    detail: str,
    findings: Sequence[Finding] = (),
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem document; `errors` has one entry a finding, in the payload's order."""
    note(code=code)
    body = describe_problem(status, code, detail, findings)
    answer = Response(body, status, content_type=PROBLEM)
    answer.headers.update(headers or {})
    return answer


def describe_problem(status: int, code: str, detail: str, findings: Sequence[Finding] = ()) -> str:
    """Return the JSON of a problem document."""
    body = {
        "type": f"urn:docgen:problem:{code}",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [describe_finding(finding) for finding in findings],
    }
    return json.dumps(body, ensure_ascii=False)


def describe_finding(finding: Finding) -> dict[str, Any]:
    """Return a finding as the API writes it; its weight is told by where it stands."""
    return {
        # A name in a pointer came from the caller and may hold half a surrogate pair.
        "pointer": finding.pointer.encode("utf-8", "replace").decode(),
        "code": finding.code,
        "detail": finding.detail,
        "source": finding.source,
    }


def _log(fault: Exception, code: str) -> None:
    """Record where a fault arose; its message may repeat a party's data and is left out."""
    there = [
        line.strip()
        for note in getattr(fault, "__notes__", ())
        if note.startswith(FRAMES)
        for line in note.splitlines()[1:]
    ]
    LOG.error(
        "fault", code=code, fault=type(fault).__name__, frames=places(fault),
        frames_in_worker=there, cause=_cause(fault),
    )  # fmt: skip


def _cause(fault: Exception) -> str:
    """Name what lies under a fault by its class and the system's own code, never by its words."""
    cause = fault.__cause__
    if cause is None:
        return ""
    if isinstance(fault, RegisterUnavailableError):
        return f"{fault.cause} {_system_word(cause)}"
    return _system_word(cause)


def _system_word(cause: BaseException) -> str:
    below = getattr(cause, "orig", None) or cause
    codes = (getattr(below, name, None) for name in ("sqlite_errorname", "sqlstate", "errno"))
    return " ".join([type(below).__name__, *(str(code) for code in codes if code)])
