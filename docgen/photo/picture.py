"""Print photos: an upright, smaller rendition for the page; the original stays untouched."""

import base64
import hashlib
import io
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from markupsafe import Markup
from PIL import Image, ImageCms, ImageDraw

from schemas.parts.photos import EXIF_FAULTS, Original

LONGEST_SIDE = 1400
JPEG_QUALITY = 82
EMU_PER_MM = 36_000
# What a drawing says of itself before it is numbered, in its frame and in its picture.
_UNNUMBERED = re.compile(
    r'<(wp:docPr|pic:cNvPr) id="0" name="photo 0"'
    r'|<(wp:docPr)\b((?: (?!id=)[\w:]+="[^"]*")*) id="\d+"'
)
_ORIENTATION = 0x0112
# How a camera was held, and what turns its picture upright.
_TURNS = MappingProxyType({
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A printable photo: JPEG bytes, size in pixels, and the words that stand for it.

    What was drawn with a pen has its `vector` (SVG) too, which pages show; Word shows the bytes.
    `relationship` is its relationship id inside a Word file, the same for the same bytes.
    """

    content: bytes = field(repr=False)
    width: int
    height: int
    alt: str
    vector: bytes = field(default=b"", repr=False)
    relationship: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.content).hexdigest()
        object.__setattr__(self, "relationship", f"pic{digest[:24]}")

    @property
    def url(self) -> str:
        """The photo as a `data:` URL, for HTML."""
        if self.vector:
            return "data:image/svg+xml;base64," + base64.b64encode(self.vector).decode()
        return "data:image/jpeg;base64," + base64.b64encode(self.content).decode()

    def drawing(self, width: float, height: float) -> Markup:
        """Return the photo as a Word drawing that fits into width x height millimetres.

        The markup closes the text run it stands in and opens a new one, as docxtpl's own does.
        """
        scale = min(width / self.width, height / self.height)
        return word_drawing(self.relationship, (self.width * scale, self.height * scale), self.alt)

    @property
    def suffix(self) -> str:
        """What the name of its file ends in: photos are JPEG, drawings PNG."""
        return "png" if self.content.startswith(b"\x89PNG") else "jpg"


def word_drawing(relationship: str, size: tuple[float, float], alt: str) -> Markup:
    """Return the markup that shows the picture of a relationship, `size` in millimetres."""
    across, down = (int(side * EMU_PER_MM) for side in size)
    # Word wants drawings numbered apart, also where two show the same picture under the same
    # words (grey plates do): whoever writes the file counts them (`number_drawings`).
    described = f'id="0" name="photo 0" descr={quoteattr(alt)}'
    # The alternative text is quoted; all other words are ours.
    return Markup(  # noqa: S704
        "</w:t></w:r><w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:docPr {described}/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        "<pic:blipFill><a:blip"
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        f' r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        '<w:r><w:t xml:space="preserve">'
    )


def number_drawings(part: str, count: int = 0) -> tuple[str, int]:
    """Return a part of a Word file with its drawings numbered, a template's own too.

    They are numbered after the first `count` of the file; the last number comes back.
    """

    def numbered(found: re.Match[str]) -> str:
        nonlocal count
        if found[2]:
            count += 1
            return f'<{found[2]}{found[3]} id="{count}"'
        count += found[1] == "wp:docPr"
        return f'<{found[1]} id="{count}" name="photo {count}"'

    return _UNNUMBERED.sub(numbered, part), count


def print_photo(original: Original, alt: str, longest: int = LONGEST_SIDE) -> Picture:
    """Return the rendition of a photo: turned upright by its EXIF, its sides at most `longest`."""
    with Image.open(io.BytesIO(original.content), formats=("PNG", "JPEG")) as image:
        image.draft("RGB", (longest, longest))
        profile = image.info.get("icc_profile")
        upright = _upright(image)
        # Half the time of Lanczos, and no difference that a printer could show.
        upright.thumbnail((longest, longest), Image.Resampling.HAMMING)
        return _encode(_in_srgb(_on_white(upright), profile), alt)


def withheld_photo(alt: str) -> Picture:
    """Return the grey plate that stands for a photo in a redacted copy.

    Faces and plates cannot be found with certainty, so a redacted copy shows no photo at all, and
    says so to who cannot see the plate.
    """
    plate = Image.new("RGB", (800, 600), "#d9d9d9")
    ImageDraw.Draw(plate).line((0, 0, 800, 600), fill="#b0b0b0", width=3)
    ImageDraw.Draw(plate).line((0, 600, 800, 0), fill="#b0b0b0", width=3)
    return _encode(plate, f"照片已遮盖，原照片内容：{alt}")


def _upright(image: Image.Image) -> Image.Image:
    """Return a photo turned as its EXIF says, as it is where that cannot be read.

    Pillow's own `exif_transpose` writes the EXIF anew on the way, and fails where it is odd.
    """
    try:
        turn = _TURNS.get(int(image.getexif().get(_ORIENTATION, 1)))
    except EXIF_FAULTS:
        turn = None
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in the colours every screen and printer takes it to have.

    Phones record wider ones (Display P3): without its profile such a photo would look pale.
    """
    if not profile or image.mode != "RGB":
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if given.profile.xcolor_space.strip() != "RGB" or "sRGB" in (
            given.profile.profile_description or ""
        ):
            return image
        converted = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # A profile nobody can read says nothing either.
    return converted or image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # sixteen bits of grey, as scanners and cameras write PNG
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    if "A" in image.getbands() or image.mode == "P":
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _encode(image: Image.Image, alt: str) -> Picture:
    buffer = io.BytesIO()
    # Neither EXIF nor comment goes along: the rendition is upright and must not tell a location.
    image.info = {}
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return Picture(buffer.getvalue(), image.width, image.height, alt)
