"""Photos as evidence: who took what, when and where; the file's own facts are read, not typed."""

import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import marshmallow
from PIL import Image

from schemas.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.fields import Described, File, FileReference, Moment, PersonName, Text

MOST_PIXELS = 60_000_000
MOST_BYTES = 20_000_000
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}
_EXIF_IFD, _DATE_TIME_ORIGINAL = 0x8769, 0x9003


@dataclass(frozen=True, slots=True)
class Original:
    """An unmodified photo as it came: bytes, SHA-256 (hex), media type, size in pixels."""

    name: str
    content: bytes = field(repr=False)
    sha256: str
    media_type: str
    width: int
    height: int
    recorded_at: datetime | None


class OriginalFile(Described, marshmallow.fields.Field[Original]):
    """The photo itself, as templates see it: `.url`, `.alt`, `.drawing(width, height)`."""


def read_original(reference: FileReference, facts: Facts) -> Original | Finding:
    """Return the photo a payload names, or the finding that says why it cannot be used."""
    content = reference.content
    if content is None:
        content = facts.files.get(reference.name)
    if content is None:
        return error("/file", "file_missing", "没有收到这张照片的文件，请随案件数据一起提交。")
    if len(content) > MOST_BYTES:
        return error("/file", "photo_too_large", "照片超过 20 MB，请压缩后重新提交。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    return error("/file", "photo_too_large", "照片像素过多，请缩小后重新提交。")
                image.load()
                recorded = image.getexif().get_ifd(_EXIF_IFD).get(_DATE_TIME_ORIGINAL)
                media_type = MEDIA_TYPES[str(image.format)]
                width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        return error("/file", "not_a_photo", "这个文件不是完整的 PNG 或 JPEG 照片，请重新提交。")
    digest = hashlib.sha256(content).hexdigest()
    name = reference.name or f"{digest[:16]}{SUFFIXES[media_type]}"
    return Original(name, content, digest, media_type, width, height, _exif_time(recorded))


def _exif_time(recorded: Any) -> datetime | None:
    try:
        return datetime.strptime(str(recorded), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None


class Photo(Part):
    """一张现场照片 (PP arts. 24, 26, 44): what it shows, when, where and by whom it was taken."""

    file = File("照片文件")
    shows = Text("证明内容", longest=300, hint="照片上是什么、证明什么，只写看得见的。")
    taken_at = Moment("拍摄时间")
    place = Text("拍摄地点")
    photographer = PersonName("拍摄人", personal=None)
    device = Text("拍摄设备", longest=60, optional=True)
    sha256 = Text(
        "SHA-256 校验值", longest=64, optional=True, kept=True,
        hint="不填时按收到的文件计算；填写时与文件核对。",
    )

    @derived(OriginalFile("照片"), prints=("file",))
    def picture(self, value: Record, facts: Facts) -> Original | Finding:
        """The photo's own bytes and facts."""
        return read_original(value.file, facts)

    @derived(Text("SHA-256 校验值"))
    def digest(self, value: Record, facts: Facts) -> str | None:
        """The SHA-256 of the unmodified file."""
        return value.picture.sha256 if isinstance(value.picture, Original) else None

    @derived(Text("原始文件名"))
    def original_name(self, value: Record, facts: Facts) -> str | None:
        """The name the file came with."""
        return value.picture.name if isinstance(value.picture, Original) else None

    @rule("《市场监督管理行政处罚程序规定》第二十六条")
    def the_file_is_the_photo(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The file came, is a photo, has the digest claimed and was taken when it says."""
        original = value.picture
        if isinstance(original, Finding):
            yield original
            return
        if value.sha256 and value.sha256.lower() != original.sha256:
            yield error(
                "/sha256", "digest_mismatch", "校验值与收到的照片文件不符，请核对是否拿错文件。"
            )
        recorded = original.recorded_at
        if recorded and abs((recorded - value.taken_at).total_seconds()) > 300:
            yield notice(
                "/taken_at", "photo_time_differs",
                "拍摄时间与照片文件自带的时间相差五分钟以上，请核对。",
            )
