"""Evidence as an inventory lists it: a part that is a piece of it says by which of its fields."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exhibited:
    """A part, or a whole paper, that is one piece of evidence.

    `sort` is what the inventory calls it, everything else names a field or a derived value: what
    it is, when and whence it was taken, how much it is, the digest and by which algorithm. An
    empty name says that the part knows nothing of that.
    """

    sort: str
    name: str
    at: str = ""
    origin: str = ""
    quantity: str = ""
    pages: str = ""
    digest: str = ""
    algorithm: str = ""
