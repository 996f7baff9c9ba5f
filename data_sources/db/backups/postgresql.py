"""PostgreSQL as a whole: by its own pg_dump and pg_restore, of one snapshot, and back in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection, Engine, select, text

from dashboard.domain.audit import Link
from dashboard.domain.backups import DatabaseKind, Snapshot
from dashboard.errors import BadInput, Conflict, Unavailable
from dashboard.ports.backups import DatabaseCopies
from dashboard.ports.operations import Clock
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.migrate import migrate
from data_sources.db.schema import known_revisions

HOMES: Final = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""
_FILE: Final = "xiuhua.dump"
_SERVICE: Final = "xiuhua"
_PLAIN: Final = ("--no-owner", "--no-privileges", "--no-comments")
_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
_TABLES: Final = (
    "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace "
    "AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1"
)
_FUNCTIONS: Final = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1"
)


class PostgresCopies(DatabaseCopies):
    """A database on a server whose programs are installed here too; `environment` is that of processes, with more."""

    kind = DatabaseKind.POSTGRESQL

    def __init__(self, engine: Engine, clock: Clock, environment: Callable[..., dict[str, str]]) -> None:
        self._engine = engine
        self._clock = clock
        self._environment_with = environment

    def copy_to(self, folder: Path) -> Snapshot:
        """Dump the snapshot of a transaction, in which schema and audit log are read as well."""
        target = folder / _FILE
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        repeatable = self._engine.execution_options(isolation_level="REPEATABLE READ")
        with reading(repeatable) as connection:
            name = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            snapshot = _snapshot(connection)
            command = [_program("pg_dump"), "--format=custom", f"--snapshot={name}", f"--file={target}", *_PLAIN]
            with self._environment() as environment:
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"pg_dump failed: {_last_line(done.stderr)}")
        return snapshot

    def contents(self) -> str:
        """Return the database's name when it has tables."""
        with reading(self._engine) as connection:
            tables = len(connection.execute(text(_TABLES)).all())
        return f"the database {self._engine.url.database} ({tables} tables)" if tables else ""

    def refuse_while_used(self) -> None:
        """Nobody else may be connected to this database."""
        with reading(self._engine) as connection:
            others = connection.execute(text(_OTHERS)).scalar_one()
        if others:
            raise Conflict(
                f"{others} connections to the database {self._engine.url.database} are open: "
                "stop Xiuhua, and whoever else uses it, before anything is restored"
            )

    def put_back(self, copy: Path) -> None:
        """Drop what is there and make it anew in one transaction of psql, which is kept when pg_restore ended well."""
        with reading(self._engine) as connection:
            drops = list(_drops(connection))
        self._engine.dispose()
        restore = [_program("pg_restore"), "--file=-", *_PLAIN, str(copy)]
        psql = [_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
        with self._environment() as environment, tempfile.TemporaryFile("w+") as said:
            piped: dict[str, Any] = {"stderr": said, "env": environment}
            with subprocess.Popen(psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **piped) as sink:
                well = self._pour(restore, sink, "\n".join(["BEGIN;", *drops, ""]), piped)
            if sink.returncode or not well:
                said.seek(0)
                raise BadInput(f"the copy of the database cannot be put back: {_last_line(said.read())}")

    def revisions(self) -> Sequence[str]:
        """Return the revisions of migrations/versions."""
        return known_revisions()

    def upgrade(self) -> None:
        """Run the missing migrations, and make the partitions of today."""
        migrate(self._engine, self._clock())

    @staticmethod
    def _pour(restore: list[str], sink: subprocess.Popen[bytes], begin: str, piped: dict[str, Any]) -> bool:
        """Send what pg_restore says to psql; commit it when that was all of it, and return whether it was."""
        target: IO[bytes] | None = sink.stdin
        assert target is not None
        try:
            target.write(begin.encode())
            with subprocess.Popen(restore, stdout=subprocess.PIPE, **piped) as source:
                assert source.stdout is not None
                shutil.copyfileobj(source.stdout, target)
            if source.returncode == 0:
                target.write(b"\nCOMMIT;\n")
            target.close()
        except BrokenPipeError:  # psql has ended, and has said why
            return False
        return source.returncode == 0

    @contextmanager
    def _environment(self) -> Iterator[dict[str, str]]:
        """What tells the programs where the database is; the password is on no command line."""
        known = {
            **self._engine.url.translate_connect_args(database="dbname", username="user"),
            **self._engine.url.query,
        }
        lines = [f"[{_SERVICE}]", *(f"{name}={value}" for name, value in known.items())]
        with tempfile.NamedTemporaryFile("w", prefix="xiuhua-", suffix=".conf") as file:  # its owner's alone
            file.write("\n".join(lines) + "\n")
            file.flush()
            yield self._environment_with(PGSERVICEFILE=file.name, PGSERVICE=_SERVICE)


def _program(name: str) -> str:
    """The newest one that is installed. Raises Unavailable."""
    homes = sorted(HOMES.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    program = str(homes[-1]) if homes else shutil.which(name)
    if program is None:
        raise Unavailable(f"{name} is not installed: install PostgreSQL's client programs (postgresql-client)")
    return program


def _drops(connection: Connection) -> Iterator[str]:
    for name in connection.execute(text(_TABLES)).scalars():
        yield f"DROP TABLE {name} CASCADE;"
    for name in connection.execute(text(_FUNCTIONS)).scalars():
        yield f"DROP FUNCTION {name} CASCADE;"


def _snapshot(connection: Connection) -> Snapshot:
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    head = connection.execute(select(t.audit_head.c.number, t.audit_head.c.digest)).one()
    return Snapshot(_FILE, revision, Link(*head))


def _last_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "it said nothing")
