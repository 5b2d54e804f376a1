"""样张函: a letter with its contact line, its attachments and the remedies against it."""

from schemas.ground.fields import Day, LongText, Text
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.parts.attachments import Attachments
from schemas.parts.contact import ContactLine


class LetterSample(Attachments, ContactLine, NumberedKind):
    """A letter to one addressee, with two attachments."""

    header = Header(
        "样张函", (Audience.authority,), "issued_on", "展示公文函件版式。",
        numbering=Numbering("gbt9704", "样张"),
    )  # fmt: skip
    addressee = Text("收件单位")
    matter = Text("事由")
    account = LongText("情况")
    issued_on = Day("日期")

    example = {
        "document_number": "示市监样张〔2026〕10号",
        "addressee": "示例市和平区市场监督管理局",
        "matter": "样张事项",
        "account": "样张事项由你单位管辖，有关材料已经整理。\n请你单位依法处理。",
        "contact_name": "周启明",
        "attachments": [
            {"name": "现场笔录", "copies": 1, "pages": 3},
            {"name": "营业执照复印件", "copies": 1, "pages": 1},
        ],
        "issued_on": "2026-07-10",
    }
