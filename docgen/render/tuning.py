"""Make WeasyPrint 70.0 write faster and smaller files."""

from collections.abc import Callable
from typing import Any

from weasyprint import Document
from weasyprint.text.ffi import harfbuzz_subset

from docgen.render.fonts import FaceSet, FontsError


def require_subsetter() -> None:
    """Refuse to work without harfbuzz-subset: a document would take nine seconds."""
    if harfbuzz_subset is None:
        raise FontsError(
            "缺少 HarfBuzz 子集库，请先安装 libharfbuzz-subset0（apt install libharfbuzz-subset0）。"
        )


def produce(
    document: Document, faces: FaceSet, finisher: Callable[[Document, Any], None], **options: Any
) -> bytes:
    """Write a laid-out document."""
    content: bytes = document.write_pdf(finisher=finisher, **options)
    return content
