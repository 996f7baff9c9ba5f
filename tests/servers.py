"""PostgreSQL and Mosquitto from installed programs, each private to those who start it, on free loopback ports."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from data_sources.db.engine import create
from data_sources.db.migrate import migrate

NOW: Final = 1_763_700_000_000_000
QUICK: Final = "-c autovacuum=off -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"
"""For tests: what a power cut would lose does not matter."""
DURABLE: Final = "-c shared_buffers=128MB"
"""For benchmarks: every commit is on the disk, as in production."""

_TEMPLATE: Final = "xiuhua_template"
_MOSQUITTO: Final = """listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
max_queued_messages 0
max_queued_bytes 0
max_inflight_messages 1000
sys_interval 1
autosave_interval 1
user {user}
"""


class NotInstalled(Exception):
    """A server's program is missing, or may not run here; the message says which."""


class Pristine(NamedTuple):
    """What the template holds: marks of its schema, the rows that migrations put in, and how far sequences are."""

    schema: str
    rows: dict[str, bytes]
    tables: tuple[str, ...]

    @classmethod
    def of(cls, connection: psycopg.Connection[Any]) -> Pristine:
        """As a database is now."""
        tables = tuple(str(name) for (name,) in connection.execute(_TABLES))
        rows = {}
        for table in _filled(connection, tables):
            with connection.cursor().copy(f"COPY {table} TO STDOUT".encode()) as copy:
                rows[table] = b"".join(copy)
        return cls(_marks(connection), rows, tables)

    def restore(self, connection: psycopg.Connection[Any]) -> bool:
        """Makes a database like this again, in one transaction; False when its schema is another one."""
        if _marks(connection) != self.schema:
            return False
        connection.execute("SET lock_timeout = '2s'; SET session_replication_role = replica")
        for table in _filled(connection, self.tables):
            connection.execute(f"DELETE FROM {table}".encode())
        for table, rows in self.rows.items():
            with connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
                copy.write(rows)
        connection.execute(_BEGIN_SEQUENCES)
        return True


_TABLES: Final = (
    "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind IN ('r', 'p') AND NOT relispartition"
)
_BEGIN_SEQUENCES: Final = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) "
    "FROM pg_sequences WHERE last_value IS NOT NULL"
)
_FIRST_OWN_OID: Final = 16_384
_MARKED: Final = {
    "pg_class": "oid",
    "pg_attribute": "attrelid",
    "pg_attrdef": "adrelid",
    "pg_constraint": "oid",
    "pg_trigger": "oid",
    "pg_proc": "oid",
    "pg_namespace": "1000000",
}
"""The parts of a schema. Whoever changes a row of these leaves another xmin; a new database has its template's."""


def _marks(connection: psycopg.Connection[Any]) -> str:
    """What a schema can be told by, and that the database has not become large."""
    parts = (
        f"SELECT '{part} ' || count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) FROM {part} "
        f"WHERE {own} >= {_FIRST_OWN_OID}"
        for part, own in _MARKED.items()
    )
    rows = connection.execute(" UNION ALL ".join(parts).encode()).fetchall()
    size = connection.execute("SELECT pg_database_size(current_database()) / 32000000").fetchall()
    return "; ".join(str(value) for (value,) in [*rows, *size])


def _filled(connection: psycopg.Connection[Any], tables: Iterable[str]) -> list[str]:
    """The tables that have rows."""
    parts = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
    return [str(name) for (name,) in connection.execute(" UNION ALL ".join(parts).encode())]


class PostgresCluster:
    """A PostgreSQL of its own on a free loopback port; root hands it to the user postgres, as it demands."""

    def __init__(self, programs: Path, folder: Path, account: str | None, options: str) -> None:
        self._programs, self._folder, self._account = programs, folder, account
        self._databases, self._options = 0, options
        self._given_back: list[str] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])

    def start(self) -> None:
        """Makes the cluster and waits until it answers."""
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "xiuhua", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.resume()
        self._make(_TEMPLATE, "template0")
        engine = create(self._url(_TEMPLATE))
        migrate(engine, NOW)
        engine.dispose()
        with psycopg.connect(self._plain_url(_TEMPLATE)) as connection:
            self._pristine = Pristine.of(connection)

    def resume(self) -> None:
        """Starts it once more, with what it holds."""
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder} {self._options}"
        data, log = str(self._folder / "data"), str(self._folder / "log")
        self._run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")

    @property
    def pid(self) -> int:
        """The process that all others of it descend from."""
        return int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        """Ends it without ceremony."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def new_database(self) -> str:
        """The URL of a database with the newest schema and nothing in it."""
        while self._given_back:
            name = self._given_back.pop()
            if self._is_as_new(name):
                return self._url(name)
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")
        self._databases += 1
        name = f"xiuhua_{self._databases}"
        self._make(name, _TEMPLATE)
        return self._url(name)

    def give_back(self, url: str) -> None:
        """Lets others have a database that nobody needs any more: a new one is a thousand files."""
        self._given_back.append(url.rpartition("/")[2])

    def _is_as_new(self, name: str) -> bool:
        """Empties a database; False when that is not enough, since its schema was changed or somebody still uses it."""
        try:
            with psycopg.connect(self._plain_url(name)) as connection:
                return self._pristine.restore(connection)
        except psycopg.Error:
            return False

    def _make(self, name: str, template: str) -> None:
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._plain_url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _plain_url(self, database: str) -> str:
        return self._url(database).replace("+psycopg", "")

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://xiuhua@127.0.0.1:{self._port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        who: dict[str, Any] = {}
        if self._account is not None:
            who = {"user": self._account, "group": self._account, "extra_groups": []}
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, **who)


def _programs() -> Path | None:
    """The newest installed PostgreSQL."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(homes[-1]) if homes else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _account() -> str | None:
    """Who is to run it: nobody else, unless we are root. Raises KeyError when there is no user postgres."""
    return pwd.getpwnam("postgres").pw_name if os.getuid() == 0 else None


@contextmanager
def private_postgres(options: str = QUICK) -> Iterator[PostgresCluster]:
    """A running PostgreSQL that is gone afterwards. Raises NotInstalled."""
    programs = _programs()
    if programs is None:
        raise NotInstalled("PostgreSQL is not installed (apt install postgresql)")
    try:
        account = _account()
    except KeyError as error:
        raise NotInstalled("PostgreSQL refuses to run as root, and there is no user postgres") from error
    folder = Path(tempfile.mkdtemp(prefix="xiuhua-pg-"))
    if account is not None:
        shutil.chown(folder, account, account)
    cluster = PostgresCluster(programs, folder, account, options)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def mosquitto_command(folder: Path, port: int) -> list[str]:
    """What starts a Mosquitto that keeps its sessions in that folder. Raises NotInstalled."""
    program = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise NotInstalled("Mosquitto is not installed (apt install mosquitto)")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "mosquitto.conf"
    user = pwd.getpwuid(os.getuid()).pw_name
    config.write_text(_MOSQUITTO.format(port=port, folder=folder, user=user), encoding="utf-8")
    return [program, "-c", str(config)]
