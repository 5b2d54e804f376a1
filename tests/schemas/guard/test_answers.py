"""An answer, an opinion, a comment says what is marked beside it, in every usual wording."""

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

SITE, NON_ACCEPTANCE = "site_inspection_record", "non_acceptance_notice"


@pytest.mark.parametrize(
    "answer",
    [
        "申请，我要求何静远回避。",
        "申请。",
        "是。",
        "要。",
        "我申请",
        "听清楚了，我要求换人。",
        "我不放心他，请何静远回避。",
        "请让另一位来，我要求更换检查人员。",
        "不申请全部回避，但是何静远应当回避。",
        "希望沈嘉木回避",
        "提出回避申请。",
        "听清楚了，需要。",
    ],
)
def test_a_recusal_asked_for_is_marked(engine: Engine, answer: str) -> None:
    here = "/recusal_answer"
    assert (here, "recusal_unmarked", "error") in found(engine, SITE, {here: answer})


@pytest.mark.parametrize(
    "answer",
    [
        "听清楚了，不申请回避。",
        "不申请。",
        "不。",
        "否",
        "没有。",
        "不需要。",
        "知道了，不要求回避。",
        "没有要申请回避的人。",
        "放弃申请回避",
        "不用回避，你们查吧。",
        "听清楚了，没有异议，不申请何静远、沈嘉木回避。",
        "无需回避。",
    ],
)
def test_no_recusal_asked_for_is_no_finding(engine: Engine, answer: str) -> None:
    assert found(engine, SITE, {"/recusal_answer": answer}) == set()


@pytest.mark.parametrize("pointer", ["/id_shown_answer", "/party_comment", "/photos_comment"])
def test_a_recusal_is_heard_wherever_it_is_said(engine: Engine, pointer: str) -> None:
    said = found(engine, SITE, {pointer: "看清楚了，我要求何静远回避。"})
    assert (pointer, "recusal_unmarked", "error") in said


@pytest.mark.parametrize(
    "answer", ["不申请，但他是我前妻的弟弟，我前妻是他姐。", "不申请，你们不公正。", "我信不过他。"]
)
def test_a_tie_or_a_distrust_is_asked_about(engine: Engine, answer: str) -> None:
    assert ("/recusal_answer", "recusal_hinted", "notice") in found(
        engine, SITE, {"/recusal_answer": answer}
    )


def test_a_marked_request_is_not_denied_by_its_answer(engine: Engine) -> None:
    handling = {"officer": "何静远", "reason": "有过纠纷", "outcome": "pending"}
    marked = {"/recusal_requested": True, "/recusal": handling}
    told = found(engine, SITE, {**marked, "/recusal_answer": "不申请回避。"})
    assert ("/recusal_answer", "recusal_answer_contradicts", "error") in told
    told = found(engine, SITE, {**marked, "/recusal_answer": "申请何静远回避。"})
    assert told == {("/recusal/outcome", "recusal_pending", "notice")}


@pytest.mark.parametrize(
    "answer",
    [
        "没有看清楚。",
        "没看清。",
        "没看。",
        "看不清",
        "未看见证件",
        "没有出示证件。",
        "他们没带证件",
        "没有。",
        "否",
        "不认识，没看到。",
        "刚才看到了，现在不清楚。",
    ],
)
def test_a_certificate_not_seen_is_shown_again(engine: Engine, answer: str) -> None:
    here = "/id_shown_answer"
    assert (here, "certificate_not_seen", "error") in found(engine, SITE, {here: answer})


@pytest.mark.parametrize(
    "answer",
    [
        "看清楚了。",
        "看清了",
        "是，看清楚了。",
        "看到了。",
        "看见了，没有问题。",
        "第一次没看清，再次出示后看清楚了。",
        "看过了，没有异议。",
        "清楚。",
        "看了，没有什么疑问。",
        "知道了",
    ],
)
def test_a_certificate_seen_is_no_finding(engine: Engine, answer: str) -> None:
    assert found(engine, SITE, {"/id_shown_answer": answer}) == set()


@pytest.mark.parametrize(
    "comment",
    [
        "我拒绝签字。",
        "不签。",
        "内容不对，我不签字。",
        "不愿意在笔录上签名",
        "不同意签字",
        "我不肯签名",
    ],
)
def test_who_does_not_sign_has_not_signed(engine: Engine, comment: str) -> None:
    here = "/party_comment"
    assert (here, "refusal_not_noted", "error") in found(engine, SITE, {here: comment})


@pytest.mark.parametrize(
    "comment",
    ["以上笔录我看过，与现场情况一致。", "笔录我看过，价签的事不属实，我保留意见。", "签字属实。"],
)
def test_a_comment_of_who_signs_is_left_alone(engine: Engine, comment: str) -> None:
    assert found(engine, SITE, {"/party_comment": comment}) == set()


REFUSING = (
    "不同意。",
    "不同意不予受理。",
    "不予批准",
    "未同意，退回经办人补正。",
    "驳回，重新报批。",
    "事实不清，补充核实后再报。",
    "请法制科研究后再定",
    "有异议，暂缓出具。",
    "理由不妥",
    "重新拟稿。",
)
AGREEING = (
    "同意不予受理。",
    "同意。",
    "同意，按程序办理",
    "经审核，无不同意见，同意。",
    "批准。",
    "拟同意，请按程序告知。",
    "同意不予受理，申请材料退回投诉人。",
    "同意经办人意见，不得逾期送达。",
    "事实清楚，适用规定正确，同意。",
    "同意驳回投诉人的请求",
)


@pytest.mark.parametrize("opinion", REFUSING)
def test_an_opinion_that_refuses_is_no_approval(engine: Engine, opinion: str) -> None:
    said = found(engine, NON_ACCEPTANCE, {"/approval/opinion": opinion})
    assert said == {("/approval/opinion", "opinion_contradicts", "error")}


@pytest.mark.parametrize("opinion", AGREEING)
def test_an_opinion_that_agrees_is_one(engine: Engine, opinion: str) -> None:
    assert found(engine, NON_ACCEPTANCE, {"/approval/opinion": opinion}) == set()


@pytest.mark.parametrize(
    "kind", ["complaint_acceptance_decision", "referral_letter", "settlement_invoice"]
)
def test_what_was_refused_goes_out_as_a_draft_only(engine: Engine, kind: str) -> None:
    refused = {"/approval/decision": "refused", "/approval/opinion": "不同意，事实不清。"}
    here = ("/approval/decision", "approval_refused")
    assert (*here, "error") in found(engine, kind, refused)
    assert (*here, "notice") in found(engine, kind, refused, copy="draft")
    other = {"/approval/decision": "refused", "/approval/opinion": "同意。"}
    assert ("/approval/opinion", "opinion_contradicts", "error") in found(engine, kind, other)


def test_an_approval_says_its_decision(engine: Engine) -> None:
    here = {"/approval/decision": None}
    assert found(engine, NON_ACCEPTANCE, here) == set()
    assert found(engine, NON_ACCEPTANCE, {"/approval/decision": "同意"}) == set()
    refused = found(engine, NON_ACCEPTANCE, {**here, "/approval/opinion": "不同意。"})
    assert refused == {("/approval/opinion", "approval_refused", "error")}
    open_ = found(engine, NON_ACCEPTANCE, {**here, "/approval/opinion": "已阅。"})
    assert open_ == {("/approval/decision", "required", "error")}
