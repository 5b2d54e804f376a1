"""`Idempotency-Key`: a caller who heard no answer asks again and nothing is done twice."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Request, Response

from api.auth import Caller
from api.errors import RequestError
from docgen.case.case import canonical_json
from docgen.register.database import Register
from docgen.register.idempotency import Answer, Repeatable, answer_once
from docgen.register.ids import new_id

HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"
LONGEST = 255
PATTERN = r"^[\x21-\x7e]{1,255}$"


def answer_request(  # noqa: PLR0917 (the first three say who asks what of whom)
    register: Register,
    request: Request,
    caller: Caller,
    asked: Any,
    make: Callable[[str], Answer],
    recall: Callable[[str], Answer | None],
) -> Response:
    """Answer a request that makes something, once for each key that its caller gives.

    `asked` is all the request asks for, as it was understood: two spellings of one case, or two
    boundaries of one form, are the same request.
    Errors: `RequestError`, and those of `answer_once`.
    """
    key = _key(request)
    if key is None:
        return _response(make(new_id(register.now())))
    everything = {"method": request.method, "path": request.path, "asked": asked}
    digest = hashlib.sha256(canonical_json(everything)).hexdigest()
    repeatable = Repeatable(caller.id, key, digest)
    return _response(answer_once(register, repeatable, make, recall))


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest of each file beside a payload, by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _key(request: Request) -> str | None:
    given = request.headers.getlist(HEADER)
    if not given:
        return None
    if len(given) > 1 or not re.fullmatch(PATTERN[1:-1], given[0]):
        raise RequestError(f"{HEADER} 请写一个，1 至 {LONGEST} 个可见的 ASCII 字符，不含空格。")
    return given[0]


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status, dict(answer.headers))
    if answer.repeated:
        response.headers[REPEATED] = "true"
    return response
