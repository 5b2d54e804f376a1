"""What was made of a case with a folder's templates is held to ours, under the file changed."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Engine, Settings
from docgen.engine import assemble
from docgen.proof.outcome import looks_flaws, pdf_flaws
from docgen.proof.papers import papers_of
from docgen.settings import shipped
from tests.docgen.proof.bench import BODY, Parts, edited, in_part

LETTERS, LOG, CRIME = "referral_letter", "due_reminder_log", "suspected_crime_referral"
COMPLAINT, LEDGER = "complaint_registration_form", "work_ledger"
AGREEMENT = "mediation_agreement"
Folder = Callable[[str], tuple[Engine, Path]]


@pytest.fixture
def folder(tmp_path: Path, own_cache: Path, settings: Settings) -> Folder:
    """A copy of the shipped templates that is edited, and the file of a kind in it."""
    templates = tmp_path / "templates"
    shutil.copytree(shipped("templates"), templates)

    def found(name: str) -> tuple[Engine, Path]:
        engine = assemble(replace(settings, templates=templates, cache=own_cache))
        return engine, next(templates.rglob(name))

    return found


def styled(page: Path, rule: str) -> None:
    """Give a page one more rule of style."""
    text = page.read_text("utf-8")
    at, tag = text.index("{% block "), "{% block style %}"
    if tag in text:
        changed = text.replace(tag, f"{tag}{rule}\n", 1)
    else:
        changed = f"{text[:at]}{tag}{rule}{{% endblock %}}\n{text[at:]}"
    page.write_text(changed, "utf-8")


def looked_at(then: Engine, name: str, before: Engine) -> list[str]:
    """Return what looks amiss in the papers of a kind."""
    kind = then.catalogue[name]
    papers = papers_of(kind, [shipped("corpus")])
    return [str(flaw) for flaw in looks_flaws(then, kind, before, papers)]


def test_letters_that_no_longer_begin_their_pages_anew_are_told(
    folder: Folder, engine: Engine
) -> None:
    then, page = folder(f"{LETTERS}.html")
    page.write_text(page.read_text("utf-8").replace("{ counter-reset: page 1; }", "{ }"), "utf-8")
    (told,) = looked_at(then, LETTERS, engine)
    assert told == (
        "templates/html/referral/referral_letter.html：PDF 里第 4 页的页码是「4」，应当是「1」，"
        "请改回 counter（案例 three_shops.json）"
    )


def test_what_runs_off_the_paper_in_long_texts_only_is_told(folder: Folder, engine: Engine) -> None:
    then, page = folder(f"{CRIME}.html")
    styled(page, ".attached { white-space: nowrap; }")
    (told,) = looked_at(then, CRIME, engine)
    assert "印到纸外面，请改回宽度、white-space（示例，文字加长）" in told


def test_paper_that_was_changed_in_word_is_told_of_word(folder: Folder, engine: Engine) -> None:
    then, path = folder(f"{LETTERS}.docx")

    def smaller(parts: Parts) -> None:
        while 'w:w="11906"' in parts[BODY].decode():
            in_part('w:w="11906"', 'w:w="8391"')(parts)

    path.write_bytes(edited(path, (smaller,)))
    told = [str(flaw) for flaw in pdf_flaws(then, then.catalogue[LETTERS], engine)]
    assert told == [
        "templates/docx/referral/referral_letter.docx 页面设置："
        "纸张或方向和随程序的模板不一样，请在页面设置里改回来"
    ]


def test_numbers_that_are_wrong_from_the_second_page_on_are_told(
    folder: Folder, engine: Engine
) -> None:
    then, page = folder(f"{LOG}.html")
    styled(page, '@page { @bottom-center { content: "第 " counter(pages) " 页　共 1 页"; } }')
    told = looked_at(then, LOG, engine)
    assert any("第 1 页的页码是「5、共1页」，应当是「1、共5页」" in each for each in told)


def test_what_a_style_writes_where_a_case_says_nothing_is_told(
    folder: Folder, engine: Engine
) -> None:
    then, page = folder(f"{COMPLAINT}.html")
    styled(page, 'td:empty::after { content: "无"; }')
    (told,) = looked_at(then, COMPLAINT, engine)
    assert "PDF 里印的和页面说的不一样" in told
    assert "（案例 minimal.json）" in told


def test_signatures_on_the_screen_that_only_one_case_shows_are_as_large_as_ours(
    folder: Folder, engine: Engine
) -> None:
    then, page = folder(f"{AGREEMENT}.html")
    styled(page, ".ink { height: 2pt; }")
    (told,) = looked_at(then, AGREEMENT, engine)
    assert "的图比随程序的模板小得多" in told
    assert "（案例 signed_by_hand.json）" in told


def test_a_later_page_on_other_paper_is_told(folder: Folder, engine: Engine) -> None:
    then, page = folder(f"{LEDGER}.html")
    styled(page, "@page :nth(2) { size: A4 landscape; }")
    assert any("PDF 第 2 页的纸张或方向" in each for each in looked_at(then, LEDGER, engine))
