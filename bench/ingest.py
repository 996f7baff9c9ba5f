"""Durable ingest against a bare paho subscriber that only parses JSON: same broker, same messages, same run."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from statistics import median
from typing import Final, NamedTuple

from bench.publisher import MakePayload, Publisher
from bench.rig import TITLES, add_databases, canonical_devices, cpu_s, product
from bench.tables import show
from tests.e2e.product import ROOT, Product, eventually

READINGS: Final = 50
FIRST_AND_LAST_READING: Final = (
    "SELECT (SELECT min(received_us) FROM observation WHERE received_us >= ?), "
    "(SELECT max(changed_us) FROM asset_state)"
)
FIRST_AND_LAST_FAULT: Final = "SELECT min(received_us), max(received_us) FROM quarantine WHERE received_us >= ?"


ROWS: Final = (
    ("bare paho subscriber, messages/s", ""),
    ("Xiuhua, committed, messages/s", ""),
    ("Xiuhua ÷ bare", "≥ 0.8"),
    (f"{READINGS} readings a message, readings/s", "≥ 50,000"),
    ("quarantine flood, messages/s", ""),
)


class Drain(NamedTuple):
    """How quickly what had gathered was taken: messages a second, and CPU µs of the consumer for each."""

    rate: float
    cpu_us: float


def now_us() -> int:
    """The present: times of readings rise by a microsecond each, so that none lies ahead of its arrival."""
    return time.time_ns() // 1000


def moment(at_us: int) -> str:
    """A time as devices write it."""
    whole_s, part_us = divmod(at_us, 1_000_000)
    return f"{_second(whole_s)}.{part_us:06d}Z"


@cache
def _second(epoch_s: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(epoch_s))


def single_reading(topics: list[str], start_us: int) -> MakePayload:
    """One reading a message, the devices in turn."""

    def make(number: int) -> tuple[str, bytes]:
        value = number % 400 / 100
        payload = f'{{"ts":"{moment(start_us + number)}","seq":{number},"values":{{"temperature_c":{value}}}}}'
        return f"{topics[number % len(topics)]}/observation", payload.encode()

    return make


def many_readings(topics: list[str], start_us: int) -> MakePayload:
    """A list of readings a message."""

    def make(number: int) -> tuple[str, bytes]:
        first = number * READINGS
        items = [
            {"ts": moment(start_us + first + i), "seq": first + i, "values": {"temperature_c": i / 10}}
            for i in range(READINGS)
        ]
        return f"{topics[number % len(topics)]}/observation", json.dumps(items).encode()

    return make


def unreadable(topics: list[str], _start_us: int) -> MakePayload:
    """Messages of which nothing can be read, each another."""
    return lambda number: (f"{topics[number % len(topics)]}/observation", f'{{"values": {{"level_m": {number}'.encode())


def publish(running: Product, make: MakePayload, count: int) -> None:
    """Returns when the broker has all."""
    publisher = Publisher(running.mqtt_port, make, count, None)
    publisher.run()


def bare_subscriber(running: Product, count: int) -> list[str]:
    """The command line of the yardstick."""
    where = (str(running.data_dir), str(running.mqtt_port))
    return [sys.executable, "-m", "bench.bare_subscriber", *where, str(count)]


def drain_bare(running: Product, count: int) -> Drain:
    """What the bare subscriber makes of it."""
    done = subprocess.run(bare_subscriber(running, count), cwd=ROOT, capture_output=True, text=True, check=True)
    first_s, last_s, taken, cpu = (float(part) for part in done.stdout.split())
    assert taken == count, f"the bare subscriber got {taken:.0f} of {count}"
    return Drain(count / (last_s - first_s), cpu / count * 1e6)


def drain_ingest(running: Product, count: int, stored: Callable[[], int], clock: str, idle_s: float) -> Drain:
    """What our ingest makes of it, from its first message to its last commit; starting it costs `idle_s` of CPU."""
    before = stored()
    begun_us = time.time_ns() // 1000
    running.start("ingest")
    eventually(lambda: stored() - before >= count, "all is committed", 600)
    first_us, last_us = running.query(clock, begun_us)[0]
    spent_s = max(0.0, cpu_s(running.processes["ingest"].pid) - idle_s)
    stop_ingest(running)
    return Drain(count / max(1, last_us - first_us) * 1e6, spent_s / count * 1e6)


def stop_ingest(running: Product) -> None:
    """Stops it; its session stays at the broker."""
    process = running.processes.pop("ingest")
    process.terminate()
    process.wait(60)


def open_sessions(running: Product) -> float:
    """Makes the sessions of both, so that the broker keeps for them what comes; gives the CPU seconds of a start."""
    with running.listener() as listener:
        running.start("ingest")
        eventually(lambda: listener.is_online("ingest"), "the ingest is online")
        spent_s = cpu_s(running.processes["ingest"].pid)
        stop_ingest(running)
    subprocess.run(bare_subscriber(running, 0), cwd=ROOT, check=True)
    return spent_s


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--assets", type=int, default=10_000)
    add_databases(parser)
    options = parser.parse_args()
    measured = []
    for database in options.database:
        with product(options.assets, "broker", database=database) as running:
            measured.append(measure(running, options.messages, options.rounds))
    titles = [TITLES[database] for database in options.database]
    show(
        f"Durable ingest ({options.messages:,} messages, {options.rounds} rounds, {options.assets:,} assets, QoS 1)",
        ("what", *(head for title in titles for head in (title, "CPU µs each")), "reach"),
        [
            (name, *(cell for figures in measured for cell in figures[place]), reach)
            for place, (name, reach) in enumerate(ROWS)
        ],
    )


def measure(running: Product, messages: int, rounds: int) -> list[tuple[object, object]]:
    """All rounds: rate and CPU time for each of ROWS."""
    topics = canonical_devices(running)
    idle_s = open_sessions(running)

    def count_readings() -> int:
        return int(running.query("SELECT count(*) FROM observation")[0][0])

    def count_faults() -> int:
        return int(running.query("SELECT count(*) FROM quarantine")[0][0])

    bare, ours, batched = [], [], []
    for _ in range(rounds):
        publish(running, single_reading(topics, now_us()), messages)
        bare.append(drain_bare(running, messages))
        ours.append(drain_ingest(running, messages, count_readings, FIRST_AND_LAST_READING, idle_s))
    for _ in range(rounds):
        publish(running, many_readings(topics, now_us()), messages // 15)
        many = messages // 15 * READINGS
        batched.append(drain_ingest(running, many, count_readings, FIRST_AND_LAST_READING, idle_s))
    publish(running, unreadable(topics, 0), messages // 3)
    flood = drain_ingest(running, messages // 3, count_faults, FIRST_AND_LAST_FAULT, idle_s)
    ratio = median(o.rate / b.rate for o, b in zip(ours, bare, strict=True))
    return [middle(bare), middle(ours), (ratio, ""), middle(batched), flood]


def middle(drains: list[Drain]) -> Drain:
    """The median of the rates and of the costs."""
    return Drain(median(drain.rate for drain in drains), median(drain.cpu_us for drain in drains))


if __name__ == "__main__":
    main()
