"""The simulated bureau at the real API on both databases: from the message of a cover to a closed case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
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

OFFICERS_A_SQUAD = 2
QUICK = 1e6


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
        self.password = settle_bureau_accounts(settings, self.engine, self.players)

    def hear(self, asset_id: str, **values: Any) -> None:
        """A message of a device, as the ingest takes it from the broker; then the worker's turn."""
        topic = f"xiuhua/v1/manhole/{asset_id}/observation"
        self.services.ingest.record([Delivery(topic, json.dumps({"values": values}).encode(), now_us())])
        for task in case_tasks(self.settings, self.engine, self.services.notifier):
            if task.name == "cases by alarm":
                task.run(now_us())

    def bureau(self, client: TestClient) -> WorkingBureau:
        """The bureau, a million times as fast as life."""
        api = HttpApi(client, self.password)
        acting = build_acting(self.settings, self.city, self.players, api, AtHome(), QUICK)
        return WorkingBureau(acting, None, QUICK)


def _few(players: tuple[Player, ...]) -> Iterator[Player]:
    """Accounts cost time: the first officers of each squad are enough."""
    counts: dict[tuple[Any, ...], int] = {}
    for each in players:
        place = (each.role, each.squad)
        counts[place] = counts.get(place, 0) + 1
        if counts[place] <= OFFICERS_A_SQUAD:
            yield each


@pytest.fixture(scope="module")
def small_demo() -> DemoCity:
    """A demo city with few devices."""
    return generate(seed=7, assets=60)


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path: Path, small_demo: DemoCity) -> Iterator[Town]:
    """The demo city, once on each database."""
    with ExitStack() as at_end:
        url = ""
        if request.param == "postgresql":
            cluster = request.getfixturevalue("postgres")
            at_end.callback(cluster.give_back, url := cluster.new_database())
        yield Town(Settings(data_dir=tmp_path, database_url=url, allowed_hosts=("testserver",)), small_demo)


def canonical_cover(city: DemoCity) -> str:
    return next(
        each.asset_id
        for each in city.assets
        if each.device_ref == f"canonical:{each.asset_id}" and each.kind == "manhole"
    )


def test_a_case_goes_from_the_message_of_a_cover_to_its_end_by_simulated_people(town: Town) -> None:
    with TestClient(serve(town.services, town.services.doorkeeper)) as client:
        bureau = town.bureau(client)
        town.hear(canonical_cover(town.city), cover="open")
        deeds, at_us = 0, now_us()
        while bureau.step(at_us):
            deeds, at_us = deeds + 1, at_us + DAY_US
        api = HttpApi(client, town.password)
        (case,) = api.get("xc0003", "/cases").body["items"]
        told = api.get("xc0003", f"/cases/{case['id']}/timeline").body["items"]
        print(deeds, case, [(each["what"], each["actor"], each["text"]) for each in told])
        assert case["state"] == "closed"
