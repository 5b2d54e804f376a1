"""What docxtpl can do and the compiled path does: covered with docxtpl's outcome, or reported."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import docxtpl
import lxml.etree
import pytest
from PIL import Image

from docgen import Engine
from docgen.case.words import describe
from docgen.template.environment import word_environment
from docgen.template.lint import lint_word
from docgen.template.word import Properties, compile_word
from docgen.word.sound import opened

PROPERTIES = Properties("标题", "示例市市场监督管理局", "样式", datetime(2026, 7, 10, tzinfo=UTC))
FOOTNOTES = "word/footnotes.xml"
FOOTNOTE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """A template whose table repeats a column."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=4)
    for row, words in zip(table.rows, ("{{ each }}", "{{ each }}{{ each }}"), strict=True):
        row.cells[0].text = "项目"
        row.cells[1].text = "{%tc for each in columns %}"
        row.cells[2].text = words
        row.cells[3].text = "{%tc endfor %}"
    document.save(tmp_path / "wide.docx")
    return tmp_path / "wide.docx"


def body_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        tree = lxml.etree.fromstring(container.read("word/document.xml"))
    return lxml.etree.tostring(tree, method="c14n", exclusive=True)


@pytest.mark.parametrize("columns", [("甲",), ("甲", "乙", "丙", "丁", "戊")])
def test_repeated_columns_come_out_as_docxtpl_makes_them(
    wide: Path, columns: tuple[str, ...]
) -> None:
    ours = compile_word(wide).render({"columns": columns}, {}, PROPERTIES)
    theirs, output = docxtpl.DocxTemplate(wide), io.BytesIO()
    theirs.render({"columns": columns}, word_environment())
    theirs.save(output)
    assert body_of(ours) == body_of(output.getvalue())
    assert body_of(ours).count(b"gridCol ") == len(columns) + 1


def with_part(template: Path, name: str, words: str, target: Path) -> Path:
    """Write a copy of a template with one part more, or with words in place of that part."""
    part = f"<w:footnotes {NAMESPACE}><w:footnote><w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    part += "</w:footnote></w:footnotes>"
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(target, "w") as output:
        for member in source.namelist():
            content = source.read(member)
            if member == "[Content_Types].xml":
                kind = f'<Override PartName="/{name}" ContentType="{FOOTNOTE_TYPE}"/></Types>'
                content = content.replace(b"</Types>", kind.encode())
            output.writestr(member, content)
        output.writestr(name, part)
    return target


def test_variables_in_footnotes_are_filled_in(wide: Path, tmp_path: Path) -> None:
    template = compile_word(with_part(wide, FOOTNOTES, "见{{ title }}", tmp_path / "note.docx"))
    content = template.render({"columns": (), "title": "调解书"}, {}, PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        assert "见调解书" in container.read(FOOTNOTES).decode()
    assert template.uncovered == ()


def test_lint_reports_variables_where_nobody_fills_them_in(engine: Engine, tmp_path: Path) -> None:
    kind = engine.catalogue["mediation_agreement"]
    path = with_part(kind.word_template, "word/endnotes.xml", "{{ title }}", tmp_path / "a.docx")
    flaws = [*lint_word(kind, compile_word(path))]
    assert [(flaw.place, flaw.detail[:10]) for flaw in flaws] == [
        ("word/endnotes.xml", "这里的变量不会被填写")
    ]


def test_lint_reports_values_that_only_a_program_could_build(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{r title }}")
    document.save(tmp_path / "rich.docx")
    ((part, detail),) = compile_word(tmp_path / "rich.docx").uncovered
    assert part == "word/document.xml"
    assert "富文本" in detail


def test_nothing_of_a_person_or_a_machine_goes_out(engine: Engine, tmp_path: Path) -> None:
    kind = engine.catalogue["non_acceptance_notice"]
    template = tmp_path / "saved.docx"
    left = ("word/people.xml", "docMetadata/LabelInfo.xml", "customXml/item1.xml")
    relation = '<Relationship Id="p" Type="people" Target="people.xml"/></Relationships>'
    where = '<w:attachedTemplate r:id="rId9"/><w:rsids><w:rsid w:val="00"/></w:rsids></w:settings>'
    with zipfile.ZipFile(kind.word_template) as source, zipfile.ZipFile(template, "w") as saved:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "word/_rels/document.xml.rels":
                text = text.replace("</Relationships>", relation)
            if name == "word/settings.xml":
                text = text.replace(" xmlns:w", ' xmlns:r="x" xmlns:w', 1)
                text = text.replace("</w:settings>", where)
            saved.writestr(name, text)
        for name in left:
            saved.writestr(name, "<a>周启明</a>")
    case = engine.check(kind.name, kind.schema.example)
    words = describe(case, engine.house_words)
    content = compile_word(template).render(words, {}, PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert not set(left) & set(made.namelist())
        assert "people" not in made.read("word/_rels/document.xml.rels").decode()
        settings = made.read("word/settings.xml").decode()
        assert "attachedTemplate" not in settings
        assert "rsids" not in settings
    assert opened(content) == []


def test_an_emblem_in_a_loop_is_numbered_each_time(tmp_path: Path) -> None:
    document = docx.Document()
    for words in ("{%p for each in rows %}", "{{ each }}", "{%p endfor %}"):
        document.add_paragraph(words)
    emblem = io.BytesIO()
    Image.new("RGB", (8, 8)).save(emblem, "PNG")
    document.paragraphs[1].add_run().add_picture(emblem)
    document.save(tmp_path / "emblem.docx")
    template = compile_word(tmp_path / "emblem.docx")
    content = template.render({"rows": ("甲", "乙", "丙")}, {}, PROPERTIES)
    assert opened(content) == []
    assert b'id="3"' in body_of(content)
