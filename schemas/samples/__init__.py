"""Small invented photos for the kinds' examples, drawn for this project."""

import base64
from importlib.resources import files


def sample_photo(name: str) -> str:
    """Return a sample photo of this package, e.g. `shop_front.jpg`, as a `data:` URL."""
    content = (files(__name__) / name).read_bytes()
    return "data:image/jpeg;base64," + base64.b64encode(content).decode()
