"""The start page: what waits comes first, papers written most, all of it found by one search."""

import re

import pytest

from docgen import Engine
from docgen.register import issue
from docgen.register.database import Register
from tests.api.pages.conftest import Desk
from tests.browser.furnish import BUSY_CASE, OFFICER


def test_what_waits_stands_before_the_papers_in_the_page(desk: Desk) -> None:
    page = desk("officer").get("/").text
    places = [page.index(each) for each in ("临近期限", "我的草稿", "常用文书", "全部文书")]
    assert places == sorted(places)


def test_all_kinds_are_folded_by_work_and_those_used_most_stand_out(
    desk: Desk, engine: Engine, register: Register
) -> None:
    example = dict(engine.catalogue["site_inspection_record"].schema.example)
    for _ in range(2):
        issue.issue(register, engine, "site_inspection_record", example, actor=OFFICER)
    page = desk("officer").get("/").text
    used = re.search(r'<ul class="used">(.*?)</ul>', page, re.S)
    assert used
    titles = re.findall(r">([^<>\s]+)</a>", used[1])
    assert titles[0] == "现场笔录"
    assert len(titles) <= 8
    assert '<details class="work-line">' in page
    assert page.count('href="/new/') == len(engine.catalogue) + len(titles)


@pytest.mark.parametrize(
    "words", ["〔2026〕", "[2026]", "【２０２６】", "(2026) 1", "﹝2026﹞1", "沈若棠"]
)
def test_one_search_finds_papers_by_number_in_any_brackets_and_by_people(
    desk: Desk, words: str
) -> None:
    page = desk("officer").get("/", q=words).text
    assert "出具过的文书" in page
    assert "投诉调解书 沈若棠" in page


def test_one_search_finds_cases_by_a_part_and_says_what_they_are_about(desk: Desk) -> None:
    page = desk("officer").get("/", q="0616").text
    assert f"案卷 {BUSY_CASE}" in page
    assert "示例市跃动健身" in page


def test_a_drafter_finds_cases_but_no_issued_paper_and_no_whole_name(desk: Desk) -> None:
    assert "出具过的文书" not in desk("drafter").get("/", q="沈若棠").text
    page = desk("drafter").get("/", q=BUSY_CASE).text
    assert "沈某某" in page
    assert "沈若棠" not in page


def test_while_one_types_the_register_is_left_alone(desk: Desk) -> None:
    browser = desk("officer")
    page = browser._client.get("/?q=沈若棠", headers={"HX-Request": "true"}).text
    assert "出具过的文书" not in page
    assert "查找" in page
