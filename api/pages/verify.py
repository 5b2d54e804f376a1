"""核验: give a PDF, be told whether it is what this office once made, and what became of it."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, request

from api.auth import current_caller
from api.pages.frame import page
from api.pages.words import Mark
from docgen.archive.judge import GIVEN_UP
from docgen.archive.verify import Verdict, Verification, verify_pdf
from docgen.engine import Engine
from docgen.errors import DeadlineError, WorkerLostError
from docgen.register.database import Register
from docgen.register.issued import find_by_digest
from docgen.register.rights import Act, may
from docgen.register.signed_copies import document_of
from docgen.workers.pool import RenderPool

# An archive copy holds the untouched photos, so it may be larger than the request that made it.
MOST_BYTES = 48 * 1024 * 1024
VERDICTS: Mapping[Verdict, Mark] = MappingProxyType(
    {
        Verdict.identical: Mark("未被改动", "done"),
        Verdict.other_templates: Mark("不能比较：模板或设置不同", "notice"),
        Verdict.other_fonts: Mark("不能比较：字体不同", "notice"),
        Verdict.other_engine: Mark("不能比较：程序版本不同", "notice"),
        Verdict.altered: Mark("与原件不符", "alert"),
        Verdict.unprovable: Mark("这份文件不能自证", "notice"),
    }
)
KEPT = Mark("与登记簿留存的原件相同", "done")


def verify_routes(engine: Engine, register: Register, pool: RenderPool | None) -> Blueprint:
    """Return `/verify`; a PDF is read, opened and rendered again by `pool`, if there is one."""
    routes = Blueprint("verify_pages", __name__, url_prefix="/verify")

    @routes.get("")
    def verify_page() -> Response:
        return show()

    @routes.post("")
    def verify() -> Response:
        given = request.files.get("pdf")
        content = given.read() if given else b""
        if given is None or not content:
            return show(fault="请先选择一个 PDF 文件。", status=422)
        if not content.startswith(b"%PDF-"):
            return show(fault="这不是 PDF 文件，请选择本系统生成的 PDF。", status=422)
        verification = judge(content)
        digest = hashlib.sha256(content).hexdigest()
        reads = may(Act.read, current_caller().actor.role)
        document = find_by_digest(register, digest) if reads else None
        came_back = document_of(register, digest) if reads and document is None else None
        if came_back is not None:
            return show(
                name=given.filename or "", digest=digest, mark=KEPT, document=came_back,
                detail="与登记的签署件逐字节相同，登记以后未被改动。",
            )  # fmt: skip
        proved = document is None or verification.verdict is not Verdict.unprovable
        return show(
            name=given.filename or "",
            digest=digest,
            mark=VERDICTS[verification.verdict] if proved else KEPT,
            detail=verification.detail if proved else "逐字节相同，未被改动。",
            document=document,
        )

    def judge(content: bytes) -> Verification:
        if pool is None:
            return verify_pdf(engine, content)
        try:
            return pool.submit(verify_pdf, content).result()
        except (DeadlineError, WorkerLostError):
            return GIVEN_UP

    def show(*, status: int = 200, **values: Any) -> Response:
        empty: dict[str, Any] = {
            "name": "",
            "digest": "",
            "mark": None,
            "detail": "",
            "document": None,
        }
        return page(
            "pages/verify.html",
            here="verify_pages.verify_page",
            status=status,
            most=MOST_BYTES // 1024 // 1024,
            **{"fault": ""} | empty | values,
        )

    return routes
