"""The catalogue knows which files its kinds share: a proof of a kind rests on all of them."""

from docgen.engine import open_catalogue
from docgen.settings import Settings


def test_macros_layouts_and_styles_are_shared_files() -> None:
    settings = Settings.from_env({})
    shared = {path.name for path in open_catalogue(settings).shared_files()}
    below = {each.name for each in (settings.templates / "html" / "_blocks").iterdir()}
    assert below
    assert below | {"_layout.html", "_style.css", "_letter.css"} <= shared
    assert all(path.is_file() for path in open_catalogue(settings).shared_files())
