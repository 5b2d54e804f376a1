"""The file of a closed case as it is bound: each part with its leaves, its papers in their order.

Cover, contents and last leaf are papers like any other and stand in the register once they are
issued. What nobody has issued is compiled here, where it says all it has to: the last leaf names
who checked the file, which no register knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from docgen.case.case import Case
from docgen.engine import Engine
from docgen.errors import InvalidCaseError
from docgen.register.compiling import found_in
from docgen.register.database import Register
from schemas.ground.compiling import Compiler, Found, Paper

# As the sheets have them, and as the volumes of a bag are named and sorted.
NAMES: Mapping[str, str] = MappingProxyType({"main": "正卷", "secondary": "副卷"})
PARTS: Mapping[str, str] = MappingProxyType({
    part: f"第{place}卷 {name}" for place, (part, name) in enumerate(NAMES.items(), start=1)
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a bound part: an issued document by its `id`, or a case that was compiled."""

    part: str
    id: str = ""
    compiled: Case | None = None


def bound_file(
    register: Register, engine: Engine, case_ref: str, *, retention: str = ""
) -> list[Leaf]:
    """Return the sheets of a closed case in the order they are bound in, 正卷 before 副卷.

    Of a case that is still open, and of one whose kinds have no leaves, there are none.
    `retention` is printed where the bureau has no period for files of this sort.
    """
    compilers = {
        kind.name: compiler
        for kind in engine.catalogue.values()
        if (compiler := kind.schema.compiler) and compiler.leaf
    }
    lays = next((each.lays for each in compilers.values() if each.lays), None)
    found = found_in(register, engine, case_ref=case_ref)
    if lays is None or found.case is None or found.case.closed_at is None:
        return []
    sheets: list[Leaf] = []
    for part in PARTS:
        of_part = replace(found, part=part)
        if not (papers := lays(of_part)):
            continue
        leaves = [*_leaves(engine, compilers, of_part, retention)]
        sheets += [leaf for place, leaf in leaves if place < 0]
        sheets += [Leaf(part, each) for each in papers]
        sheets += [leaf for place, leaf in leaves if place > 0]
    return sheets


def _leaves(
    engine: Engine, compilers: Mapping[str, Compiler], found: Found, retention: str
) -> Iterator[tuple[int, Leaf]]:
    """Yield the leaves of one part, in their order."""
    part = str(found.part)
    papers = found.case.papers if found.case else ()
    for name, compiler in sorted(compilers.items(), key=lambda each: each[1].leaf):
        issued = _issued(papers, name, part)
        if issued:
            yield compiler.leaf, Leaf(part, issued)
            continue
        payload = compiler.make(found)
        reader = engine.catalogue[name].reader
        if retention and "retention_period" in reader.fields and not found.facts.house.retention:
            payload["retention_period"] = retention
        try:
            case = engine.check(name, payload, copy="archive", today=found.as_of.date())
        except InvalidCaseError:
            continue  # Somebody has still to say what only people know.
        yield compiler.leaf, Leaf(part, compiled=case)


def _issued(papers: Sequence[Paper], kind: str, part: str) -> str:
    """Return the id of the leaf of a part that stands; empty where there is none."""
    wanted = (part, NAMES[part])
    stands = (
        each.said.id
        for each in papers
        if each.kind == kind and each.in_force and each.said.payload.get("volume") in wanted
    )
    return next(stands, "")
