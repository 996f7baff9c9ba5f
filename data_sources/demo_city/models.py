"""What each device measures at a moment: its type's waves, bent by the scenario. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.domain.kinds import Wave
from dashboard.domain.metrics import METRICS
from data_sources.demo_city.chance import scatter
from data_sources.demo_city.devices import SimulatedDevice
from data_sources.demo_city.scenarios import Scenario, crowd, flood_m, rain_mmh, surge

Values = dict[str, float]

BATTERY_PER_DAY: Final = 0.05
BAY_VOLTAGE: Final = 3.6
_PEAK_HOUR: Final = 15.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A moment of the simulation: seconds since its start and the local hour of the day (0–24)."""

    scenario: Scenario
    elapsed_s: float
    hour: float


def readings(device: SimulatedDevice, moment: Moment, occupied: bool | None = None) -> Values:
    """All metrics of the device's simulator profile; `occupied` is the state of a parking bay."""
    waves = device.sensor.simulator.waves
    values = {metric: _wave(wave, METRICS[metric].number, device, moment) for metric, wave in waves.items()}
    if "battery_pct" in values:
        values["battery_pct"] = _battery(device, moment, waves["battery_pct"])
    adjust = _ADJUST.get(device.asset.kind)
    if adjust is not None:
        adjust(device, moment, values)
    if occupied is not None:
        values["occupied"] = float(occupied)
        values["battery_v"] = round(BAY_VOLTAGE - 0.2 * device.trait, 2)
    return values


def bay_occupancy(device: SimulatedDevice, moment: Moment) -> float:
    """The share of time (0–1) that a roadside bay is taken: low at night, two peaks by day, full at the market."""
    usual = 0.42 + 0.28 * _bump(moment.hour, 10.5, 3.0) + 0.30 * _bump(moment.hour, 18.0, 3.2)
    usual += 0.16 * (device.trait - 0.5)
    full = crowd(moment.scenario, moment.elapsed_s) * device.market
    return min(0.97, max(0.08, usual + (0.97 - usual) * min(1.0, 1.6 * full)))


def _bump(hour: float, peak: float, width: float) -> float:
    away = min(abs(hour - peak), 24 - abs(hour - peak))
    return math.exp(-((away / width) ** 2))


def _wave(wave: Wave, number: int, device: SimulatedDevice, moment: Moment) -> float:
    tick = int(moment.elapsed_s // 15)
    daily = math.sin((moment.hour - _PEAK_HOUR + 6) / 24 * 2 * math.pi)
    jitter = 2 * scatter(device.number, number, tick) - 1
    return wave.base + wave.daily_swing * daily * (0.6 + 0.4 * device.trait) + wave.noise * jitter


def _battery(device: SimulatedDevice, moment: Moment, wave: Wave) -> float:
    """Slowly downhill from the device's own level, without jumping up and down."""
    return max(1.0, wave.base + wave.noise * 2 * (device.trait - 0.5) * 2 - BATTERY_PER_DAY * moment.elapsed_s / 86_400)


def _car_park(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    capacity = float(device.asset.attributes["capacity"])
    share = bay_occupancy(device, moment) + 0.03 * (scatter(device.number, 18, int(moment.elapsed_s // 30)) - 0.5)
    values["occupied_bays"] = float(round(capacity * min(1.0, max(0.03, share))))


def _road_water(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    depth = flood_m(moment.scenario, moment.elapsed_s, device.exposure)
    ripple = 0.004 * (scatter(device.number, 2, int(moment.elapsed_s // 15)) - 0.5)
    values["depth_m"] = max(0.0, depth + ripple) if depth > 0.01 else 0.0


def _rain(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    """What has fallen since the last report, in the bucket's steps of 0.2 mm."""
    amount = rain_mmh(moment.scenario, moment.elapsed_s) * device.interval_s / 3_600 * (0.8 + 0.4 * device.trait)
    values["rain_mm"] = round(amount / 0.2) * 0.2


def _drainage(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    """Rain fills the pipe; level and flow follow, and thin the sewage down."""
    full_m = float(device.asset.attributes["diameter_mm"]) / 1_000
    swollen = surge(moment.scenario, moment.elapsed_s) * (0.12 + 0.62 * device.trait)
    fill = 0.78 * values["fill_ratio"] + 0.2 * (device.trait - 0.5) + swollen
    values["fill_ratio"] = max(0.05, fill)
    values["level_m"] = max(0.05, fill * full_m)
    values["flow_lps"] = max(0.5, values["flow_lps"] * full_m * full_m * (1 + 5 * swollen))
    for metric in ("cod_mgl", "nh3n_mgl"):
        values[metric] = max(1.0, values[metric] / (1 + 1.5 * swollen))


def _manhole(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    deep = float(device.asset.attributes["depth_m"])
    swollen = surge(moment.scenario, moment.elapsed_s) * device.trait
    values["level_m"] = max(0.0, min(deep - 0.6, values["level_m"] * 0.5 + (deep - 1.2) * 0.6 * swollen))


def _bin(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    """Fills from one emptying (night) to the next, each at its own speed; emptied before it overflows."""
    since = (moment.hour - 4 - 2 * device.trait) % 24
    values["fill_ratio"] = min(0.80, 0.04 + since / 24 * (0.35 + 0.5 * device.trait))


def _kitchen(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    """Cooks at noon and in the evening, some for breakfast; the longer not cleaned, the more passes the purifier."""
    cooks = _is_cooking(device, moment)
    values["fan"] = values["purifier"] = float(cooks)
    uncleaned = float(int(1 + 24 * device.trait + max(0.0, moment.elapsed_s) / 86_400))
    values["uncleaned_days"] = uncleaned
    share = (0.55 + 0.025 * uncleaned) if cooks else 0.05
    values["fumes_mgm3"] = max(0.0, values["fumes_mgm3"] * share)
    values["nmhc_mgm3"] = max(0.0, values["nmhc_mgm3"] * share)


def _is_cooking(device: SimulatedDevice, moment: Moment) -> bool:
    late = 0.5 * device.trait
    meals = [(10.2 + late, 13.3 + late), (16.6 + late, 20.4 + late)]
    if device.trait > 0.7:
        meals.append((5.5, 8.5))
    return any(first <= moment.hour < last for first, last in meals)


def _building_site(device: SimulatedDevice, moment: Moment, values: Values) -> None:
    """Dusty and loud while people work, quiet at noon and at night; rain lays the dust."""
    works = _bump(moment.hour, 9.5, 2.2) + _bump(moment.hour, 15.5, 2.4)
    washed = 0.35 if rain_mmh(moment.scenario, moment.elapsed_s) > 1 else 1.0
    for metric, more in (("pm10_ugm3", 46.0), ("pm25_ugm3", 14.0), ("tsp_ugm3", 120.0)):
        values[metric] = (values[metric] + more * works * (0.4 + 0.6 * device.trait)) * washed
    values["noise_db"] += min(1.0, works) * (14.0 + 4.0 * device.trait)


_ADJUST: Final[dict[str, Callable[[SimulatedDevice, Moment, Values], None]]] = {
    "car_park": _car_park,
    "road_water": _road_water,
    "rain": _rain,
    "drainage": _drainage,
    "manhole": _manhole,
    "bin": _bin,
    "fumes": _kitchen,
    "site_air": _building_site,
}
