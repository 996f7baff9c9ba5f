"""Where webhooks are kept."""

from __future__ import annotations

from dashboard.ports.webhooks import WebhookStore
from data_sources.db.transactions import SqlTransactions


class SqlWebhookStore(SqlTransactions, WebhookStore):
    """The database as webhooks see it."""
