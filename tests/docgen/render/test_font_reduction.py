"""A prepared face is small, measured alike, and the same on every run."""

import hashlib
import io
import os
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from fontTools.ttLib import TTFont

from docgen.render.font_reduction import ReducedFace, reduce_face
from tests.docgen.render.tiny_fonts import save, tiny_font


def reduced(tmp_path, **options) -> ReducedFace:
    path = save(tiny_font("Tiny", "Aa甲乙😀", **options), tmp_path / "tiny.otf")
    return reduce_face(path, 0, "Docgen Tiny")


def opened(face: ReducedFace) -> TTFont:
    return TTFont(io.BytesIO(face.content))


@pytest.mark.parametrize("cubic", [False, True])
def test_outlines_become_truetype_and_needless_tables_go(tmp_path, cubic):
    font = opened(reduced(tmp_path, cubic=cubic))
    assert set(font.keys()) - {"GlyphOrder"} == {
        "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post",
    }  # fmt: skip


@pytest.mark.parametrize("cubic", [False, True])
def test_characters_outside_the_repertoire_are_dropped(tmp_path, cubic):
    face = reduced(tmp_path, cubic=cubic)
    assert face.code_points == tuple(sorted(map(ord, "Aa甲乙")))
    assert set(opened(face).getBestCmap()) == set(face.code_points)


@pytest.mark.parametrize("cubic", [False, True])
def test_a_blank_ideograph_is_no_glyph_but_a_space_is(tmp_path, cubic):
    face = reduced(tmp_path, cubic=cubic, blank="丙 \u3000")
    assert face.code_points == tuple(sorted(map(ord, "Aa甲乙 \u3000")))


@pytest.mark.parametrize("cubic", [False, True])
def test_a_glyph_keeps_its_width_and_shape(tmp_path, cubic):
    font = opened(reduced(tmp_path, cubic=cubic))
    name = font.getBestCmap()[ord("乙")]
    assert font["hmtx"][name] == (1000, 100)
    glyph = font["glyf"][name]
    assert (glyph.xMin, glyph.xMax, glyph.yMin) == (100, 900, 0)
    assert 60 <= glyph.yMax <= 140


def test_every_face_measures_lines_alike(tmp_path):
    font = opened(reduced(tmp_path))
    assert (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap) == (880, -120, 0)
    assert (font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender) == (880, -120)


def test_a_face_has_our_family_name_and_keeps_its_embedding_permission(tmp_path):
    font = opened(reduced(tmp_path, embedding=8))
    assert font["name"].getDebugName(1) == "Docgen Tiny"
    assert font["OS/2"].fsType == 8


@pytest.mark.parametrize("cubic", [False, True])
def test_the_same_file_gives_the_same_bytes_in_every_process(tmp_path, cubic):
    face = reduced(tmp_path, cubic=cubic)
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        output = tmp_path / f"{seed}.ttf"
        subprocess.run(
            [sys.executable, "-m", "docgen.render.font_reduction",
             str(tmp_path / "tiny.otf"), "0", "Docgen Tiny", str(output), str(os.getpid())],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": ":".join(sys.path)},
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        assert hashlib.sha256(output.read_bytes()).hexdigest() == face.digest


def test_the_work_ends_with_whoever_wanted_it(tmp_path):
    os.mkfifo(tmp_path / "never.otf")
    start = (
        "import os, subprocess, sys; print(subprocess.Popen([sys.executable, '-m', "
        "'docgen.render.font_reduction', 'never.otf', '0', 'X', 'out', str(os.getpid())], "
        "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid)"
    )
    starter = [sys.executable, "-c", start]
    left = int(subprocess.check_output(starter, cwd=tmp_path, timeout=60))
    try:
        for _ in range(300):
            if not alive(left):
                break
            time.sleep(0.1)
        assert not alive(left)
    finally:
        with suppress(ProcessLookupError):
            os.kill(left, 9)


def alive(process: int) -> bool:
    """Tell whether a process of this machine runs; one that nobody waited for does not."""
    try:
        with open(f"/proc/{process}/stat", "rb") as state:
            return b") Z " not in state.read()
    except FileNotFoundError:
        return False
