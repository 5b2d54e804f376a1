"""docgen: case payloads in, lawful Chinese paperwork out, in Word and PDF/A."""

from docgen.document import Document
from docgen.engine import Engine, open_engine
from docgen.errors import DocgenError, InvalidCaseError
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
