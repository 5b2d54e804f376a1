"""The register's door: issue documents, find them, take their files, say what became of them.

Every route only translates; what may be done, and what comes of it, the register knows.
"""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from api.documents.acts import add_acts
from api.documents.issue import add_issue
from api.documents.look import add_looks
from api.documents.office import Office


class KindName(BaseConverter):
    """A kind's name in a path: it begins with a small letter, as no id does."""

    regex = "[a-z][^/]*"
    part_isolating = True


class DocumentId(BaseConverter):
    """Where a document's id is wanted; what is none is told from an id by the route."""

    regex = "[^a-z/][^/]*"
    part_isolating = True


def document_routes(office: Office) -> Blueprint:
    """Return the routes below `/v1/documents`."""
    routes = Blueprint("documents", __name__, url_prefix="/v1/documents")
    routes.record(_teach_paths)
    add_issue(routes, office)
    add_looks(routes, office)
    add_acts(routes, office)
    return routes


def _teach_paths(state: BlueprintSetupState) -> None:
    state.app.url_map.converters |= {"kind_name": KindName, "document_id": DocumentId}
