"""Photos as files: which format one has, what to do about the rest, which name is meant."""

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

# What we print; everything else is told by name.
PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png")
_PHONE = "请在手机的相机设置里选兼容性最佳（JPEG），已拍的在相册里导出为 JPEG"
_PROGRAM = "请用看图软件另存为 JPEG 或 PNG"
# Formats of cameras, phones and chats, and how one comes to a JPEG.
_WAYS: Mapping[str, str] = MappingProxyType({
    "HEIC": _PHONE,
    "AVIF": _PHONE,
    "WebP": _PROGRAM,
    "GIF": _PROGRAM,
    "BMP": _PROGRAM,
    "TIFF 或相机 RAW": _PROGRAM,
    "JPEG 2000": _PROGRAM,
    "JPEG XL": _PROGRAM,
    "SVG": _PROGRAM,
    "PDF": "请把其中的照片另存为 JPEG 或 PNG",
    "视频": "请截取画面，另存为 JPEG 或 PNG",
})  # fmt: skip
# How files of each begin, and at which byte that stands.
_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF 或相机 RAW"),
    (0, b"MM\0*", "TIFF 或相机 RAW"),
    (0, b"II+\0", "TIFF 或相机 RAW"),
    (0, b"IIU\0", "TIFF 或相机 RAW"),
    (0, b"FUJIFILM", "TIFF 或相机 RAW"),
    (0, b"%PDF-", "PDF"),
    (0, b"\xff\x0a", "JPEG XL"),
    (4, b"JXL ", "JPEG XL"),
    (4, b"jP  ", "JPEG 2000"),
    (8, b"WEBP", "WebP"),
    (0, b"<svg", "SVG"),
    *((8, brand, "HEIC") for brand in (
        b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1",
    )),
    (8, b"avif", "AVIF"),
    (8, b"avis", "AVIF"),
    (8, b"crx ", "TIFF 或相机 RAW"),
    (4, b"ftyp", "视频"),
)  # fmt: skip
_SUFFIXES: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys((".heic", ".heif", ".hif", ".heics"), "HEIC"),
    **dict.fromkeys((".avif", ".avifs"), "AVIF"),
    ".webp": "WebP",
    ".gif": "GIF",
    **dict.fromkeys((".bmp", ".dib"), "BMP"),
    **dict.fromkeys(
        (".tif", ".tiff", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2"),
        "TIFF 或相机 RAW",
    ),
    **dict.fromkeys((".jp2", ".j2k", ".jpx"), "JPEG 2000"),
    ".jxl": "JPEG XL",
    ".svg": "SVG",
    **dict.fromkeys((".mp4", ".mov", ".3gp", ".avi"), "视频"),
})  # fmt: skip
# Whatever is somebody's picture, also one that cannot be printed: looked at so that it is named.
PICTURE_SUFFIXES = (*PHOTO_SUFFIXES, *_SUFFIXES)


def way_out(format: str) -> str:
    """Return what to say of a photo of a format that cannot be printed."""
    return f"照片是 {format} 格式，文书里用不了，{_WAYS[format]}，再重新提交。"


def format_of_content(content: bytes) -> str:
    """Return the format a file's first bytes say, as `way_out` takes it; empty for any other."""
    return next((name for at, mark, name in _BEGINNINGS if content.startswith(mark, at)), "")


def format_of_name(name: str) -> str:
    """Return the format a file's ending says, as `way_out` takes it; empty for any other."""
    dot, ending = name.rpartition(".")[1:]
    return _SUFFIXES.get(f"{dot}{ending.lower()}", "")


def names_meant(wanted: str, names: Iterable[str]) -> list[str]:
    """Return which names may be meant by one that is written otherwise.

    Windows and phones make no difference between IMG_1.JPG and img_1.jpg, macOS spells é and が in
    two characters: a payload written on one machine names files of another.
    """
    folded = folded_name(wanted)
    return [name for name in names if folded_name(name) == folded]


def folded_name(name: str) -> str:
    """Return a name as it compares: in one spelling of its characters, in one case."""
    return unicodedata.normalize("NFC", name).casefold()
