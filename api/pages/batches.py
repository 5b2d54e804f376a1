"""批量: hand in a sheet, watch how far it is, take the bag or the sheet with its errors marked."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.batch_files import XLSX
from api.batches import START_QUERY, describe_batch
from api.errors import status_of
from api.pages.frame import page
from api.pages.words import Mark
from docgen.archive.volumes import MOST as MOST_BOUND
from docgen.archive.volumes import USUAL
from docgen.batch.item import InputError
from docgen.batch.keep import KeepError
from docgen.batch.office import rows
from docgen.batch.office.foreman import Foreman
from docgen.batch.office.look import read_items
from docgen.batch.office.reception import FORMATS, INPUT_SUFFIXES, Reception, hand_in, receiving
from docgen.batch.office.rows import ALIVE, STATES, Batch, BatchStateError
from docgen.batch.plan import RETENTION, UnknownFieldError
from docgen.batch.sheet.hidden import HIDDEN, HiddenCellsError
from docgen.batch.sheet.produce import write_workbook
from docgen.engine import COPIES, Engine
from docgen.errors import BusyError, UnknownFormatError, UnknownKindError
from docgen.register.database import Register
from docgen.workers.apart import TooHardToReadError

MOST, MOST_FAILED = 30, 50
FORMAT_TITLES: Mapping[str, str] = MappingProxyType(
    {"pdf": "PDF", "docx": "Word", "both": "PDF 和 Word"}
)
TONES: Mapping[str, str] = MappingProxyType(
    {"running": "warn", "done": "good", "failed": "bad", "cancelled": "bad"}
)
# How volumes are parted, as a clerk chooses it; over HTTP any field of a case will do.
GROUPS: Mapping[str, str] = MappingProxyType(
    {"": "按交来的顺序装", "month": "按文书的月份分卷", "kind": "按文书的种类分卷"}
)
PERIODS = ("10年", "30年", "永久")
# What whoever hands in a batch can mend.
MENDABLE = (
    InputError, KeepError, UnknownFieldError, UnknownKindError, UnknownFormatError, BusyError,
    TooHardToReadError,
)  # fmt: skip


def batch_page_routes(engine: Engine, register: Register, foreman: Foreman) -> Blueprint:
    """Return `/batches`, what belongs to one batch, and the empty sheets."""
    routes = Blueprint("batch_pages", __name__, url_prefix="/batches")

    @routes.get("")
    def batch_list() -> Response:
        return show_list()

    @routes.post("")
    def start() -> BaseResponse:
        try:
            with receiving(register) as reception:
                _take_in(reception)
                batch = hand_in(
                    register,
                    engine.catalogue,
                    reception,
                    actor=current_caller().actor,
                    **_asked(request.form),
                )
        except MENDABLE as fault:
            return show_list(fault.message, status_of(type(fault)))
        foreman.look()
        return redirect(url_for(".one_batch", batch_id=batch.id), 303)

    def show_list(fault: str = "", status: int = 200) -> Response:
        found = rows.list_batches(register, after=request.args.get("after", ""), most=MOST + 1)
        return page(
            "pages/batches.html",
            here="batch_pages.batch_list",
            status=status,
            batches=found[:MOST],
            older=found[MOST - 1].id if len(found) > MOST else "",
            kinds=engine.catalogue.values(),
            formats={name: FORMAT_TITLES[name] for name in FORMATS},
            copies=COPIES,
            hidden=HIDDEN,
            groups=GROUPS,
            most_bound=MOST_BOUND,
            usual=USUAL,
            periods=PERIODS,
            retention=RETENTION,
            suffixes=INPUT_SUFFIXES,
            mark=_mark,
            given=request.form,
            fault=fault,
        )

    @routes.get("/<batch_id>")
    def one_batch(batch_id: str) -> Response:
        return show_batch(batch_id)

    @routes.post("/<batch_id>")
    def change(batch_id: str) -> BaseResponse:
        act, actor = request.form.get("act"), current_caller().actor
        try:
            if act == "cancel":
                rows.cancel(register, batch_id, actor=actor)
            else:
                rows.resume(register, batch_id, actor=actor, hidden=_hidden(act or ""))
        except BatchStateError as fault:
            return show_batch(batch_id, fault.message)
        foreman.look()
        return redirect(url_for(".one_batch", batch_id=batch_id), 303)

    def show_batch(batch_id: str, fault: str = "") -> Response:
        batch = rows.find_batch(register, batch_id)
        facts = describe_batch(batch, register, foreman)
        some = facts["failed"] > 0
        failed = read_items(batch.plan(register), state="failed", most=MOST_FAILED) if some else []
        return page(
            "pages/batch.html",
            here="batch_pages.batch_list",
            status=409 if fault else 200,
            batch=batch,
            facts=facts,
            alive=batch.state in ALIVE,
            may_resume=batch.state not in ALIVE and (batch.state != "done" or batch.failed),
            kind_title=engine.catalogue[batch.kind].header.title if batch.kind else "",
            copy_title=COPIES[batch.copy],
            bound=_bound(batch),
            retention=facts["retention"],
            formats=batch.formats.split(","),
            hidden=HIDDEN if batch.code == HiddenCellsError.code else {},
            mark=_mark(batch),
            failed=failed,
            fault=fault,
        )

    @routes.get("/sheets/<kind>.xlsx")
    def sheet(kind: str) -> Response:
        found = engine.catalogue[kind]
        with TemporaryDirectory() as folder:
            path = Path(folder, "sheet.xlsx")
            write_workbook(path, found, (), lambda _content, suffix: suffix)
            content = path.read_bytes()
        answer = Response(content, content_type=XLSX)
        name = quote(f"{found.header.title}.xlsx")
        answer.headers["Content-Disposition"] = (
            f"attachment; filename=\"{kind}.xlsx\"; filename*=UTF-8''{name}"
        )
        return answer

    return routes


def _asked(form: Mapping[str, str]) -> dict[str, Any]:
    """Return what a form asks for, by the names and within the bounds of the query over HTTP.

    Errors: `InputError`.
    """
    asked = {}
    for name, parameter in START_QUERY.items():
        if text := form.get(name, "").strip():
            try:
                asked[name] = parameter.read(text)
            except (ValueError, KeyError):
                raise InputError(f"有一项写法有误，请改正（{parameter.words}）。") from None
    return asked


def _bound(batch: Batch) -> str:
    """Return in words how a batch is bound into volumes; empty where it is not."""
    if not batch.merge and not batch.merge_by:
        return ""
    group = GROUPS.get(batch.merge_by or "", f"按 {batch.merge_by} 分卷")
    return f"另合订成卷，每卷至多 {batch.merge or USUAL} 件，{group}"


def _hidden(word: str) -> str:
    """Return what is to be done with what a sheet hides, if the word says so."""
    return word if word in HIDDEN else ""


def _mark(batch: Batch) -> Mark:
    if batch.state == "done" and batch.failed:
        return Mark("已完成，有错误", "warn")
    return Mark(STATES[batch.state], TONES.get(batch.state, ""))


def _take_in(reception: Reception) -> None:
    """Put what the form sent where the batch lies; a field left empty sends a nameless file."""
    for field, is_input in (("input", True), ("photos", False)):
        for sent in request.files.getlist(field):
            if not sent.filename:
                continue
            place = reception.place_of(sent.filename, is_input=is_input)
            with place.open("xb") as file:
                shutil.copyfileobj(sent.stream, file)
