"""What went wrong and what cameras saw in the demo city's yesterday: faults that passed, sightings with pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from typing import Final

from dashboard.domain.readings import Delivery, Observation, to_us
from data_sources.demo_city.chance import Dice, scatter
from data_sources.demo_city.devices import SimulatedDevice
from data_sources.demo_city.incidents import FULL_BIN, PASSING, Incident, pick, standing
from data_sources.demo_city.past import DAY_S, DIGITS, HOUR_S, Past, charted, report_times, values_at
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.sightings import Sightings, sighting_message
from data_sources.demo_city.simulation import DAYLIGHT
from data_sources.demo_city.snapshots import picture

FAULTS: Final = 12
FIRST_FAULT_H: Final = 1.5
FAULT_EVERY_H: Final = 1.8
FAULT_REPORTS_S: Final = 300.0
EMPTY_ENOUGH: Final = 0.6
"""Only bins of a smaller trait than this are surely below the limit again after their fault."""

SIGHTINGS: Final = 96
FIRST_SIGHTING: Final = 1_000_000
"""Where the past's sightings are counted from; those of a simulation begin at 0."""

_SLICES: Final = 96


def faults(devices: Sequence[SimulatedDevice], seed: int) -> list[Incident]:
    """Some faults that came and were over again within the day, each on another device (its index)."""
    broken = {incident.device for incident in standing(devices, seed)}
    found: list[Incident] = []
    for turn in range(FAULTS):
        fault = PASSING[turn % len(PASSING)]
        index = pick(devices, fault, seed, 500 + turn)
        if index is None or index in broken or (fault is FULL_BIN and devices[index].trait >= EMPTY_ENOUGH):
            continue
        broken.add(index)
        start_s = -HOUR_S * (FIRST_FAULT_H + FAULT_EVERY_H * (turn + 0.6 * scatter(seed, turn, 33)))
        found.append(Incident(start_s, start_s + 900 + 2_400 * scatter(seed, turn, 34), index, fault.values))
    return found


def faulty_histories(
    devices: Sequence[SimulatedDevice], incidents: Sequence[Incident], past: Past
) -> list[Observation]:
    """The reports of the devices with faults in the order of time; the ingest judges these by the alarm rules."""
    told = [report for incident in incidents for report in _faulty(devices[incident.device], incident, past)]
    return sorted(told, key=lambda observation: observation.measured_us)


def _faulty(device: SimulatedDevice, incident: Incident, past: Past) -> Iterator[Observation]:
    """The usual reports, more of them during the fault, and one when it is over."""
    count = int((incident.end_s - incident.start_s) // FAULT_REPORTS_S)
    extra = [incident.start_s + number * FAULT_REPORTS_S for number in range(count + 1)]
    metrics = dict.fromkeys([*charted(device), *incident.values])
    for at_s in sorted({*report_times(device), *extra, incident.end_s}):
        values = values_at(device, past, at_s)
        if incident.start_s <= at_s < incident.end_s:
            values |= incident.values
        shown = {metric: round(values[metric], DIGITS) for metric in metrics}
        yield past.observed(device, at_s, shown, history=False)


def sightings(city: DemoCity, past: Past, seed: int) -> list[Delivery]:
    """What the cameras reported, in the order of time: each event with its picture and its end."""
    drawing = Sightings(city.assets, seed)
    run = int(past.until.timestamp())
    told: list[Delivery] = []
    for number, at_s in enumerate(sighting_times(past, seed), FIRST_SIGHTING):
        moment = past.moment(at_s)
        sighting = drawing.draw(number, moment)
        if sighting is None:
            return []
        dark = not DAYLIGHT[0] <= moment.hour < DAYLIGHT[1]
        shot = picture(Dice.of(seed, "shot", number), sighting.category, night=dark)
        for beat in (0, len(sighting.beats) - 1):
            at = past.until + timedelta(seconds=at_s + sighting.beats[beat])
            topic, payload, _ = sighting_message(sighting, beat, at, shot, run)
            told.append(Delivery(topic, payload, to_us(at)))
    return sorted(told, key=lambda delivery: delivery.received_us)


def sighting_times(past: Past, seed: int) -> list[float]:
    """When the events began: many at the rush hours, few at night; all ended before the end of the past."""
    slice_s = DAY_S / _SLICES
    totals = list(accumulate(_busy(past.moment(slice_s * (k - _SLICES)).hour) for k in range(_SLICES)))
    times = []
    for number in range(SIGHTINGS):
        wanted = totals[-1] * (number + scatter(seed, number, 35)) / SIGHTINGS
        k = next(k for k, total in enumerate(totals) if total > wanted)
        before = totals[k - 1] if k else 0.0
        times.append(slice_s * (k - _SLICES + (wanted - before) / (totals[k] - before)))
    return [min(at_s, -300.0) for at_s in times]


def _busy(hour: float) -> float:
    return 0.08 + math.exp(-(((hour - 9.5) / 3) ** 2)) + 1.1 * math.exp(-(((hour - 18) / 3) ** 2))
