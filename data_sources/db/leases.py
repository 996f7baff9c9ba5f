"""Leases: who may do what until when, agreed upon in the database."""

from __future__ import annotations

from sqlalchemy import Engine, delete, or_, select

from dashboard.ports.operations import Lease, NameLeases
from data_sources.db import tables as t
from data_sources.db.engine import reading, writing
from data_sources.db.upserts import upsert


class SqlLeases(NameLeases):
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

    def lease(self, name: str) -> Lease | None:
        """Return the lease as it stands, though it may have run out; None when there is none. Raises Unavailable."""
        lease = t.lease.c
        with reading(self._engine) as connection:
            row = connection.execute(select(lease.holder, lease.until_us).where(lease.name == name)).first()
        return None if row is None else Lease(row.holder, row.until_us)

    def release(self, name: str, holder: str) -> None:
        """Free the lease if this holder has it. Raises Unavailable."""
        lease = t.lease.c
        with writing(self._engine) as connection:
            connection.execute(delete(t.lease).where(lease.name == name, lease.holder == holder))
