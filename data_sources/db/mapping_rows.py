"""The imported device mappings as they are stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, select

from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.json_columns import unpacked


def mapping_specs(engine: Engine) -> list[dict[str, Any]]:
    """Return the imported device mappings in their order. Raises Unavailable."""
    with reading(engine) as connection:
        return read_mapping_specs(connection)


def read_mapping_specs(connection: Connection) -> list[dict[str, Any]]:
    """Return the same inside a transaction."""
    query = select(t.device_mapping.c.spec).order_by(t.device_mapping.c.position)
    return [unpacked(spec) for spec in connection.execute(query).scalars()]
