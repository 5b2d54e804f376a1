"""One document's life in words: what was done to it and who looked at it, from the audit trail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from docgen.register.audit import Entry
from docgen.register.issued import IssuedDocument
from schemas.parts.delivery import DELIVERY_METHODS
from schemas.parts.signed_copies import SORTS

FILES: Mapping[str, str] = MappingProxyType(
    {"delivery_pdf": "送达件 PDF", "archive_pdf": "归档件 PDF", "docx": "Word"}
)
READING: Mapping[str, str] = MappingProxyType(
    {
        "read_file": "取走文件",
        "read_payload": "查看案件数据",
        "read_deliveries": "查看送达登记",
        "read_signed": "取走签署件",
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened; `document_id` leads to the version it speaks of."""

    at: datetime
    words: str
    actor: str
    note: str = ""
    tone: str = ""
    document_id: str = ""


def steps(
    document: IssuedDocument, chain: Sequence[IssuedDocument], entries: Sequence[Entry]
) -> list[Step]:
    """Return what happened to a document, in order; whoever only looked is in `readings`."""
    found = [each for entry in entries for each in _step(document, entry)]
    for later in chain:
        if later.supersedes == document.id and later.issued_at:
            words = f"由第 {later.version} 版代替"
            found.append(
                Step(
                    later.issued_at, words, later.issued_by or "", tone="bad", document_id=later.id
                )
            )
    return sorted(found, key=lambda step: step.at)


def readings(entries: Sequence[Entry]) -> list[Step]:
    """Return who looked at a document and what they took, in order."""
    return [
        Step(entry.at, READING[entry.act], entry.actor, _file(entry))
        for entry in entries
        if entry.act in READING
    ]


def _step(document: IssuedDocument, entry: Entry) -> Iterator[Step]:
    if entry.act in ("issue", "supersede"):
        number = f"文号 {document.document_number}" if document.document_number else "不编文号"
        before = document.supersedes or ""
        words = f"出具（第 {document.version} 版，代替上一版）" if before else "出具"
        yield Step(entry.at, words, entry.actor, number, "good", before)
    elif entry.act == "deliver":
        method = DELIVERY_METHODS.get(str(entry.detail.get("method")), "")
        note = f"{entry.detail.get('delivered_on', '')} {method}".strip()
        yield Step(entry.at, "登记送达", entry.actor, note, "good")
    elif entry.act == "attach_signed":
        yield Step(
            entry.at, "登记签署件", entry.actor, SORTS.get(str(entry.detail["sort"]), ""), "good"
        )
    elif entry.act == "void_signed":
        yield Step(entry.at, "作废签署件的登记", entry.actor, "", "bad")
    elif entry.act == "join_case":
        words = f"归入案卷 {entry.detail.get('case_ref', '')}"
        yield Step(entry.at, words, entry.actor, document.joined_reason or "")
    elif entry.act == "void":
        yield Step(entry.at, "作废", entry.actor, document.void_reason or "", "bad")


def _file(entry: Entry) -> str:
    role = str(entry.detail.get("role"))
    if entry.act != "read_file":
        return ""
    return "脱敏件" if role.startswith("redacted") else FILES.get(role, "")
