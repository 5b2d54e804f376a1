"""Articles as people cite them: what exists, and what speaks of something else."""

from __future__ import annotations

import re
from datetime import date

import pytest

from schemas.law import Law
from schemas.law.numerals import read_numeral

ON = date(2026, 6, 17)
ORDER = "《市场监督管理投诉举报处理办法》"
PROCEDURE = "《市场监督管理行政处罚程序规定》"


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        (f"根据{ORDER}第四十七条，不予受理。", ["article_beyond"]),
        (f"根据{ORDER}第50条处理。", ["article_beyond"]),
        (f"依照{PROCEDURE}第八十八条移送。", ["article_beyond"]),
        ("依照《中华人民共和国消费者权益保护法》第六十四条。", ["article_beyond"]),
        ("依照《行政处罚法》第九十条。", ["article_beyond"]),
        (f"根据{ORDER}第十六条第八项，不予受理。", ["item_beyond"]),
        (f"根据{ORDER}第16条（九），不予受理。", ["item_beyond"]),
        (f"根据{ORDER}第十条第四项，材料不全。", ["item_beyond"]),
        (f"根据{ORDER}第二十三条第一款第九项，终止调解。", ["item_beyond"]),
        (f"根据{ORDER}第二十五条第二项答复。", ["item_beyond"]),
        (f"根据{ORDER}第十五条第四项，不予受理。", ["article_subject"]),
        (f"根据{ORDER}第15条（四），不予受理。", ["article_subject"]),
        ("根据投诉举报处理办法第十七条第四项，投诉超过三年，不予受理。", ["article_subject"]),
        (f"依照{ORDER}第二十四条，终止调解。", ["article_subject"]),
        (f"依照{ORDER}第三十三条，对举报人信息予以保密。", ["article_subject"]),
        (f"依照{ORDER}第二十条，委托消费者协会调解。", ["article_subject"]),
        (f"依照{PROCEDURE}第十九条，采取强制措施。", ["article_subject"]),
        (
            f"{ORDER}（以下简称《办法》）第十六条规定了情形；《办法》第四十八条另有规定。",
            ["article_beyond"],
        ),
        (f"根据{ORDER}第十六条第四项，不予受理。", []),
        (f"根据{ORDER}第十六条（四）项、第十七条，不予受理。", []),
        (f"依据{ORDER}第15条，在七个工作日内作出不予受理决定。", []),
        (f"根据{ORDER}第二十三条第一款第八项，终止调解。", []),
        (f"根据{ORDER}第四十六条，自2026年4月15日起施行。", []),
        (f"{PROCEDURE}第十条第二款、第十四条", []),
        ("违反《中华人民共和国食品安全法》第三十四条第十项的规定。", []),
        ("《北京市市场监督管理投诉举报处理办法实施细则》第九十九条", []),
        ("合同第九十九条", []),
        ("货架第十五条隔板", []),
    ],
)
def test_what_is_wrong_with_a_citation(law: Law, text: str, doubts: list[str]) -> None:
    assert [each.doubt.value for each in law.doubtful_citations(text, ON)] == doubts


def test_the_right_article_is_named(law: Law) -> None:
    (doubt,) = law.doubtful_citations(f"根据{ORDER}第十五条第四项，不予受理。", ON)
    assert doubt.message == (
        f"{ORDER}第十五条讲的是七个工作日内决定是否受理并告知理由和途径；"
        "不予受理的情形在第十六条，请核对引用的条文。"
    )
    assert doubt.source == f"{ORDER}第十六条"


@pytest.mark.parametrize(
    ("old", "told", "new"),
    [
        ("九", "提供身份证明", "十"),
        ("十", "委托代理人投诉", "十一"),
        ("十四", "在七个工作日内决定是否受理", "十五"),
        ("十五", "不予受理", "十六"),
        ("十七", "委托消费者协会调解", "十九"),
        ("十八", "提前三个工作日告知调解时间、地点", "二十"),
        ("十九", "告知可以申请回避", "二十一"),
        ("二十", "委托鉴定", "二十二"),
        ("二十一", "终止调解", "二十三"),
        ("二十二", "制作调解书", "二十四"),
        ("二十三", "对调解中发现的线索进行核查", "二十七"),
        ("二十九", "告知举报人不具备处理权限", "三十四"),
        ("三十一", "告知是否立案", "三十六"),
        ("三十二", "给予举报奖励", "三十六"),
        ("三十三", "对举报人信息予以保密", "三十七"),
        ("四十", "《暂行办法》同时废止", "四十六"),
    ],
)
def test_what_is_cited_by_its_number_in_the_repealed_order_is_shown_its_new_one(
    law: Law, old: str, told: str, new: str
) -> None:
    (doubt,) = law.doubtful_citations(f"依照{ORDER}第{old}条，{told}。", ON)
    assert doubt.source == f"{ORDER}第{new}条"
    assert not law.doubtful_citations(f"依照{ORDER}第{new}条，{told}。", ON)


@pytest.mark.parametrize(
    ("instrument", "text"),
    [
        ("order121", "order121_2026"),
        ("order20", "order20_2019_repealed"),
        ("penalty_procedure", "penalty_procedure_order61_2022"),
    ],
)
def test_the_table_counts_the_items_of_the_official_text(
    law: Law, official: dict[str, str], instrument: str, text: str
) -> None:
    # An article begins the text, or follows a sentence or the heading of a chapter.
    heads = (
        "(?:^|。(?:第[一二三四五六七八九十]+[章节][^。第]{1,14})*)第([一二三四五六七八九十百]+)条"
    )
    pieces = re.split(heads, official[text])
    items = {
        read_numeral(number): len(set(re.findall("（[一二三四五六七八九十]+）", article)))
        for number, article in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    known = law.articles.by_instrument[instrument]
    assert len(known) >= 10
    for number, article in known.items():
        assert article.items == items[number], f"{instrument} {number}"
        if article.claims:
            assert article.words, f"{instrument} {number} claims words it does not list"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十", 10),
        ("十六", 16),
        ("二十", 20),
        ("一百零五", 105),
        ("16", 16),
        ("１６", 16),
        ("二〇二六", 2026),
    ],
)
def test_numerals_are_read(words: str, number: int) -> None:
    assert read_numeral(words) == number
