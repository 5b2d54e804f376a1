"""What the PDF tests share: the prepared faces of this machine."""

import pytest

from docgen import Settings
from docgen.render.fonts import FaceSet, open_faces


@pytest.fixture(scope="session")
def faces(settings: Settings) -> FaceSet:
    """The faces as the engine opens them; the first run on a machine prepares them (a minute)."""
    return open_faces(settings.cache / "faces")
