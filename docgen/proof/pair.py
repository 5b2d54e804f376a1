"""Two PDFs of one case side by side, letter by letter as far as both say the same."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from docgen.proof.layout import Layout, Piece

# Where something is told of, if it has a place, and what.
Told = Iterator[tuple[Piece | None, str]]


class Pair:
    """Two PDFs of a case, letter by letter as far as both say the same."""

    def __init__(self, now: Layout, was: Layout, added: int) -> None:
        self.now, self.was, self.added = now, was, added
        self.blocks = [
            (start, begin, length)
            for start, begin, length in SequenceMatcher(
                None, was.words, now.words, autojunk=False
            ).get_matching_blocks()
            if length
        ] if now.words != was.words else [(0, 0, len(was.words))]  # fmt: skip

    def letters(self) -> Iterator[tuple[int, int]]:
        """Yield the places of every letter that both have: in ours, in theirs."""
        for start, begin, length in self.blocks:
            yield from zip(range(start, start + length), range(begin, begin + length), strict=True)

    def steps(self) -> Iterator[tuple[int, int]]:
        """Yield the places of every letter, in ours and in theirs, that follows the same one."""
        for start, begin, length in self.blocks:
            for step in range(1, length):
                yield start + step, begin + step

    def pieces(self) -> Iterator[tuple[Piece, Piece, int]]:
        """Yield each piece of ours with that of theirs that ends it, and where in theirs."""
        seen: dict[int, int] = dict(self.letters())
        for piece in self.was.pieces:
            if (at := seen.get(piece.end - 1)) is not None:
                yield piece, self.now.piece_of[at], at
