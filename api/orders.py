"""Orders of other systems over HTTP: the file that a platform exports, row by row."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnsupportedMediaType

from api.answers import facts_answer
from api.auth import current_caller
from api.query import Parameter, one_of, read_query
from docgen.register.database import Register
from docgen.register.order_import import facts_of_import, import_orders
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


def add_orders(routes: Blueprint, register: Register) -> None:
    """Add `/v1/orders`: the same order twice is one, so a file may be sent again."""

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
