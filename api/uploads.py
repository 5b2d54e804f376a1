"""Write what is uploaded to its place while it arrives: a batch is too large for the memory."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from api.errors import RequestError
from docgen.batch.office.reception import BatchTooLargeError, Reception
from docgen.errors import BusyError

MOST_PARTS = 20_000
MOST_AT_ONCE = 4
INPUT_PART = "input"
# An upload may take this long, and a second more for every so many bytes.
SECONDS, SLOWEST = 60.0, 256 * 1024
BLOCK = 1 << 20


@contextmanager
def few_at_once(doors: threading.BoundedSemaphore) -> Iterator[None]:
    """Let few upload at once: each keeps a thread that others wait for.

    Errors: `BusyError`.
    """
    if not doors.acquire(blocking=False):
        raise BusyError("正在接收别的批，请稍后再交。")
    try:
        yield
    finally:
        doors.release()


def receive(request: Request, reception: Reception) -> None:
    """Write the parts of a request to their places while they arrive.

    Errors: `RequestError`, `InputError`, `RequestEntityTooLarge`, `RequestTimeout`.
    """
    boundary = request.mimetype_params.get("boundary", "").encode("utf-8", "replace")
    decoder = MultipartDecoder(boundary, max_parts=MOST_PARTS)
    file: IO[bytes] | None = None
    try:
        for event in _events(decoder, _pieces(request)):
            if isinstance(event, File):
                place = reception.place_of(event.filename, is_input=event.name == INPUT_PART)
                file = place.open("xb")
            elif isinstance(event, Field):
                raise RequestError("每个部分都应当是带文件名的文件：input 是输入，其余是照片。")
            elif isinstance(event, Data) and file:
                file.write(event.data)
                if not event.more_data:
                    file.close()
    except RequestEntityTooLarge:
        raise BatchTooLargeError(MOST_PARTS) from None
    except ValueError:
        raise RequestError(
            "multipart/form-data 不完整或写法有误，请检查 boundary 和各部分。"
        ) from None
    finally:
        if file:
            file.close()


def _events(decoder: MultipartDecoder, pieces: Iterator[bytes | None]) -> Iterator[Any]:
    while not isinstance(event := decoder.next_event(), Epilogue):
        if isinstance(event, NeedData):
            decoder.receive_data(next(pieces))
        else:
            yield event


def _pieces(request: Request) -> Iterator[bytes | None]:
    """Yield the body piece by piece, and None at its end; a client who dawdles is given up."""
    began, size = time.monotonic(), 0
    try:
        while piece := request.stream.read(BLOCK):
            size += len(piece)
            if time.monotonic() - began > SECONDS + size / SLOWEST:
                raise RequestTimeout
            yield piece
    except OSError:  # The client dawdles, or has gone.
        raise RequestTimeout from None
    while True:
        yield None
