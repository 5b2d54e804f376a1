"""Hold the fixed wording of a kind against its official form, but for declared departures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.proof.agreement import Difference, first_difference
from docgen.proof.official import OfficialForm
from docgen.proof.wording import Wording
from schemas.ground.kind import Departure


@dataclass(frozen=True, slots=True)
class Printed:
    """One case as one template prints it."""

    case: str
    template: str
    wording: Wording


def differences(
    pages: Sequence[Printed], form: OfficialForm, departures: Sequence[Departure]
) -> Iterator[tuple[Printed, Difference]]:
    """Yield every difference that the departures do not name, and the page it was found in.

    Nothing may be added by any page; of each template, one page at least prints the whole form.
    """
    for page in pages:
        if difference := first_difference(page.wording, form, departures, whole=False):
            yield page, difference
    for template in ("docx", "html"):
        of_template = [page for page in pages if page.template == template]
        missing = []
        for page in of_template:
            difference = first_difference(page.wording, form, departures, whole=True)
            if difference is None:
                break
            missing.append((page, difference))
        else:
            yield from missing[:1]
