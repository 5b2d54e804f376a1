"""Bound the pixels of all photos of one request together, by their heads alone.

One photo's bound is the schema's. Sixty pictures of one colour fit into a small body and would
keep a worker unpacking until its deadline.
"""

import base64
import binascii
import io
import struct
from collections.abc import Iterable

from PIL import Image

from docgen.errors import InvalidCaseError
from schemas.ground.base import error

# A body of 16 MB holds no more of any real photograph, however strongly it is compressed.
MOST_PIXELS = 400_000_000
DATA_ADDRESS = "data:image/"


def refuse_too_many_pixels(photos: Iterable[bytes], texts: Iterable[str]) -> None:
    """Refuse photos, beside the payload or as `data:` URLs in it, with too many pixels together.

    Errors: `InvalidCaseError`.
    """
    inside = (_decoded(text) for text in texts if text.startswith(DATA_ADDRESS))
    if sum(map(_pixels, [*photos, *inside])) > MOST_PIXELS:
        raise InvalidCaseError(
            [
                error(
                    "",
                    "photos_too_large_together",
                    f"照片合计超过 {MOST_PIXELS // 10_000} 万像素，请缩小或者减少照片后重新提交。",
                )
            ]
        )


def _pixels(photo: bytes) -> int:
    """Return the pixels a photo claims to have; what is no photo is the schema's to refuse."""
    try:
        with Image.open(io.BytesIO(photo), formats=("PNG", "JPEG")) as image:
            return image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 0  # More than one photo may have: the schema says so and names the photo.
    except (OSError, SyntaxError, ValueError, struct.error):
        return 0


def _decoded(address: str) -> bytes:
    try:
        return base64.b64decode(address.partition(",")[2], validate=False)
    except (binascii.Error, ValueError):
        return b""
