"""Assert that a PDF is PDF/A-3a and PDF/UA-1 at once."""

from docgen.archive.conformance import fonts_of, problems_of, structure_elements

__all__ = ["assert_conformant", "fonts_of", "structure_elements"]


def assert_conformant(pdf: bytes) -> None:
    """Fail with every reason why `pdf` is not PDF/A-3a and PDF/UA-1 at once."""
    problems = problems_of(pdf)
    assert not problems, "\n".join(problems)
