"""Sets of templates are promoted from a day on; the day of a document chooses; nothing is lost."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen import Engine, Settings
from docgen.archive.bag_verify import verify_bag
from docgen.archive.verify import Verdict
from docgen.engine import assemble
from docgen.errors import CatalogueError
from docgen.proof.records import Proof, Records
from docgen.proof.words import words_of
from docgen.register import promotions
from docgen.register.actor import Actor, Role
from docgen.register.backup import backup, restore
from docgen.register.bag import bag_of_case
from docgen.register.database import Register, open_register
from docgen.register.in_force import InForce
from docgen.register.issue import issue
from docgen.register.issued import NotAllowedError, read_file
from docgen.register.kept_sets import engine_of, path_of
from docgen.register.promoting import candidate_of_folder, promote_candidate
from docgen.register.promotions import PromotionError, back, confirm, list_promotions, promote
from docgen.register.proof import prove
from docgen.register.redacted import redact
from docgen.register.trying import UnprovedSetError, last_issued, tried
from docgen.register.upgrade import migrate
from docgen.sets import rendering
from tests.docgen.register.accounts import trail
from tests.docgen.register.test_issue import example_of
from tests.doubles.quick_render import QuickRender
from tests.reworded import KIND, NEW, OLD, PAGE, WORD, write_reworded

TODAY, LATER = date(2026, 7, 20), date(2027, 1, 1)
ADMIN = Actor("高铭", Role.admin)
CASE = "2026-0118"
# Rendering asks no database.
on_sqlite = pytest.mark.parametrize("office", ["sqlite"], indirect=True)
Candidate = Callable[[str], Settings]


@pytest.fixture
def base(office: Settings, own_cache: Path) -> Engine:
    """The office's engine on the shipped set, its cache its own."""
    return assemble(replace(office, cache=own_cache))


@pytest.fixture
def set_saying(base: Engine, tmp_path: Path) -> Candidate:
    """Settings on whole sets that say other words, taken as proved: that is another test's."""

    def made(words: str) -> Settings:
        folder = write_reworded(base.settings.templates, tmp_path / words, words)
        then = assemble(replace(base.settings, templates=folder))
        Records(then.settings, then.catalogue).enter(KIND, Proof())
        return then.settings

    return made


def said_on(base: Engine, register: Register, day: date | None) -> str:
    engine = InForce(base, register).for_kind(KIND, day).engine
    return words_of(
        "html", engine.render(KIND, example_of(engine, KIND), "html", copy="draft").content
    )


def test_the_day_chooses_the_set_and_back_returns_to_the_one_before(
    register: Register, base: Engine, set_saying: Candidate, officer: Actor
) -> None:
    assert InForce(base, register).on(LATER).engine is base
    promote(register, set_saying(NEW), LATER, [KIND], actor=officer)
    promote(register, set_saying("谨此提醒如下"), LATER, [KIND], actor=officer)
    assert OLD in said_on(base, register, date(2026, 12, 31))
    assert OLD in said_on(base, register, None)
    assert "谨此提醒如下" in said_on(base, register, LATER)
    back(register, "措辞不妥", actor=ADMIN)
    assert NEW in said_on(base, register, LATER)
    back(register, "再议", actor=ADMIN)
    assert InForce(base, register).on(LATER).engine is base
    with pytest.raises(PromotionError, match="没有可以退回的"):
        back(register, "再议", actor=ADMIN)
    assert len(list_promotions(register)) == 2
    acts = [act for _, act, _ in trail(register)]
    assert acts == ["promote_templates"] * 2 + ["back_templates"] * 2
    assert prove(register).faults == []


def test_two_persons_where_the_house_asks(
    register: Register, base: Engine, set_saying: Candidate, officer: Actor, drafter: Actor
) -> None:
    settings = set_saying(NEW)
    with pytest.raises(NotAllowedError):
        promote(register, settings, LATER, [KIND], actor=drafter)
    with pytest.raises(PromotionError, match="已经过去"):
        promote(register, settings, date(2026, 7, 19), [KIND], actor=officer)
    made = promote(register, settings, LATER, [KIND], actor=officer, two_persons=True)
    assert made.waits
    assert OLD in said_on(base, register, LATER)
    with pytest.raises(PromotionError, match="等待第二人确认"):
        promote(register, set_saying("又"), LATER, [KIND], actor=officer)
    console = Actor(f"{officer.name}/console:root", officer.role)
    with pytest.raises(PromotionError, match="不能自己确认"):
        confirm(register, made.id, actor=console)
    confirm(register, made.id, actor=ADMIN)
    assert NEW in said_on(base, register, LATER)
    with pytest.raises(PromotionError, match="不用再确认"):
        confirm(register, made.id, actor=ADMIN)
    with pytest.raises(PromotionError, match="就是这一套"):
        promote(register, settings, LATER, [KIND], actor=officer)
    assert [act for _, act, _ in trail(register)] == ["promote_templates", "confirm_templates"]


@on_sqlite
def test_what_was_issued_under_a_set_speaks_it_after_the_next(
    register: Register, base: Engine, set_saying: Candidate, officer: Actor, tmp_path: Path
) -> None:
    promote(register, set_saying(NEW), TODAY, [KIND], actor=officer)
    payload = example_of(base, KIND, issued_on="2026-07-20")
    # As a pool renders: in a process that knows the file of a set and not what was promoted.
    given = {"actor": officer, "case_ref": CASE, "render": rendering(base)}
    first = issue(register, base, KIND, payload, **given)
    before = {
        each: redact(register, base, first.id, each, actor=officer) for each in ("docx", "pdf")
    }
    promote(register, set_saying("谨此提醒如下"), TODAY, [KIND], actor=officer)
    second = issue(register, base, KIND, payload, **given)
    for document, words in ((first, NEW), (second, "谨此提醒如下")):
        archived = read_file(register, document.id, "archive_pdf", actor=officer)
        assert words in words_of("pdf", archived)
        then = engine_of(register, base, document.id)
        carried = payload | {"document_number": document.document_number}
        again = then.render(KIND, carried, "pdf", copy="archive")
        assert again.content == archived
    for format, copy in before.items():
        now = redact(register, base, first.id, format, actor=officer)
        assert now.content == copy.content
        in_pool = redact(register, base, first.id, format, actor=officer, render=rendering(base))
        assert in_pool.content == copy.content
    sealed = bag_of_case(register, base, CASE, tmp_path / "bag", actor=officer)
    shutil.rmtree(base.settings.cache / "sets")
    inspection = verify_bag(base, sealed.bag)
    assert inspection.verdict is Verdict.identical, inspection.faults
    assert inspection.verdicts[Verdict.identical] == 4


@on_sqlite
def test_sets_are_saved_and_put_back_with_the_register(
    register: Register, base: Engine, set_saying: Candidate, officer: Actor, tmp_path: Path
) -> None:
    made = promote(register, set_saying(NEW), LATER, [KIND], actor=officer)
    assert backup(register, tmp_path / "saved", actor=officer).faults == ()
    empty = open_register(replace(base.settings, home=tmp_path / "elsewhere", database_url=""))
    migrate(empty)
    restore(empty, tmp_path / "saved", actor=officer, final=True)
    assert NEW in said_on(base, empty, LATER)
    path_of(register, made.templates_sha256).write_bytes(b"")
    assert [fault.path for fault in prove(register).files] == [f"sets/{made.templates_sha256}.zip"]


@on_sqlite
def test_a_kind_that_the_set_does_not_know_has_the_programs_templates(
    register: Register, base: Engine, set_saying: Candidate, officer: Actor
) -> None:
    settings = set_saying(NEW)
    older = base.settings.cache / "older"
    shutil.copytree(settings.templates, older)
    for place in (PAGE, WORD):
        (older / place).unlink()
    promote(register, replace(settings, templates=older), LATER, [], actor=officer)
    assert OLD in said_on(base, register, LATER)


@on_sqlite
def test_a_set_with_flaws_is_refused_in_the_words_of_a_trial_and_one_without_is_kept(
    register: Register, base: Engine, officer: Actor, tmp_path: Path
) -> None:
    folder = write_reworded(base.settings.templates, tmp_path / "ours")
    word = (folder / WORD).read_bytes()
    (folder / WORD).unlink()
    engine = assemble(base.settings, only=(KIND,))
    found = candidate_of_folder(engine, register, folder)
    found = replace(found, then=assemble(found.then.settings, only=(KIND,)))
    (trial,) = tried([KIND], base.settings, found.then.settings, {})
    assert trial.alone == "html"
    with pytest.raises(UnprovedSetError) as refused:
        promote_candidate(register, found, LATER, actor=officer)
    assert refused.value.flaws == trial.flaws
    assert any("两份模板要一起改" in flaw.detail for flaw in trial.flaws)
    assert isinstance(refused.value, CatalogueError)
    assert list_promotions(register) == []
    (folder / WORD).write_bytes(word)
    found = candidate_of_folder(engine, register, folder)
    found = replace(found, then=assemble(found.then.settings, only=(KIND,)))
    made = promote_candidate(register, found, LATER, actor=officer)
    assert made.kinds == [KIND]
    assert NEW in said_on(base, register, LATER)
    assert promotions.known_set(register, made.templates_sha256[:12]) == made.templates_sha256


@on_sqlite
def test_a_trial_shows_what_becomes_of_the_papers_issued_last(
    register: Register, base: Engine, set_saying: Candidate, officer: Actor
) -> None:
    payload = example_of(base, KIND)
    real = issue(register, base, KIND, payload, actor=officer)
    issue(register, base, KIND, payload, actor=officer, render=QuickRender())
    papers = last_issued(register, base, [KIND], 50, actor=ADMIN)
    assert len(papers[KIND]) == 2
    (trial,) = tried([KIND], base.settings, set_saying(NEW), papers)
    assert (trial.compared, trial.left_out) == (1, 1)
    (change,) = trial.issued
    assert change.paper == real.document_number
    assert {("-", "示"), ("+", "醒")} <= {*change.pieces}
    assert change.pages == (len(change.sheets[0]), len(change.sheets[1]))
    assert trail(register)[-1][1:] == ("try_templates", {"papers": {KIND: 2}})
