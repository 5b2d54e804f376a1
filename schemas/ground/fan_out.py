"""逐户展开: a paper with a list of objects, and the papers that each object of the list needs.

A kind that declares a `FanOut` is handed its own issued paper and makes of every row ordinary
payloads, each for a case of its own. It asks no clock and invents nothing: what the paper does not
say is left out, and whoever asks gives what all of them share.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas.ground.neighbours import Standing


Shared = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Fanned:
    """One paper of one row: which row, the case it belongs to, its kind, what it starts from."""

    row: int
    case_ref: str
    kind: str
    payload: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FanOut:
    """How a paper fans out: the field with its rows, and what makes papers of them.

    `make` is told the paper, for each kind wanted what all its papers share beside what the paper
    says, and what stands in the register of the kinds in `reads`. `usual` are the kinds made
    unless somebody asks for others, `also` those made on demand.
    """

    rows: str
    make: "Callable[[Standing, Shared, Sequence[Standing]], Iterator[Fanned]]"
    usual: tuple[str, ...]
    also: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
