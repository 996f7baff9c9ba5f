"""Devices that nobody registered, from their first message to their first reading, on both databases."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.feeds import Feed
from dashboard.domain.ghosts import Choice, Entrance, Ghost, choices_of
from dashboard.domain.readings import Delivery
from dashboard.errors import NotFound
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ghosts import Ghosts
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.quarantine import Requeue
from dashboard.services.ingest.recording import Ingest
from data_sources.cameras import camera_sources
from data_sources.db import tables as t
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.ghost_store import LARGEST_READ, SqlGhostStore
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.register_store import SqlRegister
from data_sources.geo.geodata import Geodata
from data_sources.uplinks import uplinks, usual_mappings
from tests.actors import OPERATOR
from tests.adapters.city_of_four import NOW, SECOND, settle
from tests.fakes_alarms import FakeNotifier

WELL = "city/7/well/A-113"
WELL_REF = f"generic:{WELL}"
PLACE = {"lon": "120.5", "lat": "30.5"}


class Rig:
    """The ingest and the taking in of devices on one database; time stands still until it is moved."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now_us = engine, NOW
        self.store = SqlIngestStore(engine, self.clock)
        self.notifier = FakeNotifier()
        intake = Intake(uplinks(), camera_sources(), usual_mappings())
        self.ingest = Ingest(self.store, intake, RuleBook(SqlRuleSource(engine)), self.notifier, self.clock)
        self.ingest.refresh()
        store = SqlGhostStore(engine, self.clock)
        self.ghosts = Ghosts(store, self.ingest.meet, Geodata(), self.notifier, self.clock)

    def clock(self) -> int:
        return self.now_us

    def hear(self, topic: str, body: Any, *, after_s: int = 1) -> None:
        """A message over MQTT, so many seconds later."""
        self.now_us += after_s * SECOND
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.ingest.record([Delivery(topic, payload, self.now_us)])

    def listed(self) -> list[Ghost]:
        return list(self.ghosts.listed(None).ghosts)

    def the(self, device_ref: str) -> Ghost:
        ghost = self.ghosts.ghost(device_ref)
        assert ghost is not None
        return ghost

    def take_in(self, device_ref: str, **form: Any) -> dict[str, str]:
        """The faults of a form that is filled in as guessed, apart from what is given."""
        ghost = self.the(device_ref)
        filled: dict[str, Any] = {"asset_id": ghost.name_there, "name": "", "kind": ghost.kind, **PLACE}
        filled |= {"choices": choices_of(ghost), **form}
        outcome = self.ghosts.take_in(Entrance(device_ref, **filled), OPERATOR)
        assert (outcome.asset is None) == bool(outcome.faults)
        return {name: fault.en for name, fault in outcome.faults.items()}

    def catch_up(self) -> None:
        """What the worker does once a second."""
        Requeue(self.store, self.ingest, self.clock).catch_up(self.now_us)

    def readings(self, asset_id: str) -> dict[int, float]:
        query = (
            select(t.observation.c.metric, t.observation.c.value)
            .join(t.asset, t.asset.c.asset_key == t.observation.c.asset_key)
            .where(t.asset.c.asset_id == asset_id)
        )
        with self.engine.connect() as connection:
            return dict(connection.execute(query).all())

    @property
    def assets(self) -> dict[str, Any]:
        return {asset.asset_id: asset for asset in SqlRegister(self.engine, self.clock).list_assets()}

    @property
    def mappings(self) -> list[dict[str, Any]]:
        return SqlRegister(self.engine, self.clock).mapping_specs()

    @property
    def waiting(self) -> int:
        with self.engine.connect() as connection:
            return len(connection.execute(select(t.quarantine.c.quarantine_key)).all())

    @property
    def audited(self) -> list[tuple[str, str, str]]:
        columns = (t.audit.c.actor, t.audit.c.action, t.audit.c.subject)
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(select(*columns))]

    @property
    def told(self) -> list[Any]:
        """The details of the entries in the audit log."""
        with self.engine.connect() as connection:
            return [json.loads(detail) for detail in connection.execute(select(t.audit.c.detail)).scalars()]


@pytest.fixture
def rig(engine: Engine) -> Rig:
    """A city of four assets."""
    settle(engine)
    return Rig(engine)


def well(level_mm: float) -> dict[str, Any]:
    return {"data": {"level_mm": level_mm, "tilt": 1.5}, "fw": "x"}


def test_unknown_devices_are_listed_with_their_newest_message_the_last_heard_first(rig: Rig) -> None:
    assert rig.listed() == []
    rig.hear(WELL, well(840))
    rig.hear("xiuhua/v1/tree/GS-9/observation", {"values": {"tilt_deg": 1.5}})
    rig.hear("xiuhua/v1/manhole/JG-1/observation", {"values": {"tilt_deg": 1.5}})
    rig.hear(WELL, well(910))
    rig.hear(WELL, well(910))
    first, second = rig.listed()
    assert (first.device_ref, first.kind, first.is_mapped, first.name_there) == (WELL_REF, "manhole", False, "A-113")
    assert (first.message.messages, first.message.times) == (2, 3)
    assert first.message.last_us - first.message.first_us == 4 * SECOND
    assert first.body == well(910)
    assert (second.device_ref, second.kind, second.is_mapped) == ("canonical:GS-9", "tree", True)
    assert rig.ghosts.listed(None).total == 2


def test_the_list_is_asked_for_once_per_revision_of_the_quarantine(rig: Rig) -> None:
    assert rig.ghosts.listed(1).total == 0
    rig.hear(WELL, well(840))
    assert rig.ghosts.listed(1).total == 0
    assert rig.ghosts.listed(2).total == 1


def test_only_the_newest_ghosts_are_listed_and_all_are_counted(engine: Engine, rig: Rig) -> None:
    for number in range(5):
        rig.hear(f"a/{number}", {"x": number})
    messages, total = SqlGhostStore(engine, rig.clock).waiting(2)
    assert ([message.topic for message in messages], total) == (["a/4", "a/3"], 5)


def test_what_names_no_device_or_is_no_message_of_one_is_no_ghost(rig: Rig) -> None:
    rig.hear("application/1/device/24e1/event/up", b"no json")
    rig.hear("xiuhua/v1/observations", {"values": {"ph": 7}})
    rig.hear("xiuhua/v1/observations", {"device_ref": "nonsense", "values": {"ph": 7}})
    rig.hear("t/" + "x" * 300, {"ph": 7})
    assert rig.waiting == 4
    assert rig.listed() == []


def test_a_message_that_cannot_be_looked_into_still_shows_its_device(rig: Rig) -> None:
    rig.hear("big/1", json.dumps({"x": "y" * LARGEST_READ}).encode())
    raw = {"deviceInfo": {"devEui": "24e124136b50bbbb"}, "fCnt": 4, "data": "AQID"}
    rig.hear("application/1/device/24e124136b50bbbb/event/up", raw)
    assert [(ghost.device_ref, ghost.fields) for ghost in rig.listed()] == [
        ("deveui:24e124136b50bbbb", ()),
        ("generic:big/1", ()),
    ]
    assert rig.take_in("deveui:24e124136b50bbbb", kind="tree") == {}


def test_a_generic_device_is_placed_mapped_and_read_in_one_go(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    before = rig.store.revisions()
    assert rig.take_in(WELL_REF, name="一号井", asset_id="JG-9") == {}
    asset = rig.assets["JG-9"]
    assert (asset.name, asset.kind, asset.grid, asset.device_ref) == ("一号井", "manhole", "G1", WELL_REF)
    assert rig.audited == [("operator", "take_in_device", "JG-9")]
    told = rig.told[-1]
    assert (told["before"], told["after"]["position"], told["after"]["grid"]) == (None, [120.5, 30.5], "G1")
    assert (told["mapping"]["before"], told["mapping"]["after"]) == ([], rig.mappings)
    after = rig.store.revisions()
    assert {feed for feed in after if after[feed] != before.get(feed)} == {Feed.REGISTRY, Feed.MAPPINGS}
    assert set(rig.notifier.told[-1].feeds) == {Feed.REGISTRY, Feed.MAPPINGS}
    rig.catch_up()
    assert rig.readings("JG-9") == {1: 0.84, 11: 1.5}
    assert rig.waiting == 0
    assert rig.listed() == []
    rig.hear(WELL, well(900))
    assert 0.9 in rig.readings("JG-9").values()


def test_a_mapping_for_all_that_are_alike_lets_the_next_one_do_without(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    rig.hear("city/8/well/B-2", well(500))
    assert rig.take_in(WELL_REF, alike=True) == {}
    rig.catch_up()
    rig.ingest.refresh()
    (other,) = rig.listed()
    assert (other.device_ref, other.is_mapped, other.kind) == ("generic:city/8/well/B-2", True, "manhole")
    assert rig.take_in(other.device_ref, choices=()) == {}
    rig.catch_up()
    assert rig.readings("B-2") == {1: 0.5, 11: 1.5}
    assert len(rig.mappings) == 1


def test_the_mapping_is_merged_after_those_that_stand(rig: Rig) -> None:
    standing = {"match": {"uplink": "generic", "topic": "rain/.+"}, "fields": [{"path": "mm", "metric": "rain_mm"}]}
    SqlRegister(rig.engine, rig.clock).replace_mappings([standing])
    rig.hear(WELL, well(840))
    assert rig.take_in(WELL_REF) == {}
    assert [spec["match"]["topic"] for spec in rig.mappings] == ["rain/.+", "city/7/well/A\\-113"]


def test_a_canonical_device_needs_no_mapping(rig: Rig) -> None:
    rig.hear("xiuhua/v1/tree/GS-9/observation", {"values": {"tilt_deg": 1.5}})
    before = rig.store.revisions()
    assert rig.take_in("canonical:GS-9") == {}
    assert rig.store.revisions().get(Feed.MAPPINGS) == before.get(Feed.MAPPINGS)
    rig.catch_up()
    assert rig.readings("GS-9") == {11: 1.5}


def test_a_registered_device_that_is_placed_elsewhere_is_noted_as_it_was_and_is(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    assert rig.take_in(WELL_REF, asset_id="JG-9") == {}
    assert rig.take_in(WELL_REF, asset_id="JG-9", lon="121.5") == {}
    first, second = rig.told
    assert second["before"] == first["after"]
    assert (second["after"]["position"], second["after"]["grid"]) == ([121.5, 30.5], "G2")
    assert (second["mapping"]["unchanged"], second["mapping"]["after"]) == (1, [])


def test_a_requeue_is_noted_with_what_it_released(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    rig.hear("xiuhua/v1/tree/GS-9/observation", {"values": {"tilt_deg": 1.5}})
    assert rig.take_in(WELL_REF, asset_id="JG-9") == {}
    Requeue(rig.store, rig.ingest, rig.clock).run(OPERATOR)
    assert rig.audited[1:] == [("operator", "requeue_messages", "quarantine")]
    assert rig.told[1] == {"read": 2, "released": 1, "kept": 1, "complete": True}


def test_the_next_unknown_device_of_a_gateway_shows_when_the_first_was_taken_in(rig: Rig) -> None:
    both = [{"device_id": name, "values": {"tilt_deg": 1.5}} for name in ("GS-8", "GS-9")]
    rig.hear("xiuhua/v1/observations", both)
    for name in ("GS-8", "GS-9"):
        assert [ghost.device_ref for ghost in rig.listed()] == [f"canonical:{name}"]
        assert rig.take_in(f"canonical:{name}", kind="tree") == {}
        rig.catch_up()
    assert rig.listed() == []


def test_a_lorawan_device_with_a_distance_takes_its_datum(rig: Rig) -> None:
    info = {"devEui": "24e124136b502217", "deviceProfileName": "ACME-Radar"}
    body = {"deviceInfo": info, "fCnt": 4, "object": {"distance": 1730, "battery": 92}}
    rig.hear("application/1/device/24e124136b502217/event/up", body)
    device_ref = "deveui:24e124136b502217"
    assert set(rig.take_in(device_ref)) == {"datum_m"}
    assert rig.take_in(device_ref, datum_m="5", alike=True) == {}
    rig.catch_up()
    assert rig.readings("24e124136b502217")[1] == pytest.approx(3.27)
    assert rig.mappings[0]["match"] == {"uplink": "chirpstack", "profile": "ACME\\-Radar"}


def test_a_usual_device_is_read_by_the_mapping_out_of_the_box(rig: Rig) -> None:
    info = {"devEui": "24e124136b50aaaa", "deviceProfileName": "EM500-SWL"}
    body = {"deviceInfo": info, "fCnt": 4, "object": {"water_level": 73, "battery": 92}}
    rig.hear("application/1/device/24e124136b50aaaa/event/up", body)
    assert rig.the("deveui:24e124136b50aaaa").is_mapped
    assert rig.take_in("deveui:24e124136b50aaaa", asset_id="PS-1") == {}
    rig.catch_up()
    assert rig.readings("PS-1") == {1: 0.73, 14: 92.0}
    assert rig.mappings == []


def test_a_refused_form_changes_nothing(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    before = (rig.store.revisions(), rig.assets, rig.mappings, rig.waiting)
    assert set(rig.take_in(WELL_REF, asset_id="JG-1")) == {"asset_id"}
    assert set(rig.take_in(WELL_REF, kind="ufo", lon="x")) == {"kind", "lon"}
    assert set(rig.take_in(WELL_REF, choices=())) == {"fields"}
    assert set(rig.take_in(WELL_REF, choices=(Choice("fw", "ph", "mm"),), lat="")) == {"fw", "lat"}
    assert (rig.store.revisions(), rig.assets, rig.mappings, rig.waiting) == before
    assert rig.audited == []


def test_who_was_taken_in_meanwhile_is_refused(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    assert rig.take_in(WELL_REF, asset_id="JG-9") == {}
    assert "JG-9" in rig.take_in(WELL_REF, asset_id="JG-10")["asset_id"]
    rig.catch_up()
    with pytest.raises(NotFound):
        rig.ghosts.take_in(Entrance(WELL_REF, "JG-10", "", "manhole", "120.5", "30.5"), OPERATOR)
    with pytest.raises(NotFound):
        rig.ghosts.preview(WELL_REF, (), "", None)
    assert rig.ghosts.ghost(WELL_REF) is None
    assert rig.ghosts.ghost("") is None


def test_an_asset_that_only_lacks_a_mapping_keeps_its_number(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    assert rig.take_in(WELL_REF, asset_id="JG-9", name="一号井") == {}
    SqlRegister(rig.engine, rig.clock).replace_mappings([])
    rig.catch_up()
    known = rig.the(WELL_REF).message.known
    assert known is not None
    assert (known.asset_id, known.name, known.kind, known.lon, known.lat) == ("JG-9", "一号井", "manhole", 120.5, 30.5)
    assert rig.take_in(WELL_REF, asset_id="JG-9") == {}
    assert rig.assets["JG-9"].name == "一号井"
    rig.catch_up()
    assert rig.readings("JG-9") == {1: 0.84, 11: 1.5}


def test_of_two_who_change_mappings_at_once_neither_is_lost(rig: Rig) -> None:
    rig.hear(WELL, well(840))
    other = {"match": {"uplink": "generic", "topic": "rain/.+"}, "fields": [{"path": "mm", "metric": "rain_mm"}]}
    faults: list[dict[str, str]] = []
    second = threading.Thread(target=lambda: faults.append(rig.take_in(WELL_REF)))
    with SqlGhostStore(rig.engine, rig.clock).begin() as work:
        work.bump([Feed.REGISTRY, Feed.MAPPINGS])
        second.start()
        work.replace_mappings([*work.mapping_specs(), other])
    second.join()
    assert faults == [{}]
    assert [spec["match"]["topic"] for spec in rig.mappings] == ["rain/.+", "city/7/well/A\\-113"]
