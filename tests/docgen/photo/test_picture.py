"""Printed photos: upright, small, free of what the camera added, the same bytes every time."""

import io
import random
import subprocess
import sys
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageCms, PngImagePlugin

from docgen.photo.camera import read_camera_facts
from docgen.photo.picture import LONGEST_SIDE, number_drawings, print_photo, withheld_photo
from schemas.parts.photos import Original, examine_photo

NOTE = PngImagePlugin.PngInfo()
NOTE.add_text("Comment", "of another camera")
RED, BLUE, GREY = (200, 30, 30), (30, 30, 200), (153, 153, 153)


def two_halves(size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Return a picture red on the left and blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def original(image: Image.Image, format: str = "JPEG", **options: Any) -> Original:
    """Return a photo as a case holds it."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return Original("x", buffer.getvalue(), "", f"image/{format.lower()}", *image.size, None)


def opened(content: bytes) -> Image.Image:
    """Return the printed rendition as a picture."""
    return Image.open(io.BytesIO(content), formats=("JPEG",))


def near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    """Tell whether JPEG left a colour as it was, nearly."""
    return all(abs(a - b) < 24 for a, b in zip(pixel, colour, strict=True))


UPRIGHT = {
    1: ((80, 40), (5, 20), (75, 20)),
    3: ((80, 40), (75, 20), (5, 20)),
    6: ((40, 80), (20, 5), (20, 75)),
    8: ((40, 80), (20, 75), (20, 5)),
}


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_a_photo_is_printed_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    printed = print_photo(original(two_halves(), exif=exif), "货架")
    size, red, blue = UPRIGHT[orientation]
    assert (printed.width, printed.height) == size
    image = opened(printed.content)
    assert near(image.getpixel(red), RED)
    assert near(image.getpixel(blue), BLUE)


def test_nothing_the_camera_added_is_printed() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8769)[0x9003] = "2026:07:10 09:33:20"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 0.0)
    photo = original(two_halves(), exif=exif, comment=b"SecretComment")
    printed = print_photo(photo, "货架")
    assert b"Secret" in photo.content
    assert b"Secret" not in printed.content
    assert b"Exif" not in printed.content
    assert not opened(printed.content).getexif()


@pytest.mark.parametrize(
    ("size", "printed_size"),
    [((80, 40), (80, 40)), ((2800, 1400), (1400, 700)), ((1000, 4000), (350, 1400))],
)
def test_a_large_photo_is_printed_smaller_and_a_small_one_as_it_is(
    size: tuple[int, int], printed_size: tuple[int, int]
) -> None:
    printed = print_photo(original(Image.new("RGB", size, RED)), "货架")
    assert (printed.width, printed.height) == printed_size
    assert max(printed_size) <= LONGEST_SIDE


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_png_can_be_printed(mode: str) -> None:
    if mode == "I;16":
        image = Image.frombytes("I;16", (8, 8), b"\x99\x99" * 64)
    else:
        image = Image.new("RGB", (8, 8), GREY).convert(mode)
    printed = opened(print_photo(original(image, "PNG"), "货架").content)
    assert printed.mode == "RGB"
    if mode != "1":
        assert near(printed.getpixel((4, 4)), GREY)


def test_what_is_transparent_is_printed_white() -> None:
    printed = print_photo(original(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"), "货架")
    assert near(opened(printed.content).getpixel((4, 4)), (255, 255, 255))


def test_a_printers_colours_are_turned_into_a_screens() -> None:
    printed = print_photo(original(Image.new("CMYK", (8, 8), (0, 255, 255, 0))), "货架")
    assert opened(printed.content).mode == "RGB"


PROGRAM = """
import hashlib
from tests.docgen.photo.test_picture import original, two_halves
from docgen.photo.picture import print_photo, withheld_photo
for made in (print_photo(original(two_halves((900, 700))), "x"), withheld_photo("x")):
    print(hashlib.sha256(made.content).hexdigest(), made.relationship)
"""


def test_another_process_prints_the_same_bytes() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, check=True, timeout=60
        ).stdout
        for _ in range(2)
    }
    assert len(runs) == 1
    assert len(runs.pop().split()) == 4


def test_a_withheld_photo_shows_nothing_of_the_photo() -> None:
    saturation = opened(withheld_photo("货架").content).convert("HSV").getchannel("S")
    assert saturation.getextrema() == (0, 0)


def drawn(markup: str) -> dict[str, str]:
    """Return the attributes of a drawing's size and description."""
    run = f'<w:r xmlns:w="urn:w"><w:t>{markup}</w:t></w:r>'
    tree = etree.fromstring(f'<w:p xmlns:w="urn:w">{run}</w:p>')
    found: dict[str, str] = {}
    for element in tree.iter():
        if etree.QName(element).localname in ("extent", "docPr", "blip"):
            found |= {etree.QName(name).localname: str(it) for name, it in element.attrib.items()}
    return found


@pytest.mark.parametrize(
    ("size", "millimetres"),
    [((400, 300), (80, 60)), ((300, 400), (45, 60)), ((900, 100), (150, 16.66))],
)
def test_a_drawing_fits_into_its_box_and_keeps_its_shape(
    size: tuple[int, int], millimetres: tuple[float, float]
) -> None:
    drawing = drawn(print_photo(original(Image.new("RGB", size)), "货架").drawing(150, 60))
    printed = [int(drawing[side]) / 36_000 for side in ("cx", "cy")]
    assert printed == pytest.approx(millimetres, abs=0.01)


def test_a_drawing_says_what_it_shows_whatever_is_written() -> None:
    alt = "“<香油>” & 'A\"B'"
    assert drawn(print_photo(original(two_halves()), alt).drawing(100, 60))["descr"] == alt


def test_drawings_are_numbered_apart_whatever_they_show() -> None:
    """Two files with the same pixels are one picture, two grey plates too; Word wants two ids."""
    same = [original(two_halves(), "PNG"), original(two_halves(), "PNG", pnginfo=NOTE)]
    assert same[0].content != same[1].content
    pictures = [*(print_photo(each, "货架") for each in same), *(withheld_photo("货架"),) * 2]
    runs = "".join(each.drawing(100, 60) for each in pictures)
    part, _ = number_drawings(f'<w:p xmlns:w="urn:w"><w:r><w:t>{runs}</w:t></w:r></w:p>')
    for wanted in ("docPr", "cNvPr"):
        found = [
            each.attrib
            for each in etree.fromstring(part).iter()
            if etree.QName(each).localname == wanted
        ]
        assert [each["id"] for each in found] == ["1", "2", "3", "4"]
        assert [each["name"] for each in found] == [f"photo {at}" for at in range(1, 5)]
    assert len({each.relationship for each in pictures}) == 2


def with_exif(pixels: bytes, exif: bytes) -> bytes:
    """Return a JPEG with an EXIF block of these bytes."""
    block = b"Exif\0\0" + exif
    return pixels[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + pixels[2:]


def held(orientation: int) -> bytes:
    """Return an honest EXIF block of a camera held so, with a few facts more."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, "Camera", "2026:07:10 09:30:00"
    exif.get_ifd(0x8769)[0x9003] = "2026:07:10 09:30:00"
    exif.get_ifd(0x8825)[2] = (30.0, 12.0, 5.5)
    return exif.tobytes().removeprefix(b"Exif\0\0")


def test_orientation_is_applied_although_another_tag_is_odd() -> None:
    """A resolution written as text made Pillow's own turning fail after a clean check."""
    exif = bytearray(held(6))
    order = "big" if exif.startswith(b"MM") else "little"
    at = exif.index((0x010F).to_bytes(2, order)) + 2
    exif[at : at + 2] = (5).to_bytes(2, order)  # the maker, as a fraction
    photo = with_exif(original(two_halves()).content, bytes(exif))
    printed = print_photo(Original("x", photo, "", "image/jpeg", 80, 40, None), "货架")
    assert (printed.width, printed.height) == (40, 80)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's own words on the damage
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_no_damage_to_exif_stops_a_photo_that_was_found_good(format: str) -> None:
    chance = random.Random(7)
    for _ in range(300):
        exif = bytearray(held(chance.choice([1, 6, 8])))
        for _ in range(chance.randint(1, 6)):
            exif[chance.randrange(len(exif))] = chance.randrange(256)
        content = original(two_halves(), format, exif=b"Exif\0\0" + bytes(exif)).content
        found = examine_photo("x", content)
        assert isinstance(found, Original)
        printed = print_photo(found, "货架")
        assert {printed.width, printed.height} == {40, 80}
        read_camera_facts(content)


def test_wide_colours_are_brought_to_those_of_every_screen() -> None:
    """The same numbers mean a stronger red in a wide colour space than in sRGB."""
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Wider primaries: the red of the profile moved outwards, its name with it.
    for spelling in ("ascii", "utf-16-be"):
        wide = wide.replace("sRGB".encode(spelling), "Wide".encode(spelling))
    at = wide.index(b"rXYZ", 200) if wide.count(b"rXYZ") > 1 else wide.index(b"rXYZ")
    offset = int.from_bytes(wide[at + 4 : at + 8], "big") + 8
    wide = wide[:offset] + (0x8A00).to_bytes(4, "big") + wide[offset + 4 :]
    image = Image.new("RGB", (60, 60), (180, 60, 60))
    plain = opened(print_photo(original(image, "PNG"), "a").content).getpixel((30, 30))
    seen = opened(print_photo(original(image, "PNG", icc_profile=wide), "a").content)
    assert seen.getpixel((30, 30))[0] > plain[0] + 5
    assert "icc_profile" not in seen.info
    broken = print_photo(original(image, "PNG", icc_profile=b"no profile at all"), "a")
    assert near(opened(broken.content).getpixel((30, 30)), (180, 60, 60))
