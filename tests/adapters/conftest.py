"""Databases for the adapter tests: SQLite files, and a private PostgreSQL where its programs are installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from tests.case_office import CaseOffice
from tests.case_street import Street
from tests.servers import NOW, PostgresCluster


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
    borrowed: list[str] = []

    def make(kind: str) -> Engine:
        if kind == "postgresql":
            cluster: PostgresCluster = request.getfixturevalue("postgres")
            borrowed.append(url := cluster.new_database())
        else:
            path = tmp_path / f"xiuhua{len(engines)}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        engines.append(create(url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()
    for url in borrowed:
        request.getfixturevalue("postgres").give_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, new_engine: Callable[[str], Engine]) -> Engine:
    """An empty database with the newest schema, once of each kind."""
    return new_engine(request.param)


@pytest.fixture
def office(engine: Engine) -> CaseOffice:
    """A bureau whose cases move."""
    return CaseOffice(engine)


@pytest.fixture
def street(office: CaseOffice) -> Street:
    """Assets, alarms and cameras of that bureau."""
    return Street(office)
