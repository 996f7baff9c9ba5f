"""Roadside bays: cars come and go so that occupancy follows the day and bays turn over."""

from __future__ import annotations

import math
from typing import Final

from data_sources.demo_city.chance import scatter
from data_sources.demo_city.devices import SimulatedDevice
from data_sources.demo_city.models import Moment, bay_occupancy

MEAN_STAY_S: Final = 47 * 60.0
SHORTEST_S: Final = 40.0
NIGHT_PACE: Final = 0.2
"""How quickly bays turn over in the dead of night, as a share of the day's pace."""


def taken_at_start(device: SimulatedDevice, moment: Moment) -> bool:
    """Whether the bay is taken when the simulation begins."""
    return scatter(device.number, 5) < bay_occupancy(device, moment)


def lasts_s(device: SimulatedDevice, moment: Moment, occupied: bool, turn: int) -> float:
    """How long the bay stays as it is: exponential about 47 minutes when taken, and free as the occupancy asks.

    At night everything takes up to five times as long. The first spell (`turn` 0) is what is left of one already begun.
    """
    taken = bay_occupancy(device, moment)
    mean = MEAN_STAY_S if occupied else MEAN_STAY_S * (1 - taken) / taken
    drawn = -math.log(1 - scatter(device.number, 6, turn) * 0.999)
    return max(SHORTEST_S, mean * min(drawn, 4.0)) / _pace(moment.hour)


def _pace(hour: float) -> float:
    """How quickly bays turn over: fully by day, slower from half past eight in the evening until eight."""
    return min(1.0, max(NIGHT_PACE, min((hour - 6) / 2, (24 - hour) / 3.5)))
