"""How somebody on duty is: on the move, standing, outside, or not heard of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.compiled_rules import effective_rules, overrides_for
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.readings import Device
from dashboard.domain.rules import RuleOverride, Scope
from dashboard.domain.sensors.patrol import SENSOR
from dashboard.domain.text import Text

UNHEARD_AFTER_US: Final = 3 * MINUTE_US
OUTSIDE_FROM_M: Final = 50.0
STILL_RULE: Final = "patrol.still"


class Standing(StrEnum):
    """The first that holds, the gravest first."""

    NO_SIGNAL = "no_signal"
    OUTSIDE = "outside"
    STILL = "still"
    MOVING = "moving"


STANDING_LABELS: Final[Mapping[Standing, Text]] = {
    Standing.NO_SIGNAL: Text("无信号", "No signal"),
    Standing.OUTSIDE: Text("出界", "Outside"),
    Standing.STILL: Text("停留", "Still"),
    Standing.MOVING: Text("走动", "Moving"),
}


class StillLimits:
    """After how long whoever stays at one place counts as still: the lowest limit of the alarm rule that holds there.

    `paths` are the codes from the root down to each area, by its key.
    """

    def __init__(self, overrides: Iterable[RuleOverride], paths: Mapping[int, tuple[str, ...]]) -> None:
        self._overrides = tuple(each for each in overrides if each.rule_key == STILL_RULE)
        self._paths = paths
        self._usual_us = self._limit_us((), "")
        self.is_one_for_all = all(each.scope is Scope.KIND for each in self._overrides)
        """Whether no area and nobody has a limit of its own."""

    def of(self, device: Device | None) -> int | None:
        """Return the limit of whom this asset stands for, as its alarms have it; None: never counts as still."""
        if device is None or self.is_one_for_all:
            return self._usual_us
        return self._limit_us(self._paths.get(device.area_key or 0, ()), device.asset_id)

    @property
    def shown_us(self) -> int | None:
        """The limit that legends name; None where none holds, or areas or people have one of their own."""
        return self._usual_us if self.is_one_for_all else None

    def _limit_us(self, area_path: Sequence[str], asset_id: str) -> int | None:
        mine = overrides_for(self._overrides, kind=SENSOR.key, area_path=area_path, asset_id=asset_id)
        rule = next((each for each in effective_rules(SENSOR.rules, mine) if each.key == STILL_RULE), None)
        return None if rule is None else round(min(level.threshold for level in rule.levels) * MINUTE_US)


def standing_of(known: KnownPosition | None, now_us: int, still_us: int | None) -> Standing:
    """Return how somebody on duty is, by the newest position; `still_us` as StillLimits has it for that one."""
    if known is None or now_us - known.position.at_us > UNHEARD_AFTER_US:
        return Standing.NO_SIGNAL
    if known.outside_m - (known.position.accuracy_m or 0.0) >= OUTSIDE_FROM_M:
        return Standing.OUTSIDE
    stays_us = known.position.at_us - known.still.since_us
    return Standing.STILL if still_us is not None and stays_us >= still_us else Standing.MOVING


class DutyFigures(NamedTuple):
    """One squad, or all, in figures without names.

    `on_duty` of `due` are signed in or have a shift now; `by_standing` how many are how, still from `still_us` on where
    one limit holds for all; of the street lines `walked_m` of `length_m` were walked; `turnouts` (人次) are those of
    the day so far.
    """

    on_duty: int
    due: int
    by_standing: Mapping[Standing, int]
    length_m: float
    walked_m: float
    turnouts: int
    still_us: int | None = None


class SquadDuty(NamedTuple):
    """A squad by its name, in figures without names of people; `hue` is its colour on maps, 1 to HUES."""

    squad: str
    figures: DutyFigures
    hue: int = 1


class Dot(NamedTuple):
    """Where somebody is, to about 10 m, of which squad and how: neither who, nor whether it is the same as before."""

    lon: float
    lat: float
    hue: int
    standing: Standing


HUES: Final = 8
NO_SQUAD_HUE: Final = 0
_DOT_DIGITS: Final = 4


def hues_of(squads: Iterable[str]) -> dict[str, int]:
    """Return the colour of each squad on maps, by its code: 1 to HUES in the order of the codes, then again from 1."""
    return {code: place % HUES + 1 for place, code in enumerate(sorted(squads))}


def dot_of(known: KnownPosition, hue: int, now_us: int, still_us: int | None) -> Dot:
    """Return what may be shown of somebody before an audience."""
    lon, lat = round(known.position.lon, _DOT_DIGITS), round(known.position.lat, _DOT_DIGITS)
    return Dot(lon, lat, hue, standing_of(known, now_us, still_us))
