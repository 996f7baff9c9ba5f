"""Where the city's profile is kept."""

from __future__ import annotations

from dashboard.ports.city import CityProfileStore
from data_sources.db.transactions import SqlTransactions


class SqlCityStore(SqlTransactions, CityProfileStore):
    """The database as whoever names the city sees it."""
