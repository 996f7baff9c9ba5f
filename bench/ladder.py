"""The ladder: 1 000, 2 000 and 5 000 messages a second, each for a while; in the last the ingest is killed with -9."""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

from bench.ingest import now_us, single_reading
from bench.publisher import Publisher
from bench.rig import TITLES, add_databases, canonical_devices, product
from bench.tables import quantile, show
from tests.e2e.product import Product, eventually

RATES: Final = (1_000, 2_000, 5_000)
CAUGHT_UP_S: Final = 120.0
_LOOK_S: Final = 0.1
_NEWEST_ON_SQLITE: Final = "SELECT max(json_extract(\"values\", '$.temperature_c[1]')) FROM asset_state"
_NEWEST_ON_POSTGRESQL: Final = "SELECT max((\"values\"::json -> 'temperature_c' ->> 1)::bigint) FROM asset_state"


class Step(NamedTuple):
    """One rung: what was sent and acknowledged, how far behind the database was, what was lost or doubled."""

    rate: float
    acknowledged: int
    lag_p95_s: float
    lag_worst_s: float
    lost: int
    doubled: int


def climb(running: Product, topics: list[str], rung: int, seconds: float) -> Step:
    """One rung; in the last the ingest is killed half way."""
    first_us, rate = now_us(), RATES[rung]
    begun_us = time.time_ns() // 1000
    count = int(rate * seconds)
    publisher = Publisher(running.mqtt_port, single_reading(topics, first_us), count, rate)
    lags: list[float] = []
    publisher.start()
    pause = threading.Event()
    killed = rate != RATES[-1]
    while publisher.is_alive():
        pause.wait(_LOOK_S)
        if not killed and publisher.sent > count / 2:
            running.kill("ingest")
            running.start("ingest")
            killed = True
        lags.append(_lag_s(running, publisher, first_us))
    acknowledged = {number for number, done in enumerate(publisher.acknowledged) if done}
    eventually(lambda: len(_stored(running, first_us, begun_us)) >= len(acknowledged), "all is stored", CAUGHT_UP_S)
    stored = _stored(running, first_us, begun_us)
    duration_s = publisher.sent_s[-1] - publisher.sent_s[0]
    lost, doubled = len(acknowledged.difference(stored)), len(stored) - len(set(stored))
    return Step(count / duration_s, len(acknowledged), quantile(lags, 0.95), max(lags), lost, doubled)


def _lag_s(running: Product, publisher: Publisher, first_us: int) -> float:
    """How long ago the newest committed message was sent."""
    newest_us = running.query(_NEWEST_ON_POSTGRESQL if running.database_url else _NEWEST_ON_SQLITE)[0][0]
    number = (newest_us or 0) - first_us
    sent_s = publisher.sent_s[number] if 0 <= number < publisher.sent else publisher.sent_s[0]
    return time.time() - sent_s


def _stored(running: Product, first_us: int, begun_us: int) -> list[int]:
    """The numbers of the messages that were stored since then, doubles included."""
    query = "SELECT measured_us - ? FROM observation WHERE measured_us >= ? AND received_us >= ?"
    return [int(row[0]) for row in running.query(query, first_us, first_us, begun_us)]


def _ladder(running: Product, seconds: float) -> Iterator[tuple[object, ...]]:
    """Each rung as a row."""
    with running.listener() as listener:
        eventually(lambda: listener.is_online("ingest"), "the ingest is online")
    topics = canonical_devices(running)
    for rung, rate in enumerate(RATES):
        step = climb(running, topics, rung, seconds)
        yield f"{rate:,} msg/s" + (", ingest killed with -9 half way" if rate == RATES[-1] else ""), *step


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--assets", type=int, default=10_000)
    add_databases(parser)
    options = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    for database in options.database:
        with product(options.assets, "broker", "ingest", database=database) as running:
            rows += [(TITLES[database], *row) for row in _ladder(running, options.seconds)]
    head = ("database", "rung", "sent a second", "acknowledged", "lag p95 (s)", "worst lag (s)", "lost", "doubled")
    show(f"Sustained rate, one reading a message ({options.seconds:g} s a rung)", head, rows)


if __name__ == "__main__":
    main()
