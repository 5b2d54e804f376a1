"""Edits of templates as they happen: each is held, or refused with its file and place.

`edits` and `more_edits` are the table: who did what, to which kind, the edit, and what must be said
of it; where nothing is said, the edit holds.
"""

from pathlib import Path

import pytest

from docgen import Settings
from tests.docgen.proof import edits, later_edits, more_edits
from tests.docgen.proof.bench import Bench

ROWS = [
    *edits.names_taken_away(), *edits.words_changed(), *edits.names_misused(), *edits.braces(),
    *edits.lost_in_silence(),
    *edits.furniture(), *more_edits.kinds_of_file(), *more_edits.of_the_page(),
    *more_edits.held(), *more_edits.of_a_clerk(), *later_edits.of_menus(),
    *later_edits.of_styles(), *later_edits.of_settings(), *later_edits.beside_other_words(),
    *later_edits.of_blanks_and_signs(),
]  # fmt: skip


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The templates in a folder that is edited."""
    folder: Path = tmp_path_factory.mktemp("edited")
    return Bench(folder / "templates", Settings.from_env({}), folder / "cache")


@pytest.mark.xdist_group("edits")
def test_every_edit_is_held_or_refused_with_its_file(bench: Bench) -> None:
    wrong = []
    for name, kind, edit, wanted in ROWS:
        told = bench.told(kind, edit)
        if not wanted:
            if told:
                wrong.append((name, "should hold", told[:2]))
        elif not any(all(each in one for each in wanted.split("|")) for one in told):
            wrong.append((name, f"should tell {wanted}", told[:2]))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_table_is_long_enough() -> None:
    names = [(name, kind) for name, kind, _, _ in ROWS]
    assert len(names) == len(set(names)) >= 150
