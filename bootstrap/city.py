"""The demo city in the real register and its devices on the real broker."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from bootstrap import now_us, open_database
from bootstrap.accounts import settle_demo_accounts
from bootstrap.past import record_past
from dashboard.domain.sensors import sensor_types
from dashboard.errors import Conflict
from dashboard.settings import Settings
from data_sources.db.city import CityReader, save_document
from data_sources.db.engine import Database
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.register_store import SqlRegister
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.city import generate
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.settle import documents, settle, settle_bureau
from data_sources.demo_city.simulator import run as simulate
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access


def settle_demo_city(settings: Settings, seed: int, assets: int | None) -> DemoCity:
    """The demo city of this seed and size with its past day and its bureau, stored if it is not there yet.

    What was interrupted is done again, with the same past; a city of before there were bureaus gets one. Raises
    Conflict when the register holds another city: then nothing is touched.
    """
    engine = open_database(settings)
    reader = CityReader(engine)
    known, begun = reader.document_value("city"), reader.document_value("settling")
    city = generate(seed, assets)
    wanted = {"seed": seed, "assets": len(city.assets), "zh": city.name.zh, "en": city.name.en}
    if known == wanted:
        _settle_bureau(engine, reader, city)
        settle_demo_accounts(settings, engine)
        return city
    if known is not None or (begun["city"] != wanted if begun else SqlRegister(engine, now_us).list_areas()):
        raise Conflict(f"{settings.data_dir} holds another city; set XIUHUA_DATA_DIR to a new folder for this one")
    if begun is None:
        begun = {"city": wanted, "began_us": now_us()}
        save_document(engine, "settling", begun, now_us())
    settle(city, SqlRegister(engine, now_us))
    _settle_bureau(engine, reader, city)
    record_past(engine, city, seed, begun["began_us"])
    settle_demo_accounts(settings, engine)
    for key, value in {**documents(city), "city": wanted}.items():
        save_document(engine, key, value, now_us())
    return city


def _settle_bureau(engine: Database, reader: CityReader, city: DemoCity) -> None:
    """Once only: what was changed afterwards, by an import or by hand, stays."""
    if reader.document_value("bureau") is None:
        bureau = make_bureau(city)
        settle_bureau(bureau, SqlPeopleStore(engine, now_us))
        save_document(engine, "bureau", {"people": len(bureau.people)}, now_us())


@dataclass
class Simulation:
    """What `manage.py simulate` runs."""

    city: DemoCity
    connection: Connection

    def run(self, scenario: Scenario, speed: float, seed: int, stop: threading.Event) -> None:
        """Lets the devices report until told to stop."""
        self.connection.start()
        self.connection.wait_until_connected(30.0)
        try:
            simulate(
                self.city,
                self._publish,
                sensors=sensor_types(),
                scenario=scenario,
                speed=speed,
                seed=seed,
                clock=lambda: datetime.now(UTC),
                stop=stop,
            )
        finally:
            self.connection.stop()

    def _publish(self, topic: str, payload: bytes, qos: int) -> None:
        self.connection.publish(topic, payload, qos=qos)


def build_simulation(settings: Settings, city: DemoCity) -> Simulation:
    """The simulated devices on the real broker."""
    access = broker_access(settings, BrokerUser.SIMULATOR)
    return Simulation(city, Connection(access.endpoints, access.client_id(f"city-{os.getpid()}")))
