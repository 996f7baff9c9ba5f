"""Where links are kept."""

from __future__ import annotations

from dashboard.ports.answering import AnswerStore
from data_sources.db.transactions import SqlTransactions


class SqlAnswerStore(SqlTransactions, AnswerStore):
    """The database as answers by link see it."""
