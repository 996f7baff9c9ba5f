"""Roadside bays: cars come and go so that occupancy follows the day and bays turn over."""

from __future__ import annotations

import math
from typing import Final

from data_sources.demo_city.chance import scatter
from data_sources.demo_city.devices import SimulatedDevice
from data_sources.demo_city.models import Moment, bay_occupancy

MEAN_STAY_S: Final = 47 * 60.0
SHORTEST_S: Final = 40.0


def taken_at_start(device: SimulatedDevice, moment: Moment) -> bool:
    """Whether the bay is taken when the simulation begins."""
    return scatter(device.number, 5) < bay_occupancy(device, moment)


def lasts_s(device: SimulatedDevice, moment: Moment, occupied: bool, turn: int) -> float:
    """How long the bay stays as it is: exponential about 47 minutes when taken, and free as the occupancy asks.

    The first spell (`turn` 0) is what is left of one already begun.
    """
    taken = bay_occupancy(device, moment)
    mean = MEAN_STAY_S if occupied else MEAN_STAY_S * (1 - taken) / taken
    drawn = -math.log(1 - scatter(device.number, 6, turn) * 0.999)
    return max(SHORTEST_S, mean * min(drawn, 4.0))
