"""Brings a database to the newest schema, and tells how old it is."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from data_sources.db.engine import reading, writing
from data_sources.db.partitions import ensure_partitions

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class SchemaAge(StrEnum):
    """How the database's schema stands to this version of Xiuhua."""

    EMPTY = "empty"
    OLD = "old"
    CURRENT = "current"
    NEWER = "newer"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def schema_age(engine: Engine) -> SchemaAge:
    """Empty, old, current or newer than this version. Raises Unavailable when the database is out of reach."""
    script = ScriptDirectory.from_config(_config())
    with reading(engine) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present is None:
        return SchemaAge.EMPTY
    if present == script.get_current_head():
        return SchemaAge.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return SchemaAge.OLD if present in known else SchemaAge.NEWER


def migrate(engine: Engine, now_us: int) -> None:
    """Runs the missing migrations in one transaction and prepares the partitions around now; safe to repeat."""
    config = _config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    ensure_partitions(engine, now_us)
