"""取证: two officers at least take the evidence (PP art. 22); files are kept as they came."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, rule
from schemas.ground.fields import Rows
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.parts.enclosed_files import ELECTRONIC_DATA, EnclosedEvidence, each_file_once
from schemas.parts.officers import TWO_OFFICERS, CertifiedOfficer, told_apart

FILES = "电子文件"


class EvidenceOfficer(CertifiedOfficer):
    """执法人员 who takes evidence."""

    role = Role.inspector
    instead = "外包服务人员只能作提取人或者协助"


class TakenByOfficers(KindSchema):
    """A paper about evidence that officers take; nobody else may."""

    enforcement_officers = Rows(
        "执法人员", EvidenceOfficer, least=2, most=4, group="人员", source=TWO_OFFICERS
    )

    @rule(TWO_OFFICERS)
    def officers_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Two officers are two people."""
        called = self.label_of("enforcement_officers")
        yield from told_apart(value.enforcement_officers, "enforcement_officers", called)


class WithFiles(KindSchema):
    """A paper with files: archive copies carry them, every page says their digests."""

    files = Rows(
        "电子文件",
        EnclosedEvidence,
        most=60,
        group=FILES,
        optional=True,
        own=True,
        source=ELECTRONIC_DATA,
    )

    @rule(ELECTRONIC_DATA)
    def files_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each file is another file."""
        yield from each_file_once(value.files, "/files")
