"""What Jinja and XML do not take is said in Chinese, or written as Word has it."""

import pytest
from jinja2 import Environment, TemplateError

from docgen.errors import RenderError
from docgen.settings import shipped
from docgen.template.coverage import loops_over_columns
from docgen.template.environment import page_environment, word_environment
from docgen.template.mistakes import in_chinese
from docgen.word.sound import faults_of

PAGES = shipped("templates") / "html"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% endif %}", "多了一个 {% endif %}"),
        ("{% wenn a %}", "没有「wenn」这种语句"),
        ("{% if a %}", "{% if … %} 没有结尾，请补上 {% endif %}"),
        ("{{ a|upperr }}", "没有「|upperr」这种写法"),
        ("{{ a is odder }}", "没有「is odder」这种判断"),
        ("{{ a == ‘x’ }}", "不认识的字符「‘」"),
        ("{{ a } }}", "花括号里多了「}」"),
        ("{{ a b }}", "花括号里的「b」多余"),
        ("{% for a of b %}{% endfor %}", "应当是「in」，现在是「of」"),
        ("{{ a", "花括号没有合上"),
        ("{{ }}", "花括号里是空的"),
        ("{# a", "{# 没有合上"),
    ],
)
def test_a_mistake_of_a_template_is_told_in_chinese(source: str, told: str) -> None:
    with pytest.raises(TemplateError) as fault:
        Environment(autoescape=True).from_string(source)
    words = in_chinese(fault.value.message)
    assert told in words
    assert words != fault.value.message


def test_a_tab_is_words_own() -> None:
    made = word_environment().from_string("<w:t>{{ v }}</w:t>").render(v="a<\tb\nc")
    space = ' xml:space="preserve"'
    assert made == f"<w:t>a&lt;</w:t><w:tab/><w:t{space}>b</w:t><w:br/><w:t{space}>c</w:t>"
    assert page_environment(PAGES).from_string("{{ v }}").render(v="a\tb\nc") == "a\tb<br>c"


@pytest.mark.parametrize("control", ["\f", "\v", "\a", "\x00", "\x85", "\ud800", "\ufffe"])
def test_what_xml_has_no_place_for_is_refused(control: str) -> None:
    for environment in (word_environment(), page_environment(PAGES)):
        with pytest.raises(RenderError, match=rf"U\+{ord(control):04X}"):
            environment.from_string("{{ v }}").render(v=f"a{control}b")


def test_a_cell_that_is_only_a_comment_changes_the_columns() -> None:
    assert loops_over_columns(b"<w:t>{#tc</w:t><w:t> gone #}</w:t>")
    assert not loops_over_columns(b"<w:t>{# tc #}</w:t>")


def test_a_picture_without_its_relation_is_lost() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    part = f'<a xmlns:r="{office}"><b r:embed="rId7"/><c r:id=""/></a>'.encode()
    rels = b'<Relationships><Relationship Id="rId%d" Target="../x.xml"/></Relationships>'
    for number, faults in ((7, []), (8, ["word/document.xml"])):
        parts = {"word/document.xml": part, "x.xml": b"<x/>"}
        parts["word/_rels/document.xml.rels"] = rels % number
        assert [place for place, _ in faults_of(parts)] == faults
