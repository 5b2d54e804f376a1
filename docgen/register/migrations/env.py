"""Run the revisions on the connection that `docgen.register.migrations` hands over."""

from alembic import context

from docgen.register.tables import METADATA

connection = context.config.attributes["connection"]
# SQLite cannot alter a table in place: batch mode copies it.
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
