"""Three invented reports from the tip to the last paper, over HTTP, each paper really rendered.

No word of whoever reported stands in what the reported party reads, or may look into: searched for
in the text of pages, in every stream of the files and in every part of the Word files.
"""

import copy
import io
import zipfile
from typing import Any

import pikepdf
import pypdfium2
import pytest

from docgen import Engine
from docgen.register.actor import Actor, Role
from docgen.register.cases import CaseClosedError, close_case
from docgen.register.database import Register
from tests.api.desks import Desk
from tests.doubles.quick_pool import QuickPool

OFFICER = Actor("何静远", Role.officer)
CASE = "JB-2026-0616-004"
# By what the reporter of the examples is known.
REPORTER = (
    "柏以宁",
    "13900003021",
    "枫林路9号院",
    "999999198805120021",
    "BJ20260616102001",
    "举报人",
)
PARTY = {
    "party_type": "enterprise",
    "business_name": "示例市鲜客来食品超市",
    "licence_name": "营业执照",
    "credit_code": "91999900MAK7R2BX4N",
    "address": "示例市示例区文化路12号",
    "representative": "祝怀瑾",
}
OFFICERS = [
    {"name": "周启明", "certificate_number": "示0200101", "employed_by_authority": True},
    {"name": "沈若溪", "certificate_number": "示0200102", "employed_by_authority": True},
]


class Journey:
    """One case at one desk: each paper begins with what the case knows and is issued."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        self.engine = engine
        self.desk = desk

    def payload(self, kind: str, changes: dict[str, Any]) -> dict[str, Any]:
        """Return the example, over it what the case gives, over that what is said here."""
        example = copy.deepcopy(dict(self.engine.catalogue[kind].schema.example))
        begun = self.desk.get(f"/v1/kinds/{kind}/prefill?case_ref={CASE}")
        known = begun.json if begun.status_code == 200 else {}
        given = example | known | changes
        numbered = self.engine.catalogue[kind].header.numbering is not None
        dropped = {"document_number"} if numbered else set()
        return {
            name: each for name, each in given.items() if each is not None and name not in dropped
        }

    def issue(self, kind: str, **changes: Any) -> dict[str, Any]:
        """Issue a paper of the case and return what the answer says of it."""
        answer = self.desk.post(
            f"/v1/documents/{kind}?case_ref={CASE}", self.payload(kind, changes)
        )
        assert answer.status_code == 201, (kind, answer.text)
        return dict(answer.json)

    def refused(self, kind: str, **changes: Any) -> set[str]:
        """Return the codes for which a paper of the case is refused."""
        answer = self.desk.post(
            f"/v1/documents/{kind}?case_ref={CASE}", self.payload(kind, changes)
        )
        assert answer.status_code == 422, (kind, answer.status_code)
        return {each["code"] for each in answer.json["errors"]}

    def everything_in(self, document: dict[str, Any]) -> str:
        """Return all that the delivered files of a paper hold, packed or not."""
        place = f"{document['links']['self']}/file"
        pdf = self.desk.get(place, Accept="application/pdf").data
        word = self.desk.get(
            place,
            Accept="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ).data
        pages = pypdfium2.PdfDocument(pdf)
        told = ["".join(page.get_textpage().get_text_range() for page in pages)]
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            for each in opened.objects:
                if isinstance(each, pikepdf.Stream):
                    try:
                        told.append(each.read_bytes().decode("utf-8", "replace"))
                    except pikepdf.PdfError:
                        told.append(each.read_raw_bytes().decode("utf-8", "replace"))
                elif isinstance(each, pikepdf.Dictionary):
                    told += [str(value) for _, value in each.items()]
        with zipfile.ZipFile(io.BytesIO(word)) as archive:
            told += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join(told)


@pytest.fixture
def journey(engine: Engine, desk: Desk, pool: QuickPool) -> Journey:
    """A case whose papers are rendered as they are for an office."""
    pool.how = engine.render
    return Journey(engine, desk)


def inspected(journey: Journey) -> dict[str, Any]:
    """Issue the record of the visit that verified the clue."""
    return journey.issue(
        "site_inspection_record",
        started_at="2026-06-22T09:30",
        ended_at="2026-06-22T10:20",
        place=PARTY["address"],
        subject="冷藏食品的保质期",
        party=PARTY,
        presence={
            "state": "present",
            "account": "检查人员进店出示证件后当场通知店长，店长全程在场。",
            "attendee_name": "祝怀瑾",
            "attendee_post": "店长",
        },
        findings="冷藏柜内有待售酸牛奶六杯，杯盖标示生产日期2026年5月20日、保质期21天，已当场下架。",
        photos=None,
        photos_comment=None,
        internal_number=None,
    )


def begun(journey: Journey) -> None:
    """Register the report and the clue that it is."""
    journey.issue("report_registration_form")
    journey.issue(
        "case_source_registration_form",
        case_source="complaint_report",
        finders=None,
        unit_opinion=None,
    )


def assert_no_reporter(journey: Journey, *papers: dict[str, Any]) -> None:
    """Fail where a paper that the party may see tells of whoever reported."""
    for paper in papers:
        told = journey.everything_in(paper)
        assert PARTY["business_name"] in told
        assert [each for each in REPORTER if each in told] == [], paper["title"]


def test_a_report_is_not_filed_but_referred_and_its_result_awaited(
    journey: Journey, engine: Engine, office: Register
) -> None:
    begun(journey)
    record = inspected(journey)
    decision = journey.issue(
        "case_filing_approval_form",
        party={name: each for name, each in PARTY.items() if name != "licence_name"},
        conditions_met=["evidence", "penalty", "in_time"],
        not_filed_ground="other",
        verification="2026年6月22日现场检查，冷藏柜内有超过保质期的酸牛奶六杯，处罚权由综合执法机关行使。",
    )
    letter = journey.issue(
        "referral_letter",
        situation="enforcement_body",
        jurisdiction_rule=None,
        centralised_penalty_basis="《示例市示例区相对集中行政处罚权决定》第二条",
        clue_source="inspection",
        order_references=None,
        found_on="2026-06-16",
        letters=[
            {
                "party": {
                    "name": PARTY["business_name"],
                    "credit_code": PARTY["credit_code"],
                    "address": PARTY["address"],
                },
                "violation": "销售超过保质期的食品",
                "reason": "食品违法行为的处罚权由综合执法机关行使",
                "facts": "2026年6月22日冷藏柜内有待售酸牛奶六杯，均已超过保质期。",
                "attachments": [{"name": "现场笔录", "copies": 1, "pages": 2}],
            }
        ],
        issued_on="2026-07-02",
        approval={
            "approver": "何静远", "post": "副局长", "employed_by_authority": True,
            "approved_on": "2026-07-02", "decision": "agreed", "opinion": "同意移送。",
        },
    )  # fmt: skip
    told = journey.issue(
        "report_result_notice",
        report_result="referred",
        other_authority=engine.house.enforcement_body,
        not_filed_reasons="该事项的行政处罚权由综合执法机关行使，线索已经移送。",
    )
    assert "柏以宁" in journey.everything_in(told)
    assert_no_reporter(journey, record, decision, letter)
    journey.desk.post(
        f"{letter['links']['self']}/deliveries",
        {"method": "direct", "recipient": "综合执法局收发室", "delivered_on": "2026-07-02"},
    )
    with pytest.raises(CaseClosedError, match="处理结果"):
        close_case(office, engine.catalogue, CASE, actor=OFFICER)


def test_a_report_is_filed_and_told(journey: Journey) -> None:
    begun(journey)
    record = inspected(journey)
    decision = journey.issue(
        "case_filing_approval_form",
        party={name: each for name, each in PARTY.items() if name != "licence_name"},
        filing_decision="filed",
        not_filed_ground=None,
        case_officers=OFFICERS,
        tell_not_filed=None,
        verification="2026年6月22日现场检查，冷藏柜内有超过保质期的酸牛奶六杯待售。",
        opinions=[
            {
                "station": station, "decision": "agreed", "opinion": "同意立案。",
                "signer": signer, "employed_by_authority": True, "signed_on": "2026-07-01",
            }
            for station, signer in (("unit_head", "江以宁"), ("authority_head", "何静远"))
        ],
    )  # fmt: skip
    journey.issue("report_result_notice", report_result="filed", not_filed_reasons=None)
    assert_no_reporter(journey, record, decision)
    due = [each for each in journey.desk.get("/v1/due").json["due"] if each["case_ref"] == CASE]
    assert due == []


def test_an_anonymous_report_without_authority_tells_nobody_and_sends_the_clue_on(
    journey: Journey,
) -> None:
    anonymous = {"reporter_kind": "anonymous", "reporter": None, "callback_phone": "13900003021"}
    journey.issue("report_registration_form", **anonymous)
    assert "reporter_anonymous" in journey.refused(
        "no_jurisdiction_notice", report_received_on="2026-06-16", issued_on="2026-06-24"
    )
    letter = journey.issue(
        "referral_letter",
        clue_source="report",
        order_returned=True,
        reporter_told=True,
        order_references=None,
    )
    told = journey.everything_in(letter)
    assert [each for each in REPORTER if each in told] == []
