"""Leases in both databases: taken, prolonged, looked at, given up."""

from __future__ import annotations

from sqlalchemy import Engine

from dashboard.ports.operations import Lease
from data_sources.db.leases import SqlLeases


def test_a_lease_can_be_looked_at_even_when_it_has_run_out(engine: Engine) -> None:
    leases = SqlLeases(engine)
    assert leases.lease("roll-ups") is None
    assert leases.take("roll-ups", "first", 10, 20)
    assert leases.lease("roll-ups") == Lease("first", 20)
    assert not leases.take("roll-ups", "second", 20, 30)
    assert leases.take("roll-ups", "second", 21, 30)
    assert leases.lease("roll-ups") == Lease("second", 30)


def test_only_its_holder_gives_a_lease_up(engine: Engine) -> None:
    leases = SqlLeases(engine)
    assert leases.take("roll-ups", "first", 10, 20)
    leases.release("roll-ups", "second")
    assert leases.lease("roll-ups") == Lease("first", 20)
    leases.release("roll-ups", "first")
    assert leases.lease("roll-ups") is None
