"""The door for a WSGI server: `gunicorn wsgi:app`."""

from api.app import create_app
from docgen.settings import Settings

app = create_app(Settings.from_env())
