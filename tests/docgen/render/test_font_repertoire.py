"""Which characters belong to the repertoire, and which a font is not trusted with."""

import unicodedata

import pytest

from docgen.render.font_repertoire import (
    IDEOGRAPHS,
    in_repertoire,
    lacks,
    to_bitmap,
    trusted,
    unkept,
)


@pytest.mark.parametrize("character", "龘㛃𬎆〇〔﹝㎡☑①㈠Ⅳ℃№￥ǎﬁ")
def test_repertoire_holds_what_forms_and_names_use(character):
    assert in_repertoire([ord(character)]) == [ord(character)]


@pytest.mark.parametrize("character", ["가", "😀", "\ue000", "ض", "\u2028", "\u202e"])
def test_repertoire_leaves_out_what_no_form_uses(character):
    assert in_repertoire([ord(character)]) == []


def test_missing_characters_are_told_once_and_sorted():
    bitmap = to_bitmap(map(ord, "甲乙 "))
    assert lacks(bitmap, "丙甲乙 丁丙𪚥") == ("丁", "丙", "𪚥")


def test_characters_that_need_no_glyph_are_never_missing():
    assert lacks(to_bitmap([]), "\n\t\u200b\ufe0f\U000e0100") == ()


def test_character_beyond_the_bitmap_is_missing():
    assert lacks(to_bitmap([0x41]), "\U000f0000") == ("\U000f0000",)


def test_fandol_is_not_trusted_with_traditional_characters_or_the_yuan_sign():
    """It draws 餘 as 余, 幹 as 干 and ￥ as a dollar sign."""
    assert trusted("FandolFang-Regular.otf", map(ord, "餘幹醜￥余干〇A")) == [*map(ord, "余干〇A")]


def test_other_fonts_are_trusted_as_they_are():
    assert trusted("NotoSerifCJK-Regular.ttc", map(ord, "餘￥")) == [*map(ord, "餘￥")]


def test_what_unicode_holds_to_be_another_ideograph_is_not_kept() -> None:
    """All of them and no other: what NFC replaces by one character or more."""
    points = (each for first, last in IDEOGRAPHS for each in range(first, last + 1))
    replaced = [
        chr(each) for each in points if unicodedata.normalize("NFC", chr(each)) != chr(each)
    ]
    assert unkept("".join(replaced)) == tuple(replaced)
    others = set(map(chr, range(0x3000, 0x31000))) - {*replaced}
    assert all(each < "\u3000" or "\ufe00" <= each <= "\ufe0f" for each in unkept("".join(others)))
