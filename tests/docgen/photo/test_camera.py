"""What a camera wrote into a photo is read; what it did not write, or wrote badly, is nothing."""

from datetime import datetime

import pytest

from docgen.photo.camera import CameraFacts, read_camera_facts
from tests.doubles.camera import PLACE_IN_WORDS, photo

TAKEN = datetime(2026, 7, 20, 9, 41)


def test_time_place_and_device_are_read() -> None:
    facts = read_camera_facts(photo(80, 60, taken_at=TAKEN, placed=True))
    assert facts == CameraFacts(TAKEN, "Invented Phone 3", PLACE_IN_WORDS)


@pytest.mark.parametrize(
    "content", [photo(80, 60), b"", b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00broken", b"GIF89a"]
)
def test_a_photo_that_says_nothing_says_nothing(content: bytes) -> None:
    assert read_camera_facts(content) == CameraFacts()
