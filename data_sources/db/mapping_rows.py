"""The imported device mappings as they are stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.json_columns import unpacked


def mapping_specs(engine: Engine) -> list[dict[str, Any]]:
    """Return the imported device mappings in their order. Raises Unavailable."""
    query = select(t.device_mapping.c.spec).order_by(t.device_mapping.c.position)
    with reading(engine) as connection:
        return [unpacked(spec) for spec in connection.execute(query).scalars()]
