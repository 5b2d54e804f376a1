"""Promote a set of templates: proved whole, stored by its digest, live from a day on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docgen.engine import Engine, assemble
from docgen.look.trial import touched
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.in_force import InForce
from docgen.register.issued import allow
from docgen.register.kept_sets import path_of
from docgen.register.promotions import Promotion, promote, refuse_past
from docgen.register.rights import Act
from docgen.register.trying import refuse_unproved
from docgen.sets import engine_with
from docgen.template.frozen import FOLDER, freeze, laid_over_set

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A set that is not in force yet, and the engine on the set it would follow."""

    now: Engine
    then: Engine

    @property
    def digest(self) -> str:
        """What names the set: the folder that its frozen copy lies in."""
        return self.then.settings.templates.name


def candidate_of_folder(engine: Engine, register: Register | None, folder: Path) -> Candidate:
    """Return the set of a folder; what it leaves out is shipped. Errors: those of `assemble`."""
    now = InForce(engine, register).on(None).engine
    settings = freeze(replace(engine.settings, templates=folder, edited=None))
    return Candidate(now, assemble(replace(settings, edited=None)).beside(engine))


def candidate_of_files(
    engine: Engine, register: Register, changes: Mapping[str, bytes]
) -> Candidate:
    """Return the set in force today with some files laid over it; errors as above."""
    now = InForce(engine, register).on(None).engine
    settings = laid_over_set(now.settings, changes)
    return Candidate(now, assemble(settings).beside(engine))


def candidate_at_hand(engine: Engine, register: Register, digest: str) -> Candidate | None:
    """Return a set that was handed in before, or promoted, by its digest; None where it is gone.

    Errors: those of `assemble`; `CatalogueError` where it is not what its name says.
    """
    if not _DIGEST.fullmatch(digest):
        return None
    now, settings = InForce(engine, register).on(None).engine, engine.settings
    handed_in, promoted = settings.cache / FOLDER / digest, path_of(register, digest)
    if handed_in.is_dir():
        found = replace(settings, templates=handed_in, edited=handed_in)
        then = assemble(replace(freeze(found), edited=None)).beside(engine)
    elif promoted.is_file():
        then = engine_with(engine, promoted)
    else:
        return None
    return Candidate(now, then)


def promote_candidate(
    register: Register, found: Candidate, live_from: date, *, actor: Actor
) -> Promotion:
    """Prove a set, store it and have it count from a day on; two persons where the house asks.

    Errors: `NotAllowedError`, `UnprovedSetError`, `PromotionError`, `StoreError`.
    """
    allow(Act.promote, actor)
    refuse_past(live_from, register.now())  # Before minutes are spent on proving.
    refuse_unproved(found.then)
    return promote(
        register,
        found.then.settings,
        live_from,
        touched(found.now, found.then),
        actor=actor,
        two_persons=bool(found.now.house.templates_by_two),
    )
