"""What a paper says twice: texts that say again what another field of the case holds."""

from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """How the days that a text tells lie to the day of the field beside it."""

    not_before = "not_before"
    not_after = "not_after"


@dataclass(frozen=True, slots=True)
class Restates:
    """Texts that say again what another field holds, which the guard compares.

    Texts and field are named by their names and those above them (`approval.opinion`,
    `supervised_orders.demand`); where both stand in rows of one name, each is compared in its row.
    What kind of field it is says what is compared: the last days and terms of a text with a
    planned day or a number of days, sums of money with an amount, names with a name, numbers of
    things with a count, with how many rows there are, or with those of another text.

    `counted` is what follows such a number (a regular expression), `before` what stands right
    before it, `at_most` says that less may be told. `done` is what a text calls the act that a
    past day dates, `order` how the days told lie to it, whatever they date; `until` names the
    moment that ends what begins with the field: no time of day that is told lies outside.
    `called` is what a text calls whoever the field names.
    """

    texts: tuple[str, ...]
    of: str
    counted: str = ""
    before: str = ""
    at_most: bool = False
    done: str = ""
    order: Order | None = None
    until: str = ""
    called: str = ""
