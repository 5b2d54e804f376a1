"""The master is read whole or refused with the entry that is wrong."""

import re
from pathlib import Path

import pytest

from docgen import Settings
from docgen.errors import CatalogueError
from docgen.word.master import MASTER, Master, read_master


def test_a_pair_stays_with_what_follows_it_and_looks_the_same(master: Master) -> None:
    plain, kept = master.paragraphs["表格文字"], master.paragraphs["表格文字连"]
    assert kept.keep
    assert not plain.keep
    assert (plain.size, plain.line, plain.align) == (kept.size, kept.line, kept.align)


def test_a_block_is_filled_with_what_it_is_called_with(master: Master) -> None:
    assert "{{ decided_on }}" in master.blocks["落款"].fill({"day": "decided_on"})
    assert "{{ issued_on }}" in master.blocks["落款"].fill({})


def test_letters_hold_28_characters_a_line_and_22_lines_a_page(master: Master) -> None:
    """GB/T 9704: the text block of 156 by 225 mm."""
    page, body = master.pages["公文"], master.paragraphs["正文"]
    points = 72 / 25.4
    assert 28 <= page.width * points / (body.size + body.tracking) < 29
    height = page.paper[1] - page.margins[0] - page.margins[2]
    assert int(height * points / body.line) == 22


def test_blocks_of_the_seal_stand_as_in_the_page(master: Master) -> None:
    """As the macros `seal` and `seal_below`: a long name has 印章 on a line of its own."""
    for name in ("落款", "落款和份数"):
        lines = master.blocks[name].text.strip().split("\n")
        words = [each.partition("> ")[2] for each in lines if each.startswith("落款")]
        assert words[:2] == ["{{ authority.seal_name }}", "（印章）"]
    assert "{{ authority.seal_name }}（印章）" in master.blocks["落款"].text
    axes = {master.paragraphs[each].left for each in ("落款机关", "落款机关紧", "落款机关续")}
    assert axes == {master.paragraphs["落款日期"].left}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('"文号" =', '"页码" =', "「页码」是 Word 自带样式的名称"),
        ('face = "楷体", size', 'face = "隶书", size', "字体「隶书」没有写在 face 里"),
        ('body = "记录正文"', 'body = "笔录正文"', "「记录」写的样式「笔录正文」不存在"),
        ("size = 14, line = 25, before", "size = 14, pitch = 25, before", "不认识 pitch"),
        ('"份数说明" = { size = 14, ', '"份数说明" = { ', "「份数说明」缺少必须写的项"),
        ('"着重" = {', '"文号" = {', "有两个样式都叫「文号」"),
        ("[run]", "[run", "读不出来"),
    ],
)
def test_a_master_that_cannot_be_used_names_the_entry(
    settings: Settings, tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    text = (settings.templates / "docx" / MASTER).read_text("utf-8")
    assert before in text
    (tmp_path / MASTER).write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(CatalogueError, match=re.escape(sentence)):
        read_master(tmp_path)


def test_a_folder_without_a_master_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="缺少 Word 模板的样板"):
        read_master(tmp_path)
