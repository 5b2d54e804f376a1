"""Read what a caller submits: JSON alone, or JSON with the photos it names beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from flask import Request
from werkzeug.exceptions import RequestTimeout, UnsupportedMediaType
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

from api.errors import RequestError
from api.pixels import DATA_ADDRESS, refuse_too_many_pixels
from docgen.case.payload import read_payload
from docgen.errors import InvalidCaseError
from docgen.photo.folder import shown
from schemas.ground.base import error
from schemas.parts.photo_files import folded_name

MOST_BODY_BYTES = 16 * 1024 * 1024
MOST_PHOTOS = 60
PAYLOAD_PART = "payload"

# A file's name is a key into the photos and nothing else; one with a path in it is refused all
# the same, since the archive copy attaches the photo under its name.
LONGEST_NAME = 150
_FILE_NAME = re.compile(rf"[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]{{0,{LONGEST_NAME - 1}}}")
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Submission:
    """A case as submitted: the payload, and the photos beside it by file name."""

    payload: dict[str, Any] = field(repr=False)
    files: Mapping[str, bytes] = field(default_factory=lambda: _NO_FILES, repr=False)

    @property
    def has_photos(self) -> bool:
        """Whether there is a photo beside the payload or in it."""
        return bool(self.files) or any(
            text.startswith(DATA_ADDRESS) for text in _texts(self.payload)
        )


def read_submission(request: Request) -> Submission:
    """Return the case in the body of a request.

    Errors: `PayloadError`, `RequestError` (400), `RequestEntityTooLarge` (413),
    `UnsupportedMediaType` (415), `InvalidCaseError` (422) for a photo that the payload does not
    name, or whose name another photo has too, or for too many pixels of all photos together.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType
    if request.mimetype == "application/json":
        submission = Submission(read_payload(_body(request)))
    elif request.mimetype == "multipart/form-data":
        boundary = request.mimetype_params.get("boundary", "")
        submission = _read_parts(_body(request), boundary)
    else:
        raise UnsupportedMediaType
    refuse_too_many_pixels(submission.files.values(), _texts(submission.payload))
    return submission


def read_json(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body of a request that brings no files.

    Errors: those of `read_submission`.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    return dict(read_submission(request).payload)


def _body(request: Request) -> bytes:
    """Return the whole body, or raise `RequestEntityTooLarge` or `RequestTimeout`.

    A body without Content-Length is cut at the limit without a word; only an attempt to read on
    is refused. Half a case must not be taken for a whole one, so that attempt is made.
    """
    try:
        body = request.get_data(cache=False)
        request.stream.read(1)
    except OSError:  # The client dawdles, or has gone.
        raise RequestTimeout from None
    return body


def _read_parts(body: bytes, boundary: str) -> Submission:
    payload: bytes | None = None
    files: dict[str, bytes] = {}
    for part, content in _parts(body, boundary):
        if part.name == PAYLOAD_PART:
            if payload is not None:
                raise RequestError("payload 部分只能有一个，请删去多余的。")
            payload = content
        elif not isinstance(part, File):
            raise RequestError("除 payload 以外，每个部分都应当是带文件名的照片。")
        elif not _FILE_NAME.fullmatch(part.filename):
            raise RequestError(
                f"照片的文件名 {shown(part.filename)} 应当不带路径，最长 150 字，请改名后重新提交。"
            )
        elif part.filename in files:
            raise InvalidCaseError(
                [
                    error(
                        "",
                        "photo_named_twice",
                        f"有两张照片的文件名都是 {shown(part.filename)}，请改名，"
                        "并在案件数据里写新的文件名。",
                    )
                ]
            )
        else:
            files[part.filename] = content
    if payload is None:
        raise RequestError("缺少 payload 部分，请把案件数据（JSON）放在名为 payload 的部分里。")
    submission = Submission(read_payload(payload), MappingProxyType(files))
    _refuse_unnamed_photos(submission)
    return submission


def _parts(body: bytes, boundary: str) -> Iterator[tuple[File | Field, bytes]]:
    """Yield each part with its bytes as they came.

    The framework's own form parser would decode the payload with replacement characters; here a
    payload in another encoding must be refused, not mended.
    """
    decoder = MultipartDecoder(boundary.encode("utf-8", "replace"), max_parts=MOST_PHOTOS + 1)
    part: File | Field | None = None
    content = b""
    try:
        decoder.receive_data(body)
        decoder.receive_data(None)
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, File | Field):
                part, content = event, b""
            elif isinstance(event, Data) and part:
                content += event.data
                if not event.more_data:
                    yield part, content
    except ValueError:
        raise RequestError(
            "multipart/form-data 不完整或写法有误，请检查 boundary 和各部分。"
        ) from None


def _refuse_unnamed_photos(submission: Submission) -> None:
    """Refuse a photo that the payload does not name: evidence must not be lost in silence."""
    texts = {text for text in _texts(submission.payload) if len(text) <= LONGEST_NAME}
    # A name the payload spells otherwise is one that no photo bears as it stands.
    otherwise = {folded_name(text) for text in texts - submission.files.keys()}
    unnamed = sum(
        name not in texts and folded_name(name) not in otherwise for name in submission.files
    )
    if unnamed:
        raise InvalidCaseError(
            [
                error(
                    "",
                    "photo_not_named",
                    f"有 {unnamed} 张照片没有在案件数据里写到，请核对文件名，或者不要提交它们。",
                )
            ]
        )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from _texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below)
