"""Brings a database to the newest schema."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from data_sources.db.engine import writing
from data_sources.db.partitions import ensure_partitions
from data_sources.db.schema import MIGRATIONS


def migrate(engine: Engine, now_us: int) -> None:
    """Runs the missing migrations in one transaction and prepares the partitions around now; safe to repeat."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    ensure_partitions(engine, now_us)
