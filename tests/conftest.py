"""What all tests share: an environment without the settings of whoever runs them, and an end to what they opened."""

from __future__ import annotations

import gc
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, event

from dashboard.settings import PREFIX
from tests.servers import NotInstalled, PostgresCluster, private_postgres

# The same examples in every run: what fails once fails again. `--hypothesis-profile=default` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

# What is imported stays; to look for garbage in it as often as Python does takes a good part of the suite.
gc.set_threshold(50_000)


@pytest.fixture(autouse=True)
def _own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _closed_databases() -> Iterator[None]:
    """Commands leave their connections to the end of the process; here it goes on, and Python 3.13 complains."""
    used: set[Engine] = set()

    def remember(connection: Connection) -> None:
        used.add(connection.engine)
        _hurry(connection.connection.dbapi_connection)

    event.listen(Engine, "engine_connect", remember)
    yield
    event.remove(Engine, "engine_connect", remember)
    for engine in used:
        engine.dispose()


def _hurry(opened: object) -> None:
    """What a power cut would lose does not matter: SQLite waits for no disk, as the tests' PostgreSQL does not."""
    if isinstance(opened, sqlite3.Connection):
        opened.execute("PRAGMA synchronous = OFF").close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A private PostgreSQL; skips where there is none."""
    with ExitStack() as at_end:
        try:
            cluster = at_end.enter_context(private_postgres())
        except NotInstalled as error:
            pytest.skip(str(error))
        yield cluster


@pytest.fixture
def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
