"""How old the schema of a database is; told without Alembic, whose loading would delay every start."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, inspect, text

from data_sources.db.engine import reading

MIGRATIONS: Final = Path(__file__).resolve().parents[2] / "migrations"


class SchemaAge(StrEnum):
    """How the database's schema stands to this version of Xiuhua."""

    EMPTY = "empty"
    OLD = "old"
    CURRENT = "current"
    NEWER = "newer"


def known_revisions() -> list[str]:
    """The revisions of this version, the oldest first: the files of migrations/versions begin with them."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def schema_age(engine: Engine) -> SchemaAge:
    """Empty, old, current or newer than this version. Raises Unavailable when the database is out of reach."""
    with reading(engine) as connection:
        begun = inspect(connection).has_table("alembic_version")
        present = connection.scalar(text("SELECT version_num FROM alembic_version")) if begun else None
    if present is None:
        return SchemaAge.EMPTY
    known = known_revisions()
    if present == known[-1]:
        return SchemaAge.CURRENT
    return SchemaAge.OLD if present in known else SchemaAge.NEWER
