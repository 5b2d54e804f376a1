"""Take the photos out of an example, as a caller with files has them."""

import base64
from collections.abc import Mapping
from typing import Any

PREFIX = "data:image/"


def beside(payload: Any, photos: dict[str, bytes]) -> Any:
    """Return the payload with file names where photos stood; the photos go into `photos`."""
    if isinstance(payload, Mapping):
        return {name: beside(below, photos) for name, below in payload.items()}
    if isinstance(payload, list | tuple):
        return [beside(below, photos) for below in payload]
    if isinstance(payload, str) and payload.startswith(PREFIX):
        header, _, content = payload.partition(",")
        suffix = header.removeprefix(PREFIX).partition(";")[0]
        name = f"现场 {len(photos) + 1}.{suffix}"
        photos[name] = base64.b64decode(content)
        return name
    return payload
