"""Give a copy of somebody else's function other names to see; the original stays as it is."""

from types import FunctionType
from typing import Any


def rebound(function: Any, **replacements: Any) -> Any:
    """Return a copy of `function` in whose module the names in `replacements` mean these."""
    copy = FunctionType(
        function.__code__,
        function.__globals__ | replacements,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy
