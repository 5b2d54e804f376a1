"""证据提取单: twenty wrong ones, files with their digests, and a reporter who gives evidence."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from docgen.render.manifest import originals
from tests.schemas.guard.cases import TODAY, example, found

KIND = "evidence_extraction_sheet"
CONTENT = "日期,品名,数量\n".encode()
TABLE = f"data:text/csv;base64,{base64.b64encode(CONTENT).decode()}"
FILE = {"file": TABLE, "shows": "销售记录导出表"}

UNSIGNED = {"reason": "拒绝签名。", "recording": "录02"}

# Written down from articles 22, 24, 26, 43 of the penalty procedure and the form before they
# were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"/evidence_name": None}, "/evidence_name", "required"),
    "no time": ({"/extracted_at": "2026-07-10"}, "/extracted_at", "not_a_moment"),
    "no place": ({"/place": "无"}, "/place", "says_nothing"),
    "nothing said of it": ({"/evidence_content": " "}, "/evidence_content", "required"),
    "no pieces": ({"/pieces": 0}, "/pieces", "out_of_range"),
    "fewer pages than pieces": ({"/pieces": 2}, "/pages", "pages_fewer_than_pieces"),
    "from nowhere": ({"/origin": None}, "/origin", "required"),
    "neither original nor copy": (
        {"/evidence_form": "口头"}, "/evidence_form", "not_an_option",
    ),
    "one officer": ({"/enforcement_officers/1": None}, "/enforcement_officers", "too_few"),
    "staff of the contractor": (
        {"/enforcement_officers/0/employed_by_authority": False},
        "/enforcement_officers/0/employed_by_authority",
        "officer_not_official",
    ),
    "one certificate for two": (
        {"/enforcement_officers/1/certificate_number": "99990012035"},
        "/enforcement_officers/1/certificate_number",
        "certificate_repeated",
    ),
    "rights not told": ({"/rights_told": False}, "/rights_told", "rights_not_told"),
    "given by nobody": ({"/provider_name": None}, "/provider_name", "required"),
    "not checked": ({"/party_comment": None}, "/party_comment", "required"),
    "agreement not said": (
        {"/party_comment": "我看过了。"}, "/party_comment", "agreement_not_said",
    ),
    "refused to sign": ({"/party_comment": "我不签。"}, "/party_comment", "refusal_not_noted"),
    "signed and unsigned": (
        {"/party_comment": "同意签名。", "/unsigned": UNSIGNED},
        "/party_comment",
        "signed_and_unsigned",
    ),
    "a witness of a side": (
        {"/witness": {"name": "陶文清", "position": "该店店员"}},
        "/witness/position",
        "witness_position",
    ),
    "a digest that is typed": (
        {"/files": [{**FILE, "file_digest": "00"}]}, "/files/0/file_digest", "unknown_field",
    ),
    "an algorithm that was broken": (
        {"/files": [{**FILE, "algorithm": "md5"}]}, "/files/0/algorithm", "not_an_option",
    ),
    "a file that did not come": (
        {"/files": [{**FILE, "file": "记录.xlsx"}]}, "/files/0/file", "file_missing",
    ),
    "a file twice": ({"/files": [FILE, FILE]}, "/files/1/file", "file_repeated"),
    "an empty file": (
        {"/files": [{**FILE, "file": "data:text/csv;base64,"}]}, "/files/0/file", "file_empty",
    ),
    "a reply of the party": (
        {"/assistance_replied_on": "2026-07-10"}, "/assistance_replied_on", "reply_of_another",
    ),
    "a reporter betrayed": (
        {"/evidence_content": "举报人提供的小票一张。"}, "/evidence_content", "reporter_named",
    ),
}  # fmt: skip


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_digest_is_reckoned_from_the_file(engine: Engine, algorithm: str) -> None:
    changes = {"/files": [{**FILE, "algorithm": algorithm}]}
    case = engine.check(KIND, example(engine, KIND, changes), today=TODAY)
    page = engine.write(case, "html").content.decode()
    label = {"sha256": "SHA-256", "sm3": "SM3"}[algorithm]
    assert f"{label}：{hashlib.new(algorithm, CONTENT).hexdigest()}" in page
    assert f"<td>{len(CONTENT)}</td>" in page


def test_a_file_beside_the_payload_is_the_one_it_names(engine: Engine) -> None:
    payload = example(engine, KIND, {"/files": [{**FILE, "file": "记录.csv"}]})
    case = engine.check(KIND, payload, files={"记录.CSV": CONTENT}, today=TODAY)
    (kept,) = originals(case.values)
    assert (kept.content, kept.media_type) == (CONTENT, "text/csv")
    assert kept.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_only_the_archive_copy_carries_the_file(engine: Engine) -> None:
    payload = example(engine, KIND, {"/files": [{**FILE, "file": "记录.csv"}]})
    sizes = {}
    for copy in ("archive", "delivery"):
        made = engine.render(
            KIND, payload, "pdf", copy=copy, files={"记录.csv": CONTENT * 4000}, today=TODAY
        )
        sizes[copy] = b"EmbeddedFile" in made.content, len(made.content)
    assert sizes["archive"][0]
    assert sizes["archive"][1] > sizes["delivery"][1]


def test_what_a_reporter_gives_may_speak_of_the_report(engine: Engine) -> None:
    said = {"/evidence_content": "举报人购买时的小票一张。", "/provider_side": "reporter"}
    assert found(engine, KIND, said) == set()
