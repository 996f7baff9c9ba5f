"""What the benchmarks start: the product on free ports in a private folder, and a look at what its processes cost."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.e2e.product import Product, family

_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


@contextmanager
def product(assets: int, *services: str) -> Iterator[Product]:
    """A product with a city of so many assets and these services (none: all) running."""
    folder = Path(tempfile.mkdtemp(prefix="xiuhua-bench-"))
    running = Product(folder / "data", assets)
    try:
        running.prepare()
        running.start(*services)
        if not services:
            running.wait_until_ready()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder)


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
