"""gunicorn's worker as the service uses it, with a second's patience for each client."""

from api.arrivals import PatientWorker


class HastyWorker(PatientWorker):
    """Waits a second where the other waits twenty."""

    patience = 1.0
