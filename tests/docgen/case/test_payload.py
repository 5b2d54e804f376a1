"""What counts as JSON without doubt, and how quickly doubt is found."""

import time
from decimal import Decimal

import pytest

from docgen.case.payload import DEEPEST, LONGEST_NUMBER, MOST_TOKENS, read_payload
from docgen.errors import PayloadError

LARGE = 16 * 1024 * 1024

DOUBTFUL = {
    "nothing": (b"", "没有收到"),
    "blanks": (b" \r\n\t", "没有收到"),
    "a list": (b'[{"a": 1}]', "JSON 对象"),
    "a text": (b'"a"', "JSON 对象"),
    "a number": (b"1", "JSON 对象"),
    "null": (b"null", "JSON 对象"),
    "cut short": (b'{\n  "a": ', "第 2 行第 8 个字符"),
    "a text cut short": (b'{"a": "b', "第 1 行第 7 个字符"),
    "an escape cut short": (b'{"a": "b\\', "第 1 行第 7 个字符"),
    "a comma too many": (b'{"a": 1,}', "第 1 行第 9 个字符"),
    "a comment": (b'{"a": 1} // note', "第 1 行第 10 个字符"),
    "two objects": (b'{"a": 1} {"a": 2}', "第 1 行第 10 个字符"),
    "a name twice": (b'{"due_on": 1, "due_on": 2}', "「due_on」在一个对象里写了两次"),
    "a name twice below": (b'{"a": [{"b": 1, "b": 1}]}', "「b」在一个对象里写了两次"),
    "NaN": (b'{"a": NaN}', "第 1 行第 7 个字符不是数"),
    "Infinity": (b'{"a": Infinity}', "不是数"),
    "minus Infinity": (b'{"a": [-Infinity]}', "不是数"),
    "400 digits": (b'{"a": ' + b"9" * 400 + b"}", "超过 40 位"),
    "400 decimals": (b'{"a": 0.' + b"9" * 400 + b"}", "超过 40 位"),
    "an endless exponent": (b'{"a": 1e' + b"9" * 30 + b"}", "指数过大"),
    "half a character": (b'{"a": "\\ud83d"}', "第 1 行第 7 个字符的文字里有半个字符"),
    "half a character in a name": (b'{"\\udc00": 1}', "半个字符"),
    "halves in the wrong order": (b'{"a": "\\ude00\\ud83d"}', "半个字符"),
    "a raw control character": (b'{"a": "\x01"}', "第 1 行第 8 个字符"),
    "latin-1": ('{"a": 1,\n"b": "é"}'.encode("latin-1"), "第 2 行不是 UTF-8"),
    "GBK": ('{"a": "中文"}'.encode("gbk"), "不是 UTF-8"),
    "UTF-16": ('{"a": "中文"}'.encode("utf-16"), "不是 UTF-8"),
    "10,000 lists": (b"[" * 10_000, f"嵌套超过 {DEEPEST} 层"),
    "10,000 objects": (b'{"a":' * 10_000, f"嵌套超过 {DEEPEST} 层"),
    "10,000 levels, closed": (b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "嵌套超过"),
}

EXHAUSTING = {
    "numbers": b'{"a":[' + b"1," * (LARGE // 2) + b"1]}",
    "empty texts": b'""' * (LARGE // 2),
    "escaped quotes": b'"' + b'\\"' * (LARGE // 2),
    "backslashes": b'{"a":"' + b"\\" * LARGE,
    "minus signs": b"-" * LARGE,
    "digits": b"1" * LARGE,
    "brackets": b"[]" * (LARGE // 2),
}


@pytest.mark.parametrize(("data", "words"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_doubtful_json_is_refused_with_one_sentence_that_helps(data: bytes, words: str) -> None:
    with pytest.raises(PayloadError) as refusal:
        read_payload(data)
    assert words in refusal.value.message
    assert refusal.value.message.endswith("。")
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("data", EXHAUSTING.values(), ids=EXHAUSTING)
def test_sixteen_megabytes_of_malice_are_refused_in_seconds(data: bytes) -> None:
    started = time.process_time()
    with pytest.raises(PayloadError):
        read_payload(data)
    assert time.process_time() - started < 10


def test_a_name_that_may_be_a_party_s_data_is_not_repeated() -> None:
    with pytest.raises(PayloadError) as refusal:
        read_payload('{"林晓岚": 1, "林晓岚": 2}'.encode())
    assert "林晓岚" not in refusal.value.message


def test_fractions_become_decimals_with_the_digits_as_written() -> None:
    assert read_payload(b'{"a": 3680.50, "b": 0.1, "c": 7}') == {
        "a": Decimal("3680.50"), "b": Decimal("0.1"), "c": 7,
    }  # fmt: skip
    assert str(read_payload(b'{"a": 3680.50}')["a"]) == "3680.50"


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "喆堃昇翀玥璟赟𠮷"}'.encode(), {"a": "喆堃昇翀玥璟赟𠮷"}),
        (b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
        (b'{"a": "\\\\ud83d"}', {"a": "\\ud83d"}),
        (b'{"a": "[{NaN:,"}', {"a": "[{NaN:,"}),
        (b'{"a": ' + b"9" * LONGEST_NUMBER + b"}", {"a": int("9" * LONGEST_NUMBER)}),
    ],
)
def test_what_is_in_no_doubt_is_read_as_it_stands(data: bytes, payload: object) -> None:
    assert read_payload(data) == payload


def test_a_case_may_be_as_deep_and_as_long_as_the_limits() -> None:
    deep = b'{"a":' + b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1) + b"}"
    assert list(read_payload(deep)) == ["a"]
    long = b'{"a":[' + b",".join([b"1"] * (MOST_TOKENS - 10)) + b"]}"
    assert len(read_payload(long)["a"]) == MOST_TOKENS - 10
