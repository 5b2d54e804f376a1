"""What a thread does for a request: call the application, or refuse in the API's own form."""

from http import HTTPStatus
from typing import Any

from waitress.task import ErrorTask, WSGITask

from api.errors import INTERNAL, PROBLEM, REFUSALS, describe_problem
from docgen.log import open_log

LOG = open_log("server")
# waitress answers a coding it does not know with 501; for a caller it is a request to mend.
_SAID_AS = {501: 400}


class AnswerTask(WSGITask):  # type: ignore[misc]
    """Calls the application; the last answer of a connection says that it is the last."""

    def get_environment(self) -> dict[str, Any]:
        """Tell the application, too, how to learn that the service is about to end."""
        environ: dict[str, Any] = super().get_environment()
        server = self.channel.server
        environ["docgen.stopping"] = lambda: server.stopping
        return environ

    def start(self) -> None:
        """Begin; a body that is read while it arrives may not be read to its end."""
        super().start()
        if self.channel.server.stopping or self.request.feed is not None:
            self.set_close_on_finish()


class RefusalTask(ErrorTask):  # type: ignore[misc]
    """Answers a request that never reached the application, and ends the connection."""

    def execute(self) -> None:
        """Write the whole answer."""
        fault = self.request.error
        status = _SAID_AS.get(fault.code, fault.code)
        LOG.info("request_refused", status=status, fault=type(fault).__name__)
        headers, content = refusal(status)
        self.version = "1.1"  # Whatever the client tried to say, that is what we speak.
        self.status = f"{status} {HTTPStatus(status).phrase}"
        self.response_headers.extend(headers)
        self.set_close_on_finish()
        self.content_length = len(content)
        self.write(content)


def refusal(status: int) -> tuple[list[tuple[str, str]], bytes]:
    """Return the headers and the body of the answer to what the server itself refuses."""
    code, detail = REFUSALS.get(status, REFUSALS[400] if status < 500 else INTERNAL)
    headers: list[tuple[str, Any]] = [
        ("Content-Type", PROBLEM),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if status == 503:
        headers.append(("Retry-After", "2"))
    return headers, describe_problem(status, code, detail).encode()
