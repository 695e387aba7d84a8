"""Alembic's entry: runs on the engine that ``jeugd.storage.database`` hands over."""

from alembic import context
from sqlalchemy.engine import Engine

from jeugd.storage.tables import metadata

engine: Engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
