"""A stand-in for the API, which remembers what it was asked and answers as it is told, and a small bureau before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dashboard.domain.coordinates import Position
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Role
from dashboard.errors import Unavailable
from dashboard.settings import Settings
from data_sources.demo_city.working.acting import Acting
from data_sources.demo_city.working.api import Answer
from data_sources.demo_city.working.bureau import WorkingBureau
from data_sources.demo_city.working.cast import Player, cast_of
from data_sources.demo_city.working.crew import Crew
from data_sources.demo_city.working.deeds import Deciding
from data_sources.demo_city.working.evidence import Evidence
from tests.servers import NOW

ZONE = Settings().timezone
PLAYERS = (
    Player("seat", Role.OPERATOR, "P1"),
    Player("chief", Role.DISPATCHER, "P2"),
    Player("chief-2", Role.DISPATCHER, "P3"),
    Player("boss", Role.MANAGER, "P4"),
    Player("leader", Role.SQUAD_LEADER, "P5", "yuelin"),
    Player("li", Role.OFFICER, "P6", "yuelin"),
    Player("wang", Role.OFFICER, "P7", "yuelin"),
    Player("sweeper", Role.DEPARTMENT, "P8", None, "HW01"),
)


class Sent(NamedTuple):
    """One command."""

    account: str
    path: str
    body: Mapping[str, Any]
    key: str


def moment(at_us: int) -> str:
    return from_us(at_us).isoformat()


def told(key: int = 1, **changed: Any) -> dict[str, Any]:
    """A case as the API shows it."""
    stages = ("reported", "registered", "filed", "dispatched", "accepted", "departed", "arrived", "handled", "checked")
    usual: dict[str, Any] = {f"{stage}_at": None for stage in stages}
    usual |= {"reported_at": moment(NOW), "due_at": None, "suspended_until": None, "closed_at": None, "on_time": None}
    usual |= {"squad": None, "second_squad": None, "department": None, "assignee": None, "checker": None}
    usual |= {"id": key, "number": f"20261127-{key:04d}", "revision": 1, "state": "reported", "category": "0504"}
    usual |= {"source": "collector", "lon": 121.4, "lat": 29.65, "area_code": "G", "pending": None, "photos": []}
    counts = dict.fromkeys(("dispatches", "reworks", "returns", "extensions", "suspensions", "units"), 0)
    return {**usual, "counts": counts, "actions": ["register", "reject", "verify"], **changed}


class FakeApi:
    """Has cases; `refuse` says how a command is answered instead of being done (None: it is done)."""

    def __init__(self, *cases: dict[str, Any]) -> None:
        self.cases = {case["id"]: case for case in cases}
        self.sent: list[Sent] = []
        self.pictures: list[tuple[str, bytes, int | None]] = []
        self.blind: set[str] = set()
        self.timeline: list[dict[str, Any]] = []
        self.positions: list[dict[str, Any]] = []
        self.more: dict[str, list[dict[str, Any]]] = {}
        self.refuse: Callable[[Sent], Answer | None] = lambda _: None
        self.away = False

    def get(self, account: str, path: str, **asked: str | int) -> Answer:
        self._require_there()
        parts = path.strip("/").split("/")
        if path == "/cases":
            return Answer(200, {"items": list(self.cases.values()), "next": None})
        if path == "/people/positions":
            return Answer(200, {"features": self.positions})
        if parts[0] != "cases":
            return Answer(200, {"items": self.more.get(path, [])})
        if account in self.blind:
            return Answer(404, {"code": "not_found"})
        if len(parts) > 2:
            return Answer(200, {"items": self.timeline if parts[2] == "timeline" else []})
        return Answer(200, self.cases[int(parts[1])])

    def post(self, account: str, path: str, body: Mapping[str, Any], key: str) -> Answer:
        sent = Sent(account, path, body, key)
        self.sent.append(sent)
        self._require_there()
        refusal = self.refuse(sent)
        if refusal is not None:
            return refusal
        if path == "/cases":
            return Answer(201, told(len(self.sent)))
        case = self.cases[int(path.split("/")[2])]
        case["revision"] += 1
        case["state"] = _AFTER.get(path.rpartition("/")[2], case["state"])
        return Answer(200, case)

    def send_picture(self, account: str, picture: bytes, case: int | None) -> Answer:
        self._require_there()
        self.pictures.append((account, picture, case))
        return Answer(201, {"digest": f"{len(self.pictures):064x}"})

    def _require_there(self) -> None:
        if self.away:
            raise Unavailable("nobody answers")


_AFTER = {"register": "to_register", "reject": "rejected", "verify": "verifying", "file": "to_dispatch"}


class Streets:
    """People who walk: `there` says when whoever is sent to a case is there."""

    def __init__(self) -> None:
        self.there: dict[int, int] = {}
        self.out: dict[str, Position] = {}
        self.sent: list[tuple[int, str]] = []

    def send(self, case: int, person: str, place: Position, from_us: int) -> int | None:
        self.sent.append((case, person))
        return self.there.get(case)

    def where(self, person: str, at_us: int) -> tuple[Position, float] | None:
        return (self.out[person], 6.0) if person in self.out else None


def acting(api: FakeApi, streets: Streets | None = None, speed: float = 1e6) -> Acting:
    """The small bureau at an API."""
    return Acting(
        api=api,
        crew=Crew(cast_of(PLAYERS), {"G": "yuelin"}),
        deciding=Deciding(seed=7, speed=speed),
        evidence=Evidence(seed=7, zone=ZONE),
        streets=streets or Streets(),
    )


def bureau(api: FakeApi, streets: Streets | None = None, *played: str) -> WorkingBureau:
    """The small bureau, whose people take no time; some of them are played by people."""
    return WorkingBureau(acting(api, streets), None, 1e6, lambda: frozenset(played))
