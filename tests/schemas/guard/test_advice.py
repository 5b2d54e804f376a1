"""Papers that advise tell what goes wrong and what ought to be done; a record, what was done."""

from copy import deepcopy
from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError

# As such papers put it, from the contractor's monthly work; no person, no number.
TEXTS = (
    "个别执法人员单人到场核查，未出示证件；现场核查没有告知申请回避的权利，也没有制作笔录",
    "有的所把举报材料转给被举报商户看，举报人的电话一律不得写进转办单",
    "坐席员先填好笔录再让当事人签名，超期工单没有写明原因，事后补签审批",
    "调解时劝投诉人放弃索赔；回复里承诺三日内一定退款，应当在5个工作日内办结，逾期一律扣分",
    "部分工单由专班人员直接答复不予受理，应当由科室决定；私下加来电人微信联系",
    "鉴定费由投诉人承担的说法没有依据；12件回复写“已责令整改”，没有附责令改正通知书",
    "该局三次退回，称应当由市场监管部门承办，坐席员已电话沟通，办结后3日内回访",
)
PLACES: dict[str, tuple[str | int, ...]] = {
    "policy_interpretation_brief": ("impact",),
    "best_practice_brief": ("lessons",),
    "on_site_guidance_record": ("guidance_problems",),
    "monthly_problem_analysis": ("duty_note",),
    "data_analysis_report": ("main_findings",),
    "non_assessed_request_review": ("angles", 0, "problem"),
    "return_register": ("others_returns", 0, "facts_told"),
    "order_sign_in_log": ("signed_in_orders", 2, "late_reason"),
}


def noticed(engine: Engine, kind: str, place: tuple[str | int, ...], text: str) -> set[str]:
    """Return what is found in an example with a text in it."""
    payload: Any = deepcopy(dict(engine.catalogue[kind].schema.example))
    below = payload
    for step in place[:-1]:
        below = below[step]
    below[place[-1]] = text
    try:
        return {each.code for each in engine.check(kind, payload).notices}
    except InvalidCaseError as refusal:
        return {each.code for each in refusal.findings}


@pytest.mark.parametrize("kind", PLACES)
def test_what_goes_wrong_may_be_told_where_it_is_to_be_mended(engine: Engine, kind: str) -> None:
    place = PLACES[kind]
    told = {text: noticed(engine, kind, place, text) for text in TEXTS}
    assert {text: codes for text, codes in told.items() if codes} == {}


def test_a_record_is_judged_as_before(engine: Engine) -> None:
    told = [noticed(engine, "contact_record", ("contacts", 0, "content"), text) for text in TEXTS]
    assert all(told)
