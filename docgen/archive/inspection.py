"""What a verification found: one line a check, grouped by the four properties of an archive."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from docgen.archive.verify import Verdict

# Who has a hundred thousand spoilt documents needs the number, not every name.
MOST_FAULTS = 1000


class Property(StrEnum):
    """四性: what an electronic record must be to be taken over (DA/T 70)."""

    authentic = "真实性"
    whole = "完整性"
    usable = "可用性"
    safe = "安全性"


# Every check with the property it belongs to and what it asks.
CHECKS: Mapping[str, tuple[Property, str]] = MappingProxyType({
    "ledger": (Property.authentic, "台账逐行环环相扣，未被改动、增减"),
    "payload": (Property.authentic, "文书自带的案件数据完好，与台账一致"),
    "rerender": (Property.authentic, "按案件数据重新生成，逐字节相同"),
    "worklog": (Property.authentic, "批处理账本和错误清单与移交包一致"),
    "complete": (Property.whole, "文件齐全，无缺失、无多余"),
    "digests": (Property.whole, "每个文件的 SHA-256 和 SHA-512 摘要相符"),
    "lists": (Property.whole, "移交清单和元数据与文书一致"),
    "volumes": (Property.whole, "合订卷及案卷目录与各件文书一致"),
    "opens": (Property.usable, "文书可以打开，页数相符"),
    "conformant": (Property.usable, "符合 PDF/A-3a 和 PDF/UA-1"),
    "resources": (Property.usable, "带齐重新生成所需的模板、规则和字体记录"),
    "harmless": (Property.safe, "无加密、无脚本、无外部引用、无宏"),
    "contained": (Property.safe, "文件名规范，没有指向包外的链接"),
})  # fmt: skip

# What can be said of conformance where no veraPDF judged: it finds what these rules do not know.
OWN_RULES = "PDF/A-3b 规则和本系统的标签规则（未经 veraPDF 判定）"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: by which check, in which file, and what it means."""

    check: str
    path: str
    detail: str


@dataclass(slots=True)
class Examined:
    """What came of one document: its faults and how re-rendering came out, if it was tried."""

    faults: list[Fault] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    def saw(self, check: str, path: str, *details: str) -> bool:
        """Note that a check was made and what it found; tell whether it found nothing."""
        self.checks.append(check)
        self.faults += [Fault(check, path, detail) for detail in details]
        return not details


@dataclass(slots=True)
class Inspection:
    """A verification while it runs, and its result when it is done.

    `examined` counts what each check looked at, `found` what it found wrong; `faults` holds the
    first thousand; `verdicts` counts how the re-rendered documents came out; `facts` are those of
    the bag; `notes` are sentences a reader should know; `by_vera` says that veraPDF judged.
    """

    examined: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    facts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    documents: int = 0
    by_vera: bool = False

    def blame(self, check: str, path: str, detail: str) -> None:
        """Enter a fault."""
        self.enter([Fault(check, path, detail)])

    def enter(self, faults: Iterable[Fault]) -> None:
        """Enter faults."""
        for fault in faults:
            self.found[fault.check] += 1
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(fault)

    def take(self, examined: Examined) -> None:
        """Enter what came of one document."""
        self.enter(examined.faults)
        self.examined.update(examined.checks)
        self.verdicts.update(examined.verdicts)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole: altered with any fault, else the worst of the documents."""
        if self.found.total():
            return Verdict.altered
        worst_first = (
            Verdict.unprovable, Verdict.other_templates, Verdict.other_fonts, Verdict.other_engine,
        )  # fmt: skip
        return next((each for each in worst_first if self.verdicts[each]), Verdict.identical)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the checks that looked at something, in order, as a table shows them."""
        for code, (quality, title) in CHECKS.items():
            if self.examined[code] or self.found[code]:
                yield {
                    "check": code,
                    "property": quality.value,
                    "title": OWN_RULES if code == "conformant" and not self.by_vera else title,
                    "examined": self.examined[code],
                    "faults": self.found[code],
                }

    def as_json(self) -> dict[str, Any]:
        """Return the result for programs."""
        return {
            "verdict": self.verdict.value,
            "documents": self.documents,
            "facts": self.facts,
            "checks": [*self.rows()],
            "rerendered": {verdict.value: count for verdict, count in self.verdicts.items()},
            "faults": [
                {"check": fault.check, "file": fault.path, "detail": fault.detail}
                for fault in self.faults
            ],
            "notes": self.notes,
        }
