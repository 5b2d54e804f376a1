"""Macros are linted like any template: what the caller passes is followed through them."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, UndefinedError

from docgen.kinds.catalogue import Kind
from docgen.template.environment import StrictEnvironment
from docgen.template.lint import lint_page
from docgen.template.page import PageSources
from schemas.ground.base import Part
from schemas.ground.fields import Day, Group, PersonName, Phone, Rows, Text
from schemas.ground.kind import Audience, Header, KindSchema, Workflow

PAGE = "complaint/visit.html"


class Party(Part):
    """Somebody with a telephone."""

    name = PersonName("姓名")
    phone = Phone("联系电话")


class Visit(KindSchema):
    """A kind with a field, a group and rows."""

    header = Header("走访单", (Audience.office,), "visited_on", "试验用。")
    visited_on = Day("走访日期")
    party = Group("当事人", Party)
    items = Rows("事项", Text("事项"))
    example = {}


VISIT = Kind("visit", Workflow.complaint, Visit, Visit(), Path("templates"))
LINE = "{% macro line(label, value) %}<p>{{ label }}：{{ value }}</p>{% endmacro %}"
FRAME = "{% macro frame(title) %}<h2>{{ title }}</h2>{{ caller() }}{% endmacro %}"
EACH = "{% macro each(rows) %}{% for row in rows %}{{ caller(row) }}{% endfor %}{% endmacro %}"
PARTY = "{% macro of(party) %}{{ party.name }}，{{ party.phone }}{% endmacro %}"
REST = "{{ visited_on }}{% for item in items %}{{ item }}{% endfor %}"
USE = '{% from "_b.html" import '


def environment(page: str, blocks: str, layout: str = "") -> StrictEnvironment:
    """Return an environment in which a page may import `_b.html` and extend `_l.html`."""
    made = StrictEnvironment(str)
    made.loader = DictLoader({PAGE: page, "_b.html": blocks, "_l.html": layout})
    return made


def flaws(page: str, blocks: str, layout: str = "") -> list[str]:
    return [str(flaw) for flaw in lint_page(VISIT, environment(page, blocks, layout))]


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        (USE + "of %}{{ of(party) }}" + REST, PARTY),
        (USE + "of %}{{ of(party=party) }}" + REST, PARTY),
        (USE + "of as told %}{{ told(party) }}" + REST, PARTY),
        ('{% import "_b.html" as b %}{{ b.of(party) }}' + REST, PARTY),
        (PARTY + "{{ of(party) }}" + REST, ""),
        (USE + "of with context %}{{ of() }}" + REST, PARTY.replace("of(party)", "of()")),
        (USE + "line %}{{ line('姓名', party.name) }}{{ line('电话', party.phone) }}" + REST, LINE),
        (
            USE + "both %}{{ both(party) }}" + REST,
            "{% macro both(who) %}{{ one(who.name) }}{{ one(who.phone) }}{% endmacro %}"
            "{% macro one(value) %}{{ value }}{% endmacro %}",
        ),
        (
            USE + "frame %}{% call frame('人') %}{{ party.name }}{{ party.phone }}{% endcall %}"
            + REST,
            FRAME,
        ),
        (
            USE + "frame %}{% call frame('外') %}{% call frame('内') %}{{ party.name }}"
            "{{ party.phone }}{% endcall %}{% endcall %}" + REST,
            FRAME,
        ),
        (
            USE + "each %}{{ party.name }}{{ party.phone }}{{ visited_on }}"
            "{% call(item) each(items) %}{{ item }}{% endcall %}",
            EACH,
        ),
        (
            USE + "of %}{{ of(party) }}" + REST,
            "{% macro of(party, day=none) %}{{ party.name }}{{ party.phone }}"
            "{% if day %}{{ day }}{% endif %}{% endmacro %}",
        ),
        (
            '{% extends "_l.html" %}{% from "_b.html" import of %}'
            "{% block body %}{{ of(party) }}" + REST + "{% endblock %}",
            PARTY,
        ),
        (
            USE + "head %}{{ head('row') }}{{ party.name }}{{ party.phone }}" + REST,
            '{% macro head(way) %}<th scope="{{ way }}">项</th>{% endmacro %}',
        ),
    ],
    ids=[
        "a group passed", "by name", "under another name", "a whole file", "its own macro",
        "with the context", "values passed", "a macro calls one below it", "a call block",
        "a call block in itself", "a call block gets each row", "a default", "inside a block",
        "a scope passed",
    ],
)  # fmt: skip
def test_a_field_printed_by_a_macro_counts_as_printed(page: str, blocks: str) -> None:
    assert flaws(page, blocks, "<main>{% block body %}{% endblock %}</main>") == []


@pytest.mark.parametrize(
    ("page", "blocks", "expected"),
    [
        ("{{ of(party) }}", "{% macro of(p) %}{{ p.nam }}{{ p.phone }}{% endmacro %}",
         "_b.html 第 1 行：数据里没有「party.nam」这个名称，是不是「name」（姓名）？"),
        ("{{ of(party) }}", "{% macro of(p) %}{{ p.name }}{% endmacro %}",
         "没有打印「party.phone」"),
        ("{{ of(party, visited_on) }}", "{% macro of(p, day) %}{{ p.name }}{% endmacro %}",
         "没有打印「visited_on」"),
        ("{{ of(party) }}", "{% macro of(p) %}{{ authority.name }}{% endmacro %}",
         "_b.html 第 1 行：宏里看不到「authority」，请作为参数传给宏"),
        ("{{ of() }}", PARTY, "visit.html 第 1 行：调用宏 of 时少了参数「party」"),
        ("{{ of(party, items) }}", PARTY, "visit.html 第 1 行：宏 of 只有 1 个参数，这里传了 2 个"),
        ("{{ of(parties=party) }}", PARTY, "宏 of 没有参数「parties」，是不是「party」？"),
        ("{{ of(party, party=party) }}", PARTY, "宏 of 的参数「party」传了两次"),
        ("{{ of(*items) }}", PARTY, "宏的参数要一个一个写出来"),
        ("{{ of }}", PARTY, "宏不能直接打印，请加括号调用"),
        ("{{ of(party) }}", "{% macro of(p) %}{{ p }}{% endmacro %}", "「party」不能直接打印"),
        ("{{ of(items) }}", "{% macro of(p) %}{{ p.name }}{% endmacro %}", "没有「items.name」"),
        ("{{ of(party) }}", "{% macro of(p) %}{% for x in p %}{{ x }}{% endfor %}{% endmacro %}",
         "「party」不是可以重复的一组"),
        ("{{ of(party) }}", "{% macro of(p) %}{{ p.name }}{{ caller() }}{% endmacro %}",
         "请用 {% call %} 调用它"),
        ("{% call of() %}{{ nobody }}{% endcall %}", "{% macro of() %}{{ caller() }}{% endmacro %}",
         "visit.html 第 1 行：数据里没有「nobody」"),
        ("{% call(row) of(items) %}{{ row.name }}{% endcall %}",
         "{% macro of(rows) %}{% for row in rows %}{{ caller(row) }}{% endfor %}{% endmacro %}",
         "数据里没有「items.name」"),
        ("{% call(row, more) of(items) %}{{ row }}{% endcall %}",
         "{% macro of(rows) %}{% for row in rows %}{{ caller(row) }}{% endfor %}{% endmacro %}",
         "少了参数「more」"),
        ("{% call visited_on() %}{% endcall %}", PARTY, "{% call %} 只能用来调用宏"),
        ("{{ of(party) }}", "{% macro of(p) %}{{ p.name + 1 }}{% endmacro %}", "模板里不做计算"),
        ("{{ of(party) }}", "{% macro of(p) %}<img src='{{ p.name }}'>{% endmacro %}",
         "_b.html 第 1 行：img 没有 alt"),
        ("{{ of(party) }}", "{% macro of(p) %}<table><tr><th>项</th></tr></table>{% endmacro %}",
         "_b.html 第 1 行：th 没有 scope"),
        ("{{ off(party) }}", PARTY, "数据里没有「off」"),
    ],
)  # fmt: skip
def test_what_a_macro_does_wrong_is_a_flaw(page: str, blocks: str, expected: str) -> None:
    assert expected in "\n".join(flaws(USE + "of %}" + page, blocks))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('{% from "_b.html" import off %}', "引用的文件里没有宏「off」，是不是「of」？"),
        ('{% import "_b.html" as b %}{{ b.off(party) }}', "引用的文件里没有宏「off」"),
        ("{% from items import of %}", "引用的文件名要直接写出来"),
        ('{% extends "_l.html" if items else "_b.html" %}', "引用的文件名要直接写出来"),
    ],
)
def test_what_is_not_there_cannot_be_imported(page: str, expected: str) -> None:
    assert expected in "\n".join(flaws(page, PARTY))


def test_a_block_that_is_replaced_is_not_held_against_the_layout() -> None:
    layout = (
        "<main>{% block head %}{{ number_line }}{% endblock %}{% block body %}{% endblock %}</main>"
    )
    page = '{% extends "_l.html" %}{% block body %}' + PARTY + "{{ of(party) }}" + REST
    replaced = page + "{% endblock %}{% block head %}走访{% endblock %}"
    assert flaws(replaced, "", layout) == []
    assert "数据里没有「number_line」" in flaws(page + "{% endblock %}", "", layout)[0]


def test_files_that_import_each_other_are_a_flaw() -> None:
    found = flaws(USE + "of %}{{ of(party) }}", '{% from "_b.html" import of %}' + PARTY)
    assert "互相引用" in found[0]


def test_a_macro_nobody_calls_may_use_only_names_there_are() -> None:
    assert (
        "数据里没有「nobody」"
        in flaws("{% macro idle(x) %}{{ x.y }}{{ nobody }}{% endmacro %}", "")[0]
    )


def test_a_macro_that_calls_itself_comes_to_an_end() -> None:
    loop = "{% macro of(p) %}{{ p.name }}{{ of(p) }}{{ of(p) }}{% endmacro %}"
    assert "没有打印「party.phone」" in "\n".join(flaws(USE + "of %}{{ of(party) }}", loop))


def test_what_is_missing_in_a_macro_is_an_error_and_never_a_blank() -> None:
    made = environment('{% from "_b.html" import line %}{{ line("姓名") }}', LINE)
    with pytest.raises(UndefinedError, match="value"):
        made.get_template(PAGE).render()


def test_a_page_depends_on_what_it_imports() -> None:
    pages = PageSources(environment('{% from "_b.html" import of %}', PARTY))
    assert pages.referenced(PAGE) == [PAGE, "_b.html"]
    assert pages.printed(PAGE) == [PAGE]
