"""An engine for batches that does to its worker what a payload's `unwell` asks for."""

from collections.abc import Mapping
from typing import Any

from docgen import Document, Engine, Settings
from docgen.case.case import Case
from docgen.engine import assemble
from docgen.kinds.catalogue import Catalogue
from schemas.ground.base import Record
from tests.doubles.unwell_engine import ILLNESSES, UnwellEngine


class UnwellBatchEngine:
    """The real engine, until a case says `{"unwell": name}`."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._ill = engine, UnwellEngine(engine)
        self.catalogue: Catalogue = engine.catalogue

    def check(self, kind: str, payload: Mapping[str, Any], **options: Any) -> Case:
        """Check, or fall ill."""
        if "unwell" in payload:
            ILLNESSES[payload["unwell"]](self._ill, payload)
        return self._engine.check(kind, payload, **options)

    def write(self, case: Case, format: str) -> Document:
        """Render a case."""
        return self._engine.write(case, format)

    def with_house(self, house: Record) -> Engine:
        """Return the real engine: only the page that warms a worker asks for other facts."""
        return self._engine.with_house(house)


def open_unwell_batch(settings: Settings) -> UnwellBatchEngine:
    """Open the double in a worker."""
    return UnwellBatchEngine(assemble(settings))
