"""What the database user of the processes may on PostgreSQL, when another one owns the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, Engine, text

from dashboard.errors import BadInput
from data_sources.db.engine import writing

_READ_ONLY: Final = ("alembic_version",)
_ADDED_TO_ONLY: Final = "audit"
_PARTITIONED: Final = "observation"


def grant_to(engine: Engine, role: str) -> None:
    """Let `role` do everything that the processes do, and add to the audit log without changing or removing entries.

    The observations become the role's own, since the worker makes and drops their weekly partitions. Safe to repeat,
    and to be repeated after each migration. Raises BadInput when there is no such role, when it owns the tables or is
    a superuser, and on SQLite, which has no roles.
    """
    if engine.dialect.name != "postgresql":
        raise BadInput("roles are PostgreSQL's: SQLite has none; leave --grant-to out")
    with writing(engine) as connection:
        _check(connection, role)
        quoted = engine.dialect.identifier_preparer.quote(role)
        for statement in _statements(connection, quoted):
            connection.execute(text(statement))


def _check(connection: Connection, role: str) -> None:
    found = connection.execute(
        text("SELECT rolsuper OR rolname = current_user AS is_free FROM pg_roles WHERE rolname = :role"), {"role": role}
    ).first()
    if found is None:
        raise BadInput(f"there is no role {role!r:.60}: CREATE ROLE … LOGIN makes one")
    if found.is_free:
        raise BadInput(f"{role!r:.60} owns the tables or is a superuser, whom nothing is refused: name another role")


def _statements(connection: Connection, role: str) -> Iterator[str]:
    schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    yield f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE, REFERENCES ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    for table in _READ_ONLY:
        yield f"REVOKE ALL ON {table} FROM {role}"
        yield f"GRANT SELECT ON {table} TO {role}"
    yield f"REVOKE ALL ON {_ADDED_TO_ONLY} FROM {role}"
    yield f"GRANT SELECT, INSERT ON {_ADDED_TO_ONLY} TO {role}"
    yield f"REVOKE INSERT, DELETE ON {_ADDED_TO_ONLY}_head FROM {role}"
    yield from (f"ALTER TABLE {table} OWNER TO {role}" for table in [_PARTITIONED, *_partitions(connection)])


def _partitions(connection: Connection) -> list[str]:
    query = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = CAST(:parent AS regclass)")
    return list(connection.execute(query, {"parent": _PARTITIONED}).scalars())
