"""Name the characters a bureau's documents may need, those of rare names included."""

import hashlib
import re
from collections.abc import Iterable

# Inclusive Unicode ranges. GB 18030-2022 asks government systems for all CJK ideographs, so
# Extension A and planes 2 and 3 stay in as far as a face has them; Hangul and the scripts no
# Chinese form uses are left out, which keeps a prepared face near 10 MB.
RANGES: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x024F),  # Latin-1 and extended Latin, pinyin tones included
    (0x02B0, 0x02FF),  # spacing modifiers such as ˇ ˉ
    (0x0370, 0x045F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),  # Latin with further marks
    (0x2000, 0x2027),  # punctuation, without the separators and marks that reorder a line
    (0x202F, 0x205F),
    (0x2070, 0x214F),  # raised figures, currency, letter-like signs such as № ℃ ℡
    (0x2150, 0x23FF),  # fractions, Roman numerals, arrows, mathematics, technical
    (0x2460, 0x27BF),  # enclosed numbers, boxes, shapes, ☐ ☑ ☒ ✓ ✗
    (0x27F0, 0x27FF),  # long arrows
    (0x2900, 0x2BFF),  # further arrows and shapes
    (0x2E80, 0x312F),  # radicals, 〔〕〇, kana, bopomofo
    (0x3190, 0x9FFF),  # strokes, ㈠ ㎡ ㎏, Extension A and the basic ideographs
    (0xF900, 0xFB06),  # compatibility ideographs, the Latin ligatures ﬁ ﬂ
    (0xFE10, 0xFE6F),  # vertical and small forms, ﹝﹞
    (0xFF01, 0xFFEE),  # full-width forms
    (0x1F100, 0x1F2FF),  # enclosed letters and ideographs
    (0x20000, 0x323AF),  # ideographs of Extensions B to H
)

# FandolFang was drawn for GB 2312. Among what it has beyond that, traditional characters carry
# the picture of another character (餘 shows as 余, 幹 as 干, 醜 as 丑, 捨 as 舍, 鬱 as 郁), which
# would change names; and its ￥ is drawn as a dollar sign. Every ideograph was compared by
# picture with Noto Serif CJK and LXGW WenKai; of those in GB 2312 the 560 least alike were
# looked at one by one, as were all signs: they are right.
DISTRUSTED_BEYOND_GB2312: frozenset[str] = frozenset(("FandolFang-Regular.otf",))
MISDRAWN_SIGNS = frozenset((0xFFE3, 0xFFE5))
IDEOGRAPHS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))

# Prepared faces of another repertoire are made again.
REPERTOIRE = hashlib.sha256(repr(RANGES).encode()).hexdigest()[:8]

# These need no glyph: HarfBuzz shows them as nothing, or layout consumes them.
INVISIBLE: frozenset[int] = frozenset((0x09, 0x0A, 0x0C, 0x0D, 0xAD, 0x034F, 0xFEFF)).union(
    range(0x200B, 0x2010), range(0x2060, 0x2065), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
)

# What asks for another shape of the character before it, which no face of ours has; radicals, which
# dictionaries use; ideographs that Unicode holds to be others (all that NFC replaces).
UNKEPT = re.compile(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef\u2e80-\u2fdf"
    "\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufa6d\ufa70-\ufad9"
    "\U0002f800-\U0002fa1d]"
)

# Room for planes 0 to 3: no ideograph is encoded above it.
BITMAP_BYTES = 0x40000 // 8


def in_repertoire(code_points: Iterable[int]) -> list[int]:
    """Return those of `code_points` that lie in the repertoire, ascending."""
    present = set(code_points)
    return [point for first, last in RANGES for point in range(first, last + 1) if point in present]


def trusted(file_name: str, code_points: Iterable[int]) -> list[int]:
    """Leave out the code points for which the font file `file_name` draws something else."""
    if file_name not in DISTRUSTED_BEYOND_GB2312:
        return list(code_points)
    return [
        point
        for point in code_points
        if point not in MISDRAWN_SIGNS and (not _is_ideograph(point) or _in_gb2312(point))
    ]


def unkept(text: str) -> tuple[str, ...]:
    """Return the characters that a PDF would show and give back as others, each once, sorted.

    A variation selector vanishes; a radical (⼀) or a compatibility ideograph is drawn with the
    glyph of another character, which is what comes out when the text is copied or read aloud.
    """
    return tuple(sorted({*UNKEPT.findall(text)}))


def _is_ideograph(point: int) -> bool:
    return any(first <= point <= last for first, last in IDEOGRAPHS)


def _in_gb2312(point: int) -> bool:
    try:
        chr(point).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def is_common(point: int) -> bool:
    """Tell whether a code point is no ideograph, or one of the 3,755 of GB 2312's first level."""
    if not _is_ideograph(point):
        return True
    # The second level, by radicals, begins with row 56 (D8).
    return _in_gb2312(point) and chr(point).encode("gb2312")[0] < 0xD8


def to_bitmap(code_points: Iterable[int]) -> bytes:
    """Pack code points of planes 0 to 3 into one bit each, lowest bit first."""
    bits = bytearray(BITMAP_BYTES)
    for point in code_points:
        bits[point >> 3] |= 1 << (point & 7)
    return bytes(bits)


def lacks(bitmap: bytes, text: str) -> tuple[str, ...]:
    """Return the characters of `text` that need a glyph and have none in `bitmap`, sorted."""
    missing = []
    for character in set(text):
        point = ord(character)
        covered = point >> 3 < len(bitmap) and bitmap[point >> 3] & (1 << (point & 7))
        if not covered and point not in INVISIBLE:
            missing.append(character)
    return tuple(sorted(missing))
