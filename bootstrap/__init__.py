"""Where ports meet adapters: one module for each kind of process, so that none imports what it does not run."""

from __future__ import annotations

import socket
import time

from dashboard.errors import Unusable
from dashboard.settings import Settings
from data_sources.db.engine import Database, create
from data_sources.db.schema import SchemaAge, schema_age
from data_sources.processes.data_dir import open_data_dir


def now_us() -> int:
    """The clock of the processes: µs since the epoch."""
    return time.time_ns() // 1000


def open_database(settings: Settings) -> Database:
    """The database with the newest schema, in a folder that is its owner's alone.

    Raises Unusable when it needs `migrate`, is of a newer Xiuhua, damaged or not writable; Unavailable when it is away.
    """
    open_data_dir(settings.data_dir)
    engine = create(settings.database)
    age = schema_age(engine)
    if age in (SchemaAge.EMPTY, SchemaAge.OLD):
        raise Unusable(f"the database's schema is {age}: run `python manage.py migrate`")
    if age is SchemaAge.NEWER:
        raise Unusable("the database belongs to a newer Xiuhua: update this installation")
    return engine


def process_name(kind: str, number: int = 1) -> str:
    """The name under which a process announces itself, the same at each start: `ingest-host-1`."""
    host = socket.gethostname().split(".")[0] or "localhost"
    return f"{kind}-{host}-{number}"
