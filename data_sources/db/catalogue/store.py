"""Where the catalogue is kept."""

from __future__ import annotations

from dashboard.ports.catalogue import CatalogueStore
from data_sources.db.transactions import SqlTransactions


class SqlCatalogueStore(SqlTransactions, CatalogueStore):
    """The database as the services of the catalogue see it."""
