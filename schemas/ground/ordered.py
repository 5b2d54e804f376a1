"""What papers have to do with an order of another system: begun from it, or its answer.

Columns of an order are named as in the register's table of orders.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FromOrder:
    """That a paper of a kind may be the first of what an order brings.

    `types` are the words for orders (工单类型) that call for it, as platforms say them; none: it is
    offered for any order. `takes` says by the own field, by its name and those above it
    (`complainant.name`, `order_references.0.number`), which columns say it: texts are joined, of a
    moment a day is taken where the field is a day.
    """

    types: tuple[str, ...] = ()
    takes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def calls(self, order_type: str | None) -> bool:
        """Tell whether an order of this type calls for the paper."""
        return bool(order_type) and any(each in str(order_type) for each in self.types)


@dataclass(frozen=True, slots=True)
class ToOrder:
    """That a paper of a kind says what the system that sent an order wants to hear of it (回填).

    `references` is the field that says of which orders it speaks, `gives` by a column of the order
    the field that says it; a flag is put into words by `words`, by column: what yes and no are
    called.
    """

    references: str
    gives: Mapping[str, str]
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
