"""On PostgreSQL the processes have a role of their own, which may do everything but touch the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from dashboard.domain.audit import first_broken
from dashboard.domain.durations import HOUR_US
from dashboard.domain.rights import Role, system
from dashboard.errors import BadInput
from dashboard.services.accounts.administration import Accounts, NewAccount
from dashboard.services.upkeep import Upkeep
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.audit import SqlAuditReader
from data_sources.db.engine import create
from data_sources.db.grants import grant_to
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.migrate import migrate
from data_sources.db.partitions import WEEK_HOURS
from data_sources.db.schema import SchemaAge, schema_age
from tests.adapters.city_of_four import settle
from tests.adapters.test_accounts import PASSWORD, RULES, PlainDigests
from tests.servers import NOW, PostgresCluster

FORBIDDEN = (
    "UPDATE audit SET actor = 'nobody'",
    "DELETE FROM audit",
    "TRUNCATE audit",
    "DROP TABLE audit",
    "ALTER TABLE audit DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_stays ON audit",
    "ALTER TABLE audit OWNER TO CURRENT_USER",
    "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "DELETE FROM audit_head",
    "TRUNCATE audit_head",
    "UPDATE alembic_version SET version_num = '0001'",
)


class Site(NamedTuple):
    """A database of `keeper`, and the same as the processes reach it."""

    owner: Engine
    processes: Engine


@contextmanager
def installed(postgres: PostgresCluster) -> Iterator[Site]:
    """As the runbook makes it: neither role is a superuser."""
    url = make_url(postgres.new_database())
    server = create(url.render_as_string(hide_password=False))
    names = {"owner": f"keeper_{url.database}", "processes": f"app_{url.database}"}
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in names.values():
            connection.execute(text(f"CREATE ROLE {name} LOGIN NOSUPERUSER"))
        connection.execute(text(f"GRANT {names['processes']} TO {names['owner']}"))
        connection.execute(text(f"CREATE DATABASE own_{url.database} OWNER {names['owner']} TEMPLATE template0"))
    server.dispose()
    engines = [
        create(url.set(username=name, database=f"own_{url.database}").render_as_string()) for name in names.values()
    ]
    migrate(engines[0], NOW)
    grant_to(engines[0], names["processes"])
    yield Site(*engines)
    for engine in engines:
        engine.dispose()


@pytest.fixture
def site(postgres: PostgresCluster) -> Iterator[Site]:
    """A site of the test's own."""
    with installed(postgres) as found:
        yield found


@pytest.fixture(scope="module")
def guarded(postgres: PostgresCluster) -> Iterator[Site]:
    """A site that has one entry in its log, and on which everything that is tried is refused."""
    with installed(postgres) as found:
        note(found.processes)
        yield found


def note(engine: Engine) -> None:
    """An account, with its entry in the log."""
    store = SqlAccountStore(engine, lambda: NOW)
    Accounts(store, PlainDigests(), RULES, lambda: NOW).add(NewAccount("li", Role.OPERATOR, PASSWORD), system())


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_processes_cannot_touch_the_audit_log(guarded: Site, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"), guarded.processes.begin() as connection:
        connection.execute(text(statement))
    reader = SqlAuditReader(guarded.processes)
    assert first_broken(reader.entries(), reader.head(), {}) is None
    assert reader.head().number == 1


def test_everything_else_that_the_processes_do_works(site: Site) -> None:
    settle(site.processes)
    note(site.processes)
    assert schema_age(site.processes) is SchemaAge.CURRENT
    upkeep = Upkeep(SqlHistoryStore(site.processes))
    later = NOW + 20 * WEEK_HOURS * HOUR_US
    upkeep.prepare(later)
    upkeep.roll_up(later)
    upkeep.forget(later + 1_000 * WEEK_HOURS * HOUR_US)
    store = SqlAccountStore(site.processes, lambda: NOW)
    accounts = Accounts(store, PlainDigests(), RULES, lambda: NOW)
    accounts.add(NewAccount("root1", Role.ADMINISTRATOR, PASSWORD), system())
    accounts.change_role("li", Role.OFFICER, system())


def test_the_owner_migrates_and_grants_again(site: Site) -> None:
    migrate(site.owner, NOW)
    role = site.processes.url.username or ""
    grant_to(site.owner, role)
    note(site.processes)


@pytest.mark.parametrize(("role", "why"), [("nobody_here", "no role"), ("xiuhua", "superuser")])
def test_a_role_that_could_do_anything_or_is_not_there_is_refused(
    new_engine: Callable[[str], Engine], role: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        grant_to(new_engine("postgresql"), role)


def test_sqlite_has_no_roles(new_engine: Callable[[str], Engine]) -> None:
    with pytest.raises(BadInput, match="SQLite"):
        grant_to(new_engine("sqlite"), "xiuhua")
