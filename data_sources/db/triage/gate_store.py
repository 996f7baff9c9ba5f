"""Where gates and allowances are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.triage.allowances import Allowance
from dashboard.domain.triage.gates import Gate
from dashboard.ports.gates import GateStore
from data_sources.db.engine import reading
from data_sources.db.feeds import revisions
from data_sources.db.transactions import SqlTransactions
from data_sources.db.triage.gate_rows import read_allowances, read_gates, read_spots


class SqlGateStore(SqlTransactions, GateStore):
    """The database as the gates see it."""

    def revisions(self) -> dict[Feed, int]:
        """The present revision of each feed."""
        return revisions(self._engine)

    def gates(self) -> Sequence[Gate]:
        """By category and camera."""
        with reading(self._engine) as connection:
            return read_gates(connection)

    def allowances(self) -> Sequence[Allowance]:
        """By kind and number."""
        with reading(self._engine) as connection:
            return read_allowances(connection)

    def spots(self) -> Mapping[int, Position]:
        """Where each camera stands."""
        with reading(self._engine) as connection:
            return read_spots(connection)
