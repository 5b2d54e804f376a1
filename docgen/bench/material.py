"""What the bench renders: the kinds' own examples, each turn with words not seen before."""

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

LETTER, RECORD = "mediation_agreement", "site_inspection_record"
# The long text of each kind that a turn changes.
CHANGING = {LETTER: "complaint", RECORD: "findings"}
NEW_WORDS = 12
# The first level of GB 2312: the 3,755 hanzi of daily use, in rows 16 to 55.
HANZI = "".join(
    bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312")
    for row in range(16, 56)
    for cell in range(1, 95 if row < 55 else 90)
)
PHOTO_SIZE = (1600, 1200)
PHOTO_BYTES = 270_000
PHOTO_SETS = 3


@dataclass(frozen=True, slots=True)
class Material:
    """Payloads without end: `payload` gives another one for every turn; `files` are the photos."""

    kind: str
    example: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def payload(self, turn: int) -> dict[str, Any]:
        """Return the payload of one turn: the same turn, the same payload."""
        chance = random.Random(turn)  # noqa: S311 - words, not secrets
        changing = CHANGING[self.kind]
        words = "".join(chance.choices(HANZI, k=NEW_WORDS))
        payload = dict(self.example) | {changing: f"{self.example[changing]}另记：{words}。"}
        if self.files:
            payload["photos"] = _with_photos(self.example["photos"][0], turn % PHOTO_SETS)
        return payload


def one_page(example: Mapping[str, Any]) -> Material:
    """Return the one-page letter: the example of `mediation_agreement`."""
    return Material(LETTER, example)


def four_photos(example: Mapping[str, Any]) -> Material:
    """Return the record with four photos of about 270 KB each, drawn here."""
    files = {
        _photo_name(collection, number): draw_photo(4 * collection + number)
        for collection in range(PHOTO_SETS)
        for number in range(4)
    }
    return Material(RECORD, example, files)


def draw_photo(seed: int) -> bytes:
    """Return a JPEG as large and as busy as a phone's photo of a shelf: gradients and grain."""
    chance = random.Random(seed)  # noqa: S311 - grain, not secrets
    width, height = PHOTO_SIZE
    ground = Image.merge("RGB", [_gradient(chance) for _ in range(3)]).resize(PHOTO_SIZE)
    coarse, fine = (
        Image.frombytes("RGB", (width // step, height // step),
                        chance.randbytes(width * height // step**2 * 3))
        for step in (8, 2)
    )  # fmt: skip
    picture = Image.blend(ground, coarse.resize(PHOTO_SIZE, Image.Resampling.BICUBIC), 0.35)
    picture = Image.blend(picture, fine.resize(PHOTO_SIZE, Image.Resampling.BICUBIC), 0.10)
    return _nearest_size(picture)


def _gradient(chance: random.Random) -> Image.Image:
    corners = Image.frombytes("L", (3, 3), chance.randbytes(9))
    return corners.resize((64, 64), Image.Resampling.BICUBIC)


def _nearest_size(picture: Image.Image) -> bytes:
    """Return the JPEG whose size comes nearest to `PHOTO_BYTES`."""
    made = []
    for quality in range(45, 96, 5):
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        made.append(buffer.getvalue())
    return min(made, key=lambda content: abs(len(content) - PHOTO_BYTES))


def _photo_name(collection: int, number: int) -> str:
    return f"bench-{collection}-{number}.jpg"


def _with_photos(photo: Mapping[str, Any], collection: int) -> list[dict[str, Any]]:
    return [
        {**photo, "file": _photo_name(collection, number), "shows": f"货架第{number + 1}层价签"}
        for number in range(4)
    ]
