"""What the benchmarks start: the product on free ports in a private folder, and a look at what its processes cost."""

from __future__ import annotations

import os
import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from tests.e2e.product import Product, family
from tests.servers import DURABLE, private_postgres

_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


class Database(StrEnum):
    """What a benchmark stores in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


TITLES: Final = {Database.SQLITE: "SQLite", Database.POSTGRESQL: "PostgreSQL"}


@contextmanager
def product(assets: int, *services: str, database: Database = Database.SQLITE, timezone: str = "") -> Iterator[Product]:
    """A product with a city of so many assets, in a time zone if one is named, and these services (none: all)."""
    with ExitStack() as at_end:
        url = ""
        if database is Database.POSTGRESQL:
            url = at_end.enter_context(private_postgres(DURABLE)).new_database()
        folder = Path(tempfile.mkdtemp(prefix="xiuhua-bench-"))
        at_end.callback(shutil.rmtree, folder)
        running = Product(folder / "data", assets, database_url=url)
        at_end.callback(running.stop)
        running.environment |= {"XIUHUA_CITY_TIMEZONE": timezone} if timezone else {}
        running.prepare()
        running.start(*services)
        if not services:
            running.wait_until_ready()
        yield running


def add_databases(parser: ArgumentParser) -> None:
    """Lets the databases be chosen, one column or block of rows for each."""
    parser.add_argument("--database", nargs="+", type=Database, choices=Database, default=list(Database))


def canonical_devices(running: Product) -> list[str]:
    """The topics, without their last level, of all devices that speak the canonical envelope."""
    query = "SELECT kind, asset_id FROM asset WHERE device_ref = 'canonical:' || asset_id ORDER BY asset_id"
    rows = running.query(query)
    return [f"xiuhua/v1/{kind}/{asset_id}" for kind, asset_id in rows]


def cpu_s(pid: int) -> float:
    """The CPU seconds that a process and its living children have used."""
    return sum(_own_cpu_s(member) for member in family(pid))


def _own_cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
