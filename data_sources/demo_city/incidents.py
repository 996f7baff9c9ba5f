"""Faults: a handful that stand, and others that come and go, each on one device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data_sources.demo_city.chance import scatter
from data_sources.demo_city.devices import SimulatedDevice
from data_sources.demo_city.scenarios import Scenario

FOREVER_S: Final = 1e12
_CLOSED, _TILTED, _OPEN = 0.0, 1.0, 2.0


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What can go wrong with a kind: the readings it forces."""

    key: str
    kind: str
    values: dict[str, float]


class Incident(NamedTuple):
    """One fault on one device (its index) between two moments of the simulation."""

    start_s: float
    end_s: float
    device: int
    values: dict[str, float]


TILTED: Final = Fault(key="tilted", kind="manhole", values={"tilt_deg": 22.4, "cover": _TILTED})
PUSHED_UP: Final = Fault(key="pushed_up", kind="manhole", values={"tilt_deg": 51.0, "cover": _OPEN})
FLAT_BATTERY: Final = Fault(key="flat_battery", kind="parking_bay", values={"battery_pct": 14.0})
LOOSE_SIGN: Final = Fault(key="loose_sign", kind="sign", values={"tilt_deg": 1.6})
FULL_BIN: Final = Fault(key="full_bin", kind="bin", values={"fill_ratio": 0.91})
HIGH_WATER: Final = Fault(key="high_water", kind="drainage", values={"fill_ratio": 0.86})
FOUL_WATER: Final = Fault(key="foul_water", kind="drainage", values={"ph": 5.9})
STOPPED: Final = Fault(key="stopped", kind="sewage", values={"running": 0.0, "flow_lps": 0.03})

UNCLEANED: Final = Fault(key="uncleaned", kind="fumes", values={"uncleaned_days": 41.0})
UNPURIFIED: Final = Fault(key="unpurified", kind="fumes", values={"fan": 1.0, "purifier": 0.0, "fumes_mgm3": 2.9})
DUSTY: Final = Fault(key="dusty", kind="site_air", values={"pm10_ugm3": 212.0, "tsp_ugm3": 390.0, "noise_db": 78.0})
UNDAMPED: Final = Fault(key="undamped", kind="site_air", values={"pm10_ugm3": 204.0, "tsp_ugm3": 361.0})

STANDING: Final = (TILTED, FLAT_BATTERY, LOOSE_SIGN, STOPPED, UNCLEANED, UNDAMPED)
PASSING: Final = (FULL_BIN, HIGH_WATER, TILTED, FULL_BIN, FOUL_WATER, UNPURIFIED, FULL_BIN, DUSTY)
EVERY_S: Final = 150.0
STORM_COVERS: Final = 7


def standing(devices: Sequence[SimulatedDevice], seed: int) -> list[Incident]:
    """The faults that are there from the start and stay."""
    found = []
    for number, fault in enumerate(STANDING):
        device = pick(devices, fault, seed, 900 + number)
        if device is not None:
            found.append(Incident(0.0, FOREVER_S, device, fault.values))
    return found


def passing(devices: Sequence[SimulatedDevice], seed: int, turn: int) -> Incident | None:
    """The `turn`-th fault that comes and goes: one about each two and a half minutes, for four to eleven."""
    fault = PASSING[turn % len(PASSING)]
    device = pick(devices, fault, seed, turn)
    if device is None:
        return None
    start = EVERY_S * (turn + 0.2 + 0.6 * scatter(seed, turn, 11))
    return Incident(start, start + 240 + 420 * scatter(seed, turn, 12), device, fault.values)


def storm_covers(devices: Sequence[SimulatedDevice], scenario: Scenario, seed: int) -> list[Incident]:
    """Covers that the storm pushes up, from the eighth minute until it has drained."""
    if scenario is not Scenario.STORM:
        return []
    found = []
    for number in range(STORM_COVERS):
        device = pick(devices, PUSHED_UP if number % 3 == 0 else TILTED, seed, 700 + number)
        if device is not None:
            values = PUSHED_UP.values if number % 3 == 0 else TILTED.values
            start = 480 + 900 * scatter(seed, number, 13)
            found.append(Incident(start, 3_300 + 600 * scatter(seed, number, 14), device, values))
    return found


def pick(devices: Sequence[SimulatedDevice], fault: Fault, seed: int, turn: int) -> int | None:
    """The index of a device that can show the fault (right kind, online, its profile has such a field)."""
    able = [index for index, device in enumerate(devices) if device.asset.kind == fault.kind and _shows(device, fault)]
    return able[int(scatter(seed, turn, 10) * len(able))] if able else None


def _shows(device: SimulatedDevice, fault: Fault) -> bool:
    fields = {field.metric for field in device.profile.fields}
    return not device.offline and (not fields or fields >= fault.values.keys())
