"""A file that travels inside a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attached:
    """A file carried inside a PDF; `relationship` is an AFRelationship such as "Source"."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: str
