"""A page becomes one archival, accessible PDF: the same bytes everywhere, or a clear refusal."""

import hashlib
import html
import io
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from docgen.render.pdf import (
    Attached,
    ForbiddenResourceError,
    PageProblemsError,
    TooManyPagesError,
    UnprintableCharacterError,
    write_pdf,
)
from tests.conformance import assert_conformant, structure_elements
from tests.docgen.render.letter import MOMENT, RARE_NAMES, letter, picture

ATTACHMENTS = (
    Attached("payload.json", b'{"kind": "letter"}', "application/json", "案件数据", "Source"),
    Attached("manifest.json", b'{"kind": "letter"}', "application/json", "清单", "Data"),
    Attached("现场.jpg", b"\xff\xd8\xff", "image/jpeg", "现场照片原件", "Supplement"),
)


@pytest.fixture(scope="module")
def pdf(faces):
    """The letter with its attachments."""
    return write_pdf(letter(), faces, attachments=ATTACHMENTS, moment=MOMENT)


@pytest.fixture
def opened(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield document


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_letter_is_pdfa_3a_and_pdfua_1(pdf):
    assert_conformant(pdf)


def test_the_file_has_no_syntax_error(opened):
    assert opened.check_pdf_syntax() == []


def test_a_document_of_too_many_pages_is_refused_with_their_number(faces, monkeypatch):
    monkeypatch.setattr("docgen.render.pdf.MOST_PAGES", 2)
    pages = '<p style="break-before: page">甲</p>' * 2
    with pytest.raises(TooManyPagesError, match="3 页，最多 2 页"):
        write_pdf(letter(f"<h1>通知</h1>{pages}"), faces, moment=MOMENT)


def test_a_page_of_three_lines_is_conformant_too(faces):
    assert_conformant(write_pdf(letter("<h1>通知</h1><p>甲</p>"), faces, moment=MOMENT))


def test_lists_tables_and_links_are_conformant(faces):
    body = (
        '<h1 id="top">清单</h1><ul><li>一<ol><li>二</li></ol></li></ul>'
        '<table><tr><th scope="col" colspan="2">甲</th></tr><tr><td>乙</td><td>丙</td></tr></table>'
        f'<p style="break-before: page">见<a href="#top">清单</a></p>'
        f'<img alt="图" src="{picture()}" style="image-rendering: auto">'
    )
    assert_conformant(write_pdf(letter(body), faces, moment=MOMENT))


def test_every_word_can_be_copied_from_the_pdf(pdf):
    text = "".join(text_of(pdf).split())
    assert RARE_NAMES in text
    assert "（￥12,345.67）" in text
    assert "☑已阅☐未阅☒拒签✓" in text


def test_customary_font_names_lead_to_our_faces(pdf):
    assert font_names(pdf) == {
        "Docgen-Title", "Docgen-FangSong", "Docgen-Hei", "Docgen-Kai", "Docgen-Song",
        "Docgen-Rare", "Docgen-Symbols",
    }  # fmt: skip


def font_names(pdf):
    """Return the names of the fonts in a PDF, without the six letters that mark a subset."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(item.BaseFont)[8:]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
        }


def test_a_role_with_an_unknown_name_falls_back_to_fangsong(faces):
    page = letter('<p style="font-family: Nowhere">甲</p>')
    assert font_names(write_pdf(page, faces, moment=MOMENT)) == {
        "Docgen-FangSong", "Docgen-Hei", "Docgen-Song",
    }  # fmt: skip


def test_the_yuan_sign_is_no_dollar_sign(faces):
    """FandolFang draws ￥ as a dollar; the writer must take the sign from another face."""
    page = letter("<p>￥</p>")
    assert "Docgen-Rare" in font_names(write_pdf(page, faces, moment=MOMENT))


def test_a_rare_name_in_fangsong_is_as_light_as_its_neighbours(faces):
    """LXGW WenKai Regular looks bold beside FandolFang; its light face does not."""
    page = letter("<p>喆堃昇翀玥璟赟</p>")
    assert font_names(write_pdf(page, faces, moment=MOMENT)) == {
        "Docgen-Rare", "Docgen-Hei", "Docgen-Song",
    }  # fmt: skip


def test_dates_come_from_the_moment_given(opened):
    assert str(opened.docinfo["/CreationDate"]) == "D:20260710093000+08'00"
    assert str(opened.docinfo["/ModDate"]) == "D:20260710093000+08'00"
    with opened.open_metadata() as metadata:
        assert metadata["xmp:CreateDate"] == "2026-07-10T09:30:00+08:00"
        assert metadata["xmp:ModifyDate"] == "2026-07-10T09:30:00+08:00"


def test_attachments_come_out_as_they_went_in(opened):
    for given in ATTACHMENTS:
        found = opened.attachments[given.name]
        assert found.get_file().read_bytes() == given.content
        assert found.get_file().mime_type == given.media_type
        assert found.get_file().creation_date == MOMENT.astimezone(UTC)
        assert found.description == given.description
        assert found.obj.AFRelationship == f"/{given.relationship}"
    assert len(opened.Root.AF) == len(ATTACHMENTS)


def test_attachment_names_are_sorted_as_a_name_tree_wants(opened):
    names = [bytes(name) for name in opened.Root.Names.EmbeddedFiles.Names[::2]]
    assert names == sorted(names)


def test_two_attachments_of_the_same_content_keep_their_own_relation(faces):
    twins = [
        Attached(f"{name}.txt", b"same", "text/plain", "", name) for name in ("Data", "Source")
    ]
    pdf = write_pdf(letter("<p>甲</p>"), faces, attachments=twins, moment=MOMENT)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for name in ("Data", "Source"):
            assert document.attachments[f"{name}.txt"].obj.AFRelationship == f"/{name}"


def test_headers_and_footers_are_artifacts_and_not_read_aloud(opened):
    subtypes = [
        str(instruction.operands[1].get("/Subtype"))
        for page in opened.pages
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) == "BDC" and instruction.operands[0] == "/Artifact"
    ]
    pages = len(opened.pages)
    assert subtypes.count("/Header") == pages
    assert subtypes.count("/Footer") >= 2 * pages


def test_table_headers_say_what_they_head(opened):
    scopes = [str(e.A.Scope) for e in structure_elements(opened) if e.S == "/TH"]
    assert scopes.count("/Row") == 10
    assert scopes.count("/Column") % 4 == 0


def test_the_identifier_comes_from_the_content_or_the_caller(pdf, opened, faces):
    first, second = (bytes(half) for half in opened.trailer.ID)
    assert first == second
    given = write_pdf(letter(), faces, attachments=ATTACHMENTS, moment=MOMENT, identifier=b"(\\)\r")
    with pikepdf.open(io.BytesIO(given)) as document:
        first, same = (bytes(half) for half in document.trailer.ID)
    assert bytes.fromhex(first.decode()) == b"(\\)\r"
    assert same == second


RENDER_ELSEWHERE = """
import hashlib, sys
from pathlib import Path
from docgen.render.fonts import open_faces
from docgen.render.pdf import write_pdf
from tests.docgen.render.letter import MOMENT, letter
from tests.docgen.render.test_pdf import ATTACHMENTS
pdf = write_pdf(letter(), open_faces(Path(sys.argv[1])), attachments=ATTACHMENTS, moment=MOMENT)
print(hashlib.sha256(pdf).hexdigest())
"""
ODD_FONTCONFIG = """<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts</dir>
<match target="pattern"><edit name="family" mode="assign" binding="strong">
<string>DejaVu Sans</string></edit></match></fontconfig>"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("2", "America/New_York")])
def test_the_same_page_gives_the_same_bytes_in_every_process(pdf, settings, tmp_path, seed, zone):
    """Neither hash seed nor time zone, locale, or the machine's fontconfig rules change a byte."""
    (tmp_path / "fonts.conf").write_text(ODD_FONTCONFIG)
    outcome = subprocess.run(
        [sys.executable, "-c", RENDER_ELSEWHERE, str(settings.cache / "faces")],
        env={
            "HOME": str(settings.cache), "PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed,
            "TZ": zone, "LANG": "C.UTF-8" if seed == "1" else "ja_JP.UTF-8",
            "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        },
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert outcome.stdout.strip() == hashlib.sha256(pdf).hexdigest()


def test_a_document_does_not_depend_on_those_before_it(pdf, faces):
    other = letter('<h2 style="font-size: 13.7pt">另一件</h2><p lang="en">Other ☒ 龘</p>')
    write_pdf(other, faces, moment=MOMENT)
    assert write_pdf(letter(), faces, attachments=ATTACHMENTS, moment=MOMENT) == pdf


def test_threads_do_not_disturb_each_other(faces):
    pages = [letter(f"<p>{'甲乙丙丁'[number]}{RARE_NAMES}</p>") for number in range(4)]
    alone = [write_pdf(page, faces, moment=MOMENT) for page in pages]
    together: list[bytes] = [b""] * len(pages)

    def render(number):
        together[number] = write_pdf(pages[number], faces, moment=MOMENT)

    threads = [threading.Thread(target=render, args=(number,)) for number in range(len(pages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert together == alone


@pytest.mark.parametrize("character", ["가", "\U0002a6a5", "😀"])
def test_a_character_without_a_glyph_is_refused_by_name(faces, character):
    with pytest.raises(UnprintableCharacterError) as refusal:
        write_pdf(letter(f"<p>甲{character}乙</p>"), faces, moment=MOMENT, strict=False)
    assert refusal.value.characters == (character,)
    assert f"「{character}」（U+{ord(character):04X}）" in refusal.value.message
    assert faces.missing(f"甲{character}乙") == (character,)


def batched(items, size):
    return [items[at : at + size] for at in range(0, len(items), size)]


def test_every_character_the_faces_claim_is_printed(faces):
    """The quick look-up and the writer agree; one character in twenty-five stands for all."""
    claimed = [chr(point) for point in range(0x20, 0x30000) if not faces.missing(chr(point))]
    sample = claimed[::25]
    lines = "".join(f"<p>{html.escape(''.join(batch))}</p>" for batch in batched(sample, 40))
    printed = text_of(write_pdf(letter(lines), faces, moment=MOMENT))
    lost = {character for character in sample if character.strip()} - set(printed)
    assert len(lost) < len(sample) / 50, lost


@pytest.mark.parametrize(
    "address", ["https://example.test/seal.png", "file:///etc/hostname", "ftp://example.test/a.png"]
)
@pytest.mark.parametrize("strict", [True, False])
def test_a_page_may_not_fetch_anything(faces, address, strict):
    page = letter(f'<img alt="章" src="{address}">')
    with pytest.raises(ForbiddenResourceError) as refusal:
        write_pdf(page, faces, moment=MOMENT, strict=strict)
    assert "example" not in refusal.value.message


def test_assets_are_served_from_what_is_handed_over(faces):
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    page = letter('<img alt="章" src="asset:seal.png">')
    pdf = write_pdf(page, faces, moment=MOMENT, assets={"seal.png": content.getvalue()})
    assert_conformant(pdf)
    with pytest.raises(ForbiddenResourceError, match=r"seal\.png"):
        write_pdf(page, faces, moment=MOMENT)


@pytest.mark.parametrize(
    ("page", "word"),
    [
        (letter(style="p { colour: red }"), "colour"),
        (letter(f'<img src="{picture()}">'), "alt"),
        (letter('<img alt="章" src="seal.png">'), "base URI"),
        (
            letter(style='@font-face { font-family: X; src: url("data:font/ttf;base64,AA") }'),
            "font",
        ),
        (letter('<p><a href="#nowhere">甲</a></p>'), "nowhere"),
        (letter("<p>甲</p>", title=""), "title"),
        (letter("<p>甲</p>").replace(' lang="zh-CN"', ""), "lang"),
        (letter('<p><a rel="attachment" href="data:,a">甲</a></p>'), "附件"),
    ],
)
def test_a_faulty_template_is_refused_with_the_reason(faces, page, word):
    with pytest.raises(PageProblemsError, match=word) as refusal:
        write_pdf(page, faces, moment=MOMENT)
    assert "base64" not in refusal.value.message


def test_translucent_text_is_refused_because_it_cannot_be_tagged(faces):
    with pytest.raises(Exception, match="opacity"):
        write_pdf(letter('<p style="opacity: 0.5">甲</p>'), faces, moment=MOMENT)


def test_a_cmyk_picture_is_refused(faces):
    content = io.BytesIO()
    Image.new("CMYK", (8, 8)).save(content, "JPEG")
    page = letter('<img alt="图" src="asset:a.jpg">')
    with pytest.raises(Exception, match="CMYK"):
        write_pdf(page, faces, moment=MOMENT, assets={"a.jpg": content.getvalue()})


def test_a_moment_without_a_time_zone_is_no_moment(faces):
    with pytest.raises(ValueError, match="time zone"):
        write_pdf(letter(), faces, moment=datetime(2026, 7, 10))
