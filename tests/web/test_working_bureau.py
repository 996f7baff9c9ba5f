"""The simulated bureau at the real API on both databases: from the message of a cover to a closed case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bootstrap import now_us
from bootstrap.bureau import build_acting, settle_bureau_accounts
from bootstrap.cases import case_tasks
from bootstrap.web import Services, build_services
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import DAY_US
from dashboard.domain.readings import Delivery
from dashboard.domain.rights import Role
from dashboard.settings import Settings
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.register_store import SqlRegister
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.city import generate
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.settle import settle, settle_bureau, settle_catalogue, settle_dispatch_rules
from data_sources.demo_city.working.bureau import WorkingBureau
from data_sources.demo_city.working.cast import Player, players_of
from data_sources.demo_city.working.http_api import HttpApi
from tests.web.conftest import serve

COVERS_GO_TO = "SZ02"
QUICK = 1e6
MOST_STEPS = 14


class AtHome:
    """Nobody is out on the streets."""

    def send(self, case: int, person: str, place: Position, from_us: int) -> int | None:
        return None

    def where(self, person: str, at_us: int) -> tuple[Position, float] | None:
        return None


class Town:
    """The demo city on a database, its web process without a broker, and its bureau."""

    def __init__(self, settings: Settings, city: DemoCity) -> None:
        self.settings, self.city = settings, city
        self.engine = create(settings.database)
        migrate(self.engine, now_us())
        settle(city, SqlRegister(self.engine, now_us))
        settle_bureau(make_bureau(city), SqlPeopleStore(self.engine, now_us))
        settle_catalogue(SqlCatalogueStore(self.engine, now_us), now_us())
        settle_dispatch_rules(SqlCaseStore(self.engine, now_us), now_us())
        self.services: Services = build_services(settings)
        self.players = tuple(_few(players_of(make_bureau(city))))
        self.covers = canonical_covers(city)
        self.password = settle_bureau_accounts(settings, self.engine, self.players)

    def open_cover(self) -> str:
        """The next cover says that it is open, as the ingest hears it from the broker; then it is the worker's turn."""
        asset_id = next(self.covers)
        body = json.dumps({"values": {"cover": "open"}}).encode()
        self.services.ingest.record([Delivery(f"xiuhua/v1/manhole/{asset_id}/observation", body, now_us())])
        for task in case_tasks(self.settings, self.engine, self.services.notifier):
            if task.name == "cases by alarm":
                task.run(now_us())
        return asset_id

    def let_work(self, client: TestClient) -> None:
        """The bureau does what it has to do, a day at each step."""
        bureau, begun_us = self.bureau(HttpApi(client, self.password)), now_us()
        for number in range(MOST_STEPS):
            bureau.step(begun_us + number * DAY_US)

    def asked(self, client: TestClient, path: str) -> Any:
        """What the API tells a duty chief."""
        return HttpApi(client, self.password).get("xc0003", path).body

    def case_of(self, client: TestClient, asset_id: str) -> Any:
        """The one case of an asset."""
        (case,) = (each for each in self.asked(client, "/cases")["items"] if each["asset_id"] == asset_id)
        return case

    def bureau(self, api: HttpApi) -> WorkingBureau:
        """The bureau, a million times as fast as life."""
        acting = build_acting(self.settings, self.city, self.players, api, AtHome(), QUICK)
        return WorkingBureau(acting, None, QUICK)


def _few(players: tuple[Player, ...]) -> Iterator[Player]:
    """Accounts cost time: the first of each squad is enough, and who has to do with covers."""
    known: set[tuple[Any, ...]] = set()
    for each in players:
        place = (each.role, each.squad)
        needed = each.department == COVERS_GO_TO if each.role is Role.OFFICER and each.squad is None else True
        if needed and place not in known:
            known.add(place)
            yield each


@pytest.fixture(scope="module")
def small_demo() -> DemoCity:
    """A demo city with few devices."""
    return generate(seed=7, assets=60)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small_demo: DemoCity
) -> Iterator[Town]:
    """The demo city, once on each database; each test takes a cover of its own."""
    with ExitStack() as at_end:
        url = ""
        if request.param == "postgresql":
            cluster = request.getfixturevalue("postgres")
            at_end.callback(cluster.give_back, url := cluster.new_database())
        yield Town(
            Settings(data_dir=tmp_path_factory.mktemp(request.param), database_url=url, allowed_hosts=("testserver",)),
            small_demo,
        )


def canonical_covers(city: DemoCity) -> Iterator[str]:
    """Covers whose devices are named like them."""
    covers = (each for each in city.assets if each.kind == "manhole")
    return (each.asset_id for each in covers if each.device_ref == f"canonical:{each.asset_id}")


def test_a_case_goes_from_the_message_of_a_cover_to_its_end_by_simulated_people(town: Town) -> None:
    with TestClient(serve(town.services, town.services.doorkeeper)) as client:
        cover = town.open_cover()
        town.let_work(client)
        case = town.case_of(client, cover)
        told = town.asked(client, f"/cases/{case['id']}/timeline")["items"]
        shown = town.asked(client, f"/cases/{case['id']}")["photos"]
    assert (case["state"], case["on_time"], case["department"], case["second_squad"]) == (
        "closed",
        True,
        "SZ02",
        "mobile",
    )
    deeds = [each["what"] for each in told if each["kind"] in ("step", "dispatch")]
    assert deeds == [
        *("report", "register", "file", "dispatch"),  # by rule
        *("accept", "depart", "arrive", "feedback", "check", "check", "close"),
    ]
    assert {each["role"] for each in shown} == {"before", "after"}
    people = {each["actor"] for each in told if each["actor"] is not None}
    assert len(people) >= 4
    assert case["assignee"] in {person.upper() for person in people}


def test_a_bureau_that_was_killed_between_two_deeds_doubles_none_and_finishes(town: Town) -> None:
    with TestClient(serve(town.services, town.services.doorkeeper)) as client:
        cover = town.open_cover()
        api = HttpApi(client, town.password)
        for number in range(MOST_STEPS):  # each step by another one, who knows nothing
            town.bureau(api).step(now_us() + number * DAY_US)
        case = town.case_of(client, cover)
        told = town.asked(client, f"/cases/{case['id']}/timeline")["items"]
    assert case["state"] == "closed"
    assert [each["what"] for each in told].count("feedback") == 1
    assert case["revision"] == 11
