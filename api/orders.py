"""Orders of other systems over HTTP: the file that a platform exports, and what it wants back."""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnsupportedMediaType

from api.answers import facts_answer
from api.auth import current_caller
from api.query import Parameter, day, one_of, read_query
from docgen.engine import Engine
from docgen.register.database import Register
from docgen.register.order_import import facts_of_import, import_orders
from docgen.register.order_replies import FORMATS, ReplyFilter, write_replies
from schemas.parts.orders import SOURCES

# What the body may be, and what its reader knows such a file by.
SUFFIXES: Mapping[str, str] = MappingProxyType({
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
})  # fmt: skip
IMPORT_QUERY: Mapping[str, Parameter] = MappingProxyType({
    "system": one_of(
        "来源：" + "、".join(f"{code} {words}" for code, words in SOURCES.items()),
        *SOURCES,
        default="hotline_12345",
    ),
})  # fmt: skip

REPLIES_QUERY: Mapping[str, Parameter] = MappingProxyType({
    **IMPORT_QUERY,
    "received_from": day("收到日期，从"),
    "received_to": day("收到日期，到"),
    "format": one_of("xlsx 或者 csv；csv 用平台导出时的编码", *FORMATS, default="xlsx"),
})  # fmt: skip
REPLY_TYPES: Mapping[str, str] = MappingProxyType({"xlsx": next(iter(SUFFIXES)), "csv": "text/csv"})


def add_orders(routes: Blueprint, engine: Engine, register: Register) -> None:
    """Add `/v1/orders`: the same order twice is one, so a file may be sent again; and replies."""

    @routes.post("/orders")
    def import_exported() -> Response:
        query = read_query(request, IMPORT_QUERY)
        suffix = SUFFIXES.get(request.mimetype)
        if suffix is None:
            raise UnsupportedMediaType
        with tempfile.TemporaryDirectory(prefix="docgen-orders-") as folder:
            source = Path(folder) / f"orders{suffix}"
            source.write_bytes(request.get_data(cache=False))
            done = import_orders(
                register, source, query.get("system", "hotline_12345"),
                actor=current_caller().actor,
            )  # fmt: skip
        return facts_answer(facts_of_import(done))

    @routes.get("/orders/replies")
    def order_replies() -> Response:
        query = read_query(request, REPLIES_QUERY)
        format = query.get("format", "xlsx")
        written = io.BytesIO()
        wanted = ReplyFilter(
            query.get("system", "hotline_12345"),
            query.get("received_from"), query.get("received_to"),
        )  # fmt: skip
        write_replies(
            register, engine.catalogue, written, format, wanted, actor=current_caller().actor
        )
        answer = Response(written.getvalue(), content_type=REPLY_TYPES[format])
        answer.headers["Content-Disposition"] = f'attachment; filename="replies.{format}"'
        return answer
