"""Brings a database to the newest schema."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from data_sources.db.engine import rebuilding
from data_sources.db.partitions import ensure_partitions
from data_sources.db.schema import MIGRATIONS, SchemaAge, schema_age


def migrate(engine: Engine, now_us: int) -> None:
    """Runs the missing migrations in one transaction and prepares the partitions around now; safe to repeat."""
    if schema_age(engine) is not SchemaAge.CURRENT:
        _upgrade(engine)
    ensure_partitions(engine, now_us)


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with rebuilding(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
