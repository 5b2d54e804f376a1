"""Photos as evidence: what is refused, what is read from the file, never from what was typed."""

import base64
import hashlib
import io
import struct
import unicodedata
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import marshmallow
import pytest
from PIL import Image, ImageFile

from docgen.case.case import examine
from schemas.ground.base import Facts, Finding, Record
from schemas.law import load_law
from schemas.parts.photos import MOST_BYTES, Original, Photo, taken_on_the_spot
from schemas.samples import sample_photo

TAKEN = "2026-07-10T09:33"


def picture(format: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """Return a small plain picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "#8a9").save(buffer, format, **options)
    return buffer.getvalue()


def noisy(format: str) -> bytes:
    """Return a picture that does not compress to almost nothing."""
    buffer = io.BytesIO()
    Image.effect_noise((60, 60), 90).convert("RGB").save(buffer, format)
    return buffer.getvalue()


def with_exif(taken: str) -> bytes:
    """Return a picture whose EXIF says when it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    return picture(exif=exif)


def huge_png(width: int, height: int) -> bytes:
    """Return a few bytes that claim to be a very large picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + checked

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def judged(
    files: Mapping[str, bytes], file: str = "IMG_1.jpg", **values: Any
) -> tuple[Record, list[Finding]]:
    """Return one photo as a case holds it, and everything found in it."""
    payload = {
        "file": file,
        "shows": "货架",
        "taken_at": TAKEN,
        "place": "店内",
        "photographer": "何静远",
    } | values
    facts = Facts(load_law(), Record({}), date(2026, 11, 21), files=files)
    return examine(Photo(), Photo().load(payload), facts)


def codes(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return where and what, without the sentences."""
    return [(finding.pointer, finding.code) for finding in findings]


def test_an_untouched_photo_keeps_its_bytes_name_and_digest() -> None:
    content = picture()
    photo, findings = judged({"IMG_1.jpg": content})
    assert findings == []
    assert isinstance(photo.picture, Original)
    assert photo.picture.content == content
    assert photo.digest == hashlib.sha256(content).hexdigest()
    assert photo.original_name == "IMG_1.jpg"
    assert (photo.picture.width, photo.picture.height) == (40, 30)


def test_a_photo_inside_the_payload_is_named_by_its_digest() -> None:
    photo, findings = judged({}, file=sample_photo("shop_front.jpg"))
    assert findings == []
    assert photo.original_name == f"{photo.digest[:16]}.jpg"


@pytest.mark.parametrize("name", ["shop_front.jpg", "price_tags.jpg"])
def test_sample_photos_are_small_and_carry_nothing_hidden(name: str) -> None:
    content = base64.b64decode(sample_photo(name).partition(",")[2])
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        assert image.size == (480, 360)
        assert not image.getexif()
    assert len(content) <= 9 * 1024


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file_missing"),
        (b"", "not_a_photo"),
        ("不是照片".encode(), "not_a_photo"),
        (noisy("JPEG")[:-900], "not_a_photo"),
        (noisy("JPEG")[:-2], "not_a_photo"),
        (noisy("PNG")[:-900], "not_a_photo"),
        (picture("GIF"), "photo_format"),
        (picture("BMP"), "photo_format"),
        (picture("TIFF"), "photo_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_format"),
        (bytes(MOST_BYTES + 1), "photo_too_large"),
        (huge_png(8_000, 8_000), "photo_too_large"),
        (huge_png(10_000, 10_000), "photo_too_large"),
        (huge_png(40_000, 40_000), "photo_too_large"),
    ],
    ids=[
        "missing",
        "empty",
        "text",
        "cut JPEG",
        "JPEG without its end",
        "cut PNG",
        "GIF",
        "BMP",
        "TIFF",
        "SVG",
        "too many bytes",
        "too many pixels",
        "a bomb Pillow warns of",
        "a bomb Pillow refuses",
    ],
)
@pytest.mark.parametrize("lenient", [False, True])
def test_what_is_no_usable_photo_is_refused(
    monkeypatch: pytest.MonkeyPatch, content: bytes | None, code: str, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    photo, findings = judged({} if content is None else {"IMG_1.jpg": content})
    assert codes(findings) == [("/file", code)]
    assert photo.digest is None
    assert photo.original_name is None


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (bytes(4) + b"ftypheic" + bytes(20), "HEIC"),
        (bytes(4) + b"ftypmif1" + bytes(20), "HEIC"),
        (bytes(4) + b"ftypavif" + bytes(20), "AVIF"),
        (bytes(4) + b"ftypqt  " + bytes(20), "视频"),
        (picture("WEBP"), "WebP"),
        (picture("TIFF"), "TIFF 或相机 RAW"),
        (picture("GIF"), "GIF"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_photo_of_another_format_is_named_with_what_to_do(content: bytes, format: str) -> None:
    _, (finding,) = judged({"IMG_1.jpg": content})
    assert finding.code == "photo_format"
    assert format in finding.detail
    assert "JPEG" in finding.detail


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["img_1.JPG"], None),
        (["IMG_1.jpg", "img_1.JPG"], None),
        (["img_1.JPG", "Img_1.jpg"], "file_ambiguous"),
        (["img_2.JPG"], "file_missing"),
    ],
)
def test_photo_is_found_whatever_the_case_of_its_name(names: list[str], code: str | None) -> None:
    photo, findings = judged({name: picture(size=(40 + at, 30)) for at, name in enumerate(names)})
    assert codes(findings) == ([("/file", code)] if code else [])
    if code is None:
        assert isinstance(photo.picture, Original)
        assert (photo.picture.name, photo.picture.width) == ("IMG_1.jpg", 40)


@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_photo_is_found_whatever_the_spelling_of_its_name(typed: Any) -> None:
    """On macOS names of files have characters and their marks apart."""
    other = {"NFC": "NFD", "NFD": "NFC"}[typed]
    name = unicodedata.normalize(other, "café が.jpg")
    _, findings = judged({name: picture()}, file=unicodedata.normalize(typed, name))
    assert codes(findings) == []


@pytest.mark.parametrize("format", ["JPEG", "PNG", "MPO"])
def test_what_cameras_write_is_accepted(format: str) -> None:
    extra: dict[str, Any] = {}
    if format == "MPO":
        extra = {"save_all": True, "append_images": [Image.new("RGB", (8, 8))]}
    photo, findings = judged({"IMG_1.jpg": picture(format, **extra)})
    assert findings == []
    assert photo.picture.media_type == ("image/png" if format == "PNG" else "image/jpeg")


PLAIN = picture()
DIGEST = hashlib.sha256(PLAIN).hexdigest()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (DIGEST, []),
        (DIGEST.upper(), []),
        ("0" * 64, [("/sha256", "digest_mismatch")]),
        (DIGEST[:-1], [("/sha256", "digest_mismatch")]),
    ],
    ids=["same", "in capitals", "another", "cut"],
)
def test_a_digest_given_is_compared_with_the_file(given: str, found: Any) -> None:
    assert codes(judged({"IMG_1.jpg": PLAIN}, sha256=given)[1]) == found


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        ("2026:07:10 09:33:20", []),
        ("2026:07:10 09:38:00", []),
        ("2026:07:10 09:38:01", [("/taken_at", "photo_time_differs")]),
        ("2026:07:10 09:27:59", [("/taken_at", "photo_time_differs")]),
        ("2024:01:01 00:00:00", [("/taken_at", "photo_time_differs")]),
        ("0000:00:00 00:00:00", []),
        ("yesterday", []),
    ],
)
def test_the_cameras_clock_is_compared_with_the_time_given(recorded: str, found: Any) -> None:
    assert codes(judged({"IMG_1.jpg": with_exif(recorded)})[1]) == found


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_says_nothing_and_spoils_nothing() -> None:
    content = picture(exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff\x01\x02")
    photo, findings = judged({"IMG_1.jpg": content})
    assert findings == []
    assert photo.picture.recorded_at is None


@pytest.mark.parametrize(
    "name", ["../IMG_1.jpg", "a/b.jpg", "C:\\x.jpg", ".hidden.jpg", "data:text"]
)
def test_a_file_name_is_a_name_and_no_path(name: str) -> None:
    with pytest.raises(marshmallow.ValidationError) as refusal:
        judged({}, file=name)
    refused: Any = refusal.value.messages
    assert [each.code for each in refused["file"]] == ["not_a_file"]


def test_the_same_file_twice_is_one_photo() -> None:
    content, other = picture(), picture(size=(41, 30))
    photos = [
        judged({"a.jpg": content}, file="a.jpg")[0],
        judged({"b.jpg": other}, file="b.jpg")[0],
        judged({"c.jpg": content}, file="c.jpg")[0],
    ]
    span = datetime(2026, 7, 10, 9, 30), datetime(2026, 7, 10, 10, 20)
    found = [*taken_on_the_spot(photos, *span, ["何静远"])]
    assert codes(found) == [("/2/file", "photo_repeated")]
