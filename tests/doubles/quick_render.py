"""A renderer for tests of what happens round rendering: real PDF pages in a millisecond."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf

from docgen.case.case import canonical_json
from docgen.document import Document
from docgen.errors import RenderError


class QuickRender:
    """Make one blank page that carries the payload; refuse every document of copy `refuses`."""

    def __init__(self, refuses: str = "") -> None:
        self._refuses = refuses

    def __call__(
        self,
        kind: str,
        payload: Any,
        format: str = "pdf",
        *,
        copy: str = "delivery",
        files: Mapping[str, bytes] | None = None,
        templates: Path | None = None,
    ) -> Document:
        """Render one document."""
        if copy == self._refuses:
            raise RenderError("渲染不出来。")
        content = canonical_json({"kind": kind, "copy": copy, "payload": payload})
        if format == "pdf":
            buffer = io.BytesIO()
            with pikepdf.new() as pdf:
                pdf.add_blank_page()
                pdf.attachments["payload.json"] = content
                pdf.save(buffer)
            content = buffer.getvalue()
        return Document(kind, format, copy, content, f"{kind}.{format}")
