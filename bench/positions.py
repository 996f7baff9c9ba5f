"""What the positions of people cost the ingest: 2 000 people every ten seconds beside 1 000 readings a second."""

from __future__ import annotations

import argparse
import math
import threading
import time
from datetime import timedelta
from statistics import median
from typing import Final

from bench.publisher import MakePayload, Publisher
from bench.rig import TITLES, Database, add_databases, canonical_devices, cpu_s, product
from bench.tables import show
from dashboard.domain.feeds import Feed
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.roster.duty import day_of
from dashboard.domain.roster.records import Entry, Shift, ShiftKind
from dashboard.settings import Settings
from data_sources.db.engine import create
from data_sources.db.positions.store import SqlPositionStore
from data_sources.mqtt.credentials import BrokerUser, kept_credentials
from tests.e2e.product import Product

PEOPLE: Final = 2_000
EVERY_S: Final = 10.0
READINGS_PER_S: Final = 1_000.0
_LON, _LAT = 121.40, 29.65
_STEP_DEG: Final = 1e-4
_ZONE: Final = Settings().timezone
_SQUAD: Final = "BENCH"
# Of these people alone: the demo city brings the tracks that its own people had since midnight.
_KEPT: Final = """SELECT count(*) FROM person_track JOIN person USING (person_key) JOIN squad USING (squad_key)
WHERE squad.code = ?"""


def now_us() -> int:
    """The present in µs since the epoch."""
    return time.time_ns() // 1000


def put_on_duty(running: Product, people: int) -> None:
    """So many people have a shift from yesterday to tomorrow."""
    today = day_of(now_us(), _ZONE)
    url = running.database_url or f"sqlite:///{running.data_dir / 'xiuhua.db'}"
    with SqlPositionStore(create(url), now_us).begin() as work:
        work.save_squads([Squad(code=_SQUAD, name="bench")])
        numbers = [_number(place) for place in range(people)]
        work.save_people(
            [Person(number=each, name=PersonName("张〇一"), post=Post.OFFICER, squad=_SQUAD) for each in numbers]
        )
        work.save_shifts([Shift(_SQUAD, "bench", ShiftKind.DAY, 0, 1440)])
        days = [today + timedelta(days=number) for number in (-1, 0, 1)]
        work.save_entries([Entry(number, day, _SQUAD) for day in days for number in numbers])
        work.bump([Feed.PEOPLE, Feed.ROSTER])


def _number(place: int) -> str:
    return f"B{place:04d}"


def walking(people: int) -> MakePayload:
    """Each person in turn tells where they are, a few metres from where they were."""

    def make(number: int) -> tuple[str, bytes]:
        place, step = number % people, number // people
        lon = _LON + (place % 50) * 2e-3 + step * _STEP_DEG * math.cos(place)
        lat = _LAT + (place // 50) * 2e-3 + step * _STEP_DEG * math.sin(place)
        text = f'{{"lon":{lon:.6f},"lat":{lat:.6f},"accuracy_m":7,"ts":{time.time_ns() // 1_000_000}}}'
        return f"xiuhua/v1/person/{_number(place)}/position", text.encode()

    return make


def reporting(topics: list[str]) -> MakePayload:
    """Each device in turn reports a temperature."""

    def make(number: int) -> tuple[str, bytes]:
        text = f'{{"ts":{time.time_ns() // 1_000_000},"seq":{number},"values":{{"temperature_c":{number % 40}}}}}'
        return f"{topics[number % len(topics)]}/observation", text.encode()

    return make


def cost(running: Product, seconds: float, topics: list[str], people: int) -> float:
    """The share of a core that the ingest takes meanwhile; without people readings come alone."""
    readings = Publisher(running.mqtt_port, reporting(topics), int(READINGS_PER_S * seconds), READINGS_PER_S)
    publishers = [readings]
    if people:
        password = kept_credentials(running.data_dir / "broker").passwords[BrokerUser.SIMULATOR].plain
        rate = people / EVERY_S
        login = (BrokerUser.SIMULATOR.value, password)
        publishers.append(Publisher(running.mqtt_port, walking(people), int(rate * seconds), rate, login))
    pid, begun_s = running.processes["ingest"].pid, time.monotonic()
    before_s = cpu_s(pid)
    for publisher in publishers:
        publisher.start()
    for publisher in publishers:
        publisher.join()
    threading.Event().wait(1.0)
    return (cpu_s(pid) - before_s) / (time.monotonic() - begun_s)


def measure(database: Database, rounds: int, seconds: float, people: int) -> tuple[object, ...]:
    """One row."""
    with product(2_000, database=database) as running:
        topics = canonical_devices(running)
        put_on_duty(running, people)
        threading.Event().wait(3.0)
        alone, beside = [], []
        for _ in range(rounds):
            alone.append(cost(running, seconds, topics, 0))
            beside.append(cost(running, seconds, topics, people))
        ((kept,),) = running.query(_KEPT, _SQUAD)
    sent = rounds * int(people / EVERY_S * seconds)
    extra = median(with_people - without for with_people, without in zip(beside, alone, strict=True))
    return (TITLES[database], *(100 * median(each) for each in (alone, beside)), 100 * extra, f"{kept} of {sent}")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_databases(parser)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--people", type=int, default=PEOPLE)
    options = parser.parse_args()
    rows = [measure(each, options.rounds, options.seconds, options.people) for each in options.database]
    head = ("database", "ingest alone, % of a core", "with people", "people alone (< 5)", "positions kept")
    show(f"{options.people} people every {EVERY_S:g} s beside {READINGS_PER_S:g} readings a second", head, rows)


if __name__ == "__main__":
    main()
