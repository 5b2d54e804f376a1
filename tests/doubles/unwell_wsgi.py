"""The service as `wsgi.py` makes it, over workers that fall ill when a payload asks for it."""

import atexit
import os

from api.app import create_app
from docgen.engine import assemble
from docgen.settings import Settings
from docgen.workers.pool import GIB, RenderPool
from tests.doubles.unwell_engine import open_unwell

settings = Settings.from_env()
pool = RenderPool(
    settings,
    workers=settings.workers,
    deadline=settings.deadline,
    backlog=int(os.environ.get("UNWELL_BACKLOG", "32")),
    memory=int(os.environ.get("UNWELL_MEMORY", GIB)),
    open_engine=open_unwell,  # type: ignore[arg-type]
)
atexit.register(pool.stop)
app = create_app(settings, assemble(settings), pool)
