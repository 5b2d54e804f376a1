"""A folder that cannot be listed stops whoever walks it: it is not taken for an empty one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.batch.json_input import count_files
from docgen.folders import files_below, level, walk
from tests.docgen.test_disk import as_nobody

WALKS: dict[str, Callable[[Path], Iterator[Any]]] = {
    "walk": walk,
    "files_below": files_below,
    "level": lambda folder: level(folder, 2),
    "cases": lambda folder: iter([count_files(folder)]),
}


@pytest.fixture
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that all may list, and in it one that nobody may."""
    folder = tmp_path_factory.mktemp("open")
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    (folder / "below").mkdir()
    (folder / "below/case.json").write_text("{}")
    (folder / "below").chmod(0o000)
    yield folder
    (folder / "below").chmod(0o755)


@pytest.mark.parametrize("listed", WALKS.values(), ids=WALKS)
def test_what_cannot_be_listed_stops_the_walk(
    listed: Callable[[Path], Iterator[Any]], closed: Path
) -> None:
    def act() -> None:
        with pytest.raises(PermissionError):
            list(listed(closed))

    assert as_nobody(act) == 0


def test_what_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert [*walk(tmp_path / "no")] == [*files_below(tmp_path / "no")] == []
    assert [*level(tmp_path / "no", 2)] == []


def test_a_level_holds_what_lies_so_deep_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "b/c").mkdir(parents=True)
    for name in ("a", "b/d", "b/c/e"):
        (tmp_path / name).touch()
    names = [each.relative_to(tmp_path).as_posix() for each in level(tmp_path, 2)]
    assert names == ["b/c", "b/d"]
    assert {each.name for each in files_below(tmp_path)} == {"a", "d", "e"}
