"""The simulated day: everybody reports early, few alarms in calm, floods in a storm, the same for the same seed."""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.domain.alarms import Change, OpenAlarm, evaluate
from dashboard.domain.compiled_rules import compile_rules
from dashboard.domain.mappings import MappingRules
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Delivery, Device, Observation, to_us
from dashboard.domain.sensors import sensor_types
from dashboard.errors import BadInput
from data_sources.cameras import canonical, frigate
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.devices import make_devices
from data_sources.demo_city.encoders import Message
from data_sources.demo_city.frame import to_metres
from data_sources.demo_city.models import Moment, bay_occupancy, readings
from data_sources.demo_city.parking import lasts_s
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario, crowd, flood_m, rain_mmh, surge
from data_sources.demo_city.sightings import SEES_WATER_M, WATER, Sightings
from data_sources.demo_city.simulation import Simulation
from data_sources.demo_city.simulator import run
from data_sources.demo_city.snapshots import HEIGHT, WIDTH, picture
from data_sources.uplinks import uplinks

START = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def _messages(city: DemoCity, scenario: Scenario, until_s: int, seed: int = 7) -> Iterator[tuple[datetime, Message]]:
    simulation = Simulation(city, sensor_types(), scenario, seed, START)
    for second in range(1, until_s + 1):
        now = START + timedelta(seconds=second)
        for message in simulation.step(second, now):
            yield now, message


@pytest.fixture(scope="module")
def market(city: DemoCity) -> list[tuple[datetime, Message]]:
    """What the cameras say in the first ten minutes of a market morning."""
    said = _messages(city, Scenario.MARKET, 600)
    return [(now, message) for now, message in said if _of_camera(message)]


def _of_camera(message: Message) -> bool:
    return message.topic.startswith("frigate/") or message.topic.endswith("/event")


class _Ear:
    """Reads messages as the ingest would and keeps the open alarms."""

    def __init__(self, city: DemoCity) -> None:
        self._registry = {
            asset.device_ref: Device(number, asset.asset_id, asset.kind, asset.datum_m, None)
            for number, asset in enumerate(city.assets)
        }
        self._rules = MappingRules.from_dicts(city.mappings)
        self._compiled = {key: compile_rules(sensor) for key, sensor in sensor_types().items()}
        self._generic = uplinks()["generic"]
        self._uplinks = [uplink for uplink in uplinks().values() if uplink is not self._generic]
        self._memory: dict[str, dict[str, object]] = {}
        self.open: dict[tuple[str, str], OpenAlarm] = {}
        self.latest: dict[str, dict[str, float]] = {}
        self.problems: Counter[str] = Counter()

    def hear(self, now: datetime, message: Message) -> None:
        if _of_camera(message):
            return
        uplink = next((one for one in self._uplinks if re.fullmatch(one.topic_pattern, message.topic)), self._generic)
        parsed = uplink.read(Delivery(message.topic, message.payload, to_us(now)), self._rules, self._registry)
        self.problems.update(problem.code for problem in parsed.problems)
        for observation in parsed.observations:
            self._note(self._registry[observation.device_ref], observation)

    def _note(self, device: Device, observation: Observation) -> None:
        self.latest.setdefault(device.asset_id, {}).update(observation.values)
        own = {rule: alarm for (asset, rule), alarm in self.open.items() if asset == device.asset_id}
        memory = self._memory.setdefault(device.asset_id, {})
        for change in evaluate(self._compiled[device.kind], memory, observation.values, observation.measured_us, own):
            key = (device.asset_id, change.rule_key)
            if change.change is Change.CLEARED:
                del self.open[key]
            else:
                self.open[key] = OpenAlarm(change.rule_key, change.severity)


def test_same_seed_and_start_give_the_same_messages(city: DemoCity) -> None:
    first = list(_messages(city, Scenario.CALM, 60))
    assert first == list(_messages(city, Scenario.CALM, 60))
    assert first != list(_messages(city, Scenario.CALM, 60, seed=8))


def test_every_device_that_is_online_reports_within_twenty_seconds(city: DemoCity) -> None:
    devices = make_devices(city.assets, sensor_types(), 7)
    ear = _Ear(city)
    for now, message in _messages(city, Scenario.CALM, 20):
        ear.hear(now, message)
    assert ear.latest.keys() == {device.asset.asset_id for device in devices if not device.offline}
    assert 0.003 < sum(device.offline for device in devices) / len(devices) < 0.03


def test_a_calm_city_has_a_handful_of_alarms_and_nothing_unreadable(city: DemoCity) -> None:
    ear = _Ear(city)
    counts = []
    for second, (now, message) in enumerate(_messages(city, Scenario.CALM, 720)):
        ear.hear(now, message)
        if now > START + timedelta(seconds=400) and second % 400 == 0:
            counts.append(len(ear.open))
    assert ear.problems == Counter()
    assert min(counts) >= 4
    assert max(counts) <= 12


def test_the_storm_floods_the_underpass_and_raises_many_alarms(city: DemoCity) -> None:
    ear = _Ear(city)
    for now, message in _messages(city, Scenario.STORM, 540):
        ear.hear(now, message)
    underpass = next(asset for asset in city.assets if asset.attributes.get("underpass") is True)
    assert ear.latest[underpass.asset_id]["depth_m"] >= 0.28
    assert len(ear.open) > 40
    assert ear.problems == Counter()


def test_a_camera_at_the_underpass_sees_its_flood(city: DemoCity) -> None:
    (low,) = (asset for asset in city.assets if asset.attributes.get("underpass") is True)
    moment = Moment(scenario=Scenario.STORM, elapsed_s=600, hour=9)
    drawn = [Sightings(city.assets, 7).draw(number, moment) for number in range(80)]
    watching = [sighting.camera for sighting in drawn if sighting is not None and sighting.category == WATER]
    distances_m = [math.dist(to_metres((camera.lon, camera.lat)), to_metres((low.lon, low.lat))) for camera in watching]
    assert 0 < sum(distance <= SEES_WATER_M for distance in distances_m) < len(watching)


def test_the_storm_drains_away() -> None:
    assert rain_mmh(Scenario.STORM, 900) > 50
    assert flood_m(Scenario.STORM, 900, 1.0) >= 0.28
    assert rain_mmh(Scenario.STORM, 4_500) == flood_m(Scenario.STORM, 4_500, 1.0) == surge(Scenario.STORM, 4_500) == 0


def test_rain_and_floods_belong_to_the_storm_alone() -> None:
    for scenario in (Scenario.CALM, Scenario.MARKET):
        assert rain_mmh(scenario, 900) == flood_m(scenario, 900, 1.0) == surge(scenario, 900) == 0


def test_the_market_fills_the_bays_around_it(city: DemoCity) -> None:
    devices = make_devices(city.assets, sensor_types(), 7)
    bays = [device for device in devices if device.asset.kind == "parking_bay"]
    near = max(bays, key=lambda bay: bay.market)
    far = min(bays, key=lambda bay: bay.market)
    calm, market = (Moment(scenario=s, elapsed_s=1_800, hour=7.5) for s in (Scenario.CALM, Scenario.MARKET))
    assert bay_occupancy(near, market) > 0.9 > bay_occupancy(near, calm)
    assert bay_occupancy(far, market) == bay_occupancy(far, calm)
    assert crowd(Scenario.MARKET, 20_000) == 0


def test_the_market_brings_street_trading_before_the_cameras(market: list[tuple[datetime, Message]]) -> None:
    seen: Counter[str] = Counter()
    for _, message in market:
        if message.topic.startswith("xiuhua/v1/camera/"):
            body = json.loads(message.payload)
            seen[body["category"]] += body["phase"] == "start"
    assert seen["0504"] + seen["0501"] > seen.total() / 2


def test_bays_turn_over_as_their_occupancy_asks(city: DemoCity) -> None:
    devices = make_devices(city.assets, sensor_types(), 7)
    bay = next(device for device in devices if device.asset.kind == "parking_bay")
    moment = Moment(scenario=Scenario.CALM, elapsed_s=0, hour=10.5)
    taken, free = (sum(lasts_s(bay, moment, state, turn) for turn in range(1, 4_000)) for state in (True, False))
    assert taken / (taken + free) == pytest.approx(bay_occupancy(bay, moment), abs=0.05)


def test_something_changes_nearly_every_second(city: DemoCity) -> None:
    per_second = Counter(now for now, _ in _messages(city, Scenario.CALM, 120))
    assert len(per_second) >= 118
    assert sum(per_second.values()) < 80 * 120


def test_readings_stay_within_their_metrics_ranges(city: DemoCity) -> None:
    for scenario in Scenario:
        for elapsed_s in (0.0, 900.0, 86_400.0 * 30):
            moment = Moment(scenario=scenario, elapsed_s=elapsed_s, hour=15.0)
            for device in make_devices(city.assets, sensor_types(), 7)[::7]:
                for metric, value in readings(device, moment).items():
                    assert METRICS[metric].accepts(value), (device.asset.asset_id, metric, value)


def test_camera_events_are_understood_and_their_pictures_decode(
    city: DemoCity, market: list[tuple[datetime, Message]]
) -> None:
    known = {asset.device_ref for asset in city.assets if asset.kind == "camera"}
    phases: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for now, message in market:
        source = frigate if message.topic.startswith("frigate/") else canonical
        for report in source.read(Delivery(message.topic, message.payload, to_us(now))):
            phases[report.phase] += 1
            sources[report.source] += 1
            assert report.camera_ref in known
            assert report.category is not None
            assert report.image_problem is None
            assert (report.image is not None) == (report.phase == "start")
            if report.image is not None:
                assert report.media_type == "image/png"
    assert set(phases) == {"start", "update", "end"}
    assert sources.keys() == {"canonical", "frigate"}


def test_events_begin_and_end_once(market: list[tuple[datetime, Message]]) -> None:
    stories: dict[str, list[str]] = {}
    for _, message in market:
        if message.topic.startswith("xiuhua/v1/camera/"):
            body = json.loads(message.payload)
            stories.setdefault(body["event_id"], []).append(body["phase"])
    assert stories
    for phases in stories.values():
        assert phases[0] == "start"
        assert "start" not in phases[1:]
        assert "end" not in phases[:-1]


@pytest.mark.parametrize("category", ["0504", "0501", "0505", "0506", "0102", "0507", "0511", "0406", "0999"])
def test_snapshot_is_a_whole_png_with_the_thing_inside(category: str) -> None:
    shot = picture(Dice.of("test", category), category)
    assert shot.png.startswith(b"\x89PNG\r\n\x1a\n")
    data = shot.png[shot.png.index(b"IDAT") + 4 : -16]
    assert len(zlib.decompress(data)) == HEIGHT * (1 + 3 * WIDTH)
    x, y, w, h = shot.bbox
    assert 0 <= x < x + w <= 1
    assert 0 <= y < y + h <= 1
    assert len(base64.b64encode(shot.png)) < 12_000


class _Clock:
    """Real time that passes only while somebody waits; it is also the one to say stop."""

    def __init__(self, until_s: float) -> None:
        self.now = START
        self._end = START + timedelta(seconds=until_s)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, timeout: float) -> bool:
        self.now += timedelta(seconds=timeout)
        return self.now > self._end


def _played(city: DemoCity, until_s: float, speed: float) -> list[tuple[str, bytes, int]]:
    sent: list[tuple[str, bytes, int]] = []
    clock = _Clock(until_s)
    count = run(
        city,
        lambda topic, payload, qos: sent.append((topic, payload, qos)),
        sensors=sensor_types(),
        speed=speed,
        clock=clock,
        stop=clock,
    )
    assert count == len(sent)
    return sent


def test_run_publishes_until_it_is_told_to_stop(city: DemoCity) -> None:
    sent = _played(city, 30, speed=1.0)
    assert len(sent) > 2_500
    assert all(qos in (0, 1) for _, _, qos in sent)


def test_speed_multiplies_simulated_time_but_payloads_carry_real_time(city: DemoCity) -> None:
    quick = _played(city, 60, speed=10.0)
    assert len(quick) > 1.8 * len(_played(city, 60, speed=1.0))
    times = [json.loads(payload)["ts"] for topic, payload, _ in quick if topic.endswith("/observation")]
    assert max(times) <= "2026-11-21T00:31:00.999Z"


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_speed_that_is_not_above_zero_is_refused(city: DemoCity, speed: float) -> None:
    with pytest.raises(BadInput, match="speed must be above 0"):
        _played(city, 1, speed=speed)
