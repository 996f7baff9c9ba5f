"""The database engine: embedded SQLite (WAL, synchronous FULL) or PostgreSQL, by URL alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import make_url

from dashboard.errors import Unusable
from data_sources.db.outages import translated
from data_sources.db.storable import bind_storable

Database = Engine
"""What `create` returns, for those who only pass it on."""

WRITES: Final = "xiuhua_writes"
_BUSY_TIMEOUT_MS: Final = 15_000
# Errors go to logs, and what was to be stored may be names and phones.
_COMMON: Final[dict[str, Any]] = {"pool_size": 4, "max_overflow": 8, "hide_parameters": True}


def create(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`."""
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    engine = _sqlite(url) if is_sqlite else _postgres(url)
    bind_storable(engine.dialect)
    return engine


class _HintingCompiler(SQLiteCompiler):
    """Writes hints behind the names of tables, where SQLite has them (INDEXED BY)."""

    def get_from_hint_text(self, _table: object, text: str | None) -> str | None:
        return text


def _postgres(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, **_COMMON)
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_postgres(connection: Any, _record: object) -> None:
    """Compiling a query takes longer than answering one of ours; what it sorts and gathers has room in memory."""
    connection.execute("SELECT set_config('jit', 'off', false), set_config('work_mem', '16MB', false)")
    connection.commit()


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        _make_folder(Path(database).parent)
    engine = create_engine(url, connect_args={"timeout": _BUSY_TIMEOUT_MS / 1000}, **_COMMON)
    engine.dialect.statement_compiler = _HintingCompiler
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(
            f"the database's folder {folder} cannot be made ({error.strerror}): choose another one"
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -16000",
        "journal_size_limit = 67108864",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the write lock at once: a deferred transaction that upgrades later fails instead of waiting.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reads only. Raises Unavailable when the database is out of reach."""
    with translated(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one write transaction; commits at the end. Raises Unavailable when out of reach."""
    with translated(engine), engine.connect() as plain:
        connection = plain.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A write transaction that may make a table anew, and others refer to it; commits at the end.

    SQLite makes a table anew by dropping the old one, which references forbid: here they are looked at in the end.
    Raises Unusable, with nothing changed, when something refers to what is not there; Unavailable when out of reach.
    """
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            yield connection
        return
    with translated(engine), engine.connect() as plain:
        driver: Any = plain.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            connection = plain.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection
                _require_references(connection)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _require_references(connection: Connection) -> None:
    tables = sorted({str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
    if tables:
        raise Unusable(f"rows of {', '.join(tables)} refer to what is not there: nothing was changed")


@contextmanager
def plain_file(path: Path, timeout_s: float = _BUSY_TIMEOUT_MS / 1000) -> Iterator[sqlite3.Connection]:
    """A SQLite file as a whole, without what `create` sets up; no transaction is begun. Raises sqlite3.Error."""
    with closing(sqlite3.connect(path, timeout=timeout_s, isolation_level=None)) as connection:
        yield connection
