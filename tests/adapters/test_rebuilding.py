"""Tables that others refer to are made anew by migrations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, text

from dashboard.errors import Unusable
from data_sources.db.engine import rebuilding

_BEGIN = (
    "CREATE TABLE seen (seen_key INTEGER PRIMARY KEY)",
    "CREATE TABLE tie (seen_key INTEGER NOT NULL REFERENCES seen (seen_key))",
    "INSERT INTO seen VALUES (7)",
    "INSERT INTO tie VALUES (7)",
)


def run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(text(statement))


@pytest.fixture
def database(new_engine: Callable[[str], Engine]) -> Engine:
    """Two tables of which one refers to the other. On PostgreSQL no table has to be made anew."""
    engine = new_engine("sqlite")
    with engine.begin() as connection:
        run(connection, *_BEGIN)
    return engine


def test_a_table_that_others_refer_to_is_made_anew_with_its_rows(database: Engine) -> None:
    with rebuilding(database) as connection:
        run(connection, "CREATE TABLE anew (seen_key INTEGER PRIMARY KEY, state TEXT)")
        run(connection, "INSERT INTO anew SELECT seen_key, 'waiting' FROM seen")
        run(connection, "DROP TABLE seen", "ALTER TABLE anew RENAME TO seen")
    with database.begin() as connection:
        assert connection.execute(text("SELECT state FROM seen JOIN tie USING (seen_key)")).scalar() == "waiting"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1, "references are looked at again"


def test_what_would_refer_to_nothing_is_refused_with_nothing_changed(database: Engine) -> None:
    with pytest.raises(Unusable, match="rows of tie refer"), rebuilding(database) as connection:
        run(connection, "DELETE FROM seen")
    with database.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM seen")).scalar() == 1
