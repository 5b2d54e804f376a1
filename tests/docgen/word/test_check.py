"""What somebody does to a template in Word is told apart: harmless, or against the master."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt

from docgen import Engine, Settings
from docgen.word.check import check_template
from docgen.word.master import MASTER, Master
from docgen.word.read import read_template

KIND = "non_acceptance_notice"


@pytest.fixture
def template(engine: Engine, settings: Settings, tmp_path: Path) -> Path:
    """A copy of a template in a folder with the master."""
    folder = tmp_path / "docx"
    folder.mkdir()
    shutil.copy(settings.templates / "docx" / MASTER, folder)
    shutil.copy(engine.catalogue[KIND].word_template, folder / f"{KIND}.docx")
    return folder / f"{KIND}.docx"


def test_a_template_as_written_has_no_flaw(template: Path) -> None:
    assert [*check_template(template)] == []


def test_saving_in_another_program_is_no_flaw(template: Path, master: Master) -> None:
    before = read_template(template.read_bytes(), master).manuscript
    document = docx.Document(str(template))
    for paragraph in document.paragraphs:  # what Word leaves in every paragraph it touches
        paragraph._p.set(docx.oxml.ns.qn("w:rsidR"), "00FC693F")
        for run in paragraph.runs:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(docx.oxml.ns.qn("w:hint"), "eastAsia")
    document.save(str(template))
    assert [*check_template(template)] == []
    assert read_template(template.read_bytes(), master).manuscript == before


def test_words_parted_by_a_cursor_are_one(template: Path, master: Master) -> None:
    before = read_template(template.read_bytes(), master).manuscript
    document = docx.Document(str(template))
    paragraph = document.paragraphs[3]
    text = paragraph.text
    paragraph.text = text[:9]
    paragraph.add_run(text[9:])
    document.save(str(template))
    assert read_template(template.read_bytes(), master).manuscript == before


def bold(document: docx.document.Document) -> None:
    document.paragraphs[3].runs[0].bold = True


def centred(document: docx.document.Document) -> None:
    document.paragraphs[3].alignment = 1


def narrower(document: docx.document.Document) -> None:
    document.sections[0].left_margin = Mm(20)


def larger(document: docx.document.Document) -> None:
    document.styles["文号"].font.size = Pt(18)


def of_its_own(document: docx.document.Document) -> None:
    document.styles.add_style("我的样式", 1)
    document.paragraphs[3].style = document.styles["我的样式"]


def broken(document: docx.document.Document) -> None:
    document.paragraphs[3].add_run().add_break(docx.enum.text.WD_BREAK.PAGE)


@pytest.mark.parametrize(
    ("edit", "place", "sentence"),
    [
        (bold, "第 4 段「我局于", "直接设了格式（加粗）"),
        (centred, "第 4 段「我局于", "直接设了格式（对齐）"),
        (broken, "第 4 段「我局于", "直接设了格式（分页符）"),
        (
            narrower,
            "页面设置",
            "应当是「公文」页面：纸宽210、高297，页边距上37、下35、左28、右26毫米",
        ),
        (larger, "样式「文号」", "字号和样板不一样，请运行 docgen word tidy"),
        (larger, "样式「文号」", "样式是各种文书共用的，不能在一份里改"),
        (of_its_own, "样式「我的样式」", "样板里没有这个样式"),
    ],
)
def test_what_goes_against_the_master_is_a_flaw_with_its_place(
    template: Path,
    edit: Callable[[docx.document.Document], None],
    place: str,
    sentence: str,
) -> None:
    document = docx.Document(str(template))
    edit(document)
    document.save(str(template))
    flaws = [*check_template(template)]
    assert len(flaws) == 1
    assert flaws[0][0].startswith(place)
    assert sentence in flaws[0][1]


def test_a_japanese_file_is_a_flaw(template: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/settings.xml":
                part = part.replace(b'eastAsia="zh-CN"', b'eastAsia="ja-JP"')
            new.writestr(name, part)
    template.write_bytes(content.getvalue())
    assert [detail for _, detail in check_template(template)] == [
        "中文字体的语言不是简体中文，请运行 docgen word tidy 恢复样板的格式"
    ]
