"""Faces are chosen by role, prepared once, and opened without reading a font."""

import errno
import json
import os
import pickle
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from docgen.render import font_store, fonts
from docgen.render.font_sources import (
    EMBEDDING_FORBIDDEN,
    choose_sources,
    find_candidates,
    unusable_faces,
)
from docgen.render.font_store import RECORD
from docgen.render.fonts import FaceSet, FontsError, adopt_faces, open_faces, prepare_faces
from tests.docgen.render.tiny_fonts import save, tiny_font


@dataclass(frozen=True)
class Machine:
    """A machine with two of the free faces, its cache, and the faces prepared there."""

    folder: Path
    cache: Path
    faces: FaceSet | None = None

    def open(self) -> FaceSet:
        return open_faces(self.cache, folders=(self.folder,))


@pytest.fixture(scope="module")
def first_machine(tmp_path_factory):
    home = tmp_path_factory.mktemp("first")
    serif = tiny_font("Noto Serif CJK SC", "甲乙丙A ", cubic=True)
    save(serif, home / "fonts" / "noto" / "NotoSerifCJK-Regular.ttc")
    save(tiny_font("LXGW WenKai", "甲喆"), home / "fonts" / "LXGWWenKai-Regular.ttf")
    save(tiny_font("Another", "丁"), home / "fonts" / "Another.ttf")
    machine = Machine(home / "fonts", home / "cache")
    return replace(machine, faces=machine.open())


@pytest.fixture
def machine(first_machine, tmp_path):
    """A copy of the first machine that a test may spoil; nothing is prepared anew for it."""
    shutil.copytree(first_machine.folder, tmp_path / "fonts")
    shutil.copytree(first_machine.cache, tmp_path / "cache")
    machine = Machine(tmp_path / "fonts", tmp_path / "cache")
    return replace(machine, faces=machine.open())


@pytest.fixture
def office(tmp_path):
    """A bureau's folder with a face that names itself in Chinese only."""
    save(tiny_font("FZXBSJW", "甲堃", chinese="方正小标宋简体"), tmp_path / "office" / "a.ttf")
    return tmp_path / "office"


def chosen(office, machine):
    candidates = find_candidates(office, (machine.folder,))
    return {source.role: source.path.name for source in choose_sources(candidates, office)}


def test_free_faces_serve_the_roles_they_resemble(machine):
    assert chosen(None, machine) == {
        "fangsong": "LXGWWenKai-Regular.ttf",
        "song": "NotoSerifCJK-Regular.ttc",
        "title": "NotoSerifCJK-Regular.ttc",
        "kai": "LXGWWenKai-Regular.ttf",
    }


def test_fandol_serves_fangsong_where_it_is_installed(machine):
    save(tiny_font("FandolFang R", "甲"), machine.folder / "FandolFang-Regular.otf")
    assert chosen(None, machine)["fangsong"] == "FandolFang-Regular.otf"


def test_the_office_face_goes_before_the_free_one(machine, office):
    assert chosen(office, machine)["title"] == "a.ttf"
    assert chosen(office, machine)["song"] == "NotoSerifCJK-Regular.ttc"


def test_an_office_face_that_forbids_embedding_is_left_out(machine, office, caplog):
    save(tiny_font("SimHei", "甲", embedding=2), office / "b.ttf")
    assert "hei" not in chosen(office, machine)
    assert "b.ttf" in caplog.text


def test_a_broken_office_file_is_left_out_by_name(machine, office, caplog):
    (office / "broken.ttf").write_bytes(b"no font")
    assert chosen(office, machine)["title"] == "a.ttf"
    assert "broken.ttf" in caplog.text


def test_prepared_faces_say_what_they_are_made_from(machine, office):
    steps = []
    faces = prepare_faces(
        machine.cache, office, lambda *step: steps.append(step), folders=(machine.folder,)
    )
    assert {role for role, _, _ in steps} == {"fangsong", "kai", "song", "title"}
    assert [(done, total) for _, done, total in steps] == [(done, 4) for done in range(5)]
    title = faces.faces["title"]
    assert (title.family, title.source_family) == ("Docgen Title", "方正小标宋简体")
    assert title.coverage == 2
    assert title.path.read_bytes()[:4] == b"\0\1\0\0"
    assert [line["role"] for line in faces.report()] == ["fangsong", "song", "title", "kai"]
    assert faces.missing("甲堃喆丁") == ("丁",)


def test_faces_are_prepared_once(machine):
    written = {path: path.stat().st_mtime_ns for path in machine.cache.iterdir()}
    assert machine.open() == machine.faces
    assert {path: path.stat().st_mtime_ns for path in machine.cache.iterdir()} == written


def test_a_new_font_of_the_machine_is_noticed_and_the_others_are_kept(machine):
    kept = machine.faces.faces["song"].path.stat().st_mtime_ns
    save(tiny_font("FandolFang R", "丁"), machine.folder / "FandolFang-Regular.otf")
    after = machine.open()
    assert after.faces["fangsong"].source.name == "FandolFang-Regular.otf"
    assert after.faces["song"].path.stat().st_mtime_ns == kept
    assert after.digest != machine.faces.digest
    assert after.missing("丁") == ()


def test_fonts_that_have_travelled_are_known_by_their_content(machine, monkeypatch):
    for font in machine.folder.rglob("*.tt?"):
        os.utime(font, (1, 1))
    read_only = dict.fromkeys(("prepare_face", "write_record"), _never)
    for name, stand_in in read_only.items():
        monkeypatch.setattr(fonts, name, stand_in)
    with monkeypatch.context() as patched:
        patched.setattr(font_store, "_write_atomically", _refused)
        assert machine.open() == machine.faces
    assert machine.open() == machine.faces
    # Now the times are kept: nobody reads the fonts again.
    monkeypatch.setattr(font_store, "_digest_of", _never)
    assert machine.open() == machine.faces


def test_another_font_of_the_same_size_is_noticed(machine):
    font = machine.folder / "LXGWWenKai-Regular.ttf"
    content = bytearray(font.read_bytes())
    content[-1] ^= 1
    font.write_bytes(content)
    assert font_store.read_record(machine.cache, candidates_of(machine)) is None


def test_a_folder_that_cannot_be_written_is_named(machine, tmp_path):
    (machine.folder / "LXGWWenKai-Regular.ttf").unlink()
    taken = tmp_path / "taken"
    taken.write_text("no folder")
    with pytest.raises(FontsError, match="缓存文件夹"):
        open_faces(taken, folders=(machine.folder,))


def candidates_of(machine):
    return find_candidates(None, (machine.folder,))


def _never(*_given):
    raise AssertionError("nothing is to be prepared")


def _refused(*_given):
    raise OSError(errno.EROFS, "read-only")


def test_a_touched_font_with_the_same_content_gives_the_same_digest(machine):
    os.utime(machine.folder / "LXGWWenKai-Regular.ttf", (1, 1))
    assert machine.open().digest == machine.faces.digest


def test_two_machines_with_the_same_fonts_have_the_same_digest(machine, tmp_path):
    elsewhere = Machine(machine.folder, tmp_path / "elsewhere")
    assert elsewhere.open().digest == machine.faces.digest


@pytest.mark.parametrize("file", ["path", "outlines"])
def test_a_truncated_cache_is_made_again(machine, file):
    path = getattr(machine.faces.faces["song"], file)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    assert machine.open().digest == machine.faces.digest
    assert path.read_bytes() == whole


def test_outlines_lie_beside_a_face_without_the_tables_that_lay_text_out(machine):
    face = machine.faces.faces["song"]
    with TTFont(face.path) as whole, TTFont(face.outlines) as outlines:
        assert {*outlines.reader.keys()} == {"head", "hhea", "maxp", "hmtx", "loca", "glyf"}
        for table in ("maxp", "hmtx", "loca", "glyf"):
            assert outlines.reader[table] == whole.reader[table]


def test_a_record_of_faces_without_outlines_is_completed(machine):
    path = machine.cache / RECORD
    record = json.loads(path.read_bytes())
    for facts in record["faces"].values():
        (machine.cache / facts.pop("outlines")).unlink()
    path.write_text(json.dumps(record))
    faces = machine.open().faces
    assert all(face.outlines.is_file() for face in faces.values())
    assert {*faces} == {*machine.faces.faces}


def test_faces_prepared_elsewhere_are_adopted_as_they_are(machine, tmp_path, monkeypatch):
    """Whatever fonts this machine has: a bag's documents are proved with the bag's faces."""
    facts = json.loads((machine.cache / RECORD).read_bytes())["faces"]
    monkeypatch.setattr(fonts, "machine_folders", lambda: (tmp_path / "none",))
    adopt_faces(tmp_path / "adopted", machine.cache, facts)
    adopted = open_faces(tmp_path / "adopted")
    assert adopted.digest == machine.faces.digest
    assert all(face.outlines.is_file() for face in adopted.faces.values())


def test_a_cache_of_another_recipe_is_not_used(machine):
    record = json.loads((machine.cache / RECORD).read_bytes())
    older = json.dumps(record | {"recipe": "older", "faces": {}})
    (machine.cache / RECORD).write_text(older)
    assert machine.open() == machine.faces
    assert (machine.cache / RECORD).read_text() != older


def test_a_machine_without_hanzi_is_told_what_to_install(tmp_path):
    with pytest.raises(FontsError, match="fonts-noto-cjk"):
        open_faces(tmp_path / "cache", folders=(tmp_path,))


@pytest.mark.parametrize("damage", [lambda font: font[:20], lambda font: font[:-600]])
def test_a_font_that_cannot_be_read_is_named(machine, damage):
    font = machine.folder / "LXGWWenKai-Regular.ttf"
    font.write_bytes(damage(font.read_bytes()))
    with pytest.raises(FontsError, match=r"LXGWWenKai-Regular\.ttf"):
        machine.open()


def test_a_face_that_may_not_be_embedded_is_named_each_time(tmp_path):
    """However warm the cache is: the files are read anew for whoever asks."""
    forbidden = tiny_font("方正小标宋简体", "一")
    forbidden["OS/2"].fsType = EMBEDDING_FORBIDDEN
    save(forbidden, tmp_path / "office.ttf")
    save(tiny_font("仿宋_GB2312", "一"), tmp_path / "good.ttf")
    for _ in range(2):
        (sentence,) = unusable_faces(tmp_path)
        assert sentence.startswith("字体 office.ttf 的许可禁止嵌入")
    assert unusable_faces(None) == ()


def test_a_font_without_any_usable_character_is_named(machine):
    save(tiny_font("LXGW WenKai", "😀"), machine.folder / "LXGWWenKai-Regular.ttf")
    with pytest.raises(FontsError, match=r"LXGWWenKai-Regular\.ttf"):
        machine.open()


def test_a_face_set_travels_to_another_process(faces):
    copy = pickle.loads(pickle.dumps(faces))  # noqa: S301 - our own pickle
    assert copy == faces
    assert copy.report() == faces.report()


def test_prepared_faces_of_this_machine_cover_rare_names(faces):
    assert faces.missing("陈喆堃王翀玥赵昇璟李赟竑䶮㛃𬎆𫖮𠅤☑☒☐✓□﹝﹞㎡〔〕①㈠Ⅳ—…“”·％℃№￥¥§") == ()


def test_prepared_faces_open_without_being_prepared_again(faces, settings, monkeypatch):
    """A start-up compares sizes and times of the sources, and finds them unchanged."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing has changed: there is nothing to prepare")

    monkeypatch.setattr(fonts, "prepare_faces", refuse)
    assert open_faces(settings.cache / "faces").digest == faces.digest
