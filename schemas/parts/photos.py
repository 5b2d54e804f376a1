"""Photos as evidence: who took what, when and where; the file's own facts are read, not typed."""

import hashlib
import io
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import marshmallow
from PIL import Image

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.exhibits import Exhibited
from schemas.ground.fields import Described, File, FileReference, Moment, PersonName, Text
from schemas.parts.photo_files import format_of_content, names_meant, way_out

MOST_PIXELS = 60_000_000
MOST_BYTES = 20_000_000
# Some phones write several pictures into one JPEG, which Pillow calls MPO: its first one counts.
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}
ELECTRONIC_DATA = "《市场监督管理行政处罚程序规定》第二十六条"
TOLERANCE = timedelta(minutes=10)
CLOCK_DRIFT = timedelta(minutes=5)
_EXIF_IFD, _DATE_TIME_ORIGINAL = 0x8769, 0x9003
# What damaged or odd EXIF makes Pillow raise; it then says nothing.
EXIF_FAULTS = (
    OSError, SyntaxError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError,
    EOFError, struct.error,
)  # fmt: skip

TOO_MANY_PIXELS = error("/file", "photo_too_large", "照片像素过多，请缩小后重新提交。")


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


class _Pixels(io.BytesIO):
    """A photo's bytes; once they must suffice, wanting more than there are is an error.

    Pillow refuses a truncated photo only while a switch for the whole process is off, and
    WeasyPrint turns it on.
    """

    must_suffice = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on; errors: `OSError` at the end of what must suffice."""
        found = super().read(size)
        if self.must_suffice and not found and size != 0:
            raise OSError("the photo ends before its last pixel")
        return found


def read_original(reference: FileReference, facts: Facts) -> Original | Finding:
    """Return the photo a payload names, or the finding that says why it cannot be used."""
    content = reference.content
    if content is None:
        found = _meant(reference.name, facts.files)
        if isinstance(found, Finding):
            return found
        content = found
    return examine_photo(reference.name, content)


def _meant(name: str, files: Mapping[str, bytes]) -> bytes | Finding:
    """Return the file a payload names, or the only one whose name differs in case or spelling."""
    if (content := files.get(name)) is not None:
        return content
    meant = names_meant(name, files)
    if len(meant) > 1:
        return error(
            "/file",
            "file_ambiguous",
            "有几个照片文件的名称只差大小写，看不出是哪一个，请改名后重新提交。",
        )
    if not meant or (content := files.get(meant[0])) is None:
        return error("/file", "file_missing", "没有收到这张照片的文件，请随案件数据一起提交。")
    return content


def examine_photo(name: str, content: bytes) -> Original | Finding:
    """Return the facts of a photo, or the finding that says why it is none we can use."""
    if len(content) > MOST_BYTES:
        return error("/file", "photo_too_large", "照片超过 20 MB，请压缩后重新提交。")
    try:
        pixels = _Pixels(content)
        with Image.open(pixels, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                return TOO_MANY_PIXELS
            pixels.must_suffice = True
            image.load()
            recorded_at = _recorded_at(image)
            media_type = MEDIA_TYPES[str(image.format)]
            width, height = image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_PIXELS
    except (OSError, SyntaxError, ValueError, struct.error):
        if format := format_of_content(content):
            return error("/file", "photo_format", way_out(format))
        return error("/file", "not_a_photo", "这个文件不是完整的 PNG 或 JPEG 照片，请重新提交。")
    digest = hashlib.sha256(content).hexdigest()
    name = name or f"{digest[:16]}{SUFFIXES[media_type]}"
    return Original(name, content, digest, media_type, width, height, recorded_at)


def _recorded_at(image: Image.Image) -> datetime | None:
    """Return when the camera says it took the photo; damaged EXIF says nothing."""
    try:
        recorded = image.getexif().get_ifd(_EXIF_IFD).get(_DATE_TIME_ORIGINAL)
        return datetime.strptime(str(recorded).strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except EXIF_FAULTS:
        return None


class Photo(Part):
    """一张现场照片 (PP arts. 24, 26, 44): what it shows, when, where and by whom it was taken."""

    exhibited = Exhibited("照片", "shows", at="taken_at", origin="place", digest="digest")

    file = File("照片文件")
    shows = Text(
        "证明内容",
        longest=300,
        alike="subject",
        hint="照片上是什么、证明什么，只写看得见的。",
    )
    taken_at = Moment("拍摄时间", starts_as="camera.taken_at", alike="started_at")
    place = Text("拍摄地点", starts_as="camera.place", alike="place")
    # Whoever uploads a photo need not have taken it: it is asked.
    photographer = PersonName("拍摄人", personal=None, hint="谁按的快门；不一定是上传的人。")
    device = Text("拍摄设备", longest=60, optional=True, starts_as="camera.device")
    sha256 = Text(
        "SHA-256 校验值",
        longest=64,
        optional=True,
        kept=True,
        asked=False,
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

    @rule(ELECTRONIC_DATA)
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
        if recorded and abs(recorded - value.taken_at) > CLOCK_DRIFT:
            yield notice(
                "/taken_at",
                "photo_time_differs",
                "拍摄时间与照片文件自带的时间相差五分钟以上，请核对。",
            )


def taken_on_the_spot(
    photos: Sequence[Record], started_at: datetime, ended_at: datetime, people: Collection[str]
) -> Iterator[Finding]:
    """Judge the photos of one visit: within its time, no file twice, by `people` who were there.

    Pointers are into the list of photos: `/0/taken_at`.
    """
    seen: set[str] = set()
    for index, photo in enumerate(photos):
        outside = max(started_at - photo.taken_at, photo.taken_at - ended_at)
        if outside > TOLERANCE:
            yield error(
                f"/{index}/taken_at",
                "photo_outside_inspection",
                "拍摄时间不在检查的起止时间之内，请核对；检查以外拍摄的照片不能作为附页。",
                ELECTRONIC_DATA,
            )
        elif outside > timedelta():
            yield notice(
                f"/{index}/taken_at",
                "photo_near_inspection",
                "拍摄时间略早于或者晚于检查的起止时间，请核对。",
                ELECTRONIC_DATA,
            )
        if photo.photographer not in people:
            yield notice(
                f"/{index}/photographer",
                "photographer_not_listed",
                "拍摄人不在检查人员、协助人员之中，请核对。",
                ELECTRONIC_DATA,
            )
        if isinstance(photo.picture, Original):
            if photo.picture.sha256 in seen:
                yield error(
                    f"/{index}/file",
                    "photo_repeated",
                    "这张照片与前面的照片是同一个文件，请删去或者换成另一张。",
                    ELECTRONIC_DATA,
                )
            seen.add(photo.picture.sha256)
