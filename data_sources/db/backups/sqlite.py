"""SQLite as a whole: copied by its online backup, which waits for no writer and makes none wait."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, make_url

from dashboard.domain.audit import Link
from dashboard.domain.backups import DatabaseKind, Snapshot
from dashboard.errors import BadInput, Conflict, Unavailable
from dashboard.ports.backups import DatabaseCopies
from dashboard.ports.operations import Clock
from data_sources.db.engine import plain_file
from data_sources.db.migrate import migrate
from data_sources.db.outages import translated
from data_sources.db.schema import known_revisions

_FILE: Final = "xiuhua.db"


class SqliteCopies(DatabaseCopies):
    """A database file in WAL mode."""

    kind = DatabaseKind.SQLITE

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._path = Path(make_url(str(engine.url)).database or "")

    def copy_to(self, folder: Path) -> Snapshot:
        """Copy it in one step, which sees one moment; what is written meanwhile stays in the write-ahead log."""
        target = folder / _FILE
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with translated(self._engine), plain_file(self._path) as source, plain_file(target) as copy:
            try:
                source.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode = DELETE")
                return _snapshot(copy)
            except sqlite3.Error as error:
                raise Unavailable(f"the database cannot be copied to {folder}: {error}") from error

    def contents(self) -> str:
        """Return the file's name when it has tables, or cannot be read."""
        if not self._path.exists():
            return ""
        try:
            with plain_file(self._path) as connection:
                tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
        except sqlite3.DatabaseError:
            return f"{self._path} (damaged)"
        return f"{self._path} ({tables} tables)" if tables else ""

    def refuse_while_used(self) -> None:
        """Leaving the WAL mode takes that nobody else has it open; a damaged file is nobody's."""
        if not self._path.exists():
            return
        self._engine.dispose()
        try:
            with plain_file(self._path, timeout_s=0.0) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise Conflict(f"{self._path} is in use: stop Xiuhua before anything is restored") from error
            raise Unavailable(f"{self._path} cannot be opened: {error}") from error
        except sqlite3.DatabaseError:
            return

    def put_back(self, copy: Path) -> None:
        """Put a checked copy into the place of the file, whose write-ahead log goes with it."""
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.draft")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            shutil.copyfile(copy, draft)
            _check(draft)
            self._engine.dispose()
            for left in ("-wal", "-shm", "-journal"):
                self._path.with_name(self._path.name + left).unlink(missing_ok=True)
            draft.replace(self._path)
        except OSError as error:
            raise Unavailable(f"{self._path} cannot be written: {error.strerror}") from error
        finally:
            draft.unlink(missing_ok=True)

    def revisions(self) -> Sequence[str]:
        """Return the revisions of migrations/versions."""
        return known_revisions()

    def upgrade(self) -> None:
        """Run the missing migrations."""
        migrate(self._engine, self._clock())


def _check(path: Path) -> None:
    """Raise BadInput when pages of the file are torn, or it is no database."""
    try:
        with plain_file(path) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BadInput(f"the copy of the database is damaged ({error}): take another backup") from error
    if found != "ok":
        raise BadInput(f"the copy of the database is damaged ({found}): take another backup")


def _snapshot(connection: sqlite3.Connection) -> Snapshot:
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Snapshot(_FILE, revision, Link(*connection.execute("SELECT number, digest FROM audit_head").fetchone()))
