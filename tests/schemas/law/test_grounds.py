"""The closed lists are the official wording, letter for letter."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.law import Citation, Law, NotInForceError, UnknownTermError

BEFORE = date(2026, 4, 14)
AFTER = date(2026, 4, 15)
SETS = [
    ("non_acceptance", BEFORE, "order20_2019_repealed", 15, 6),
    ("non_acceptance", AFTER, "order121_2026", 16, 7),
    ("non_acceptance_factor", AFTER, "order121_2026", 17, 5),
    ("termination", BEFORE, "order20_2019_repealed", 21, 7),
    ("termination", AFTER, "order121_2026", 23, 8),
]


@pytest.mark.parametrize(("topic", "on", "file", "article", "length"), SETS)
def test_every_item_is_the_official_wording(
    law: Law, official: dict[str, str], topic: str, on: date, file: str, article: int, length: int
) -> None:
    grounds = law.grounds(topic, on)
    assert (grounds.article.article, len(grounds.items)) == (article, length)
    place = Citation(grounds.instrument, article).place
    text = official[file].split(f"。{place}", 1)[1]
    listed = "".join(ground.label + ground.text for ground in grounds.items)
    # The list follows the opening clause of its own article and is printed without a gap.
    assert text.split("：", 1)[1].startswith(listed)


@pytest.mark.parametrize("topic", ["non_acceptance", "termination"])
def test_the_official_forms_print_the_same_lists(
    law: Law, official: dict[str, str], topic: str
) -> None:
    listed = "".join(each.label + each.text for each in law.grounds(topic, AFTER).items)
    assert listed in official["complaint_forms_2026_04"]


def test_items_keep_their_official_final_marks(law: Law) -> None:
    for topic, on, *_ in SETS:
        *inner, last = law.grounds(topic, on).items
        assert all(ground.text.endswith("；") for ground in inner)
        assert last.text.endswith("。")


def test_an_item_can_be_cited_and_used_inside_a_sentence(law: Law) -> None:
    refused = law.grounds("non_acceptance", AFTER)
    assert refused.citation(3).text == "《市场监督管理投诉举报处理办法》第十六条第三项"
    assert refused.ground(6).wording == (
        "冒用他人名义或者拒不配合市场监督管理部门核验真实身份信息的"
    )
    assert law.grounds("termination", AFTER).citation(5).place == "第二十三条第一款第五项"


def test_numbers_beyond_the_list_and_days_without_list_are_refused(law: Law) -> None:
    with pytest.raises(UnknownTermError, match="只有7项"):
        law.grounds("non_acceptance", AFTER).ground(8)
    with pytest.raises(NotInForceError, match="2026年4月14日没有有效的"):
        law.grounds("non_acceptance_factor", BEFORE)
    with pytest.raises(UnknownTermError, match="可用的清单"):
        law.grounds("weather", AFTER)
