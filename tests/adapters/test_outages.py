"""What people are told when the database cannot be used, and what only the log is told."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from dashboard.errors import Unavailable, Unusable
from data_sources.db.engine import create, reading, writing

AWAY = "the database cannot be used now; it goes on by itself when it is back"


def nowhere() -> str:
    """The URL of a PostgreSQL where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"postgresql+psycopg://somebody:geheim@127.0.0.1:{probe.getsockname()[1]}/city"


def test_a_database_that_is_away_is_told_without_the_driver_s_words(caplog: pytest.LogCaptureFixture) -> None:
    engine = create(nowhere())
    with pytest.raises(Unavailable) as outage, reading(engine):
        pass
    assert (str(outage.value), type(outage.value)) == (AWAY, Unavailable)
    assert "127.0.0.1" in caplog.text
    assert "geheim" not in caplog.text


def test_an_outage_is_logged_once_and_so_is_its_end(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "xiuhua.db"
    engine = create(f"sqlite:///{path}")
    for content in (b"", b"no database" * 1000, b""):
        engine.dispose()
        path.write_bytes(content)
        for _ in range(3):
            with pytest.raises(Unusable) if content else nullcontext(), reading(engine):
                pass
    assert caplog.messages == [
        "the database cannot be used: file is not a database",
        "the database can be used again",
    ]
    engine.dispose()


def test_a_database_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    engine = create(f"sqlite:///{tmp_path / 'xiuhua.db'}")
    with reading(engine) as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(Unusable, match="the database may not be written"), writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE a (b INTEGER)")
    engine.dispose()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    engine = create(f"sqlite:///{tmp_path / 'xiuhua.db'}")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE a (b BLOB)")
        connection.exec_driver_sql("PRAGMA max_page_count = 3")
    with pytest.raises(Unusable, match="the disk is full: make room"), writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO a VALUES (zeroblob(100000))")
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_fault_of_ours_is_no_outage(new_engine: Callable[[str], Engine], kind: str) -> None:
    engine = new_engine(kind)
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES (NULL)"))


def test_a_slip_in_a_query_is_no_outage(new_engine: Callable[[str], Engine]) -> None:
    with pytest.raises(ProgrammingError), reading(new_engine("postgresql")) as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
