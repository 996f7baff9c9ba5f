"""The demo city in the real register and its devices on the real broker."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from bootstrap import now_us, open_database
from bootstrap.accounts import settle_demo_accounts
from bootstrap.bureau import BureauThread
from bootstrap.case_past import CaseHistory
from bootstrap.case_photos import CaseIllustration
from bootstrap.past import record_past
from bootstrap.patrols import build_patrol, settle_patrols
from bootstrap.round_past import settle_rounds
from dashboard.domain.roster.duty import day_of
from dashboard.domain.roster.planning import monday_of
from dashboard.domain.sensors import device_types
from dashboard.errors import Conflict
from dashboard.settings import Settings
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.city import CityReader, save_document
from data_sources.db.engine import Database
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.register_store import SqlRegister
from data_sources.db.roster.store import SqlRosterStore
from data_sources.db.triage.gate_store import SqlGateStore
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.city import generate
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.roster import WEEKS_AFTER, WEEKS_BEFORE, make_week
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.settle import (
    documents,
    settle,
    settle_bureau,
    settle_catalogue,
    settle_dispatch_rules,
    settle_gates,
    settle_new_kinds,
    settle_roster,
    settle_turnouts,
)
from data_sources.demo_city.simulator import run as simulate
from data_sources.demo_city.walkers import Patrol
from data_sources.demo_city.working.streets import WalkedStreets
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access


def settle_demo_city(settings: Settings, seed: int, assets: int | None) -> DemoCity:
    """The demo city of this seed and size with its past day and its bureau, stored if it is not there yet.

    What was interrupted is done again, with the same past; a city of before gets the bureau and the kinds of assets
    that it lacks. Raises Conflict when the register holds another city: then nothing is touched.
    """
    engine = open_database(settings)
    reader = CityReader(engine)
    known, begun = reader.document_value("city"), reader.document_value("settling")
    city = generate(seed, assets)
    wanted = {"seed": seed, "assets": len(city.assets), "zh": city.name.zh, "en": city.name.en}
    if known == wanted or (known and assets is None and _is_completed(engine, known, wanted, city)):
        _settle_bureau(engine, reader, city)
        settle_catalogue(SqlCatalogueStore(engine, now_us), now_us())
        settle_dispatch_rules(SqlCaseStore(engine, now_us), now_us())
        settle_gates(city, SqlGateStore(engine, now_us), seed, now_us(), settings.timezone)
        _settle_roster(settings, engine, reader, city)
        settle_patrols(settings, engine, city, now_us())
        settle_rounds(settings, engine, city, seed, now_us())
        settle_demo_accounts(settings, engine)
        return city
    if known is not None or (begun["city"] != wanted if begun else SqlRegister(engine, now_us).list_areas()):
        raise Conflict(f"{settings.data_dir} holds another city; set XIUHUA_DATA_DIR to a new folder for this one")
    if begun is None:
        begun = {"city": wanted, "began_us": now_us()}
        save_document(engine, "settling", begun, now_us())
    settle(city, SqlRegister(engine, now_us))
    _settle_bureau(engine, reader, city)
    settle_catalogue(SqlCatalogueStore(engine, now_us), now_us())
    settle_dispatch_rules(SqlCaseStore(engine, now_us), now_us())
    settle_gates(city, SqlGateStore(engine, now_us), seed, now_us(), settings.timezone)
    _settle_roster(settings, engine, reader, city)
    record_past(engine, city, seed, begun["began_us"], settings.timezone)
    settle_patrols(settings, engine, city, now_us())
    settle_rounds(settings, engine, city, seed, now_us())
    settle_demo_accounts(settings, engine)
    for key, value in {**documents(city), "city": wanted}.items():
        save_document(engine, key, value, now_us())
    return city


def _is_completed(engine: Database, known: dict[str, Any], wanted: dict[str, Any], city: DemoCity) -> bool:
    """Whether it is this city but for kinds of assets that are new since then; it has these now."""
    if {**known, "assets": wanted["assets"]} != wanted:
        return False
    done = settle_new_kinds(city, SqlRegister(engine, now_us), wanted["assets"] - known["assets"])
    if done:
        save_document(engine, "city", wanted, now_us())
    return done


def _settle_bureau(engine: Database, reader: CityReader, city: DemoCity) -> None:
    """Once only: what was changed afterwards, by an import or by hand, stays."""
    if reader.document_value("bureau") is None:
        bureau = make_bureau(city)
        settle_bureau(bureau, SqlPeopleStore(engine, now_us))
        save_document(engine, "bureau", {"people": len(bureau.people)}, now_us())


def _settle_roster(settings: Settings, engine: Database, reader: CityReader, city: DemoCity) -> None:
    """Five weeks around today; a demo that is started later gets the weeks that are missing, and keeps the others."""
    monday, week = monday_of(day_of(now_us(), settings.timezone)), timedelta(7)
    begun, known = monday - WEEKS_BEFORE * week, reader.document_value("roster")
    first = max(begun, date.fromisoformat(known["until"]) + timedelta(1)) if known else begun
    last = monday + WEEKS_AFTER * week
    mondays = [first + number * week for number in range((last - first).days // 7 + 1)]
    if mondays:
        bureau = make_bureau(city)
        weeks = [make_week(city, bureau, city.seed, each) for each in mondays]
        settle_roster(bureau, weeks, SqlRosterStore(engine, now_us))
        save_document(engine, "roster", {"until": (last + timedelta(6)).isoformat()}, now_us())
        days = (begun, monday + timedelta(6))
        settle_turnouts(SqlRosterStore(engine, now_us), days, city.seed, settings.timezone, now_us())


_NEWEST_DAYS: Final = 2
"""These are told first, and get pictures before the others are."""


class Run(NamedTuple):
    """How the city is to run: with cases of so many days, and with or without people who handle them."""

    scenario: Scenario = Scenario.CALM
    speed: float = 1.0
    seed: int = 7
    case_days: int = 0
    with_bureau: bool = False


@dataclass
class Simulation:
    """What `manage.py simulate` runs."""

    city: DemoCity
    connection: Connection
    settings: Settings

    def run(self, run: Run, stop: threading.Event) -> None:
        """Lets the devices and the people on duty report until told to stop; the past cases come beside."""
        scenario, speed, seed = run.scenario, run.speed, run.seed
        patrol = build_patrol(self.settings, self.city, seed, speed)
        threading.Thread(target=self._tell_cases, args=(run, patrol, stop), name="cases", daemon=True).start()
        self.connection.start()
        self.connection.wait_until_connected(30.0)
        try:
            simulate(
                self.city,
                self._publish,
                patrol=patrol,
                sensors=device_types(),
                scenario=scenario,
                speed=speed,
                seed=seed,
                clock=lambda: datetime.now(UTC),
                stop=stop,
            )
        finally:
            self.connection.stop()

    def _tell_cases(self, run: Run, patrol: Patrol, stop: threading.Event) -> None:
        """The newest of the past first, so that the bureau finds today; the rest comes beside its work."""
        try:
            engine = open_database(self.settings)
            CaseHistory(self.settings, engine, self.city, min(run.case_days, _NEWEST_DAYS)).write(stop)
            if not stop.is_set():
                CaseIllustration(self.settings, engine, run.seed).add(stop)
        finally:
            self._let_work(run, patrol, stop)
        if not stop.is_set():
            CaseHistory(self.settings, engine, self.city, run.case_days).write(stop)

    def _let_work(self, run: Run, patrol: Patrol, stop: threading.Event) -> None:
        if run.with_bureau:
            streets = WalkedStreets(walkers=patrol.walkers, speed=run.speed)
            work = BureauThread(self.settings, self.city, streets, run.speed, run.scenario)
            threading.Thread(target=work.run, args=(stop,), name="bureau", daemon=True).start()

    def _publish(self, topic: str, payload: bytes, qos: int) -> None:
        self.connection.publish(topic, payload, qos=qos)


def build_simulation(settings: Settings, city: DemoCity) -> Simulation:
    """The simulated devices and people on the real broker."""
    access = broker_access(settings, BrokerUser.SIMULATOR)
    return Simulation(city, Connection(access.endpoints, access.client_id(f"city-{os.getpid()}")), settings)
