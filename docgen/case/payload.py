"""Read a case payload from bytes: JSON without doubt, or one sentence saying where the doubt is."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import Any, NoReturn

from docgen.errors import PayloadError

DEEPEST = 40
LONGEST_NUMBER = 40
# A case of three lists of 200 rows has some 30,000 tokens, a ledger of 10,000 orders 900,000.
MOST_TOKENS = 1_200_000

# Everything that has structure, a text as one token. Each part is possessive and a text cut short
# still matches, so that no input makes the search go back: it is linear in the payload's length.
_TOKEN = re.compile(
    r'(?P<text>"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))'
    r"|(?P<opening>[\[{])|(?P<closing>[\]}])|[,:]"
    r"|(?P<constant>NaN|-?Infinity)"
    rf"|(?P<long_number>-?\d[\d.eE+-]{{{LONGEST_NUMBER},}}+)",
    re.DOTALL,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIELD_NAME = re.compile(r"[a-z0-9_]{1,40}")


def read_payload(data: bytes) -> dict[str, Any]:
    """Return the JSON object in `data`; numbers with a fraction become `Decimal`, never a float.

    `data` is UTF-8, with or without a byte order mark. Refused is whatever two readers could
    read differently (a name given twice, NaN, half a surrogate pair) or what could exhaust this
    one (nesting, endless numbers, masses of entries).

    Errors: `PayloadError`, with line and column wherever a place can be told.
    """
    if not data.strip():
        raise PayloadError("没有收到案件数据，请提交一个 JSON 对象。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise PayloadError(f"第 {line} 行不是 UTF-8 编码，请把文件另存为 UTF-8。") from None
    _refuse_doubtful(text)
    try:
        payload = json.loads(text, parse_float=Decimal, object_pairs_hook=_object)
    except json.JSONDecodeError as fault:
        _refuse(text, fault.pos, "不合 JSON 语法，请检查括号、引号和逗号。")
    except DecimalException:
        raise PayloadError("有一个数的指数过大，请写成普通数字。") from None
    if not isinstance(payload, dict):
        raise PayloadError("案件数据应当是一个 JSON 对象，即写在花括号 { } 之内。")
    return payload


def _refuse_doubtful(text: str) -> None:
    depth = 0
    for count, token in enumerate(_TOKEN.finditer(text), start=1):
        if count > MOST_TOKENS:
            _refuse(text, token.start(), "为止，案件数据的条目过多，请核对内容。")
        group = token.lastgroup
        if group == "opening":
            depth += 1
            if depth > DEEPEST:
                _refuse(text, token.start(), f"嵌套超过 {DEEPEST} 层，请核对结构。")
        elif group == "closing":
            depth -= 1
        elif group == "constant":
            _refuse(text, token.start(), "不是数，请改成数字或者删去。")
        elif group == "long_number":
            _refuse(text, token.start(), f"的数超过 {LONGEST_NUMBER} 位，请核对；编号请加引号。")
        elif group == "text" and "\\u" in token[0] and _has_lone_surrogate(token[0]):
            _refuse(text, token.start(), "的文字里有半个字符（代理码），请重新输入。")


def _has_lone_surrogate(token: str) -> bool:
    try:
        return bool(_SURROGATE.search(json.loads(token)))
    except json.JSONDecodeError:
        return False  # The whole payload is about to be refused for the same fault, with its place.


def _object(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        # A name nobody declared may itself be a party's data, so only field-like names are shown.
        shown = f"「{twice}」" if _FIELD_NAME.fullmatch(twice) else "同一个字段"
        raise PayloadError(f"{shown}在一个对象里写了两次，请只留一个。")
    return read


def _refuse(text: str, position: int, sentence: str) -> NoReturn:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    raise PayloadError(f"第 {line} 行第 {column} 个字符{sentence}") from None
