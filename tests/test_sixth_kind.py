"""Another letter takes exactly three files; nothing else in the project knows its name."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from docgen import Settings
from docgen.archive.verify import Verdict, verify_pdf
from docgen.engine import FORMATS
from docgen.errors import CatalogueError
from docgen.proof.words import words_of
from tests.conformance import assert_conformant
from tests.workshop import Workshop, workshop_in, write_word

NAME = "no_jurisdiction_notice"

SCHEMA = '''
"""无处理权限告知书: the bureau tells who reported that the matter is not its own."""

from schemas.ground.fields import Day, PersonName, Phone, Text
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering


class NoJurisdictionNotice(NumberedKind):
    """One report that others have the power to handle."""

    header = Header(
        title="无处理权限告知书",
        audience=(Audience.reporter,),
        dated_by="issued_on",
        summary="告知举报人本局不具备处理权限。",
        numbering=Numbering("complaint_form", "告"),
    )
    reporter_name = PersonName("举报人")
    received_on = Day("收到举报日期")
    report_subject = Text("举报事项")
    contact_person = PersonName("联系人", personal=None)
    contact_phone = Phone("联系电话", personal=None)
    issued_on = Day("告知日期")

    example = {
        "document_number": "示市监告﹝2026﹞第7号",
        "reporter_name": "林晓岚",
        "received_on": "2026-06-10",
        "report_subject": "示例市优康商贸有限公司销售过期食品",
        "contact_person": "周启明",
        "contact_phone": "0999-60012315",
        "issued_on": "2026-06-12",
    }
'''

LINES = (
    "{{ title }}",
    "{{ number_line }}",
    "{{ reporter_name }}：",
    "我局于{{ received_on }}收到你关于{{ report_subject }}的举报。"
    "该事项不属于我局处理权限，现予告知。",
    "联系人：{{ contact_person }}；联系电话：{{ contact_phone }}。",
    "特此告知。",
    "{{ authority.seal_name }}（印章）",
    "{{ issued_on }}",
)


@pytest.fixture
def workshop(tmp_path: Path, settings: Settings) -> Iterator[Workshop]:
    """A folder with the shared layout and the sixth kind's three files."""
    with workshop_in(tmp_path, settings) as workshop:
        workshop.write(NAME, SCHEMA, LINES)
        yield workshop


def test_three_files_make_a_kind(workshop: Workshop) -> None:
    engine = workshop.open()
    example = engine.catalogue[NAME].schema.example
    words = {
        format: words_of(format, engine.render(NAME, example, format).content) for format in FORMATS
    }
    assert words["docx"] == words["html"] == words["pdf"]
    assert "示市监告﹝2026﹞第7号林晓岚：我局于2026年6月10日收到你" in words["pdf"]
    archived = engine.render(NAME, example, copy="archive").content
    assert_conformant(archived)
    assert verify_pdf(engine, archived).verdict is Verdict.identical


@pytest.mark.parametrize("missing", [f"docx/complaint/{NAME}.docx", f"html/complaint/{NAME}.html"])
def test_a_missing_template_stops_the_start(workshop: Workshop, missing: str) -> None:
    (workshop.folder / "templates" / missing).unlink()
    with pytest.raises(CatalogueError, match=missing):
        workshop.open()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "{{ received_on }}",
            "{{ recieved_on }}",
            r"第 \d 行：数据里没有「recieved_on」.*received_on",
        ),
        ("{{ received_on }}", "昨天", "没有打印「received_on」"),
        ("{{ received_on }}", "{{ house }}", "不能直接打印"),
        ("{{ received_on }}", "{{ received_on ", "模板语法有误"),
        ("特此告知。", "<img src='data:,'>特此告知。", "img 没有 alt"),
        ("特此告知。", "<table><tr><th>项</th></tr></table>", "th 没有 scope"),
        ("特此告知。", "{{ contact_phone + 1 }}", "不做计算"),
        ("特此告知。", "{{ contact_phone | numeral }}", "示例：渲染不出来"),
    ],
)
def test_a_flawed_page_stops_the_start_with_one_sentence(
    workshop: Workshop, before: str, after: str, sentence: str
) -> None:
    page = workshop.page(NAME)
    page.write_text(page.read_text("utf-8").replace(before, after), "utf-8")
    with pytest.raises(CatalogueError, match=sentence):
        workshop.open()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("{{ received_on }}", "{{ recieved_on }}", "第 4 段「我局于.*recieved_on.*received_on"),
        ("{{ received_on }}", "昨天", "没有打印「received_on」"),
        ("{{ received_on }}", "{{ received_on", "第 4 段「我局于.*模板语法有误"),
        ("{{ contact_person }}", "{% for x in contact_person %}{{ x }}{% endfor %}", "不能用 for"),
    ],
)
def test_a_flawed_word_template_stops_the_start_naming_the_paragraph(
    workshop: Workshop, before: str, after: str, sentence: str
) -> None:
    lines = tuple(line.replace(before, after) for line in LINES)
    write_word(workshop.word(NAME), "\n".join(("[页面 公文]", *lines)))
    with pytest.raises(CatalogueError, match=sentence):
        workshop.open()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            '"received_on": "2026-06-10"',
            '"received_on": "06-10"',
            "示例 /received_on：.*没有写年份",
        ),
        ("    example =", "    sample =", "没有声明 example"),
        ('dated_by="issued_on"', 'dated_by="decided_on"', "decided_on 不是它的字段"),
        (
            "    reporter_name =",
            '    clocks = (Clock("D1", starts="arrived_on"),)\n    reporter_name =',
            "clocks（D1） 写的 arrived_on 不是它的字段",
        ),
        (
            "    reporter_name =",
            '    clocks = (Clock("D99", starts="received_on"),)\n    reporter_name =',
            "D99 不是已有的期限",
        ),
        (
            "class NoJurisdiction",
            "class Another(NumberedKind):\n    pass\n\nclass NoJurisdiction",
            "现有 2 个",
        ),
    ],
)
def test_a_flawed_schema_stops_the_start(
    workshop: Workshop, before: str, after: str, sentence: str
) -> None:
    schema = workshop.schema(NAME)
    schema.write_text(schema.read_text("utf-8").replace(before, after), "utf-8")
    with pytest.raises(CatalogueError, match=sentence):
        workshop.open()


def test_a_word_template_without_the_mark_is_a_flaw(workshop: Workshop) -> None:
    path = workshop.word(NAME)
    document = docx.Document(str(path))
    document.sections[0].even_page_header.paragraphs[0].text = ""
    document.save(str(path))
    with pytest.raises(CatalogueError, match="页眉：没有打印用途标记"):
        workshop.open()
