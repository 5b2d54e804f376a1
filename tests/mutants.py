"""Files that strangers send: sound ones damaged in every way, the same each time for one seed."""

import io
import random
import re
import zipfile

from PIL import Image

# What a careless or a hostile program writes where a number, a place or a name should be.
ODD = (
    b"", b"0", b"-1", b"1e999", b"99999999999999999999", b"XFD1048576", b"A0", b"ZZZZ9",
    b"\xff\xfe", b"&amp;", b"&lol;", b"<!--", b"]]>", b"NaN", b"true", "张三".encode(),
    b"../../x", b"\0",
)  # fmt: skip
_VALUE = re.compile(rb'(?<==")[^"]{0,80}(?=")|(?<=>)[^<]{1,80}(?=<)')
Chance = random.Random


def damaged(content: bytes, chance: Chance) -> bytes:
    """Return bytes with some changed, cut out, doubled, moved or made longer."""
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        if not spoilt:
            break
        at = chance.randrange(len(spoilt))
        length = min(chance.choice([1, 1, 1, 4, 64, 4096]), len(spoilt) - at)
        match chance.randrange(6):
            case 0 | 1:
                spoilt[at] = chance.randrange(256)
            case 2:
                del spoilt[at : at + length]
            case 3:
                spoilt[at:at] = spoilt[at : at + length]
            case 4:
                spoilt[at : at + length] = chance.randbytes(length)
            case 5:
                spoilt[at:at] = chance.choice(ODD)
    if chance.random() < 0.1:
        del spoilt[chance.randrange(len(spoilt) + 1) :]
    return bytes(spoilt)


def odd_words(content: bytes, chance: Chance) -> bytes:
    """Return XML (or a PDF's objects) with some values replaced by odd ones."""
    places = [found.span() for found in _VALUE.finditer(content)]
    for start, end in sorted(chance.sample(places, min(len(places), 3)), reverse=True):
        content = content[:start] + chance.choice(ODD) + content[end:]
    return content


def odd_numbers(content: bytes, chance: Chance) -> bytes:
    """Return a PDF with some of its numbers replaced by odd ones."""
    places = [found.span() for found in re.finditer(rb"(?<=[ \[])\d{1,10}(?=[ \]/\r\n])", content)]
    for start, end in sorted(chance.sample(places, min(len(places), 3)), reverse=True):
        odd = chance.choice([b"-1", b"0", b"4294967296", b"99999999999", b"1.5", b"null"])
        content = content[:start] + odd + content[end:]
    return content


def repacked(content: bytes, chance: Chance) -> bytes:
    """Return a zip whose members are damaged inside, renamed, gone, doubled or much too long."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = [(name, package.read(name)) for name in package.namelist()]
    for _ in range(chance.choice([1, 1, 2, 3])):
        at = chance.randrange(len(members))
        name, text = members[at]
        match chance.randrange(8):
            case 0 | 1 | 2 | 3:
                members[at] = (name, odd_words(text, chance))
            case 4:
                members[at] = (name, damaged(text, chance))
            case 5:
                members[at] = (chance.choice(["../x", "/x", "x\\y", "a" * 300, "~$x", name]), text)
            case 6:
                members.append(members[at])
            case 7:
                members[at] = (name, text + b" " * chance.choice([1, 1 << 20, 1 << 25]))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in members:
            package.writestr(name, text)
    return buffer.getvalue()


def of_zip(content: bytes, chance: Chance) -> bytes:
    """Return a zip damaged outside or inside."""
    return (damaged if chance.random() < 0.4 else repacked)(content, chance)


def of_pdf(content: bytes, chance: Chance) -> bytes:
    """Return a PDF damaged in its bytes or its objects."""
    return chance.choice([damaged, odd_numbers, odd_words])(content, chance)


def with_exif(chance: Chance) -> bytes:
    """Return a JPEG or PNG with an EXIF block damaged in its bytes, the picture untouched."""
    exif = Image.Exif()
    exif[0x0112] = chance.choice([1, 3, 6, 8])
    exif[0x010F], exif[0x0110] = "Invented", "Phone 3"
    exif.get_ifd(0x8769)[0x9003] = "2026:07:10 09:33:20"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 36.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    block = bytearray(exif.tobytes())
    for _ in range(chance.choice([1, 2, 4, 8, 32])):
        block[chance.randrange(6, len(block))] = chance.randrange(256)
    buffer = io.BytesIO()
    picture = Image.new("RGB", (80, 40), (200, 30, 30))
    picture.save(buffer, chance.choice(["JPEG", "PNG"]), exif=bytes(block))
    return buffer.getvalue()
