"""The service as one application, opened when this is imported: `docgen serve` starts it."""

import atexit

from api.app import create_app
from docgen.batch.office.foreman import Foreman
from docgen.proof.opening import open_engine
from docgen.register.database import open_register
from docgen.register.idempotency import clear_out
from docgen.register.recover import recover
from docgen.register.upgrade import prepare
from docgen.register.witness import read_key, refuse_if_ahead
from docgen.register.witnessing import Witnessing
from docgen.settings import Settings
from docgen.template.frozen import freeze
from docgen.workers.pool import RenderPool

settings = freeze(Settings.from_env())
# The workers open their engines while this process opens its own.
pool = RenderPool(settings, workers=settings.workers, deadline=settings.deadline)
# The server has answered what it was asked before this runs, or has given up waiting.
atexit.register(pool.stop)
register = open_register(settings)
prepare(register, settings)
refuse_if_ahead(register, settings.witness)
# What an earlier process left half done is undone before the first request.
recover(register)
clear_out(register)
engine = open_engine(settings)
foreman = Foreman(settings, engine, register)
app = create_app(settings, engine, pool, register, foreman)
# Batches that an earlier process left go on.
foreman.start()
atexit.register(foreman.stop)
if settings.witness:
    key = read_key(settings.witness_key)
    witnessing = Witnessing(register, settings.witness, settings.witness_minutes * 60, key)
    witnessing.start()
    atexit.register(witnessing.stop)
