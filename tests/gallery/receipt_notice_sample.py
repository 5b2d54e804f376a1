"""样张通知书: a notice with a slip to tear off."""

from schemas.ground.fields import Day, Text
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.parts.copies import CopiesLine


class ReceiptNoticeSample(CopiesLine, NumberedKind):
    """A notice to one addressee, with the slip that comes back."""

    header = Header(
        "样张通知书", (Audience.office,), "issued_on", "展示带回执的通知书版式。",
        numbering=Numbering("gbt9704", "样张"),
    )  # fmt: skip
    addressee = Text("受送达人")
    matter = Text("事项")
    due_on = Day("期限")
    issued_on = Day("日期")

    example = {
        "document_number": "示市监样张〔2026〕8号",
        "addressee": "示例市优康商贸有限公司",
        "matter": "样张所列材料",
        "due_on": "2026-07-20",
        "issued_on": "2026-07-10",
        "copies_total": 2,
        "copies_delivered": 1,
    }
