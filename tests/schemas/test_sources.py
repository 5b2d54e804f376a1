"""Every finding rests on an article that exists and speaks of what the finding says."""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from docgen.register import case_rules
from docgen.register import confidences as register_confidences
from schemas.ground.base import Part
from schemas.ground.kind import KindSchema
from schemas.guard import (
    addresses,
    agreed,
    chosen,
    confidences,
    damages,
    days,
    days_beside,
    denied,
    figures,
    guard,
    in_effect,
    nearly,
    numbered_days,
    numbers_printed,
    periods,
    prices,
    quoted,
    rates,
    reporters,
    roles,
    strangers,
    telling,
    told,
    unread,
)
from schemas.law import load_law
from schemas.law.numerals import read_numeral
from tests.schemas.test_every_schema import every_schema, fields_of, parts_of

LAW = load_law()
TODAY = date(2026, 11, 28)
_CITED = re.compile(
    "《([^》]+)》(第[一二三四五六七八九十百零]+条(?:第[一二三四五六七八九十]+[款项])*"
    "(?:、第[一二三四五六七八九十百零]+条(?:第[一二三四五六七八九十]+[款项])*)*)"
)


def articles_in(source: str) -> Iterator[tuple[str, int]]:
    """Yield (title, article) of everything that a source cites."""
    for title, places in _CITED.findall(source):
        for numeral in re.findall("第([一二三四五六七八九十百零]+)条", places):
            yield title, read_numeral(numeral)


def subject_of(title: str, article: int) -> Any:
    """Return what the reviewed table says of an article; None if it says nothing."""
    for instrument in LAW.articles.by_title.get(title, ()):
        if instrument.governs(TODAY):
            return LAW.articles.by_instrument.get(instrument.id, {}).get(article)
    return LAW.articles.elsewhere.get(title, {}).get(article)


def findings_in(function: Any) -> Iterator[tuple[str, str]]:
    """Yield (sentence, own source or "") of every finding that a function writes out."""
    module = vars(sys.modules[function.__module__])
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for call in ast.walk(tree):
        name = (
            call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        )
        if name not in ("error", "notice", "say") or len(call.args) < 3:
            continue
        words = "".join(
            str(node.value)
            for node in ast.walk(call.args[2])
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        source = ""
        if len(call.args) > 3:
            try:
                source = eval(ast.unparse(call.args[3]), dict(module))  # noqa: S307 - our own code
            except (NameError, AttributeError):
                continue  # It is computed with the law of the day: `due.citation`.
        yield words, source


def assert_spoken_of(where: str, words: str, source: str) -> None:
    """Fail unless one of the articles cited speaks of what is said."""
    cited = list(articles_in(source))
    subjects = [subject_of(title, article) for title, article in cited]
    for (title, article), subject in zip(cited, subjects, strict=True):
        assert subject, f"{where}: nobody has reviewed what 《{title}》 art. {article} speaks of"
    if cited and words:
        assert any(each.words and each.words.search(words) for each in subjects), (
            f"{where}: {source} speaks of {[each.subject for each in subjects]}, not of {words}"
        )


def rules_of(schema: type[Part]) -> Iterator[tuple[str, Any, str]]:
    """Yield (name, check, source) of every rule of a kind and its parts."""
    for part in parts_of(schema):
        for name, rule in part.rules().items():
            yield f"{part.__name__}.{name}", rule.check, rule.source


@every_schema
def test_every_rule_rests_on_an_article_that_speaks_of_it(schema: type[KindSchema]) -> None:
    proved, rules = 0, list(rules_of(schema))
    for name, check, source in rules:
        for words, own in findings_in(check):
            assert_spoken_of(name, words, own or source)
            proved += 1
    # The last leaf of a file has two rules.
    assert proved >= min(6, len(rules))


@every_schema
def test_every_field_rests_on_an_article_that_speaks_of_it(schema: type[KindSchema]) -> None:
    for name, field in fields_of(schema):
        assert_spoken_of(name, f"{field.label}{field.hint}{field.group}", field.source)


@pytest.mark.parametrize(
    "module",
    [
        *(addresses, chosen, confidences, days_beside, figures, guard, nearly, quoted),
        *(reporters, roles, strangers, telling, unread),
        *(agreed, damages, days, in_effect, numbered_days, numbers_printed, prices, rates),
        *(case_rules, register_confidences),
    ],
)
def test_every_guard_rests_on_an_article_that_speaks_of_it(module: Any) -> None:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__:
            for words, source in findings_in(function):
                assert_spoken_of(name, words, source)


@pytest.mark.parametrize("row", roles.EXCLUSIONS, ids=lambda row: f"{row.who.name}-{row.code}")
def test_every_exclusion_rests_on_an_article_that_speaks_of_it(row: roles.Exclusion) -> None:
    assert_spoken_of(row.code, row.detail, row.source)


@pytest.mark.parametrize("row", [each for rows in told.PLACES.values() for each in rows])
def test_what_is_told_amiss_rests_on_an_article_that_speaks_of_it(row: told.Told) -> None:
    assert_spoken_of(row.code, row.detail, row.source)


@pytest.mark.parametrize(
    "row", [each.told for each in denied.ROWS if each.told.detail], ids=lambda row: row.code
)
def test_what_denies_a_choice_rests_on_an_article_that_speaks_of_it(row: told.Told) -> None:
    assert_spoken_of(row.code, row.detail, row.source)


@pytest.mark.parametrize("row", periods.PERIODS, ids=lambda row: row.source)
def test_every_period_rests_on_an_article_that_speaks_of_it(row: periods.Period) -> None:
    assert_spoken_of("period_told", row.detail, row.source)


def test_a_source_that_speaks_of_something_else_is_caught() -> None:
    wrong = "《市场监督管理行政处罚程序规定》第二十二条"
    with pytest.raises(AssertionError, match="not of"):
        assert_spoken_of("witness", "不能作见证人，请另请见证人。", wrong)
    with pytest.raises(AssertionError, match="nobody has reviewed"):
        assert_spoken_of("somewhere", "见证人", "《市场监督管理行政处罚程序规定》第九十九条")
