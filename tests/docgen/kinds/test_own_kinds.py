"""A bureau's own kind is three files in a folder, found, proved and served like one of ours."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Engine, Settings
from docgen.archive.resources import FOLDER, write_resources
from docgen.archive.verify import UNKNOWN_KIND, Verdict, verify_pdf
from docgen.batch.plan import schemas_digest
from docgen.engine import FORMATS, assemble
from docgen.errors import CatalogueError, UnknownKindError
from docgen.proof.opening import flaws_of, open_engine
from docgen.proof.words import words_of
from docgen.template.frozen import changed_since, freeze
from docgen.workers.pool import RenderPool
from tests.own_kinds import KIND, WORK, write_own_kinds

PROGRAM = f"kinds/{WORK}/{KIND}.py"
NAMED = f"DOCGEN_KINDS/{PROGRAM}"


@pytest.fixture(scope="module")
def bureau(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Frozen settings of a bureau with a kind of its own, as a service has them."""
    folder = tmp_path_factory.mktemp("bureau")
    (folder / "cache").mkdir()
    (folder / "cache/faces").symlink_to(settings.cache.absolute() / "faces")
    own = write_own_kinds(folder / "own")
    return freeze(replace(settings, kinds=own, cache=folder / "cache"))


@pytest.fixture(scope="module")
def with_own(bureau: Settings) -> Engine:
    """An engine that has the kind, proved."""
    return open_engine(bureau, kinds=(KIND,))


@pytest.fixture
def folder(settings: Settings, own_cache: Path, tmp_path: Path) -> Settings:
    """Settings whose folder of own kinds a test may spoil."""
    return replace(settings, kinds=write_own_kinds(tmp_path / "own"), cache=own_cache)


def spoil(settings: Settings, old: str, new: str, place: str = PROGRAM) -> None:
    """Change a file of the folder."""
    assert settings.kinds
    path = settings.kinds / place
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_it_is_found_proved_and_made_in_every_format(with_own: Engine, engine: Engine) -> None:
    assert set(with_own.catalogue) == {*engine.catalogue, KIND}
    kind = with_own.catalogue[KIND]
    assert (kind.file, with_own.catalogue.is_own(KIND)) == (NAMED, True)
    assert flaws_of(with_own, KIND) == ()
    example = kind.schema.example
    words = {each: words_of(each, with_own.render(KIND, example, each).content) for each in FORMATS}
    assert words["docx"] == words["html"] == words["pdf"]
    assert "邀请你单位派员参加。电话：0999-60012315。" in words["pdf"]
    archived = with_own.render(KIND, example, copy="archive").content
    assert verify_pdf(with_own, archived).verdict is Verdict.identical
    stranger = verify_pdf(engine, archived)
    assert (stranger.verdict, stranger.detail) == (Verdict.unprovable, UNKNOWN_KIND)


@pytest.mark.xdist_group("pool")
def test_workers_have_it(bureau: Settings, with_own: Engine) -> None:
    example = with_own.catalogue[KIND].schema.example
    with RenderPool(bureau, workers=1) as pool:
        made = pool.render(KIND, example, "html").content
    assert made == with_own.render(KIND, example, "html").content


def test_a_bag_carries_its_program_for_people_to_read(with_own: Engine, tmp_path: Path) -> None:
    paths = [entry.path for entry in write_resources(tmp_path, with_own, faces=False)]
    carried = {path for path in paths if KIND in path or "lectures" in path}
    assert carried == {
        f"{FOLDER}/{PROGRAM}",
        f"{FOLDER}/kinds/{WORK}/lectures/__init__.py",
        f"{FOLDER}/kinds/{WORK}/lectures/rules.py",
        f"{FOLDER}/json-schema/{KIND}.json",
        f"{FOLDER}/templates/docx/{WORK}/{KIND}.docx",
        f"{FOLDER}/templates/html/{WORK}/{KIND}.html",
    }


def test_whatever_changes_in_it_is_another_set_and_proved_again(folder: Settings) -> None:
    before = assemble(folder)
    assert flaws_of(before, KIND) == ()
    spoil(folder, "活动日期早于", "活动日早于", f"kinds/{WORK}/lectures/rules.py")
    assert changed_since(before.settings) == [f"kinds/{WORK}/lectures/rules.py"]
    after = assemble(folder)
    assert before.set_digest != after.set_digest
    assert schemas_digest(before) != schemas_digest(after)
    refused = f"corpus/{KIND}/refused/too_early.json"
    spoil(folder, "lecture_before_letter", "another_code", refused)
    (flaw, *_) = flaws_of(assemble(folder), KIND)
    assert refused in str(flaw)
    spoil(folder, "{{ addressee }}", "各位", f"html/{WORK}/{KIND}.html")
    told = " ".join(map(str, flaws_of(assemble(folder), KIND)))
    assert f"templates/html/{WORK}/{KIND}.html" in told


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("import Day, Text", "import Day, Txet", f"{NAMED} 读不进来，出在第 4 行（ImportError"),
        ("class Lecture", "class Lecture Of", f"{NAMED} 读不进来，出在第"),
        ('title="消费', 'titel="消费', f"{NAMED} 读不进来，出在第"),
        ("from .lectures.rules", "from .lecture.rules", f"{NAMED} 读不进来，出在第 7 行"),
        ("    example =", "    sample =", f"{NAMED} 没有声明 example"),
        ('dated_by="issued_on"', 'dated_by="sent_on"', f"{NAMED}：dated_by 写的 sent_on"),
    ],
)
def test_a_broken_one_is_named_by_file_and_place(
    folder: Settings, old: str, new: str, sentence: str
) -> None:
    spoil(folder, old, new)
    with pytest.raises(CatalogueError) as fault:
        open_engine(folder, kinds=(KIND,))
    assert sentence in fault.value.message


@pytest.mark.parametrize(
    ("place", "as_place", "sentence"),
    [
        (PROGRAM, f"kinds/{WORK}/referral_letter.py", "已经有「referral_letter」"),
        (PROGRAM, "kinds/letters/x.py", "DOCGEN_KINDS/kinds/letters 不是文书的类别"),
        (f"html/{WORK}/{KIND}.html", "html/_letter.html", "_letter.html：和随程序的模板同名"),
        (f"html/{WORK}/{KIND}.html", f"html/{WORK}/x.html", f"没有声明它的程序 kinds/{WORK}/x.py"),
    ],
)
def test_a_folder_takes_no_place_of_ours(
    folder: Settings, place: str, as_place: str, sentence: str
) -> None:
    assert folder.kinds
    (folder.kinds / as_place).parent.mkdir(exist_ok=True)
    (folder.kinds / as_place).write_bytes((folder.kinds / place).read_bytes())
    with pytest.raises(CatalogueError) as fault:
        assemble(folder)
    assert sentence in fault.value.message


def test_a_missing_template_is_named(folder: Settings) -> None:
    assert folder.kinds
    (folder.kinds / "docx" / WORK / f"{KIND}.docx").unlink()
    with pytest.raises(CatalogueError, match=f"缺少模板 templates/docx/{WORK}/{KIND}.docx"):
        open_engine(folder, kinds=(KIND,))


def test_a_set_of_templates_brings_no_program(
    settings: Settings, own_cache: Path, tmp_path: Path
) -> None:
    templates = write_own_kinds(tmp_path / "sent")
    (templates / PROGRAM).write_text("raise SystemExit('ran')\n", "utf-8")
    engine = assemble(replace(settings, templates=templates, cache=own_cache))
    with pytest.raises(UnknownKindError):
        _ = engine.catalogue[KIND]
    assert not (engine.settings.templates / "kinds").exists()


def test_the_example_of_the_folder_is_a_case(folder: Settings) -> None:
    assert folder.kinds
    case = json.loads((folder.kinds / "corpus" / KIND / "no_contact.json").read_text("utf-8"))
    assert assemble(folder).check(KIND, case).notices == ()
