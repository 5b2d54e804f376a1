"""Read what a camera wrote into a photo: when, where and with what it was taken."""

import io
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from PIL import Image

from schemas.parts.photos import EXIF_FAULTS

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _TAKEN = 0x010F, 0x0110, 0x9003
_LATITUDE_SIDE, _LATITUDE, _LONGITUDE_SIDE, _LONGITUDE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """What the file itself says; what it does not say, or says wrongly, is empty."""

    taken_at: datetime | None = None
    device: str = ""
    place: str = ""


def read_camera_facts(content: bytes) -> CameraFacts:
    """Return the camera's facts of a photo; damaged EXIF says nothing."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            exif = image.getexif()
            return CameraFacts(
                _moment(exif.get_ifd(_EXIF_IFD).get(_TAKEN)),
                _device(exif.get(_MAKE), exif.get(_MODEL)),
                _place(exif.get_ifd(_GPS_IFD)),
            )
    except EXIF_FAULTS:
        return CameraFacts()


def _moment(recorded: Any) -> datetime | None:
    try:
        return datetime.strptime(str(recorded).strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None


def _device(make: Any, model: Any) -> str:
    words = [str(each).strip("\0 ") for each in (make, model) if each]
    if len(words) == 2 and words[1].startswith(words[0]):
        words = words[1:]
    name = " ".join(words)
    return name if name.isprintable() and len(name) <= 60 else ""


def _place(gps: Any) -> str:
    """Return 北纬30.123456°、东经120.123456°."""
    sides = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}
    found = []
    for side, place in ((_LATITUDE_SIDE, _LATITUDE), (_LONGITUDE_SIDE, _LONGITUDE)):
        word, parts = sides.get(str(gps.get(side))), gps.get(place)
        if word is None or not parts or len(parts) != 3:
            return ""
        try:
            degrees, minutes, seconds = (Fraction(float(part)) for part in parts)
        except (ZeroDivisionError, OverflowError):
            return ""
        found.append(f"{word}{float(degrees + minutes / 60 + seconds / 3600):.6f}°")
    return "、".join(found)
