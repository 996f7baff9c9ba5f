"""Memory of all processes together with 50 000 assets whose devices report: after the start, and minutes later."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path
from typing import NamedTuple

from bench.ingest import now_us, single_reading
from bench.publisher import Publisher
from bench.rig import canonical_devices, product
from bench.tables import show
from tests.e2e.product import Product, family

_KB_PER_MB = 1024


class Memory(NamedTuple):
    """MB of one service: resident, and its fair share of what processes have in common."""

    resident: float
    proportional: float


def memory(pid: int) -> Memory:
    """Of a process and its children."""
    kilobytes = {"Rss": 0, "Pss": 0}
    for member in family(pid):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            name = line.partition(":")[0]
            if name in kilobytes:
                kilobytes[name] += int(line.split()[1])
    return Memory(kilobytes["Rss"] / _KB_PER_MB, kilobytes["Pss"] / _KB_PER_MB)


def look(running: Product) -> dict[str, Memory]:
    """Of every service."""
    found = {name: memory(process.pid) for name, process in running.processes.items()}
    found["together"] = Memory(sum(m.resident for m in found.values()), sum(m.proportional for m in found.values()))
    return found


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=50_000)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=5)
    options = parser.parse_args()
    with product(options.assets) as running:
        running.get("/")
        running.get("/api/v1/assets")
        first = look(running)
        topics = canonical_devices(running)
        count = int(options.rate * options.minutes * 60)
        Publisher(running.mqtt_port, single_reading(topics, now_us()), count, options.rate).run()
        threading.Event().wait(5)
        last = look(running)
    rows = [(name, *first[name], *last[name], "≤ 700" if name == "together" else "") for name in first]
    show(
        f"Memory with {options.assets:,} assets, {options.rate} msg/s for {options.minutes:g} minutes (MB)",
        ("process", "RSS at first", "PSS at first", "RSS then", "PSS then", "reach"),
        rows,
    )


if __name__ == "__main__":
    main()
