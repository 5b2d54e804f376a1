"""Who acts: a person of the office, or an API key in a person's name."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do: contractor staff draft, officers decide, archivists export."""

    drafter = "drafter"
    officer = "officer"
    archivist = "archivist"
    admin = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts on the register, as the audit trail names them."""

    name: str
    role: Role
