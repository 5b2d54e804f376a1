"""Check a case, or render it, and forget it: nothing here is kept."""

from functools import partial

from flask import Blueprint, Response, jsonify, request

from api.answers import file_answer
from api.errors import RequestError, describe_finding
from api.intake import MOST_BODY_BYTES, read_submission
from api.journal import note
from api.metrics import Metrics
from api.negotiation import OF_LISTS, PREFERENCE, choose_format
from api.query import one_of, read_query
from docgen.document import Document
from docgen.engine import COPIES
from docgen.errors import UnknownFormatError
from docgen.look.blank import blank_edition, blank_on
from docgen.register.in_force import InForce
from docgen.workers.pool import RenderPool

# A body of this many bytes takes milliseconds as Word or HTML.
LIGHT_BODY_BYTES = 64 * 1024
BLANK_QUERY = {"format": one_of("格式", "pdf", "docx", default="pdf")}


def render_routes(in_force: InForce, pool: RenderPool | None, metrics: Metrics) -> Blueprint:
    """Return the stateless routes: two that take a payload, one for the paper without any.

    The day of a payload chooses its templates, where a register says which count.

    PDFs, and whatever brings photos along, are rendered and checked by `pool`: they take from
    50 ms to a second and up to 240 MB a photo, and would keep this process from serving others.
    Checks, Word and HTML without photos take 1 to 6 ms here; there they would stand in line
    behind PDFs.
    """
    routes, engine = Blueprint("render", __name__, url_prefix="/v1"), in_force.engine

    @routes.post("/check/<kind>")
    def check(kind: str) -> Response:
        engine.catalogue[kind]  # An unknown kind is said before anything else is looked at.
        copy, submission = _copy_wanted(), read_submission(request)
        if pool is None or not submission.has_photos:
            case = engine.check(kind, submission.payload, copy=copy, files=submission.files)
            notices = case.notices
        else:
            notices = pool.check(kind, submission.payload, copy=copy, files=submission.files)
        return jsonify({"notices": [describe_finding(notice) for notice in notices]})

    @routes.post("/render/<kind>")
    def render(kind: str) -> Response:
        engine.catalogue[kind]
        offered = OF_LISTS if engine.catalogue[kind].is_list else PREFERENCE
        format, copy = choose_format(request.accept_mimetypes, offered), _copy_wanted()
        submission = read_submission(request)
        small = (request.content_length or MOST_BODY_BYTES) < LIGHT_BODY_BYTES
        light = format != "pdf" and small and not submission.has_photos
        chosen = in_force.for_case(kind, submission.payload)
        in_pool = pool.render if pool and not light else None
        render = partial(in_pool, templates=chosen.file) if in_pool else chosen.engine.render
        document = metrics.counted(render)(
            kind, submission.payload, format, copy=copy, files=submission.files
        )
        return _file(document)

    @routes.get("/kinds/<kind>/blank")
    def blank(kind: str) -> Response:
        engine.catalogue[kind]
        format = read_query(request, BLANK_QUERY).get("format", "pdf")
        chosen = in_force.for_kind(kind, None)
        if pool is None:
            document = blank_edition(chosen.engine, kind, format)
        else:
            document = pool.submit(blank_on, chosen.file, kind, format).result()
        answer = file_answer(document.content, document.kind, document.format, document.name)
        note(copy=document.copy)
        return answer

    return routes


def _copy_wanted() -> str:
    """Return the copy the query asks for; a misspelt parameter must not yield another copy."""
    if request.args.keys() - {"copy"} or len(request.args.getlist("copy")) > 1:
        raise RequestError("地址中只能有一个参数 copy，请改正或删去其他参数。")
    copy = request.args.get("copy", "delivery")
    if copy not in COPIES:
        raise UnknownFormatError(f"没有这种用途的文本。copy 可以是：{'、'.join(COPIES)}。")
    return copy


def _file(document: Document) -> Response:
    answer = file_answer(document.content, document.kind, document.format, document.name)
    note(copy=document.copy)
    answer.headers["Docgen-Notices"] = str(len(document.notices))
    if document.notices:
        place = f"/v1/check/{document.kind}?copy={document.copy}"
        answer.headers["Link"] = f'<{place}>; rel="related"; title="notices"'
    return answer
