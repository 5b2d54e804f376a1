"""The register's door: issue documents, find them, take their files, say what became of them.

Every route only translates; what may be done, and what comes of it, the register knows.
"""

import re
from collections.abc import Iterable

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from api.documents.acts import add_acts
from api.documents.issue import add_issue
from api.documents.look import add_looks
from api.documents.office import Office
from api.documents.signed import add_signed


class KindName(BaseConverter):
    """A kind's name in a path, known or not; what has the form of an id is none."""

    regex = r"(?![0-9a-f]{32}(?:/|\Z))[^/]+"
    part_isolating = True


def document_routes(office: Office) -> Blueprint:
    """Return the routes below `/v1/documents`."""
    routes = Blueprint("documents", __name__, url_prefix="/v1/documents")
    document_id = _document_id(office.engine.catalogue)

    def teach_paths(state: BlueprintSetupState) -> None:
        state.app.url_map.converters.update(kind_name=KindName, document_id=document_id)

    routes.record(teach_paths)
    add_issue(routes, office)
    add_looks(routes, office)
    add_acts(routes, office)
    add_signed(routes, office)
    return routes


def _document_id(kinds: Iterable[str]) -> type[BaseConverter]:
    """Return what matches a document's id, or what was meant as one: anything but a kind's name.

    So each address says truly which methods it has.
    """
    names = "|".join(map(re.escape, kinds))

    class DocumentId(BaseConverter):
        regex = rf"(?!(?:{names})(?:/|\Z))[^/]+"
        part_isolating = True

    return DocumentId
