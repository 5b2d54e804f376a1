"""docgen: case payloads in, lawful Chinese paperwork out, in Word and PDF/A."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.document import Document
    from docgen.engine import Engine
    from docgen.errors import DocgenError, InvalidCaseError
    from docgen.proof.opening import open_engine
    from docgen.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "DocgenError",
    "Document",
    "Engine",
    "InvalidCaseError",
    "Settings",
    "__version__",
    "open_engine",
]

# Where each name comes from: imported when first asked for, so that `docgen --help` is quick.
_HOMES = {
    "DocgenError": "errors",
    "Document": "document",
    "Engine": "engine",
    "InvalidCaseError": "errors",
    "Settings": "settings",
    "open_engine": "proof.opening",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'docgen' has no attribute {name!r}")
    return getattr(importlib.import_module(f"docgen.{_HOMES[name]}"), name)
