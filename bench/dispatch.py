"""From a dispatch to the squad: how long until its leader's live channel tells of it, and until the leader has it."""

from __future__ import annotations

import argparse
import json
import secrets
import threading
import time
from contextlib import suppress
from typing import Any, Final

import httpx2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bench.rig import TITLES, Database, add_databases, product
from bench.tables import quantile, show
from tests.e2e.product import Product, eventually, new_session

REACH_MS: Final = 1_000.0
_HEAD: Final = ("database", "what", "count", "p50, ms", "p95, ms", "worst, ms", "to reach, ms")
_MESSAGE: Final = "dispatch sent → message at the leader"
_ANSWER: Final = "dispatch answered → message at the leader"
_SCREEN: Final = "dispatch sent → the leader has the case"


class Leader(threading.Thread):
    """The live channel of a squad's leader, by websocket; tells when the cases' feed rose to which revision."""

    def __init__(self, running: Product, cookies: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self._address = f"ws://127.0.0.1:{running.port}/api/v1/live?csrf={cookies['_csrf_token']}"
        self._cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._origin: Any = running.url
        self.frames = 0
        self.heard_s: dict[int, float] = {}

    def run(self) -> None:
        """Listens until the server hangs up."""
        headers = {"Cookie": self._cookie}
        opened = connect(self._address, origin=self._origin, additional_headers=headers, max_size=None)
        with suppress(ConnectionClosed), opened as channel:
            for message in channel:
                self.frames += 1
                revision = json.loads(message).get("feeds", {}).get("cases")
                if revision is not None:
                    self.heard_s.setdefault(revision, time.perf_counter())


class Desk:
    """Whoever dispatches, over the API."""

    def __init__(self, running: Product, cookies: dict[str, str]) -> None:
        self._url = f"{running.url}/api/v1"
        headers = {"x-csrftoken": cookies["_csrf_token"]}
        self._client = httpx2.Client(trust_env=False, timeout=60, headers=headers, cookies=cookies)

    def get(self, path: str, **asked: str | int) -> Any:
        """What is behind a path."""
        answer = self._client.get(f"{self._url}{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, path: str, **told: object) -> Any:
        """The answer to a command."""
        headers = {"Idempotency-Key": secrets.token_hex(8)}
        answer = self._client.post(f"{self._url}{path}", json=told, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()


def session(running: Product, name: str) -> dict[str, str]:
    """The cookies of one of the demo's accounts."""
    password = running.demo_password()
    return eventually(lambda: new_session(running.port, name, password), f"{name} is let in")


def waits_for_dispatch(desk: Desk, category: str) -> Any:
    """A case that was filed."""
    case = desk.send("/cases", source="hotline", category=category, lon=121.40, lat=29.65)
    for action in ("register", "file"):
        case = desk.send(f"/cases/{case['id']}/{action}", revision=case["revision"])
    return case


def measure(database: Database, rounds: int) -> list[tuple[object, ...]]:
    """The rows of the table for one database."""
    took: dict[str, list[float]] = {_ANSWER: [], _MESSAGE: [], _SCREEN: []}
    with product(2_000, database=database) as running:
        cookies = session(running, "squad-leader")
        desk, page = Desk(running, session(running, "dispatcher")), Desk(running, cookies)
        leader = Leader(running, cookies)
        squad = page.get("/me")["squad"]
        leader.start()
        eventually(lambda: leader.frames, "the live channel speaks")
        ((category,),) = running.query("SELECT MIN(code) FROM category WHERE code LIKE '05__'")
        for _ in range(rounds):
            case = waits_for_dispatch(desk, category)
            for what, ms in one(desk, page, leader, case, squad).items():
                took[what].append(ms)
    return [
        (TITLES[database], what, len(ms), *(quantile(ms, share) for share in (0.5, 0.95)), max(ms), REACH_MS)
        for what, ms in took.items()
    ]


def one(desk: Desk, page: Desk, leader: Leader, case: Any, squad: str) -> dict[str, float]:
    """What one dispatch takes."""
    threading.Event().wait(0.5)
    before = max(leader.heard_s, default=0)
    sent_s = time.perf_counter()
    desk.send(f"/cases/{case['id']}/dispatch", revision=case["revision"], squad=squad)
    answered_s = time.perf_counter()
    heard_s = eventually(
        lambda: min((at for told, at in leader.heard_s.items() if told > before), default=0.0), "it came"
    )
    found = page.get("/cases", squad=squad, state="to_handle", sort="-reported_at", limit=50)
    shown_s = time.perf_counter()
    assert case["id"] in {each["id"] for each in found["items"]}, "the leader sees the case"
    return {
        _ANSWER: max(0.0, heard_s - answered_s) * 1e3,
        _MESSAGE: (heard_s - sent_s) * 1e3,
        _SCREEN: (shown_s - sent_s) * 1e3,
    }


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_databases(parser)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    rows = [row for each in options.database for row in measure(each, options.rounds)]
    show("a dispatch at the squad", _HEAD, rows)


if __name__ == "__main__":
    main()
