"""A contract's year in the register: quantities, acceptance, settlement, application, invoice.

Every link of the chain is broken here once, and is named when it is.
"""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from docgen.register.actor import Actor
from docgen.register.compiling import compile_payload
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.issue import IssuedDocument
from docgen.register.prefill import prefill
from schemas.kinds.contract.invoice_record import InvoiceRecord
from schemas.parts.counting import ITEMS, Work, count, read_rules
from tests.docgen.register.invented_orders import import_invented
from tests.docgen.register.papers import open_case, put_document
from tests.docgen.register.test_issue import example_of, issue_one
from tests.docgen.register.wholeness import assert_whole

CASE = "合同-2025-3"
CONFIRMATION, ACCEPTANCE = "completed_quantity_confirmation", "acceptance_report"
SETTLEMENT, APPLICATION = "settlement_invoice", "payment_application"
INVOICES, NOTICE = "invoice_record", "contractor_rectification_notice"
ASSESSMENT, LEDGER = "contractor_assessment_result", "work_ledger"
CONTRACTED = dict(zip(ITEMS, (111300, 32986, 10003, 13920), strict=True))
DUE = "14557340.22"


@pytest.fixture
def put(register: Register, engine: Engine, officer: Actor) -> Any:
    """Issue a kind's example with changes, in the case of the contract."""
    open_case(register, CASE)

    def issue(kind: str, **changes: Any) -> IssuedDocument:
        payload = deepcopy(example_of(engine, kind)) | changes
        given = {name: value for name, value in payload.items() if value is not None}
        return issue_one(register, engine, officer, kind, payload=given, case_ref=CASE)

    return issue


def done(**changes: int) -> list[dict[str, Any]]:
    """Return the contracted pieces of each item, with changes."""
    return [{"item": item, "quantity": number} for item, number in (CONTRACTED | changes).items()]


def confirmation(**changes: Any) -> dict[str, Any]:
    """Return what confirms the whole year at once."""
    return {
        "period_from": "2025-06-01",
        "period_pieces": done(),
        "completed": done(),
        "left_uncounted": None,
        "ledger_rows": 168209,
    } | changes


def accepted(**changes: Any) -> dict[str, Any]:
    return {"completed": done(), "deductions": None} | changes


def settled(acceptance: IssuedDocument, **changes: Any) -> dict[str, Any]:
    return {
        "completed": done(),
        "acceptance_number": acceptance.document_number,
        "deductions": None,
        "invoices": None,
        "stated_capitals": None,
    } | changes


def asked(acceptance: IssuedDocument, settlement: IssuedDocument, **changes: Any) -> dict[str, Any]:
    return {
        "applied_amount": DUE,
        "settled_due": DUE,
        "acceptance_number": acceptance.document_number,
        "settlement_number": settlement.document_number,
        "stated_capitals": None,
        "invoices": None,
    } | changes


INVOICE: dict[str, Any] = InvoiceRecord.example["registered_invoices"][0] | {
    "net": "13733339.83",
    "tax": "824000.39",
    "amount": DUE,
}


def invoiced(**changes: Any) -> dict[str, Any]:
    """Return the record of one invoice over the balance."""
    return {"application_amount": DUE, "registered_invoices": [INVOICE]} | changes


ADVANCE: dict[str, Any] = {
    "register_number": "2025-付款-1",
    "payment_type": "advance",
    "applied_amount": "29105947.78",
    "agreed_due_on": None,
    "confirmation_number": None,
    "acceptance_number": None,
    "settlement_number": None,
    "settled_due": None,
    "earlier_payments": None,
    "invoices": None,
    "stated_capitals": None,
    "issued_on": "2025-07-14",
}
HOTLINE: dict[str, Any] = ADVANCE | {
    "contract": "hotline-2026",
    "payment_type": "instalment",
    "instalment": "first",
    "applied_amount": "872250.00",
    "payee": {
        "name": "示例市启明治理咨询有限公司",
        "bank": "示例银行示例市示例区支行",
        "account": "999900012345999",
    },
    "issued_on": "2026-07-14",
}


@dataclass(frozen=True)
class Chain:
    """The papers that stand, each after the one before it."""

    put: Callable[..., IssuedDocument]
    papers: dict[str, IssuedDocument] = field(default_factory=dict)

    def up_to(self, kind: str) -> "Chain":
        """Issue the chain before a kind."""
        steps: tuple[tuple[str, Callable[[], dict[str, Any]]], ...] = (
            (CONFIRMATION, confirmation),
            (ACCEPTANCE, accepted),
            (SETTLEMENT, lambda: settled(self.papers[ACCEPTANCE])),
            (APPLICATION, self.application),
        )
        for each, payload in steps:
            if each == kind:
                break
            self.papers[each] = self.put(each, **payload())
        return self

    def application(self, **changes: Any) -> dict[str, Any]:
        return asked(self.papers[ACCEPTANCE], self.papers[SETTLEMENT], **changes)

    def refused(self, kind: str, **payload: Any) -> set[str]:
        """Return what a paper is refused for, as `pointer code`."""
        with pytest.raises(InvalidCaseError) as refusal:
            self.put(kind, **payload)
        return {f"{each.pointer} {each.code}" for each in refusal.value.findings}


@pytest.fixture
def chain(put: Any) -> Chain:
    return Chain(put)


def test_the_contracts_year_agrees_to_the_fen(
    register: Register, engine: Engine, chain: Chain
) -> None:
    """168,209 rows counted, confirmed, accepted, settled, asked for: 43,663,288.00 in all."""
    works = [
        Work("登记簿", f"{item}-{index}", item, date(2025, 6 + index % 7, 1 + index % 28), "done",
             False)
        for item, number in CONTRACTED.items()
        for index in range(number)
    ]  # fmt: skip
    jd = [
        Work("登记簿", f"jd-{n}", "complaint", date(2025, 8, 1), "done", True) for n in range(500)
    ]
    tally = count([*works, *jd], read_rules()["count-1"], date(2025, 6, 1), date(2026, 6, 30))
    assert tally.quantities == CONTRACTED
    chain.put(APPLICATION, **ADVANCE)
    pieces = [{"item": item, "quantity": number} for item, number in tally.quantities.items()]
    chain.papers[CONFIRMATION] = chain.put(
        CONFIRMATION,
        **confirmation(
            period_pieces=pieces,
            completed=pieces,
            ledger_rows=len(tally.rows),
            ledger_digest=tally.digest,
            left_uncounted=[{"reason": why, "quantity": n} for why, n in tally.left.items()],
        ),
    )
    chain.papers[ACCEPTANCE] = chain.put(ACCEPTANCE, **accepted())
    assert prefill(register, engine.catalogue, SETTLEMENT, CASE)["completed"] == pieces
    chain.papers[SETTLEMENT] = chain.put(SETTLEMENT, **settled(chain.papers[ACCEPTANCE]))
    started = prefill(register, engine.catalogue, APPLICATION, CASE)
    assert started["settlement_number"] == chain.papers[SETTLEMENT].document_number
    assert started["acceptance_number"] == chain.papers[ACCEPTANCE].document_number
    balance = chain.put(APPLICATION, **chain.application())
    assert {each.code for each in balance.notices} == {"invoice_missing"}
    started = prefill(register, engine.catalogue, INVOICES, CASE)
    assert (started["application_number"], started["application_amount"]) == ("2026-付款-3", DUE)
    assert chain.put(INVOICES, **invoiced()).state == "issued"
    assert Decimal(ADVANCE["applied_amount"]) + Decimal(DUE) == Decimal("43663288.00")
    assert_whole(register)


def test_the_second_contract_is_paid_in_its_three_instalments(chain: Chain) -> None:
    paid: list[dict[str, Any]] = []
    for number, (code, name, amount, day, due) in enumerate(
        (
            ("first", "首期款", "872250.00", "2026-07-14", None),
            ("second", "二期款", "523350.00", "2026-07-15", "2026-09-10"),
            ("third", "三期款", "348900.00", "2026-07-16", "2026-11-10"),
        )
    ):
        chain.put(
            APPLICATION,
            **HOTLINE
            | {
                "register_number": f"2026-付款-{number}",
                "instalment": code,
                "applied_amount": amount,
                "agreed_due_on": due,
                "earlier_payments": paid or None,
                "issued_on": day,
            },
        )
        voucher = {"voucher_number": f"国库支付{number}", "paid_on": day}
        paid = [*paid, {"purpose": name, "amount": amount} | voucher]
    assert sum(Decimal(each["amount"]) for each in paid) == Decimal("1744500.00")


BROKEN: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("quantities = ledger: a row is lost", CONFIRMATION, {"ledger_rows": 168210},
     "/ledger_rows rows_unaccounted"),
    ("quantities = ledger: 京东 undecided", CONFIRMATION, {"jd_undecided": 2},
     "/jd_undecided jd_undecided"),
    ("counted by a rule that is known", CONFIRMATION, {"counting_rule": "count-9"},
     "/counting_rule rule_unknown"),
    ("cumulative = last + this", CONFIRMATION, {"completed": done(report=32985)},
     "/completed/1/quantity sum_differs"),
    ("acceptance = quantities", ACCEPTANCE, {"completed": done(complaint=111301)},
     "/completed/0/quantity quantity_not_confirmed"),
    ("acceptance names its quantities", ACCEPTANCE, {"confirmation_number": "2026-数量-8"},
     "/confirmation_number confirmation_unknown"),
    ("acceptance follows its quantities", ACCEPTANCE, {"accepted_on": "2026-07-02"},
     "/accepted_on accepted_before_count"),
    ("settlement = quantities", SETTLEMENT, {"completed": done(daily_inspection=10004)},
     "/completed/2/quantity quantity_not_confirmed"),
    ("settlement names its acceptance", SETTLEMENT, {"acceptance_number": "示市监验收〔2026〕9号"},
     "/acceptance_number acceptance_unknown"),
    ("settlement has its acceptance's day", SETTLEMENT, {"accepted_on": "2026-07-07"},
     "/accepted_on accepted_on_differs"),
    ("settlement = unit price × pieces", SETTLEMENT, {"stated_due": "14557340.21"},
     "/stated_due stated_due_differs"),
    ("application = settlement", APPLICATION, {"settled_due": "14557340.23"},
     "/settled_due settled_due_differs"),
    ("application ≤ settlement", APPLICATION, {"applied_amount": "14557340.23"},
     "/applied_amount beyond_the_settlement"),
    ("application names its settlement", APPLICATION,
     {"settlement_number": "示市监结算〔2026〕9号"},
     "/settlement_number settlement_unknown"),
    ("application names its acceptance", APPLICATION,
     {"acceptance_number": "示市监验收〔2026〕9号"},
     "/acceptance_number acceptance_unknown"),
    ("invoice = application", INVOICES,
     {"application_amount": "14557340.23",
      "registered_invoices": [INVOICE | {"net": "13733339.84", "amount": "14557340.23"}]},
     "/application_amount application_differs"),
    ("invoice names its application", INVOICES, {"application_number": "2026-付款-4"},
     "/application_number application_unknown"),
    ("invoices come to the application", INVOICES, {"application_amount": "14557340.23"},
     "/registered_invoices invoice_amount"),
    ("an invoice is no look-alike", INVOICES, {"registered_invoices": [{"number": "26999"}]},
     "/registered_invoices/0/number invoice_number"),
    ("application follows its settlement", APPLICATION, {"issued_on": "2026-07-07"},
     "/issued_on asked_before"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "change", "named"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN]
)
def test_a_broken_link_is_named(
    chain: Chain, kind: str, change: dict[str, Any], named: str
) -> None:
    chain.up_to(kind)
    whole = {
        CONFIRMATION: confirmation,
        ACCEPTANCE: accepted,
        SETTLEMENT: lambda: settled(chain.papers[ACCEPTANCE]),
        APPLICATION: chain.application,
        INVOICES: invoiced,
    }[kind]()
    try:
        # A number may be that of an older version: what stands is compared all the same.
        found = chain.put(kind, **whole | change).notices
    except InvalidCaseError as refusal:
        found = tuple(refusal.findings)
        # The link alone was broken: mended, the paper goes out.
        assert chain.put(kind, **whole).state == "issued"
    assert named in {f"{each.pointer} {each.code}" for each in found}


def test_a_first_payment_and_an_instalment_are_asked_for_once(chain: Chain) -> None:
    chain.put(APPLICATION, **ADVANCE)
    again = ADVANCE | {"register_number": "2025-付款-2"}
    assert "/payment_type asked_already" in chain.refused(APPLICATION, **again)
    chain.put(APPLICATION, **HOTLINE)
    again = HOTLINE | {"register_number": "2026-付款-2"}
    assert chain.refused(APPLICATION, **again) == {"/payment_type asked_already"}


def test_a_first_payment_is_the_clauses_to_the_fen(chain: Chain) -> None:
    for amount in ("29105947.77", "29105947.79", "29108858.67"):
        wrong = ADVANCE | {"applied_amount": amount}
        assert chain.refused(APPLICATION, **wrong) == {"/applied_amount amount_of_the_clause"}
    wrong = HOTLINE | {"applied_amount": "872250.01"}
    assert chain.refused(APPLICATION, **wrong) == {"/applied_amount amount_of_the_clause"}


def test_a_settlement_is_paid_once(chain: Chain) -> None:
    chain.up_to("")
    again = chain.application(register_number="2026-付款-4")
    assert chain.refused(APPLICATION, **again) == {"/settlement_number asked_already"}


def test_what_failed_is_neither_settled_nor_paid_and_may_be_looked_at_again(
    engine: Engine, chain: Chain
) -> None:
    chain.up_to(ACCEPTANCE)
    answers = deepcopy(example_of(engine, ACCEPTANCE)["answered_standards"])
    answers[3]["result"] = "not_met"
    failed = chain.put(
        ACCEPTANCE,
        **accepted(
            answered_standards=answers,
            acceptance_conclusion="failed",
            problems_found="退单没有文字依据，限期补齐后再次提请验收。",
        ),
    )
    chain.papers[ACCEPTANCE] = failed
    refused = chain.refused(SETTLEMENT, **settled(failed))
    assert refused == {"/acceptance_number acceptance_failed"}
    second = chain.put(ACCEPTANCE, **accepted())
    refused = chain.refused(ACCEPTANCE, **accepted())
    assert refused == {"/period_from accepted_already"}
    assert chain.put(SETTLEMENT, **settled(second)).state == "issued"


def test_months_follow_each_other_without_gap_overlap_or_another_sum(chain: Chain) -> None:
    june: dict[str, Any] = confirmation(
        register_number="2025-数量-1",
        confirmation_type="interim",
        period_to="2025-06-30",
        compiled_at="2025-07-01T08:00",
        sample_size=None,
        sample_errors=None,
        sampled_on=None,
        issued_on="2025-07-02",
    )
    chain.put(CONFIRMATION, **june)
    july = june | {
        "register_number": "2025-数量-2",
        "period_from": "2025-07-01",
        "period_to": "2025-07-31",
        "compiled_at": "2025-08-01T08:00",
        "issued_on": "2025-08-04",
        "period_pieces": done(complaint=5, report=0, daily_inspection=0, remote_inspection=0),
        "completed": done(complaint=111305),
        "ledger_rows": 5,
    }
    overlapping = july | {"period_from": "2025-06-30"}
    assert "/period_from periods_overlap" in chain.refused(CONFIRMATION, **overlapping)
    differing = july | {"completed": done(complaint=111306)}
    assert chain.refused(CONFIRMATION, **differing) == {"/completed/0/quantity carried_differs"}
    chain.put(CONFIRMATION, **july | {"confirmation_type": "final"})
    august = july | {
        "register_number": "2025-数量-3",
        "period_from": "2025-08-01",
        "period_to": "2025-08-31",
        "compiled_at": "2025-09-01T08:00",
        "issued_on": "2025-09-04",
        "completed": done(complaint=111310),
    }
    refused = chain.refused(CONFIRMATION, **august)
    assert refused == {"/confirmation_type confirmed_finally"}


def test_an_invoice_pays_once_and_what_the_application_lists_is_recorded(
    engine: Engine, chain: Chain
) -> None:
    chain.up_to(APPLICATION)
    listed = deepcopy(example_of(engine, APPLICATION)["invoices"][0]) | {"amount": DUE}
    chain.put(APPLICATION, **chain.application(invoices=[listed | {"number": "26" * 10}]))
    left_out = "/registered_invoices invoice_left_out"
    assert chain.refused(INVOICES, **invoiced()) == {left_out}
    row = invoiced()["registered_invoices"][0] | {"number": "26" * 10}
    chain.put(INVOICES, **invoiced(registered_invoices=[row]))
    again = invoiced(register_number="2026-发票-4", registered_invoices=[row])
    assert chain.refused(INVOICES, **again) == {
        "/application_number invoiced_already",
        "/registered_invoices/0/number invoice_used",
    }


def test_what_is_confirmed_is_what_the_ledgers_of_the_case_count(
    engine: Engine, chain: Chain
) -> None:
    """One complaint closed in June counts; the report of June was closed in July."""
    chain.put(LEDGER, **example_of(engine, LEDGER))
    june = confirmation(
        period_from="2026-06-01",
        period_pieces=[
            {"item": item, "quantity": 1 if item == "complaint" else 0} for item in ITEMS
        ],
        completed=[{"item": item, "quantity": 1 if item == "complaint" else 0} for item in ITEMS],
        ledger_rows=1,
        sample_size=None,
        sample_errors=None,
        sampled_on=None,
    )
    two = [{"item": item, "quantity": 2 if item == "complaint" else 0} for item in ITEMS]
    more = june | {"period_pieces": two, "completed": two, "ledger_rows": 2}
    refused = chain.refused(CONFIRMATION, **more)
    assert refused == {"/period_pieces/0/quantity quantity_not_of_ledger"}
    assert chain.put(CONFIRMATION, **june).state == "issued"


def test_the_register_counts_a_month_as_its_ledger_does(
    register: Register, engine: Engine, officer: Actor
) -> None:
    """Sixty orders, one a day from the first of October, and a visit; each counted once."""
    later = replace(register, now=lambda: datetime(2026, 12, 2, 1, tzinfo=UTC))
    import_invented(later)
    put_document(later, "inspection_checklist", example_of(engine, "inspection_checklist"),
                 dated_on=date(2026, 10, 20))  # fmt: skip
    october = (date(2026, 10, 1), date(2026, 10, 31))
    made, ledger = (
        compile_payload(later, engine, kind, period=october, actor=officer)
        for kind in (CONFIRMATION, LEDGER)
    )
    pieces = {each["item"]: each["quantity"] for each in made["period_pieces"]}
    of_ledger = Counter(
        row["item"] for row in ledger["orders"] if row.get("counted_month") == "2026-10"
    )
    assert pieces == {**dict.fromkeys(ITEMS, 0), **of_ledger, "daily_inspection": 1}
    assert pieces["complaint"] > pieces["report"] > 0
    left = sum(each["quantity"] for each in made["left_uncounted"])
    assert sum(pieces.values()) + left == made["ledger_rows"]
    assert made["completed"] == made["period_pieces"]
    again = compile_payload(later, engine, CONFIRMATION, period=october, actor=officer)
    assert again == made


def deducting(notice: IssuedDocument, engine: Engine, **changes: Any) -> dict[str, Any]:
    """Return a notice that deducts after one that was in vain."""
    approval = deepcopy(example_of(engine, NOTICE)["approval"])
    return {
        "contract_measures": ["deduct"],
        "earlier_number": notice.document_number,
        "earlier_outcome": "overdue",
        "deducted_amount": "12000.00",
        "issued_on": "2026-06-26",
        "due_on": "2026-07-03",
        "answer_by": None,
        "approval": approval | {"approved_on": "2026-06-25", "opinion": "同意扣款。"},
    } | changes


def test_steps_against_a_contractor_follow_the_notice_before(engine: Engine, chain: Chain) -> None:
    first = chain.put(NOTICE)
    unknown = deducting(first, engine, earlier_number="示市监服整〔2026〕9号")
    assert chain.refused(NOTICE, **unknown) == {"/earlier_number earlier_unknown"}
    early = deducting(first, engine, issued_on="2026-06-16", due_on="2026-06-30")
    early["approval"] |= {"approved_on": "2026-06-16"}
    assert chain.refused(NOTICE, **early) == {"/earlier_outcome not_overdue"}
    second = chain.put(NOTICE, **deducting(first, engine))
    row = {"document_number": second.document_number, "reason": "2026年6月退单没有附依据"}
    chain.up_to(SETTLEMENT)
    whole = settled(chain.papers[ACCEPTANCE])
    other = whole | {"deductions": [row | {"amount": "12000.01"}]}
    assert chain.refused(SETTLEMENT, **other) == {"/deductions deduction_differs"}
    nowhere = [row | {"amount": "12000.00", "document_number": "示市监服整〔2026〕8号"}]
    assert chain.refused(SETTLEMENT, **whole | {"deductions": nowhere}) == {
        "/deductions/0/document_number deduction_not_decided"
    }
    forgotten = chain.put(SETTLEMENT, **whole | {"settlement_type": "interim"})
    assert "deduction_left_out" in {each.code for each in forgotten.notices}
    good = whole | {"deductions": [row | {"amount": "12000.00"}]}
    assert "deduction_left_out" not in {each.code for each in chain.put(SETTLEMENT, **good).notices}


def test_failures_are_counted_over_the_notices_of_a_contract(engine: Engine, chain: Chain) -> None:
    row = {"breach": "missed", "account": "周报漏报一类工单。"}
    payload: dict[str, Any] = {
        "contract": "hotline-2026",
        "breaches": [row | {"happened_on": "2026-07-13"}],
        "breached_clause": "第六条第二款",
        "strike_count": 1,
        "contract_measures": ["deduct"],
        "deducted_amount": "500.00",
        "demands": None,
        "term": "at_once",
        "due_on": None,
        "answer_by": None,
        "issued_on": "2026-07-14",
        "approval": example_of(engine, NOTICE)["approval"]
        | {"approved_on": "2026-07-14", "opinion": "同意扣款。"},
    }
    chain.put(NOTICE, **payload)
    refused = chain.refused(NOTICE, **payload)
    assert refused == {"/strike_count strikes_differ"}
    chain.put(NOTICE, **payload | {"strike_count": 2})
    third = payload | {"strike_count": 3}
    assert "strikes_reached" in {each.code for each in chain.put(NOTICE, **third).notices}


def test_a_period_is_assessed_once(engine: Engine, chain: Chain) -> None:
    chain.put(ASSESSMENT)
    refused = chain.refused(ASSESSMENT)
    assert refused == {"/period_from assessed_already"}


def test_additions_are_summed_and_a_second_undertaking_is_noticed(chain: Chain) -> None:
    chain.put("supplementary_agreement")
    second = chain.put("supplementary_agreement", amount_change="4300000.00")
    assert "added_before" in {each.code for each in second.notices}
    chain.put("confidentiality_undertaking")
    again = chain.put("confidentiality_undertaking")
    assert {each.code for each in again.notices} == {"undertaken_already"}


def test_a_notice_is_due_until_what_it_asks_for_was_looked_at(
    register: Register, engine: Engine, chain: Chain
) -> None:
    def open_days() -> list[tuple[str, date | None]]:
        return [(item.code, item.due) for item in due_list(register, engine, date(2026, 6, 20))]

    first = chain.put(NOTICE)
    assert open_days() == [("C-SERVICE", date(2026, 6, 17))]
    chain.put(NOTICE, **deducting(first, engine))
    assert open_days() == [("C-SERVICE", date(2026, 7, 3))]
    chain.put(ASSESSMENT)
    assert open_days() == []
