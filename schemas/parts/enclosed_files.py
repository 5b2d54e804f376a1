"""Files that come as evidence: kept as they came, told apart by a digest that is computed."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import marshmallow

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.exhibits import Exhibited
from schemas.ground.fields import Choice, Count, Described, EvidenceFile, FileReference, Text
from schemas.parts.photo_files import names_meant

MOST_BYTES = 20_000_000
ELECTRONIC_DATA = "《市场监督管理行政处罚程序规定》第二十六条"
# SM3 is GB/T 32905-2016. Which of the two a bureau uses no rule says.
ALGORITHMS = {"sha256": "SHA-256", "sm3": "SM3"}
# What comes as evidence besides photos, by its ending, and what an archive copy calls it.
ENCLOSED_TYPES: Mapping[str, str] = MappingProxyType({
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".html": "text/html",
    ".htm": "text/html",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".eml": "message/rfc822",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file as it came: its name, its bytes, its SHA-256 (hex) and its media type."""

    name: str
    content: bytes = field(repr=False)
    sha256: str
    media_type: str

    def digest(self, algorithm: str) -> str:
        """Return the digest by one of `ALGORITHMS`, in hex."""
        if algorithm == "sha256":
            return self.sha256
        return hashlib.new(algorithm, self.content).hexdigest()


class EnclosedFile(Described, marshmallow.fields.Field[Enclosure]):
    """The file itself, which archive copies carry and no page shows."""


def media_type_of(name: str) -> str:
    """Return the media type that a file's ending says."""
    dot, ending = name.rpartition(".")[1:]
    return ENCLOSED_TYPES.get(f"{dot}{ending.lower()}", "")


def suffix_of(media_type: str) -> str:
    """Return the ending of files of a media type; empty for one that is no evidence."""
    return next((suffix for suffix, each in ENCLOSED_TYPES.items() if each == media_type), "")


def examine_enclosure(name: str, content: bytes) -> Enclosure | Finding:
    """Return the facts of a file, or the finding that says why it cannot be kept."""
    media_type = media_type_of(name)
    if len(content) > MOST_BYTES:
        return error("/file", "file_too_large", "文件超过 20 MB，请分开提交或者只附清单和校验值。")
    if not content:
        return error("/file", "file_empty", "这个文件是空的，请核对后重新提交。")
    if not media_type:
        known = "、".join(each.removeprefix(".") for each in ENCLOSED_TYPES)
        return error("/file", "file_type", f"电子文件的扩展名应当是 {known} 之一，请核对。")
    return Enclosure(name, content, hashlib.sha256(content).hexdigest(), media_type)


def read_enclosure(reference: FileReference, facts: Facts) -> Enclosure | Finding:
    """Return the file a payload names, or the finding that says why it cannot be kept."""
    return enclosure_among(reference, facts.files)


def enclosure_among(reference: FileReference, files: Mapping[str, bytes]) -> Enclosure | Finding:
    """Do as `read_enclosure` does, of the files that came along by name."""
    name, content = reference.name, reference.content
    if content is None:
        meant = [name] if name in files else names_meant(name, files)
        if len(meant) > 1:
            return error(
                "/file",
                "file_ambiguous",
                "有几个文件的名称只差大小写，看不出是哪一个，请改名后重新提交。",
            )
        content = files.get(meant[0]) if meant else None
        if content is None:
            return error("/file", "file_missing", "没有收到这个文件，请随案件数据一起提交。")
    if not name:
        name = f"{hashlib.sha256(content).hexdigest()[:16]}{suffix_of(reference.media_type)}"
    return examine_enclosure(name, content)


class EnclosedEvidence(Part):
    """One file of the evidence: what it is; its size and its digest are read from it."""

    exhibited = Exhibited("电子文件", "shows", digest="file_digest", algorithm="algorithm")

    file = EvidenceFile("电子文件")
    shows = Text(
        "文件内容", longest=200, hint="文件里是什么，例如「商品页面截图」「销售记录导出表」。"
    )
    algorithm = Choice(
        "校验算法",
        ALGORITHMS,
        optional=True,
        default="sha256",
        source=ELECTRONIC_DATA,
        hint="校验值由系统按收到的文件计算，不用填写。",
    )

    @derived(EnclosedFile("电子文件原件"))
    def enclosed(self, value: Record, facts: Facts) -> Enclosure | Finding:
        """The file's own bytes and facts."""
        return read_enclosure(value.file, facts)

    @derived(Text("文件名"), prints=("file",))
    def file_name(self, value: Record, facts: Facts) -> str | None:
        """The name the file came with."""
        return value.enclosed.name if isinstance(value.enclosed, Enclosure) else None

    @derived(Count("文件大小"))
    def file_size(self, value: Record, facts: Facts) -> int | None:
        """How many bytes it has."""
        return len(value.enclosed.content) if isinstance(value.enclosed, Enclosure) else None

    @derived(Text("完整性校验值"))
    def file_digest(self, value: Record, facts: Facts) -> str | None:
        """The digest of the unmodified file, by the algorithm named beside it."""
        if not isinstance(value.enclosed, Enclosure):
            return None
        return value.enclosed.digest(value.algorithm)

    @rule(ELECTRONIC_DATA)
    def the_file_came(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The file is there and can be kept."""
        if isinstance(value.enclosed, Finding):
            yield value.enclosed


def each_file_once(rows: tuple[Record, ...], pointer: str) -> Iterator[Finding]:
    """Yield every file of the rows below `pointer` that stands there twice."""
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if isinstance(row.enclosed, Enclosure):
            if row.enclosed.sha256 in seen:
                yield error(
                    f"{pointer}/{index}/file",
                    "file_repeated",
                    "这个文件与前面的文件内容相同，请删去或者换成另一个。",
                    ELECTRONIC_DATA,
                )
            seen.add(row.enclosed.sha256)
