"""Which rows there are, and how a run of them goes."""

from collections.abc import Callable, Collection, Iterator, Mapping

from docgen.bench import mountain, peers, rows, service, soak
from docgen.bench.report import Outcome
from docgen.bench.rows import Bench, Measure
from docgen.bench.timing import Effort
from docgen.errors import DocgenError, ExitCode
from docgen.settings import Settings

ROWS: Mapping[str, Measure] = {
    "word": rows.word_one_page,
    "word-photos": rows.word_four_photos,
    "pdf": rows.pdf_one_page,
    "pdf-photos": rows.pdf_four_photos,
    "size": rows.size_one_page,
    "call": rows.whole_call,
    "call-photos": rows.whole_call_photos,
    "http": service.one_client,
    "clients": service.twenty_clients,
    "workers": service.two_workers,
    "batch": mountain.batch_of_two,
    "memory": soak.memory_of_a_worker,
    "start-docx": rows.start_word,
    "start-pdf": rows.start_pdf,
    "typst": peers.typst_one_page,
    "libreoffice": peers.libreoffice_one_page,
    "chromium": peers.chromium_one_page,
}


class UnknownRowError(DocgenError):
    """Somebody asked for a row that the bench does not have."""

    code = "unknown_row"
    exit_code = ExitCode.usage


def run(
    settings: Settings,
    effort: Effort,
    only: Collection[str] = (),
    before: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Measure every row (or those in `only`) in turn; `before` hears the name of each.

    Errors: `UnknownRowError` before anything is measured.
    """
    if unknown := set(only).difference(ROWS):
        raise UnknownRowError(
            f"没有「{'、'.join(sorted(unknown))}」这一项。可用的有：{'、'.join(ROWS)}。"
        )
    bench = Bench(settings)
    for name, measure in ROWS.items():
        if not only or name in only:
            before(name)
            yield measure(bench, effort)
