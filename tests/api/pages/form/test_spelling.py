"""People write days, times and amounts as they please; what is clear is understood."""

import pytest

from api.pages.form.spelling import count_of, day_of, moment_of, money_of


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-20",
        "2026.7.20",
        "2026/07/20",
        "20260720",
        "2026年7月20日",
        "２０２６－０７－２０",
        "二〇二六年七月二十日",
    ],
)
def test_a_day_is_understood(text: str) -> None:
    assert day_of(text) == "2026-07-20"


@pytest.mark.parametrize("text", ["2026-02-30", "昨天", "7月20日", "20260732", ""])
def test_what_is_no_day_stays_as_typed(text: str) -> None:
    assert day_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-20T09:05",
        "2026-7-20 9:05",
        "2026年7月20日9时5分",
        "2026.7.20 9：05",
        "二○二六年七月二十日9:05",
    ],
)
def test_a_moment_is_understood(text: str) -> None:
    assert moment_of(text) == "2026-07-20T09:05"


@pytest.mark.parametrize("text", ["2026-07-20 25:00", "2026-07-20", "九点"])
def test_what_is_no_moment_stays_as_typed(text: str) -> None:
    assert moment_of(text) == text


def test_amounts_and_counts_lose_their_dress() -> None:
    assert money_of("¥3,680.50 元") == "3,680.50"
    assert money_of("３６８０") == "3680"
    assert count_of("１２") == 12
    assert count_of("十二") == "十二"


def test_seconds_that_were_typed_stay() -> None:
    assert moment_of("2026年7月20日 9时5分30秒") == "2026-07-20T09:05:30"
    assert moment_of("2026-07-20 09:05:00") == "2026-07-20T09:05"
