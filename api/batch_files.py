"""What a batch has made, taken away: its errors as a workbook, its bag as a zip; in parts too."""

import hashlib

from flask import Blueprint, Response, request

from api.auth import current_caller
from api.ranges import give_out
from docgen.batch.office import rows
from docgen.batch.office.rows import BatchStateError
from docgen.batch.office.zip_stream import ZipStream
from docgen.register.database import Register

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_files(routes: Blueprint, register: Register) -> None:
    """Add the two routes; each look is recorded."""

    @routes.get("/<batch_id>/errors.xlsx")
    def errors(batch_id: str) -> Response:
        plan = rows.find_batch(register, batch_id).plan(register)
        if not plan.faulty_sheet.exists():
            raise BatchStateError(
                "这一批没有 errors.xlsx：它不是表格，没有错误，或者还没有做完；错误见 items。"
            )
        rows.record_look(register, batch_id, "errors", actor=current_caller().actor)
        answer = Response(content_type=XLSX)
        answer.headers["Content-Disposition"] = 'attachment; filename="errors.xlsx"'
        content = plan.faulty_sheet.read_bytes()
        etag = hashlib.sha256(content).hexdigest()
        return give_out(answer, request, lambda a, b: [content[a:b]], len(content), etag)

    @routes.get("/<batch_id>/bag")
    def bag(batch_id: str) -> Response:
        batch = rows.find_batch(register, batch_id)
        if not batch.content_sha256:
            raise BatchStateError("移交包还没有封好，请等这一批做完；一份都没有做成的没有移交包。")
        rows.record_look(register, batch_id, "bag", actor=current_caller().actor)
        folder = batch.plan(register).bag
        stream = ZipStream(folder, f"batch-{batch.id}", folder.with_name(f"{folder.name}.sums"))
        answer = Response(content_type="application/zip")
        answer.headers["Content-Disposition"] = f'attachment; filename="batch-{batch.id}.zip"'
        return give_out(answer, request, stream.part, stream.length, stream.etag)
