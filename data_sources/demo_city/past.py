"""The demo city's yesterday: what its devices would have reported in the 24 hours before a moment. Pure functions.

The devices, their models and the day's curves are those of the simulation, which goes on where the past ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dashboard.domain.kinds import SensorType
from dashboard.domain.readings import Observation, to_us
from data_sources.demo_city.chance import scatter
from data_sources.demo_city.devices import STEADY, SimulatedDevice, make_devices
from data_sources.demo_city.models import Moment, Values, readings
from data_sources.demo_city.parking import lasts_s, taken_at_start
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.simulation import CITY_TIME

DAY_S: Final = 86_400.0
HOUR_S: Final = 3_600.0
USUAL_STEP_S: Final = 1_800.0
STEPS_S: Final = {
    "rain": 600.0, "road_water": 600.0, "drainage": 900.0, "car_park": 900.0, **dict.fromkeys(STEADY, HOUR_S)
}  # fmt: skip
"""How often each kind reports in the past, in seconds; the others each half hour."""

LARGEST_WHOLE: Final = 4_000
SAMPLE: Final = 2_000
"""A city with more devices than LARGEST_WHOLE gets a past for so many of them only."""

DEVICES_AT_ONCE: Final = 250
DIGITS: Final = 3

_SHOWER_HOUR: Final = 1.7
_SHOWER_PASSED_H: Final = (2.5, 20.0)
_SHOWER_ELSE_H: Final = 6.0
_SHOWER_PACE: Final = 0.5
_SHOWER_LASTS_S: Final = 4_200.0 / _SHOWER_PACE
_SHOWER_SHARES: Final = {"rain": 0.07, "road_water": 0.08, "drainage": 0.3, "manhole": 0.3}
_BUCKET_MM: Final = 0.2
_MODELLED: Final = {"drainage": ("cod_mgl", "nh3n_mgl"), "site_air": ("tsp_ugm3",)}
"""What the model of a kind takes for granted beside what its charts show."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The 24 hours before `until`, in seconds before it (negative); `shower_s` is when its shower began."""

    until: datetime
    until_hour: float
    shower_s: float

    @staticmethod
    def before(until: datetime) -> Past:
        """The day before a moment (aware): its shower fell at night, if the night is over by then."""
        local = until.astimezone(CITY_TIME)
        hour = local.hour + local.minute / 60 + local.second / HOUR_S
        since_h = (hour - _SHOWER_HOUR) % 24
        if not _SHOWER_PASSED_H[0] <= since_h <= _SHOWER_PASSED_H[1]:
            since_h = _SHOWER_ELSE_H
        return Past(until=until, until_hour=hour, shower_s=-since_h * HOUR_S)

    def moment(self, at_s: float) -> Moment:
        """A calm moment of that day."""
        return Moment(scenario=Scenario.CALM, elapsed_s=at_s, hour=(self.until_hour + at_s / HOUR_S) % 24)

    def in_shower(self, at_s: float) -> Moment | None:
        """The moment of a storm that is like this one of the shower, only much harder; None when all is dry."""
        since_s = at_s - self.shower_s
        if not 0 < since_s < _SHOWER_LASTS_S:
            return None
        return replace(self.moment(at_s), scenario=Scenario.STORM, elapsed_s=since_s * _SHOWER_PACE)

    def observed(self, device: SimulatedDevice, at_s: float, values: Values, *, history: bool = True) -> Observation:
        """One report; `history` keeps the ingest from judging it by the alarm rules."""
        measured_us = to_us(self.until) + round(at_s * 1_000) * 1_000
        return Observation(device.asset.device_ref, measured_us, values, f"past:{measured_us}", history=history)


def past_devices(city: DemoCity, sensors: Mapping[str, SensorType], seed: int) -> list[SimulatedDevice]:
    """The devices that get a past: all that work, or a sample in which small kinds are whole."""
    working = [device for device in make_devices(city.assets, sensors, seed) if not device.offline]
    if len(working) <= LARGEST_WHOLE:
        return working
    by_kind: dict[str, list[SimulatedDevice]] = {}
    for device in working:
        by_kind.setdefault(device.asset.kind, []).append(device)
    sample: list[SimulatedDevice] = []
    for done, devices in enumerate(sorted(by_kind.values(), key=len)):
        room = (SAMPLE - len(sample)) // (len(by_kind) - done)
        sample += devices[:: max(1, -(-len(devices) // max(1, room)))]
    return sample


def histories(devices: Sequence[SimulatedDevice], past: Past) -> Iterator[list[Observation]]:
    """The reports of the day, some devices at once, those of a device in the order of time."""
    for first in range(0, len(devices), DEVICES_AT_ONCE):
        yield [
            observation for device in devices[first : first + DEVICES_AT_ONCE] for observation in history(device, past)
        ]


def history(device: SimulatedDevice, past: Past) -> Iterator[Observation]:
    """What one device reported, in the order of time: what its charts show."""
    if device.asset.kind == "parking_bay":
        yield from _bay(device, past)
        return
    metrics = charted(device)
    if metrics:
        device = _plain(device)
        for at_s in report_times(device):
            values = values_at(device, past, at_s)
            yield past.observed(device, at_s, {metric: round(values[metric], DIGITS) for metric in metrics})


def charted(device: SimulatedDevice) -> list[str]:
    """The metrics of its kind's charts that this make of device measures."""
    fields = {field.metric for field in device.profile.fields}
    return [metric for metric in device.sensor.chart if metric in (fields or device.sensor.simulator.waves)]


def _plain(device: SimulatedDevice) -> SimulatedDevice:
    """The device without the readings that nobody charts; drawing these would take most of the time."""
    sensor = device.sensor
    kept = (*sensor.chart, *_MODELLED.get(device.asset.kind, ()))
    waves = {metric: wave for metric, wave in sensor.simulator.waves.items() if metric in kept}
    return replace(device, sensor=replace(sensor, simulator=replace(sensor.simulator, waves=waves)))


def report_times(device: SimulatedDevice) -> list[float]:
    """When it reported, in seconds before the end of the past; last within its interval, so that none seems silent."""
    step_s = STEPS_S.get(device.asset.kind, USUAL_STEP_S)
    last_s = -_since_last_s(device, step_s)
    return [last_s - number * step_s for number in reversed(range(int((DAY_S + last_s) // step_s) + 1))]


def values_at(device: SimulatedDevice, past: Past, at_s: float) -> Values:
    """All readings of a moment; where it rained, with a share of what a storm would do."""
    share, wet = _SHOWER_SHARES.get(device.asset.kind, 0.0), past.in_shower(at_s)
    if device.asset.kind == "rain":
        device = replace(device, interval_s=STEPS_S["rain"])
    values = readings(device, past.moment(at_s))
    if wet is not None and share:
        stormy = readings(device, wet)
        values = {metric: dry + share * (stormy[metric] - dry) for metric, dry in values.items()}
    if "rain_mm" in values:
        values["rain_mm"] = round(values["rain_mm"] / _BUCKET_MM) * _BUCKET_MM
    return values


def _since_last_s(device: SimulatedDevice, step_s: float) -> float:
    longest_s = device.interval_s if device.asset.kind in STEADY else min(step_s, device.interval_s)
    return longest_s * scatter(device.number, 31)


def _bay(device: SimulatedDevice, past: Past) -> list[Observation]:
    """Arrivals and departures, drawn backwards from the state in which the simulation finds the bay."""
    occupied = taken_at_start(device, past.moment(0.0))
    at_s = -_since_last_s(device, USUAL_STEP_S)
    told = [past.observed(device, at_s, {"occupied": float(occupied)})]
    turn = -1
    while True:
        moment = past.moment(at_s)
        at_s -= lasts_s(device, moment, occupied, turn)
        if at_s < -DAY_S:
            return told[::-1]
        told.append(past.observed(device, at_s, {"occupied": float(occupied)}))
        occupied = not occupied
        turn -= 1
