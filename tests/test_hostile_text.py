"""Whatever text goes in comes out unaltered in Word and PDF, or is refused with a pointer."""

import copy
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import Engine, InvalidCaseError
from docgen.engine import FORMATS
from docgen.proof.words import words_of
from schemas.ground.blanks import is_left_open, says_nothing
from schemas.ground.fields import LongText, Text
from schemas.ground.text import unified
from schemas.ground.walk import typed_values
from tests.catalogue import every_kind

KIND = "non_acceptance_notice"
FIELD = "reasons"

HOSTILE = {
    "markup": "<b>&amp;</b> & \"quoted\" 'single' <script>alert(1)</script>",
    "jinja expression": "{{ 7*7 }} {{ authority.phone }}",
    "jinja block": "{% for x in range(9) %}重复{% endfor %} {# 注释 #}",
    "word xml": "</w:t></w:r></w:p><w:p><w:r><w:t>插入",
    "cdata": "]]> <![CDATA[ x ]]> <?xml version='1.0'?>",
    "entities": "&#20013; &nbsp; &lt; %3Cb%3E",
    "path": "../../etc/passwd C:\\Windows\\system32",
    "rare names": "喆堃昇翀玥璟赟竑",
    "fullwidth and quotes": "“引号”‘单引’《书名》〔六角〕﹝小六角﹞￥¥％～—…",
    "several paragraphs": "第一段。\n第二段 <i>。\n{{ 第三段 }}",
    "percent and braces": "100% {a} }} {{ %} {%",
    "very long": "长" * 2000,
    "long ascii word": "A" * 300,
}

REFUSED = {
    "nul": ("甲\x00乙", "illegal_character"),
    "vertical tab": ("甲\x0b乙", "illegal_character"),
    "form feed": ("甲\x0c乙", "illegal_character"),
    "lone surrogate": ("甲\ud800乙", "illegal_character"),
    "noncharacter": ("甲\uffff乙", "illegal_character"),
    "right-to-left override": ("甲\u202e乙", "invisible_character"),
    "isolate": ("甲\u2066乙", "invisible_character"),
    "zero width space": ("甲\u200b乙", "invisible_character"),
    "docxtpl escape": ("{_{ 7*7 }_}", "template_mark"),
    "a hundred thousand characters": ("长" * 100_000, "too_long"),
    "radical": ("甲⺌乙", "radical"),
    "only blanks": (" \t\n ", "required"),
}


def _payload(engine: Engine, text: str) -> dict[str, object]:
    return {**engine.catalogue[KIND].schema.example, FIELD: text}


def _told(engine: Engine, text: str) -> dict[str, object]:
    """Return the example with a text behind its own reasons: a few characters are no reason."""
    return _payload(engine, f"{engine.catalogue[KIND].schema.example[FIELD]}{text}")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_comes_out_unaltered(engine: Engine, format: str, text: str) -> None:
    words = words_of(format, engine.render(KIND, _payload(engine, text), format).content)
    assert re.sub(r"\s+", "", text) in words


def set_at(payload: Any, pointer: str, text: str) -> Any:
    """Return a copy of a payload with the text at a JSON Pointer replaced."""
    changed = copy.deepcopy(payload)
    *way, last = pointer.split("/")[1:]
    place = changed
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = text
    return changed


@every_kind
def test_every_printed_text_of_every_kind_is_escaped(engine: Engine, kind: str) -> None:
    """Each free text of the example gets a hostile tail; those a rule refuses keep their words."""
    payload = copy.deepcopy(dict(engine.catalogue[kind].schema.example))
    texts = [
        (pointer, text)
        for pointer, field, text in typed_values(
            engine.catalogue[kind].reader, engine.check(kind, payload).values
        )
        if type(field) in (Text, LongText) and not field.kept
    ]
    tails: list[str] = []
    for number, (pointer, text) in enumerate(texts):
        tail = f'<b>&{{{{{number}*7}}}}"末'
        hostile = set_at(payload, pointer, text + tail)
        try:
            engine.check(kind, hostile)
        except InvalidCaseError:
            continue
        payload, tails = hostile, [*tails, tail]
    assert len(tails) >= len(texts) // 3
    for format in FORMATS:
        words = words_of(format, engine.render(kind, payload, format).content)
        for tail in tails:
            assert tail in words, f"{format} lost {tail}"


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_unsafe_text_is_refused_with_a_pointer(engine: Engine, text: str, code: str) -> None:
    with pytest.raises(InvalidCaseError) as refusal:
        engine.check(KIND, _payload(engine, text))
    assert [(each.pointer, each.code) for each in refusal.value.findings] == [(f"/{FIELD}", code)]
    assert text not in refusal.value.findings[0].detail


@pytest.mark.parametrize("text", ["表情😀", "古埃及𓀀"])
def test_character_without_a_glyph_is_refused_by_name(engine: Engine, text: str) -> None:
    with pytest.raises(InvalidCaseError) as refusal:
        engine.render(KIND, _told(engine, text), "pdf")
    finding = refusal.value.findings[0]
    assert (finding.pointer, finding.code) == (f"/{FIELD}", "unprintable_character")
    assert f"U+{ord(text[-1]):04X}" in finding.detail


@pytest.mark.parametrize(
    "character", ["\ufe00", "\U000e0100", "\u2f00", "\uf900", "\ufa0c", "\U0002f800"]
)
def test_character_that_comes_out_as_another_is_folded_and_said(
    engine: Engine, character: str
) -> None:
    """A selector of another shape vanishes, a radical or a double becomes the usual hanzi."""
    document = engine.render(KIND, _told(engine, f"葛{character}"), "pdf")
    assert [each.code for each in document.notices if each.pointer == f"/{FIELD}"] == ["lookalike"]
    assert f"葛{unified(character)}" in words_of("pdf", document.content)


@pytest.mark.parametrize("character", ["\u2e85", "\u2ec0", "\u2eb6"])
def test_a_radical_that_stands_for_no_hanzi_is_refused_by_name(
    engine: Engine, character: str
) -> None:
    with pytest.raises(InvalidCaseError) as refusal:
        engine.render(KIND, _told(engine, f"葛{character}"), "pdf")
    (found,) = refusal.value.findings
    assert (found.pointer, found.code) == (f"/{FIELD}", "radical")
    assert f"U+{ord(character):04X}" in found.detail


@pytest.mark.parametrize("text", ["﨑﨎﨏", "㎡①Ⅳ", "氵亻虎兀"])
def test_characters_of_their_own_are_printed_and_given_back(engine: Engine, text: str) -> None:
    assert text in words_of("pdf", engine.render(KIND, _told(engine, text), "pdf").content)


def _is_plain(character: str) -> bool:
    plain = unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return plain and not "\u2e80" <= unified(character) <= "\u2fd5" and bool(unified(character))


any_text = st.text(st.characters(codec="utf-8").filter(_is_plain), min_size=1, max_size=60).filter(
    lambda text: (
        text.strip()
        and not re.search(r"\{_[{%]|[}%]_\}", text)
        and not (says_nothing(text) or is_left_open(text))
    )
)


@given(text=any_text)
def test_any_text_is_found_in_the_word_file(engine: Engine, text: str) -> None:
    words = words_of("docx", engine.render(KIND, _told(engine, text), "docx").content)
    assert re.sub(r"\s+", "", unified(text)) in words


@given(text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_string_at_all_is_printed_or_refused_with_a_pointer(engine: Engine, text: str) -> None:
    try:
        words = words_of("pdf", engine.render(KIND, _payload(engine, text), "pdf").content)
        pointers = {f"/{FIELD}"}
    except InvalidCaseError as refusal:
        words = re.sub(r"\s+", "", unified(text))
        pointers = {finding.pointer for finding in refusal.findings}
    assert re.sub(r"\s+", "", unified(text)) in words
    assert pointers == {f"/{FIELD}"}


@given(
    text=st.text(
        st.sampled_from("喆堃昇翀玥璟赟〇㎡﹝〕○●□√×÷①⑩Ⅳ°′″中文Aa1 <&{}%"), min_size=1, max_size=60
    )
)
def test_printable_text_is_found_in_the_pdf(engine: Engine, text: str) -> None:
    text = "始" + text + "终"
    words = words_of("pdf", engine.render(KIND, _told(engine, text), "pdf").content)
    assert re.sub(r"\s+", "", text) in words
