"""The set of templates that is in force on the day of a document, and an engine on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import marshmallow

from docgen.clock import beijing_day
from docgen.engine import Engine
from docgen.kinds.catalogue import Kind
from docgen.proof.opening import prove
from docgen.proof.records import Records
from docgen.register.database import Register
from docgen.register.kept_sets import keep, path_of
from docgen.register.promotions import Turns, set_on, turns
from docgen.sets import engine_with


@dataclass(frozen=True, slots=True)
class Chosen:
    """An engine on the set of a day, and that set's file for a pool; None: the pool's own set."""

    engine: Engine
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """Chooses sets for a program that has `engine`, by what its register says, if it has one.

    `fixed` are the turns for whoever asked once and works with that to its end.
    """

    engine: Engine
    register: Register | None = None
    fixed: Turns | None = None

    def turns(self) -> Turns:
        """Return from which day which promoted set counts."""
        if self.fixed is not None:
            return self.fixed
        return turns(self.register) if self.register else ()

    def for_case(self, kind: str, payload: Any) -> Chosen:
        """Return what a payload is made with: its own day chooses, one that says none today.

        Errors: those of `for_kind`, and `UnknownKindError`.
        """
        return self.for_kind(kind, day_of(self.engine.catalogue[kind], payload))

    def for_kind(self, kind: str, day: date | None) -> Chosen:
        """Return what papers of a kind and a day are made with; None is today.

        A kind that came to the program after the set has the program's own templates. What this
        program has not yet proved of the set is proved first, once.
        Errors: `SetAlteredError`; `CatalogueError` for a set that does not fit the program.
        """
        chosen = self.on(day)
        engine = chosen.engine
        if engine is self.engine or engine.catalogue[kind].missing_template:
            return Chosen(self.engine)
        if kind not in engine.proved:
            prove(engine, kind, Records(engine.settings, engine.catalogue))
            engine.proved.add(kind)
        return chosen

    def on(self, day: date | None) -> Chosen:
        """Return an engine on the set of a day, nothing proved; None is today.

        Errors: `SetAlteredError`.
        """
        if self.register is None:
            return Chosen(self.engine)
        digest = set_on(self.turns(), day or beijing_day(self.register.now()))
        if digest is None:
            return Chosen(self.engine)
        engine = engine_with(self.engine, path_of(self.register, digest))
        if engine is self.engine:
            return Chosen(engine)
        # With the office's calendars it is another set, which is kept as well.
        keep(self.register, engine)
        return Chosen(engine, path_of(self.register, engine.set_digest))


def day_of(kind: Kind, payload: Any) -> date | None:
    """Return the day that dates a paper, as far as its payload says one that can be read."""
    name = kind.header.dated_by
    said = payload.get(name) if isinstance(payload, Mapping) else None
    if said is None:
        return None
    try:
        day: Any = kind.reader.fields[name].deserialize(said)
    except (marshmallow.ValidationError, TypeError, ValueError, AttributeError):
        return None
    return day.date() if isinstance(day, datetime) else day if isinstance(day, date) else None
