"""The start page: what waits comes first, papers written most, all of it found by one search."""

import re

import pytest
from sqlalchemy import insert

from docgen import Engine
from docgen.register import drafts, issue
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.habits import most_written
from docgen.register.tables import orders
from tests.api.pages.conftest import Desk
from tests.browser.furnish import BUSY_CASE, OFFICER, PEOPLE
from tests.doubles.july import START


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


def test_what_somebody_writes_most_comes_before_what_others_write(
    engine: Engine, register: Register
) -> None:
    other = Actor("俞衡", Role.officer)
    written = (("site_inspection_record", other, 4), ("inspection_result_notice", OFFICER, 3))
    for kind, author, count in written:
        for _ in range(count):
            example = dict(engine.catalogue[kind].schema.example)
            issue.issue(register, engine, kind, example, actor=author)
    assert most_written(register, 1, actor=other) == ["site_inspection_record"]
    by_officer = most_written(register, 20, actor=OFFICER)
    assert by_officer.index("inspection_result_notice") < by_officer.index("site_inspection_record")


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


def test_while_one_types_the_register_is_left_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = desk("officer")
    monkeypatch.delattr("api.pages.start.most_written")
    page = browser._client.get("/?q=沈若棠", headers={"HX-Request": "true"}).text
    assert "出具过的文书" not in page
    assert "查找" in page


def test_one_search_finds_drafts_and_orders_that_one_may_see(
    desk: Desk, register: Register
) -> None:
    drafter = Actor(PEOPLE[Role.drafter], Role.drafter)
    entries = {"complaint_subject": "某琴行拒绝退还学费", "received_on": "2026-07-01"}
    drafts.save(register, "c" * 32, "non_acceptance_notice", entries, base=0, actor=drafter)
    with register.writing_unsealed() as connection:
        for number, sort in (("12345-琴行-1", "投诉"), ("12345-琴行-2", "举报")):
            connection.execute(insert(orders).values(
                system="hotline_12345", number=number, order_type=sort, title="琴行退费",
                received_at=START, imported_at=START,
            ))  # fmt: skip
    page = desk("drafter").get("/", q="琴行").text
    assert f'href="/drafts/{"c" * 32}"' in page
    assert "12345-琴行" not in page, "who may not read papers reads no orders"
    page = desk("officer").get("/", q="琴行").text
    assert "12345-琴行-1" in page
    assert "12345-琴行-2" in page
    assert "/drafts/" not in page, "another's draft that was not handed over"
    page = desk("admin").get("/", q="琴行").text
    assert "12345-琴行-1" in page
    assert "12345-琴行-2" not in page, "a report's number leads to whoever reported"
    drafts.submit(register, "c" * 32, actor=drafter)
    assert f'href="/drafts/{"c" * 32}"' in desk("officer").get("/", q="学费").text
    assert '<p class="stage"' in desk("drafter").get("/").text
