"""Leases: who may do what until when, agreed upon in the database."""

from __future__ import annotations

from sqlalchemy import Engine, or_

from dashboard.ports.operations import Leases
from data_sources.db import tables as t
from data_sources.db.engine import writing
from data_sources.db.upserts import upsert


class SqlLeases(Leases):
    """Leases in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, name: str, holder: str, now_us: int, until_us: int) -> bool:
        """Take or prolong the lease; False when another holds it still."""
        lease = t.lease.c
        with writing(self._engine) as connection:
            free = or_(lease.holder == holder, lease.until_us < now_us)
            statement = upsert(connection.dialect.name, t.lease, ["name"], update=["holder", "until_us"], only_if=free)
            statement = statement.returning(lease.name)
            row = {"name": name, "holder": holder, "until_us": until_us}
            return connection.execute(statement, row).first() is not None
