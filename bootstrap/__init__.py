"""Where ports meet adapters: one module for each kind of process, so that none imports what it does not run."""

from __future__ import annotations

import socket
import time

from dashboard.errors import Conflict
from dashboard.settings import Settings
from data_sources.db.engine import Database, create
from data_sources.db.schema import SchemaAge, schema_age


def now_us() -> int:
    """The clock of the processes: µs since the epoch."""
    return time.time_ns() // 1000


def open_database(settings: Settings) -> Database:
    """The database with the newest schema. Raises Conflict when it needs `migrate` or is of a newer Xiuhua."""
    engine = create(settings.database)
    age = schema_age(engine)
    if age in (SchemaAge.EMPTY, SchemaAge.OLD):
        raise Conflict(f"the database's schema is {age}: run `python manage.py migrate`")
    if age is SchemaAge.NEWER:
        raise Conflict("the database belongs to a newer Xiuhua: update this installation")
    return engine


def process_name(kind: str, number: int = 1) -> str:
    """The name under which a process announces itself, the same at each start: `ingest-host-1`."""
    host = socket.gethostname().split(".")[0] or "localhost"
    return f"{kind}-{host}-{number}"
