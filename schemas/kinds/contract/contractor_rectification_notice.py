"""服务整改通知书 (our own layout): what a contractor has to put right, and what follows if not."""

from schemas.ground.fields import Day, LongText, Text, When
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.contract.failures.breaches import (
    FAILURES,
    GROUP,
    Counted,
    ToSupplier,
    told_breaches,
)
from schemas.kinds.contract.failures.measures import TakenMeasures
from schemas.kinds.contract.failures.steps import MeasuresInOrder
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved, Delivered
from schemas.parts.terms import AtOnceOrByDay


class ContractorRectificationNotice(
    MeasuresInOrder,
    TakenMeasures,
    CopiesLine,
    AtOnceOrByDay,
    Counted,
    ToSupplier,
    Approved,
    Delivered,
    NumberedKind,
):
    """One notice: put things right first; suspend, deduct, replace or end only after that."""

    header = Header(
        title="服务整改（扣款、暂停付款）通知书",
        audience=(Audience.contractor,),
        dated_by="issued_on",
        summary="甲方要求乙方整改，或者在整改无效以后暂停付款、扣款、更换人员、解除合同，写明事实、合同条款和期限。",
        numbering=Numbering("gbt9704", "服整"),
        approval=True,
        copies=2,
        about=("contract", "breached_clause"),
    )

    sections = ("合同", GROUP, "整改要求", "期限", "处理措施", "份数", "文号与日期", "审批与告知")
    blank = {"breaches": 3, "term": "by_day", "damages_amount": ..., "measure_words": ...}

    # Measures answer a notice that was in vain, and set a new day or none.
    clocks = (
        Clock("C-SERVICE", starts="issued_on", until="due_on", anew=When("contract_measures")),
    )

    neighbours = Neighbours(
        follows=(
            Follows("contractor_assessment_result", "考核发现的问题要求整改", FAILURES),
            Follows(
                "contractor_rectification_notice",
                "整改无效以后采取措施",
                FAILURES,
                takes={"earlier_number": "document_number"},
            ),
        ),
    )

    breaches = told_breaches()
    breached_clause = Text("合同条款", longest=100, group=GROUP, own=True, hint="违反的合同条款。")
    breach_proofs = Text("违约的证据", longest=300, group=GROUP, own=True)
    demands = LongText(
        "整改要求",
        longest=2000,
        group="整改要求",
        optional=True,
        own=True,
        hint="逐项写明怎样整改。",
    )
    answer_by = Day("陈述意见的最后一日", group="期限", optional=True, own=True, planned=True)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    restated = (
        Restates(("demands", "approval.opinion"), of="due_on"),
        Restates(("approval.opinion", "demands"), of="deducted_amount"),
    )

    example = {
        "document_number": "示市监服整〔2026〕1号",
        "contract": "auxiliary-2025",
        "breaches": [
            {
                "happened_on": "2026-06-03",
                "breach": "neglect",
                "account": "工单签收后超过规定时限两日才联系投诉人。",
                "order_number": "1999900002026060100117",
            },
            {
                "happened_on": "2026-06-05",
                "breach": "unfit",
                "account": "退单没有附文字依据。",
                "order_number": "1999900002026060300204",
            },
        ],
        "breached_clause": "第2.1条",
        "breach_proofs": "工作台账记录、退单登记",
        "demands": "1. 三日内补齐退单的文字依据；\n2. 每日核对未联系的工单，当日联系。",
        "term": "by_day",
        "due_on": "2026-06-17",
        "answer_by": "2026-06-12",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-06-09",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-06-08",
            "decision": "agreed",
            "opinion": "同意要求乙方限期整改。",
        },
    }
