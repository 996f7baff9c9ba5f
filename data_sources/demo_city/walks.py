"""How somebody of the demo bureau spends a shift outside: walks, pauses, a break, and what goes wrong. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from shapely import LineString
from shapely import Point as ShapelyPoint

from dashboard.domain.durations import SECOND_US
from dashboard.domain.roster.duty import DutySpan
from data_sources.demo_city.beats import Beat, Path
from data_sources.demo_city.chance import Dice, scatter
from data_sources.demo_city.frame import Point
from data_sources.demo_city.street_net import StreetNet

_BREAK_ABOUT: Final = (0.44, 0.54)
"""In which part of the shift the break begins."""
_BREAK_S: Final = (20 * 60.0, 40 * 60.0)
_PAUSE_S: Final = (60.0, 360.0)
_PAUSES: Final = 0.6
"""How likely a pause at a corner is."""
_STANDS_S: Final = (35 * 60.0, 70 * 60.0)
_STRAYS_S: Final = (12 * 60.0, 28 * 60.0)
_SILENT_S: Final = (12 * 60.0, 40 * 60.0)
_ODD_ABOUT: Final = ((0.08, 0.36), (0.6, 0.78))
"""In which parts of the shift something goes wrong: before or after the break."""
_STRAYS_M: Final = (220.0, 560.0)
_STRAYS_AT_MOST_M: Final = 650.0
_EXITS_TRIED: Final = 12
_LEAST_STAY_S: Final = 60.0
_OUT_OF_SIGNAL_M: Final = 60.0


class Oddity(StrEnum):
    """What goes wrong in somebody's shift."""

    STANDS = "stands"
    STRAYS = "strays"
    SILENT = "silent"


class Pace(NamedTuple):
    """How fast somebody moves, how many corners they pass at once, and after how many metres they look round."""

    slowest_mps: float
    fastest_mps: float
    corners: int
    longest_m: float


ON_FOOT: Final = Pace(1.0, 1.4, 3, 400.0)
BY_MOTORBIKE: Final = Pace(5.0, 7.0, 8, 2_000.0)


class Leg(NamedTuple):
    """From one moment of the shift to another, in seconds, along a path; who stands has two equal distances."""

    from_s: float
    until_s: float
    path: Path
    from_m: float
    to_m: float


class Where(NamedTuple):
    """A true place, in metres from the centre, the speed, and the direction of whoever moves."""

    point: Point
    speed_mps: float
    heading_deg: float | None


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A shift of one person; the legs follow each other without a gap. `silent` is from and until when, in seconds."""

    span: DutySpan
    legs: Sequence[Leg]
    oddity: Oddity | None
    silent: tuple[float, float] | None
    underpasses: Sequence[Point]

    def at(self, at_us: int) -> Where:
        """Return where the person is at a moment of the shift."""
        at_s = (at_us - self.span.start_us) / SECOND_US
        leg = self.legs[max(0, bisect_right(self.legs, at_s, key=lambda leg: leg.from_s) - 1)]
        if leg.from_m == leg.to_m:
            return Where(leg.path.at(leg.from_m), 0.0, None)
        along_m = leg.from_m + (at_s - leg.from_s) / (leg.until_s - leg.from_s) * (leg.to_m - leg.from_m)
        speed_mps = abs(leg.to_m - leg.from_m) / (leg.until_s - leg.from_s)
        return Where(leg.path.at(along_m), speed_mps, leg.path.heading_deg(along_m, forth=leg.to_m > leg.from_m))

    def is_silent(self, at_us: int, point: Point) -> bool:
        """Whether the phone has no signal then: for a long time once, and in each underpass."""
        at_s = (at_us - self.span.start_us) / SECOND_US
        if self.silent is not None and self.silent[0] <= at_s < self.silent[1]:
            return True
        x, y = point
        return any(abs(x - u) < _OUT_OF_SIGNAL_M and abs(y - v) < _OUT_OF_SIGNAL_M for u, v in self.underpasses)


def oddities(spans: Sequence[DutySpan], indexes: Mapping[str, int], seed: int) -> Mapping[DutySpan, Oddity]:
    """Return what goes wrong in which shift: of each shift of a day a few stand, one or two stray, one or two are lost.

    `indexes` are the running numbers of the people; nothing goes wrong with others.
    """
    groups: dict[tuple[int, str], list[DutySpan]] = {}
    for span in spans:
        if span.person in indexes:
            groups.setdefault((span.day.toordinal(), span.shift), []).append(span)
    found: dict[DutySpan, Oddity] = {}
    for (day, _), members in groups.items():
        drawn = sorted(members, key=lambda span: scatter(seed, indexes[span.person], day, 51))
        wanted = _wanted(len(members), scatter(seed, day, 52))
        found.update(zip(drawn, wanted, strict=False))
    return found


def _wanted(people: int, chance: float) -> list[Oddity]:
    many = 2 if people >= 12 and chance < 0.6 else 1
    stands = max(1, min(4, round(people * 0.07)))
    return [Oddity.STRAYS] * many + [Oddity.SILENT] * many + [Oddity.STANDS] * stands


class _Stop(NamedTuple):
    """What is to be done at the next corner after a moment of the shift."""

    at_s: float
    lasts_s: float
    strays: bool = False


def make_walk(
    span: DutySpan,
    beat: Beat,
    net: StreetNet,
    *,
    seed: int,
    pace: Pace = ON_FOOT,
    oddity: Oddity | None = None,
    underpasses: Sequence[Point] = (),
) -> Walk:
    """Return how a shift is spent, the same for the same seed, person and shift."""
    dice = Dice.of(seed, "walk", span.person, span.start_us)
    length_s = (span.end_us - span.start_us) / SECOND_US
    odd_s = dice.uniform(*dice.choice(_ODD_ABOUT)) * length_s
    stops = [_Stop(dice.uniform(*_BREAK_ABOUT) * length_s, dice.uniform(*_BREAK_S))]
    if oddity is Oddity.STANDS:
        stops.append(_Stop(odd_s, dice.uniform(*_STANDS_S)))
    elif oddity is Oddity.STRAYS:
        stops.append(_Stop(odd_s, dice.uniform(*_STRAYS_S), strays=True))
    silent = (odd_s, odd_s + dice.uniform(*_SILENT_S)) if oddity is Oddity.SILENT else None
    legs = _Stroll(dice, beat, net, pace).legs(length_s, sorted(stops))
    near = [each for each in underpasses if LineString(beat.path.points).distance(ShapelyPoint(each)) < 300.0]
    return Walk(span=span, legs=tuple(legs), oddity=oddity, silent=silent, underpasses=near)


class _Stroll:
    """Draws the legs of a shift, one after the other."""

    def __init__(self, dice: Dice, beat: Beat, net: StreetNet, pace: Pace) -> None:
        self._dice = dice
        self._beat = beat
        self._net = net
        self._pace = pace
        self._here_m = dice.choice(beat.path.corners)
        self._forth = dice.random() < 0.5
        self._now_s = 0.0

    def legs(self, length_s: float, stops: Sequence[_Stop]) -> Iterator[Leg]:
        """The legs until the shift is over; a stop comes at the first corner after its time."""
        left = list(stops)
        while self._now_s < length_s:
            if left and self._now_s >= left[0].at_s:
                stop = left.pop(0)
                yield from self._stray(stop.lasts_s) if stop.strays else [self._stay(stop.lasts_s)]
            yield from self._walk_on()

    def _walk_on(self) -> Iterator[Leg]:
        """To one of the next corners, or a good way towards it; now and then a pause there."""
        corner_m = self._next_corner_m()
        reach_m = self._pace.longest_m
        to_m = min(max(corner_m, self._here_m - reach_m), self._here_m + reach_m)
        yield self._go(self._beat.path, self._here_m, to_m)
        self._here_m = to_m
        if to_m == corner_m and self._dice.random() < _PAUSES:
            yield self._stay(self._dice.uniform(*_PAUSE_S))

    def _next_corner_m(self) -> float:
        """Turns round at the ends of the path."""
        corners = self._beat.path.corners
        if self._here_m >= corners[-1]:
            self._forth = False
        elif self._here_m <= corners[0]:
            self._forth = True
        ahead = self._dice.randrange(self._pace.corners)
        if self._forth:
            return corners[min(bisect_right(corners, self._here_m) + ahead, len(corners) - 1)]
        return corners[max(bisect_left(corners, self._here_m) - 1 - ahead, 0)]

    def _go(self, path: Path, from_m: float, to_m: float, mps: float | None = None) -> Leg:
        pace_mps = self._dice.uniform(self._pace.slowest_mps, self._pace.fastest_mps) if mps is None else mps
        return self._until(abs(to_m - from_m) / pace_mps, path, from_m, to_m)

    def _stay(self, lasts_s: float) -> Leg:
        return self._until(lasts_s, self._beat.path, self._here_m, self._here_m)

    def _until(self, lasts_s: float, path: Path, from_m: float, to_m: float) -> Leg:
        begun_s = self._now_s
        self._now_s += lasts_s
        return Leg(begun_s, self._now_s, path, from_m, to_m)

    def _stray(self, outside_s: float) -> Iterator[Leg]:
        """Out of the squad's area, for so long in all, and back; nothing where no street leads there."""
        mps = self._dice.uniform(self._pace.slowest_mps, self._pace.fastest_mps)
        for way in self._ways_out():
            beyond_m = LineString(way.points).difference(self._beat.fence).length
            stay_s = outside_s - 2.0 * beyond_m / mps
            if stay_s >= _LEAST_STAY_S:
                yield self._go(way, 0.0, way.length_m, mps)
                yield self._until(stay_s, way, way.length_m, way.length_m)
                yield self._go(way, way.length_m, 0.0, mps)
                return

    def _ways_out(self) -> Iterator[Path]:
        """Ways to places outside, the near ones first, none of which leads too far away from the area."""
        here, fence = self._beat.path.at(self._here_m), self._beat.fence
        ground = fence.buffer(_STRAYS_AT_MOST_M)
        ring = fence.buffer(_STRAYS_M[1]).difference(fence.buffer(_STRAYS_M[0]))
        exits = sorted(self._net.within(ring), key=lambda node: LineString([here, node]).length)
        for node in exits[:: max(1, len(exits) // _EXITS_TRIED // 2)][:_EXITS_TRIED]:
            way = self._net.path(here, node, fence)
            if len(way) > 1 and ground.covers(LineString(way)):
                yield Path(way)
