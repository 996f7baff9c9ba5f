"""Find cases quickly: an index with all that lists go by, one of what waits for a decision, and one of words.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_LIST: Final = (
    "case_key reported_us state ended_us due_us yellow_us paused_since_us squad second_squad department assignee"
    " checker area_key line_key category source step_due_us number reporter alarm_key address"
)
_PENDING: Final = sa.text("pending IS NOT NULL")
_CREATE: Final = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE case_search (case_key integer PRIMARY KEY REFERENCES case_record, words tsvector NOT NULL)",
        "CREATE INDEX ix_case_search_words ON case_search USING gin (words)",
    ),
}
_FILL: Final = {
    "sqlite": "INSERT INTO case_search (rowid, words) VALUES (:key, :words)",
    "postgresql": "INSERT INTO case_search VALUES (:key, CAST(:words AS tsvector))",
}
_AT_ONCE: Final = 2_000


def upgrade() -> None:
    op.create_index("ix_case_record_list", "case_record", _LIST.split())
    op.create_index(
        "ix_case_record_pending", "case_record", ["case_key"], sqlite_where=_PENDING, postgresql_where=_PENDING
    )
    for statement in _CREATE[op.get_bind().dialect.name]:
        op.execute(statement)
    _fill(op.get_bind())


def downgrade() -> None:
    op.execute("DROP TABLE case_search")
    op.drop_index("ix_case_record_pending", "case_record")
    op.drop_index("ix_case_record_list", "case_record")


def _fill(connection: sa.Connection) -> None:
    """The words of the cases that are there already."""
    dialect, after = connection.dialect.name, 0
    some = sa.text(
        "SELECT case_key, address, description, category_name FROM case_record WHERE case_key > :after"
        " ORDER BY case_key LIMIT :count"
    )
    while rows := connection.execute(some, {"after": after, "count": _AT_ONCE}).all():
        told = [{"key": row[0], "words": _written(dialect, row[1:])} for row in rows]
        connection.execute(sa.text(_FILL[dialect]), told)
        after = rows[-1][0]


def _written(dialect: str, texts: tuple[str, ...]) -> str:
    words = [word for text in texts for word in _words(text)]
    if dialect == "sqlite":
        return " ".join(words)
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, start=1))


def _words(text: str) -> Iterator[str]:
    """Every two neighbouring letters or digits, and the last of a run alone."""
    for run in "".join(each if each.isalnum() else " " for each in text.casefold()).split():
        yield from (run[place : place + 2] for place in range(len(run)))
