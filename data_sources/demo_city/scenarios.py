"""What happens in the city: a calm day, a market morning, a rain storm; pure functions of the elapsed seconds."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Scenario(StrEnum):
    """The scenarios of the demo."""

    CALM = "calm"
    MARKET = "market"
    STORM = "storm"


STORM_PEAK_MMH: Final = 96.0
UNDERPASS_PEAK_M: Final = 0.36


def rain_mmh(scenario: Scenario, elapsed_s: float) -> float:
    """How hard it rains: from half a minute on rising for three minutes, ebbing after half an hour."""
    if scenario is not Scenario.STORM:
        return 0.0
    return STORM_PEAK_MMH * _rise(elapsed_s, 30, 210) * (1 - _rise(elapsed_s, 1_800, 2_700))


def flood_m(scenario: Scenario, elapsed_s: float, exposure: float) -> float:
    """Water on the road at a low point; `exposure` 1 is the underpass, which passes 28 cm about six minutes in."""
    if scenario is not Scenario.STORM:
        return 0.0
    late = 240 * (1 - exposure)
    rising = _rise(elapsed_s, 75 + late, 480 + late)
    draining = _rise(elapsed_s, 2_100, 3_900)
    return UNDERPASS_PEAK_M * exposure * rising * (1 - draining)


def surge(scenario: Scenario, elapsed_s: float) -> float:
    """How much (0–1) the sewers carry of what they carry at the height of the storm."""
    if scenario is not Scenario.STORM:
        return 0.0
    return _rise(elapsed_s, 60, 600) * (1 - _rise(elapsed_s, 2_100, 4_200))


def crowd(scenario: Scenario, elapsed_s: float) -> float:
    """How full (0–1) the market is: filling for eight minutes, over after two and a half hours."""
    if scenario is not Scenario.MARKET:
        return 0.0
    return 0.6 + 0.4 * _rise(elapsed_s, 0, 480) if elapsed_s < 9_000 else 1 - _rise(elapsed_s, 9_000, 12_600)


def _rise(at: float, start: float, end: float) -> float:
    """0 before `start`, 1 after `end`, smooth between."""
    share = min(1.0, max(0.0, (at - start) / (end - start)))
    return share * share * (3 - 2 * share)
