"""Run stock WeasyPrint for the bench: pages in, seconds and PDFs out, one JSON line each.

This file runs by its path in a process of its own and imports nothing of docgen, so that no
tuning of ours can touch what it measures.
"""

import base64
import json
import sys
import time


def serve() -> None:
    """Answer every line `{"html": …, "variant": …}` with the seconds taken and the PDF."""
    import weasyprint  # noqa: PLC0415 - the import is no part of a page

    for line in sys.stdin:
        wanted = json.loads(line)
        begun = time.perf_counter()
        page = weasyprint.HTML(string=wanted["html"])
        content = page.write_pdf(pdf_variant=wanted["variant"])
        seconds = time.perf_counter() - begun
        answer = {"seconds": seconds, "pdf": base64.b64encode(content).decode()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
