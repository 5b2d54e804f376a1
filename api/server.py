"""How gunicorn runs the service: `gunicorn --config python:api.server`."""

from docgen.log import log_config

logconfig_dict = log_config()
worker_class = "api.arrivals.PatientWorker"
# One process: the pool, the rates and the counts are whole only there.
workers = 1
# With the files of the service this stays below the 1024 that a process may open.
worker_connections = 700
# A way to steer the server from outside that nobody here needs.
control_socket_disable = True
