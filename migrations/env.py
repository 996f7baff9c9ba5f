"""Alembic's entry: runs the migrations on the connection that data_sources.db.migrate hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from data_sources.db.tables import metadata


def run(connection: Connection) -> None:
    """Runs what is missing inside the caller's transaction."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    context.run_migrations()


run(context.config.attributes["connection"])
