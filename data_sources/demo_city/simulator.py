"""Plays the demo city: publishes what its devices, cameras and people say, as fast as they say it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import chain
from typing import Final, Protocol

from dashboard.domain.kinds import SensorType
from dashboard.domain.readings import to_us
from dashboard.errors import BadInput
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.simulation import Simulation
from data_sources.demo_city.walkers import Patrol

LONGEST_PAUSE_S: Final = 0.05
_LOG = logging.getLogger(__name__)


class Publish(Protocol):
    """Hands one message to the broker; may wait when the broker is slow."""

    def __call__(self, topic: str, payload: bytes, qos: int) -> object: ...


class Stop(Protocol):
    """Waits up to `timeout` seconds and says whether it is time to stop; threading.Event is one."""

    def wait(self, timeout: float) -> bool:
        """True when the run shall end."""
        ...


def run(
    city: DemoCity,
    publish: Publish,
    *,
    patrol: Patrol | None = None,
    sensors: Mapping[str, SensorType],
    scenario: Scenario = Scenario.CALM,
    speed: float = 1.0,
    seed: int = 7,
    clock: Callable[[], datetime],
    stop: Stop,
) -> int:
    """Publish until told to stop; the number of messages sent.

    `patrol` are the people who report where they are. `speed` multiplies simulated time; `clock` gives the real time
    (aware, UTC), which payloads carry.
    Raises BadInput for a speed that is not above 0.
    """
    if not speed > 0:
        raise BadInput(f"the speed must be above 0, not {speed:g}")
    start = clock()
    simulation = Simulation(city, sensors, scenario, seed, start, speed)
    _LOG.info("Simulating %d assets, scenario %s, speed %g", len(city.assets), scenario, speed)
    sent = 0
    while not stop.wait(LONGEST_PAUSE_S):
        now = clock()
        devices = simulation.step((now - start).total_seconds() * speed, now)
        for message in chain(devices, patrol.step(to_us(now)) if patrol else ()):
            publish(message.topic, message.payload, message.qos)
            sent += 1
    return sent
