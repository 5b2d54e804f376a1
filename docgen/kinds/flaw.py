"""What is wrong with a kind or its templates, in words for whoever mends it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a file of a kind: `file`, where in it, and what to do."""

    file: str
    place: str
    detail: str

    def __str__(self) -> str:
        return (
            f"{self.file} {self.place}：{self.detail}"
            if self.place
            else f"{self.file}：{self.detail}"
        )
