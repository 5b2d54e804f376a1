"""Open an engine whose kinds have been proved fit for use, and say which are not."""

from collections.abc import Collection
from types import ModuleType

import schemas.kinds
from docgen.engine import Engine, assemble
from docgen.errors import CatalogueError
from docgen.kinds.catalogue import Catalogue
from docgen.kinds.flaw import Flaw
from docgen.proof.papers import corpora_of
from docgen.proof.prove import all_flaws, as_shipped, flaws_at_start
from docgen.proof.records import Proof, Records
from docgen.settings import Settings


def open_engine(
    settings: Settings | None = None,
    *,
    kinds: Collection[str] = (),
    package: ModuleType = schemas.kinds,
) -> Engine:
    """Open an engine that can render every kind it has; with `kinds`, only these are proved.

    What was proved before, by whatever process, is not proved again. See `assemble`.
    Errors: those of `assemble`, and `CatalogueError` with one sentence naming the file at fault.
    """
    engine = assemble(settings, package=package)
    records = Records(engine.settings, engine.catalogue)
    for name in kinds or engine.catalogue:
        prove(engine, name, records)
    return engine


def prove(engine: Engine, name: str, records: Records) -> None:
    """Show that a kind can be rendered, unless that was shown before.

    What came with us was proved whole before it went out; what an office changed is proved whole
    here, once. Errors: `CatalogueError` with one sentence naming the file and the place in it;
    `UnknownKindError`.
    """
    if flaws := flaws_for_use(engine, name, records):
        raise CatalogueError(_told(name, Proof(flaws)))


def flaws_for_use(engine: Engine, name: str, records: Records) -> tuple[Flaw, ...]:
    """Return what keeps a kind from use: whole for what an office changed, else as a start asks.

    Errors: `UnknownKindError`.
    """
    proof = records.find(name)
    if proof is None:
        if as_shipped(engine, name):
            proof = Proof(tuple(flaws_at_start(engine, name)))
        else:
            proof = Proof(flaws_of(engine, name))
        records.enter(name, proof)
    return proof.flaws


def flaws_of(engine: Engine, name: str) -> tuple[Flaw, ...]:
    """Return every flaw of a kind, its corpora made too; what was proved before is told again.

    Errors: `UnknownKindError`.
    """
    corpora = corpora_of(engine, name)
    records = Records(engine.settings, engine.catalogue, corpora)
    proof = records.find(name)
    if proof is None:
        proof = Proof(tuple(all_flaws(engine, name, corpora)))
        records.enter(name, proof)
        Records(engine.settings, engine.catalogue).enter(name, proof)
    return proof.flaws


def known_flaws(settings: Settings, catalogue: Catalogue) -> dict[str, str]:
    """Return what is known to be wrong with each kind that is not fit for use, proving nothing.

    Errors of reading a kind are told like its other flaws.
    """
    records, told = Records(settings, catalogue), {}
    for name in catalogue:
        fault: CatalogueError | None
        try:
            fault = catalogue[name].missing_template
        except CatalogueError as unreadable:
            fault = unreadable
        proof = records.find(name)
        if fault:
            told[name] = fault.message
        elif proof and proof.flaws:
            told[name] = _told(name, proof)
    return told


def _told(name: str, proof: Proof) -> str:
    first, *rest = proof.flaws
    more = f"（另有 {len(rest)} 处，用 docgen lint {name} 列出。）" if rest else ""
    return f"{first}{more}"
