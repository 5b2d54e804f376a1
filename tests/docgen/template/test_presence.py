"""What may be missing is printed only where a condition has found it."""

from pathlib import Path

import pytest
from jinja2 import DictLoader

from docgen.kinds.catalogue import Kind
from docgen.template.environment import StrictEnvironment
from docgen.template.lint import lint_page
from schemas.ground.base import Part
from schemas.ground.fields import Choice, Day, Flag, Group, LongText, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header, KindSchema, Workflow

PAGE = "complaint/visit.html"


class Agent(Part):
    """Somebody who acts for another."""

    name = PersonName("代理人", kept=True)


class Party(Part):
    """Somebody with or without an agent."""

    agent = Group("代理人", Agent, optional=True)
    note = Text("备注", optional=True, kept=True)


class Visit(KindSchema):
    """A kind with everything that may be missing."""

    header = Header("走访单", (Audience.office,), "visited_on", "试验用。")
    visited_on = Day("走访日期", kept=True)
    remark = Text("说明", optional=True, kept=True)
    told = LongText("告知", optional=True, kept=True)
    outcome = Choice("结果", {"a": "甲", "b": "乙"}, optional=True, kept=True)
    style = Choice("写法", {"a": "甲", "b": "乙"}, optional=True, default="a", kept=True)
    urgent = Flag("加急", optional=True, default=False, kept=True)
    parties = Rows("当事人", Party, optional=True)
    example = {}


VISIT = Kind("visit", Workflow.complaint, Visit, Visit(), Path("templates"))
BLOCKS = (
    "{% macro bare(value) %}{{ value }}{% endmacro %}"
    "{% macro held(value) %}{% if value %}{{ value }}{% endif %}{% endmacro %}"
    "{% macro frame() %}{% if remark %}{{ caller() }}{% endif %}{% endmacro %}"
)
USE = '{% from "_b.html" import bare, held, frame with context %}'
EACH = "{% for party in parties %}"


def flaws(page: str) -> list[str]:
    """Return what the lint says of a page."""
    environment = StrictEnvironment(str)
    environment.loader = DictLoader({PAGE: page, "_b.html": BLOCKS})
    return [flaw.detail for flaw in lint_page(VISIT, environment)]


@pytest.mark.parametrize(
    "page",
    [
        "{% if remark %}{{ remark }}{% endif %}",
        "{% if not remark %}/{% else %}{{ remark }}{% endif %}",
        "{% if urgent %}急{% elif remark %}{{ remark }}{% endif %}",
        "{% if not remark %}/{% elif urgent %}{{ remark }}{% endif %}",
        "{% if urgent and remark %}{{ remark }}{% endif %}",
        "{% if not remark or urgent %}/{% else %}{{ remark }}{% endif %}",
        "{% if remark is none %}/{% else %}{{ remark }}{% endif %}",
        "{% if remark is not none %}{{ remark }}{% endif %}",
        "{% if remark != none %}{{ remark }}{% endif %}",
        '{% if outcome == "甲" %}{{ outcome }}{% endif %}',
        '{% if outcome and outcome.code == "a" %}{{ outcome }}{% endif %}',
        "{{ remark if remark else '/' }}",
        "{{ remark or '/' }}",
        "{{ remark|default('/', true) }}",
        "{{ style }}{{ style.code }}",
        "{% if told %}{% for line in told.paragraphs %}{{ line }}{% endfor %}{% endif %}",
        EACH + "{% if party.agent %}{{ party.agent.name }}{% endif %}{% endfor %}",
        EACH + "{% if party.note %}{{ party.note }}{% endif %}{% endfor %}",
        "{% set words = remark %}{% if words %}{{ words }}{% endif %}",
        USE + "{{ held(remark) }}",
        USE + "{% if remark %}{{ bare(remark) }}{% endif %}",
        USE + "{% call frame() %}{{ remark }}{% endcall %}",
        "{{ parties|length }}",
    ],
)
def test_what_a_condition_has_found_may_be_printed(page: str) -> None:
    assert flaws(page) == []


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("{{ remark }}", "remark"),
        ("{% if urgent %}{{ remark }}{% endif %}", "remark"),
        ("{% if remark %}有{% endif %}{{ remark }}", "remark"),
        ("{% if remark %}有{% else %}{{ remark }}{% endif %}", "remark"),
        ("{% if urgent or remark %}{{ remark }}{% endif %}", "remark"),
        ("{% if remark is defined %}{{ remark }}{% endif %}", "remark"),
        ('{% if outcome != "甲" %}{{ outcome }}{% endif %}', "outcome"),
        ('{% if outcome.code == "a" %}甲{% endif %}', "outcome"),
        ("{{ remark if urgent else '/' }}", "remark"),
        ("{{ '/' if remark else remark }}", "remark"),
        ("{{ remark or told }}", "told"),
        ("{{ remark|default('/') }}", "remark"),
        ("{{ remark|upper }}", "remark"),
        ("{{ '：' ~ remark }}", "remark"),
        ("{% for line in told.paragraphs %}{{ line }}{% endfor %}", "told"),
        (EACH + "{{ party.agent.name }}{% endfor %}", "parties.agent"),
        (
            EACH + "{% if party.agent %}{% for other in parties %}{{ other.agent.name }}"
            "{% endfor %}{% endif %}{% endfor %}",
            "parties.agent",
        ),
        (USE + "{{ bare(remark) }}", "remark"),
        ("{{ mark }}", "mark"),
    ],
)
def test_what_may_be_missing_is_a_flaw_where_nothing_has_found_it(page: str, path: str) -> None:
    assert [each for each in flaws(page) if f"「{path}」可以不填" in each]
