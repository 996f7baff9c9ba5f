"""Logins with a password: how long one takes, and what ten at once cost the live channel of those who are at work."""

from __future__ import annotations

import argparse
import json
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import httpx2

from bench.publisher import MakePayload, Publisher
from bench.rig import TITLES, Database, add_databases, canonical_devices, product
from bench.tables import quantile, show
from tests.e2e.product import Product, eventually

METRIC: Final = "conductivity_uscm"
AT_ONCE: Final = 10
DEVICES: Final = 200
RATE: Final = 50.0
"""Messages a second: few enough that the channel itself has nothing to wait for."""


class Lags(NamedTuple):
    """Milliseconds from the publish of a reading to its frame at a client: alone, and while people sign in."""

    alone: list[float]
    meanwhile: list[float]


class Listener(threading.Thread):
    """A client of the live channel; `seen_s` holds when the reading with a number came."""

    def __init__(self, running: Product) -> None:
        super().__init__(daemon=True)
        self._address = f"{running.url}/api/v1/live"
        token = running.run("token", "add", "bench", "--scope", "view_wall").strip()
        self._headers = {"Authorization": f"Bearer {token}"}
        self._leaves = threading.Event()
        self.seen_s: dict[int, float] = {}
        self.frames = 0

    def run(self) -> None:
        """Listens until it is told to leave; a frame comes at least once a second."""
        with httpx2.stream("GET", self._address, headers=self._headers, timeout=30, trust_env=False) as answer:
            for line in answer.iter_lines():
                if self._leaves.is_set():
                    return
                if line.startswith("data: "):
                    self._take(json.loads(line.removeprefix("data: ")), time.time())

    def leave(self) -> None:
        """Ends it."""
        self._leaves.set()
        self.join()

    def _take(self, frame: dict[str, list[dict[str, dict[str, float]]]], now_s: float) -> None:
        self.frames += 1
        for asset in frame.get("assets", ()):
            if METRIC in asset["values"]:
                self.seen_s.setdefault(int(asset["values"][METRIC]), now_s)


def reporting(topics: Sequence[str], first: int) -> MakePayload:
    """Each device in turn reports a number that no reading had before."""

    def make(number: int) -> tuple[str, bytes]:
        payload = f'{{"ts":{time.time_ns() // 1_000_000},"seq":{number},"values":{{"{METRIC}":{first + number}}}}}'
        return f"{topics[number % len(topics)]}/observation", payload.encode()

    return make


def sign_in(client: httpx2.Client, running: Product, password: str) -> float:
    """Milliseconds that the answer to the login form takes."""
    client.cookies.clear()
    token = secrets.token_hex(32)
    form = {"form_token": token, "name": "administrator", "password": password, "next": "/"}
    begun_s = time.perf_counter()
    answer = client.post(f"{running.url}/login", data=form, headers={"Cookie": f"_csrf_token={token}"})
    took_ms = (time.perf_counter() - begun_s) * 1000
    assert answer.status_code == 303, answer.text
    return took_ms


@contextmanager
def signing_in(running: Product, password: str, took_ms: list[float]) -> Iterator[None]:
    """Ten browsers sign in meanwhile, each again as soon as it is in."""
    enough = threading.Event()

    def keep_on() -> None:
        with httpx2.Client(trust_env=False, timeout=60) as client:
            while not enough.is_set():
                took_ms.append(sign_in(client, running, password))

    threads = [threading.Thread(target=keep_on) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    yield
    enough.set()
    for thread in threads:
        thread.join()


def lag_ms(running: Product, listener: Listener, topics: Sequence[str], seconds: float) -> list[float]:
    """How late each reading of so many seconds came."""
    first, count = max(listener.seen_s, default=0) + 1, int(RATE * seconds)
    publisher = Publisher(running.mqtt_port, reporting(topics, first), count, RATE)
    publisher.run()
    eventually(lambda: all(first + number in listener.seen_s for number in range(count)), "every reading came")
    return [(listener.seen_s[first + number] - publisher.sent_s[number]) * 1000 for number in range(count)]


def measure(database: Database, assets: int, rounds: int, seconds: float) -> list[tuple[object, ...]]:
    """The rows of the table for one database."""
    with product(assets, database=database) as running:
        password, topics = running.demo_password(), canonical_devices(running)[:DEVICES]
        listener = Listener(running)
        listener.start()
        eventually(lambda: listener.frames, "the live channel speaks")
        with httpx2.Client(trust_env=False, timeout=60) as client:
            single_ms = [sign_in(client, running, password) for _ in range(20 * rounds)]
        lags, together_ms = Lags([], []), list[float]()
        for _ in range(rounds):
            lags.alone.extend(lag_ms(running, listener, topics, seconds))
            with signing_in(running, password, together_ms):
                lags.meanwhile.extend(lag_ms(running, listener, topics, seconds))
        listener.leave()
    return rows(TITLES[database], single_ms, together_ms, lags)


def rows(title: str, single_ms: list[float], together_ms: list[float], lags: Lags) -> list[tuple[object, ...]]:
    """One row for each thing that was timed."""

    def row(what: str, values: list[float], reach: str = "") -> tuple[object, ...]:
        figures = (quantile(values, share) for share in (0.5, 0.95, 1.0))
        return (title, what, len(values), *figures, reach)

    ratios = (quantile(lags.meanwhile, share) / quantile(lags.alone, share) for share in (0.5, 0.95, 1.0))
    return [
        row("a login, one after the other (ms)", single_ms, "p95 ≤ 300"),
        row(f"a login, {AT_ONCE} at once all the time (ms)", together_ms),
        row("publish → live frame, nobody signs in (ms)", lags.alone),
        row(f"publish → live frame, {AT_ONCE} at once (ms)", lags.meanwhile),
        (title, "the same as a ratio", "", *ratios, ""),
    ]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_databases(parser)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--assets", type=int, default=3_000)
    options = parser.parse_args()
    found = [measure(each, options.assets, options.rounds, options.seconds) for each in options.database]
    head = ("database", "what", "count", "p50", "p95", "worst", "reach")
    show("Signing in with a password, argon2id", head, [row for part in found for row in part])


if __name__ == "__main__":
    main()
