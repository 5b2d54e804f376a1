"""A camera that takes noise: photos of any size, with what a phone writes into them."""

import io
from datetime import datetime

from PIL import Image

PLACE = {1: "N", 2: (30.0, 15.0, 36.0), 3: "E", 4: (120.0, 9.0, 0.0)}
PLACE_IN_WORDS = "北纬30.260000°、东经120.150000°"


def photo(
    width: int = 800,
    height: int = 600,
    *,
    taken_at: datetime | None = None,
    turned: bool = False,
    placed: bool = False,
) -> bytes:
    """Return a JPEG; `turned` says that it was taken with the phone upright."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    if taken_at:
        exif[0x010F], exif[0x0110] = "Invented", "Phone 3"
        exif.get_ifd(0x8769)[0x9003] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    if placed:
        exif.get_ifd(0x8825).update(PLACE)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90, exif=exif)
    return buffer.getvalue()
