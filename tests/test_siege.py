"""Twenty seconds of all attacks at once; `python -m tests.siege 300` is the long form."""

from pathlib import Path

import pytest

from tests.siege.lawful import CLIENTS
from tests.siege.run import besiege

pytestmark = pytest.mark.xdist_group("pool")


def test_lawful_clients_get_their_documents_under_siege(tmp_path: Path) -> None:
    outcome = besiege(tmp_path, 20.0)
    assert outcome["clean"], outcome
    assert outcome["documents"] >= CLIENTS // 2
    assert outcome["healthz"]["asked"] >= 10
    assert any(each.startswith("guess 429") for each in outcome["attacks"])
