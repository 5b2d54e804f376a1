"""How lines of hanzi are set, in squares: a hanzi or mark is one em wide, a figure half of it."""

from itertools import pairwise

import pytest

from docgen.render.typesetting import (
    Fit,
    Measured,
    first_fit,
    fixed_gaps,
    kept_together,
    open_gaps,
    overlap,
)

EM = 10.0


def measured(text: str, *, spacing: float = 0.0) -> Measured:
    advances = [EM / 2 if character.isascii() else EM for character in text]
    return Measured(text, advances, EM, spacing)


def fit(text: str, squares: float, *, justified: bool = True, anywhere: bool = True) -> Fit | None:
    """Set the first line of a text that may break before anything but a closing mark."""
    kept = kept_together(text)
    breaks = [
        place
        for place in range(1, len(text))
        if place not in kept and text[place] not in "，。）》” " and text[place - 1] not in "（《“"
    ]
    return first_fit(
        measured(text), breaks, squares * EM, whole=True, justified=justified, anywhere=anywhere
    )


@pytest.mark.parametrize(
    ("text", "squares", "line"),
    [
        ("本局决定不予受理", 4, "本局决定"),
        ("本局决定", 4, "本局决定"),
        # A closing mark hangs its blank half over the edge rather than take a hanzi down with it.
        ("本局决定，不予受理", 4.5, "本局决定，"),
        ("本局决定，不予受理", 4, "本局决"),
        # Marks that meet share their blanks.
        ("见《办法》，本局决定", 6, "见《办法》，"),
        ("（一）：不予受理", 3.5, "（一）："),
        # Dates, amounts, numbers with their units stay in one piece.
        ("自2026年7月10日起", 6, "自"),
        ("自2026年7月10日起", 7.5, "自2026年7月10日"),
        ("退还¥1,200.00整", 5, "退还"),
        ("共30个工作日内办结", 3, "共"),
        ("照第12号函办", 3, "照"),
        # What is longer than a line is broken where it must be.
        ("2026年7月10日", 3, "2026年"),
        ("91999900MA5TEST000", 4, "91999900"),
        # A blank at the end of a line takes no room.
        ("市场监督 管理局", 4, "市场监督"),
    ],
)
def test_a_line_ends_where_a_compositor_would_end_it(text: str, squares: float, line: str) -> None:
    found = fit(text, squares)
    assert found is not None
    assert text[: found.end] == line
    assert text[found.resume :] == text[len(line) :].lstrip(" ")
    assert found.width <= squares * EM + 0.01


def test_lines_are_drawn_together_a_little_before_a_word_is_lost() -> None:
    text = "根据市场监督管理投诉举报处理办法的有关规定本局组织双方"
    found = fit(text, 25.6)
    assert found is not None
    assert found.end == 26
    assert found.width == 25.6 * EM
    assert found.extra == pytest.approx(-0.4 * EM / 25)


def test_ragged_lines_are_never_too_long() -> None:
    found = fit("本局决定，不予受理", 4.5, justified=False)
    assert found is not None
    assert found.end == 3


def test_a_piece_that_does_not_fit_is_left_whole_behind_other_words() -> None:
    found = fit("2026年7月10日起", 3, anywhere=False)
    assert found is not None
    assert found.end == len("2026年7月10日")
    assert found.width > 3 * EM


def test_more_of_a_text_is_asked_for_where_too_little_is_known() -> None:
    assert first_fit(measured("本局"), [1], 40, whole=False, justified=True, anywhere=True) is None


@pytest.mark.parametrize("pair", ["）：", "》，", "。”", "：“", "（《", "”（"])
def test_two_marks_give_up_half_a_square(pair: str) -> None:
    assert overlap(*pair) == 0.5


@pytest.mark.parametrize("pair", ["字，", "，字", "（字", "字（", "（）", "8）", "——"])
def test_a_mark_beside_anything_else_keeps_its_square(pair: str) -> None:
    assert overlap(*pair) == 0


def test_narrow_marks_have_no_half_to_give() -> None:
    narrow = Measured("（一）：", [EM, EM, EM / 3, EM], EM)
    assert narrow.cut(2) == 0
    assert measured("（一）：").cut(2) == EM / 2


def test_numbers_and_words_are_never_drawn_apart() -> None:
    text = "计¥1,200.00元PDF件"
    fixed = fixed_gaps(text)
    gaps = [pair for place, pair in enumerate(pairwise(text)) if place not in fixed]
    assert len(gaps) == open_gaps(text)
    assert gaps == [("计", "¥"), ("0", "元"), ("元", "P"), ("F", "件")]


def test_a_blank_at_the_end_of_a_piece_parts_it_from_what_follows() -> None:
    """`<span>附件：1. </span>线索` lost it, as a line loses the blanks at its end."""
    measured = Measured("附件：1. ", [16, 16, 16, 8, 8, 8], 16)
    found = first_fit(measured, [2, 3], 200, whole=True, justified=True, anywhere=True)
    assert found == Fit(6, 6, 72)
    narrow = first_fit(measured, [2, 3], 64, whole=True, justified=True, anywhere=True)
    assert narrow is not None
    assert (narrow.end, narrow.width) == (5, 64)
