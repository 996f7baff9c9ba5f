"""Databases for the adapter tests: SQLite files, and a private PostgreSQL where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, text

from data_sources.db.engine import create
from data_sources.db.migrate import migrate

NOW: Final = 1_763_700_000_000_000
_TEMPLATE: Final = "xiuhua_template"
_QUICK: Final = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"


class Cluster:
    """A PostgreSQL of its own on a free loopback port; root hands it to the user postgres, as it demands."""

    def __init__(self, programs: Path, folder: Path, account: str | None) -> None:
        self._programs, self._folder, self._account = programs, folder, account
        self._databases = 0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])

    def start(self) -> None:
        """Makes the cluster and waits until it answers."""
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "xiuhua", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder} {_QUICK}"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self._folder / "log"), "-o", options, "start")
        self._make(_TEMPLATE, "template0")
        engine = create(self._url(_TEMPLATE))
        migrate(engine, NOW)
        engine.dispose()

    def stop(self) -> None:
        """Ends it without ceremony."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def new_database(self) -> str:
        """The URL of a database with the newest schema and nothing in it."""
        self._databases += 1
        name = f"xiuhua_{self._databases}"
        self._make(name, _TEMPLATE)
        return self._url(name)

    def _make(self, name: str, template: str) -> None:
        engine = create(self._url("postgres"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()

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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A private PostgreSQL; skips where there is none."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    try:
        account = _account()
    except KeyError:
        pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres")
    folder = Path(tempfile.mkdtemp(prefix="xiuhua-pg-"))
    if account is not None:
        shutil.chown(folder, account, account)
    cluster = Cluster(programs, folder, account)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = create(f"sqlite:///{path}")
    migrate(engine, NOW)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def new_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """Makes an empty database with the newest schema, of the kind `sqlite` or `postgresql`."""
    engines: list[Engine] = []

    def make(kind: str) -> Engine:
        if kind == "postgresql":
            cluster: Cluster = request.getfixturevalue("postgres")
            url = cluster.new_database()
        else:
            path = tmp_path / f"xiuhua{len(engines)}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        engines.append(create(url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, new_engine: Callable[[str], Engine]) -> Engine:
    """An empty database with the newest schema, once of each kind."""
    return new_engine(request.param)
