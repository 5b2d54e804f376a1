"""Which text governs on a day, and how it is cited."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schemas.law import Citation, Law, NotInForceError, UnknownTermError

LAST_OF_ORDER20 = date(2026, 4, 14)
FIRST_OF_ORDER121 = date(2026, 4, 15)

# rules of order 20 and order 121, topic by topic: (topic, article before, article after).
ARTICLES = [
    ("materials", 9, 10),
    ("agent", 10, 11),
    ("acceptance", 14, 15),
    ("non_acceptance_grounds", 15, 16),
    ("entrusted_mediation", 17, 19),
    ("advance_notice", 18, 20),
    ("recusal", 19, 21),
    ("testing", 20, 22),
    ("termination", 21, 23),
    ("mediation_agreement", 22, 24),
    ("clue", 23, 27),
    ("no_jurisdiction", 29, 34),
    ("report_result", 32, 36),
    ("confidentiality", 33, 37),
]
# Words that stand in the article of each topic, in both orders.
WORDS = {
    "materials": "投诉人的姓名、电话号码、通讯地址",
    "agent": "委托他人代为投诉",
    "acceptance": "七个工作日内作出受理或者不予受理的决定",
    "non_acceptance_grounds": "不予受理：",
    "entrusted_mediation": "不得再委托其他组织或者个人",
    "advance_notice": "提前告知投诉人和被投诉人调解的时间",
    "recusal": "应当回避",
    "testing": "不计算在调解期限内",
    "termination": "终止调解：",
    "mediation_agreement": "制作调解书",
    "clue": "十五个工作日内予以核查",
    "no_jurisdiction": "不具备处理权限的，应当告知举报人",
    "report_result": "实行奖励",
    "confidentiality": "举报人的信息予以保密",
}


@pytest.mark.parametrize(("topic", "before", "after"), ARTICLES)
def test_the_day_of_the_act_picks_the_article(
    law: Law, topic: str, before: int, after: int
) -> None:
    old = law.basis(topic, on=LAST_OF_ORDER20)
    new = law.basis(topic, on=FIRST_OF_ORDER121)
    assert (old.instrument.id, old.article) == ("order20", before)
    assert (new.instrument.id, new.article) == ("order121", after)


@pytest.mark.parametrize("topic", WORDS)
def test_the_article_of_a_topic_speaks_of_it(
    law: Law, official: dict[str, str], topic: str
) -> None:
    for day, text in (
        (LAST_OF_ORDER20, official["order20_2019_repealed"]),
        (FIRST_OF_ORDER121, official["order121_2026"]),
    ):
        place = law.basis(topic, on=day).place
        article = text.split(f"。{place}", 1)[1]
        following = Citation(law.in_force("order121", day), law.basis(topic, on=day).article + 1)
        assert WORDS[topic] in article.split(f"。{following.place}", 1)[0]


def test_rules_that_only_order_121_has_are_refused_for_earlier_days(law: Law) -> None:
    assert law.basis("remedy", on=FIRST_OF_ORDER121).place == "第二十五条"
    assert law.basis("period_counting", on=FIRST_OF_ORDER121).place == "第四十五条"
    with pytest.raises(NotInForceError, match="2026年4月14日没有关于“期间的计算”的有效条文"):
        law.basis("period_counting", on=LAST_OF_ORDER20)


def test_the_deleted_notice_to_named_reporters_is_refused_after_the_repeal(law: Law) -> None:
    assert law.basis("filing_notice", on=LAST_OF_ORDER20).place == "第三十一条"
    with pytest.raises(NotInForceError, match="施行至2026年4月14日"):
        law.basis("filing_notice", on=FIRST_OF_ORDER121)


def test_the_chain_of_replacements_is_followed_both_ways(law: Law) -> None:
    assert law.in_force("order20", FIRST_OF_ORDER121).id == "order121"
    assert law.in_force("order121", LAST_OF_ORDER20).id == "order20"
    assert law.in_force("penalty_procedure", date(2020, 6, 1)).id == "penalty_procedure_2018"
    assert law.in_force("penalty_procedure_2018", date(2026, 6, 1)).id == "penalty_procedure"


def test_a_day_before_every_text_is_refused(law: Law) -> None:
    with pytest.raises(NotInForceError, match="自2024年7月1日起施行"):
        law.in_force("consumer_law_regulation", date(2024, 6, 30))


def test_no_two_texts_of_one_chain_govern_on_the_same_day(law: Law) -> None:
    by_id = law.instruments.by_id
    successions = [(each, by_id[each.replaced_by]) for each in by_id.values() if each.replaced_by]
    assert len(successions) == 5
    for old, new in successions:
        assert old.effective_to is not None
        assert new.effective_from == old.effective_to + timedelta(days=1)


def test_a_text_that_says_when_it_holds_says_its_own_day_too(law: Law) -> None:
    told = [each for each in law.instruments.by_id.values() if each.days_of_effect]
    assert len(told) >= 10
    assert all(each.effective_from in each.days_of_effect for each in told)


def test_citing_the_repealed_order_names_the_one_in_force(law: Law) -> None:
    citation = law.citation("order20", 15, item=3)
    law.check_citation(citation, LAST_OF_ORDER20)
    with pytest.raises(NotInForceError) as refusal:
        law.check_citation(citation, FIRST_OF_ORDER121)
    assert str(refusal.value) == (
        "《市场监督管理投诉举报处理暂行办法》（国家市场监督管理总局令第20号）施行至2026年4月14日，"
        "2026年4月15日不适用。请改引当日有效的《市场监督管理投诉举报处理办法》"
        "（国家市场监督管理总局令第121号）。"
    )


def test_citing_the_new_order_too_early_names_the_old_one(law: Law) -> None:
    with pytest.raises(NotInForceError, match=r"自2026年4月15日起施行.*请改引.*暂行办法"):
        law.check_citation(law.citation("order121", 16), LAST_OF_ORDER20)


def test_a_citation_is_printed_with_chinese_numerals(law: Law) -> None:
    assert law.citation("order121", 16, item=3).text == (
        "《市场监督管理投诉举报处理办法》第十六条第三项"
    )
    assert law.citation("order121", 23, 1, 5).text == (
        "《市场监督管理投诉举报处理办法》第二十三条第一款第五项"
    )


def test_an_article_beyond_the_end_and_unknown_names_are_refused(law: Law) -> None:
    with pytest.raises(UnknownTermError, match="共46条，没有第47条"):
        law.citation("order121", 47)
    with pytest.raises(UnknownTermError, match="可用的代号：order20"):
        law.citation("order999", 1)
    with pytest.raises(UnknownTermError, match="可用的事项"):
        law.basis("weather", on=FIRST_OF_ORDER121)


@pytest.mark.parametrize(
    ("instrument", "file"),
    [
        ("order121", "order121_2026"),
        ("order20", "order20_2019_repealed"),
        ("penalty_procedure", "penalty_procedure_order61_2022"),
    ],
)
def test_titles_and_numbers_of_articles_are_the_official_ones(
    law: Law, official: dict[str, str], instrument: str, file: str
) -> None:
    known = law.instruments.get(instrument)
    assert known.articles is not None
    assert f"。{Citation(known, known.articles).place}本" in official[file]
    assert f"。{Citation(known, known.articles + 1).place}" not in official[file]
    assert known.title in "".join(official.values())
