"""电子数据证据提取笔录: twenty wrong ones, pages as they were seen, digests as they are."""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example, found

KIND = "electronic_evidence_record"
ABSENT = {
    "/attendance": "absent",
    "/reading": None,
    "/party_comment": None,
    "/unsigned": {"reason": "网页在办公场所固定，被检查人没有到场。", "recording": "录屏01"},
}

# Written down from articles 22, 26, 43 of the penalty procedure and the form before they were
# tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no time": ({"/started_at": None}, "/started_at", "required"),
    "over before it began": ({"/ended_at": "2026-07-09T13:00"}, "/ended_at", "time_reversed"),
    "no place": ({"/place": None}, "/place", "required"),
    "nobody checked": ({"/checked_party": None}, "/checked_party", "required"),
    "one officer": ({"/enforcement_officers/1": None}, "/enforcement_officers", "too_few"),
    "staff of the contractor": (
        {"/enforcement_officers/0/employed_by_authority": False},
        "/enforcement_officers/0/employed_by_authority",
        "officer_not_official",
    ),
    "a badge for a certificate": (
        {"/enforcement_officers/0/certificate_number": "工作证03"},
        "/enforcement_officers/0/certificate_number",
        "not_a_certificate",
    ),
    "nobody took it": ({"/extractor": None}, "/extractor", "required"),
    "a helper who knows nothing": (
        {"/extractor/name": "罗一鸣"}, "/extractor/expertise", "expertise_open",
    ),
    "no medium": ({"/medium": "不详"}, "/medium", "says_nothing"),
    "no method": ({"/extraction_method": " "}, "/extraction_method", "required"),
    "no content": ({"/data_content": None}, "/data_content", "required"),
    "nothing taken": ({"/web_pages": []}, "/files", "nothing_taken"),
    "a digest that is typed": (
        {"/web_pages/0/sha256": "00"}, "/web_pages/0/sha256", "unknown_field",
    ),
    "an algorithm that was broken": (
        {"/web_pages/0/algorithm": "sha1"}, "/web_pages/0/algorithm", "not_an_option",
    ),
    "half an address": (
        {"/web_pages/0/address": "悦邻生鲜"}, "/web_pages/0/address", "address_incomplete",
    ),
    "seen another day": (
        {"/web_pages/0/accessed_at": "2026-07-08T14:12"},
        "/web_pages/0/accessed_at",
        "page_outside_time",
    ),
    "seen from an account": (
        {"/web_pages/0/account": "buyer2026"}, "/web_pages/0/account", "account_seen",
    ),
    "a screenshot that did not come": (
        {"/web_pages/0/file": "截图.png"}, "/web_pages/0/file", "file_missing",
    ),
    "read to nobody": ({"/reading": None}, "/reading", "required"),
    "not signed and not noted": (
        {"/party_comment": "拒绝签字"}, "/party_comment", "refusal_not_noted",
    ),
    "absent and silent about it": (
        {"/attendance": "absent", "/reading": None, "/party_comment": None},
        "/unsigned",
        "absence_not_noted",
    ),
    "absent and speaking": (
        {"/attendance": "absent"}, "/party_comment", "answer_without_party",
    ),
    "a reporter betrayed": (
        {"/extraction_method": "登录举报人的账号截图。"}, "/extraction_method", "reporter_named",
    ),
}  # fmt: skip


def test_pages_can_be_kept_without_the_party(engine: Engine) -> None:
    assert found(engine, KIND, ABSENT) == {("/witness", "witness_advised", "notice")}
    page = engine.write(
        engine.check(KIND, example(engine, KIND, ABSENT), today=TODAY), "html"
    ).content.decode()
    assert "（未到场，情况已注明）" in page


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_the_digest_is_that_of_the_file_and_the_screenshot_is_printed(
    engine: Engine, algorithm: str
) -> None:
    changes = {"/web_pages/0/algorithm": algorithm}
    case = engine.check(KIND, example(engine, KIND, changes), today=TODAY)
    page = engine.write(case, "html").content.decode()
    content = (files("schemas.samples") / "price_tags.jpg").read_bytes()
    assert hashlib.new(algorithm, content).hexdigest() in page
    assert page.count("<img") == 1


def test_a_redacted_copy_shows_no_screenshot(engine: Engine) -> None:
    payload = example(engine, KIND)
    full = engine.render(KIND, payload, "html", copy="delivery", today=TODAY).content.decode()
    redacted = engine.render(KIND, payload, "html", copy="redacted", today=TODAY).content.decode()
    assert len(redacted) < len(full)
