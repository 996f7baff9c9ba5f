"""Where people are kept."""

from __future__ import annotations

from dashboard.ports.people import PeopleStore
from dashboard.ports.squad_mergers import SquadMergerStore
from data_sources.db.transactions import SqlTransactions


class SqlPeopleStore(SqlTransactions, PeopleStore, SquadMergerStore):
    """The database as imports of people see it."""
