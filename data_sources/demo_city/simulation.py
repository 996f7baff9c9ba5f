"""The simulated city as a queue of things due: pure but for its own state, driven from outside."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.kinds import SensorType
from data_sources.demo_city.chance import Dice, scatter
from data_sources.demo_city.devices import SimulatedDevice, make_devices
from data_sources.demo_city.encoders import Message, Report, battery_status, encode
from data_sources.demo_city.incidents import Incident, passing, standing, storm_covers
from data_sources.demo_city.models import Moment, Values, readings
from data_sources.demo_city.parking import lasts_s, taken_at_start
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.sightings import Sighting, Sightings, sighting_message
from data_sources.demo_city.snapshots import picture

CITY_TIME: Final = ZoneInfo("Asia/Shanghai")
WARM_UP_S: Final = 20.0
WARM_UP_RATE: Final = 600.0
"""At most about so many first reports a second, however large the city."""

BATTERY_STATUS_EVERY: Final = 12
DAYLIGHT: Final = (6.0, 18.0)


class Due(IntEnum):
    """What can be due."""

    REPORT = 0
    BAY = 1
    INCIDENT = 2
    PASSING = 3
    SIGHTING = 4
    BEAT = 5


class Task(NamedTuple):
    """Something due at `at_s` seconds of simulated time; `order` keeps the queue's order certain."""

    at_s: float
    order: int
    due: Due
    number: int
    turn: int = 0


class Simulation:
    """One run of the city. `step` gives the messages that have become due.

    `speed` is only used to spread the first reports over twenty real seconds; times in payloads are real times.
    """

    def __init__(
        self,
        city: DemoCity,
        sensors: Mapping[str, SensorType],
        scenario: Scenario,
        seed: int,
        start: datetime,
        speed: float = 1.0,
    ) -> None:
        self._scenario = scenario
        self._seed = seed
        self._start = start
        self._run = round(start.timestamp() * 10)
        self._devices = make_devices(city.assets, sensors, seed)
        self._sightings = Sightings(city.assets, seed)
        self._active: dict[int, list[Incident]] = {}
        self._incidents: dict[int, Incident] = {}
        self._seen: dict[int, Sighting] = {}
        self._announced = 0
        self._sequences = [0] * len(self._devices)
        self._bays: dict[int, bool] = {}
        self._queue: list[Task] = []
        self._order = 0
        self._schedule_start(max(1.0, speed))

    def step(self, elapsed_s: float, now: datetime) -> Iterator[Message]:
        """The messages due up to `elapsed_s` of simulated time, stamped with `now` (aware, UTC)."""
        while self._queue and self._queue[0].at_s <= elapsed_s:
            yield from self._carry_out(heapq.heappop(self._queue), now)

    def next_due_s(self) -> float | None:
        """When, in simulated seconds, the next thing is due."""
        return self._queue[0].at_s if self._queue else None

    def _schedule_start(self, speed: float) -> None:
        warm_up = max(WARM_UP_S, len(self._devices) / WARM_UP_RATE) * speed
        start = self._moment(0.0)
        for index, device in enumerate(self._devices):
            if device.offline:
                continue
            self._add(warm_up * scatter(self._seed, index, 4), Due.REPORT, index)
            if device.asset.kind == "parking_bay":
                self._bays[index] = taken_at_start(device, start)
                self._add(warm_up + lasts_s(device, start, self._bays[index], 0), Due.BAY, index, 1)
        for incident in (
            *standing(self._devices, self._seed),
            *storm_covers(self._devices, self._scenario, self._seed),
        ):
            self._announce(incident)
        self._add(0.0, Due.PASSING, 0)
        self._add(4.0, Due.SIGHTING, 0)

    def _carry_out(self, task: Task, now: datetime) -> Iterator[Message]:
        if task.due is Due.REPORT:
            interval = self._devices[task.number].interval_s
            phase = scatter(self._seed, task.number, 7) if task.turn == 0 else 1.0
            self._add(task.at_s + interval * phase, Due.REPORT, task.number, 1)
            yield from self._report(task.number, task.at_s, now)
        elif task.due is Due.BAY:
            yield from self._turn_over(task, now)
        elif task.due is Due.INCIDENT:
            yield from self._begin_or_end(task, now)
        elif task.due is Due.PASSING:
            self._next_passing(task)
        elif task.due is Due.SIGHTING:
            self._next_sighting(task)
        else:
            yield self._beat(task, now)

    def _report(self, index: int, at_s: float, now: datetime) -> Iterator[Message]:
        device = self._devices[index]
        values = self._values(index, device, at_s)
        count = self._sequences[index]
        self._sequences[index] = count + 1
        report = Report(device.asset, device.profile, values, now, self._run + count)
        yield encode(report)
        if (count + index) % BATTERY_STATUS_EVERY == 0:
            status = battery_status(report)
            if status is not None:
                yield status

    def _values(self, index: int, device: SimulatedDevice, at_s: float) -> Values:
        values = readings(device, self._moment(at_s), self._bays.get(index))
        for incident in self._active.get(index, ()):
            values.update(incident.values)
        return values

    def _turn_over(self, task: Task, now: datetime) -> Iterator[Message]:
        occupied = not self._bays[task.number]
        self._bays[task.number] = occupied
        stay = lasts_s(self._devices[task.number], self._moment(task.at_s), occupied, task.turn)
        self._add(task.at_s + stay, Due.BAY, task.number, task.turn + 1)
        yield from self._report(task.number, task.at_s, now)

    def _announce(self, incident: Incident) -> None:
        index = self._announced
        self._announced += 1
        self._incidents[index] = incident
        self._add(incident.start_s, Due.INCIDENT, index, 0)
        self._add(incident.end_s, Due.INCIDENT, index, 1)

    def _begin_or_end(self, task: Task, now: datetime) -> Iterator[Message]:
        """A fault is reported at once when it begins and when it is over (not before the device's first report)."""
        incident = self._incidents[task.number]
        active = self._active.setdefault(incident.device, [])
        if task.turn == 0:
            active.append(incident)
        else:
            active.remove(incident)
            del self._incidents[task.number]
        if task.at_s > 0:
            yield from self._report(incident.device, task.at_s, now)

    def _next_passing(self, task: Task) -> None:
        incident = passing(self._devices, self._seed, task.turn)
        if incident is not None:
            self._announce(incident)
            self._add(incident.start_s, Due.PASSING, 0, task.turn + 1)

    def _next_sighting(self, task: Task) -> None:
        moment = self._moment(task.at_s)
        sighting = self._sightings.draw(task.turn, moment)
        if sighting is None:
            return
        self._seen[task.turn] = sighting
        for beat, after_s in enumerate(sighting.beats):
            self._add(task.at_s + after_s, Due.BEAT, task.turn, beat)
        self._add(task.at_s + self._sightings.gap_s(task.turn, moment), Due.SIGHTING, 0, task.turn + 1)

    def _beat(self, task: Task, now: datetime) -> Message:
        """One report of a sighting, which is forgotten with its last one."""
        sighting = self._seen[task.number]
        if task.turn == len(sighting.beats) - 1:
            del self._seen[task.number]
        dark = not DAYLIGHT[0] <= self._moment(task.at_s).hour < DAYLIGHT[1]
        shot = picture(Dice.of(self._seed, "shot", sighting.number), sighting.category, night=dark)
        return sighting_message(sighting, task.turn, now, shot, self._run)

    def _moment(self, elapsed_s: float) -> Moment:
        local = (self._start + timedelta(seconds=elapsed_s)).astimezone(CITY_TIME)
        hour = local.hour + local.minute / 60 + local.second / 3_600
        return Moment(scenario=self._scenario, elapsed_s=elapsed_s, hour=hour)

    def _add(self, at_s: float, due: Due, index: int, turn: int = 0) -> None:
        self._order += 1
        heapq.heappush(self._queue, Task(at_s, self._order, due, index, turn))
