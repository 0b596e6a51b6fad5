"""Runs the steps on the connection that `hall.store.schema` hands over."""

from alembic import context

from hall.store.tables import metadata

connection = context.config.attributes["connection"]
# Batch mode: SQLite cannot alter most of a table in place.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
