"""What the register is told beside cases: the forms for voiding a document and for its delivery."""

from collections.abc import Mapping
from typing import Any, ClassVar

from schemas.ground.base import Part
from schemas.ground.fields import Choice, Day, Text
from schemas.parts.delivery import DELIVERY_METHODS

LONGEST_REASON = 500
LONGEST_RECIPIENT = 80
LONGEST_PROOF = 200


class Form(Part):
    """What somebody fills in about a document; `example` is invented and passes as it stands."""

    example: ClassVar[Mapping[str, Any]]


class VoidForm(Form):
    """作废: why an issued document is taken back."""

    reason = Text("作废的理由", longest=LONGEST_REASON, hint="记入登记簿；不要写当事人信息。")

    example = {"reason": "文书引用的条款有误，另行出具"}


class DeliveryForm(Form):
    """送达: how, when and by whom an issued document was received."""

    method = Choice("送达方式", DELIVERY_METHODS)
    recipient = Text("收件人", longest=LONGEST_RECIPIENT)
    delivered_on = Day("送达日期")
    proof = Text(
        "凭证", longest=LONGEST_PROOF, optional=True, hint="例如邮件号、回证编号、录音编号。"
    )

    example = {
        "method": "post",
        "recipient": "温若岚",
        "delivered_on": "2026-07-10",
        "proof": "EMS 1000000000018",
    }
