"""The people of the demo bureau who are on duty outside, and what their phones report of where they are.

Where somebody is depends on the seed, the person, the shift and the time alone: a simulator that is started again goes
on where the one before ended.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.people.posts import Post
from dashboard.domain.positions.reports import Position
from dashboard.domain.roster.duty import DutySpan
from data_sources.demo_city.beats import Beats
from data_sources.demo_city.bureau import DemoBureau
from data_sources.demo_city.chance import scatter
from data_sources.demo_city.encoders import Message
from data_sources.demo_city.errands import Errand, Errands, make_errand
from data_sources.demo_city.frame import to_metres, unbent_to_lonlat
from data_sources.demo_city.names import UNDERPASS
from data_sources.demo_city.phones import linked_devices, say
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.walks import BY_MOTORBIKE, ON_FOOT, Oddity, Walk, Where, make_walk, oddities

REPORT_S: Final = 10.0
"""So often a phone reports, in seconds of city time."""
SHORTEST_REPORT_S: Final = 1.0
"""No phone reports more often, however fast the city runs."""
BUFFERED_EACH_US: Final = 10 * SECOND_US
"""So often a phone without signal notes where it is."""
LOOK_AGAIN_US: Final = MINUTE_US
"""So often the roster is looked at."""

_WRONG: Final = 1 / 500
_DRIFT_US: Final = 40 * SECOND_US
_SKY_US: Final = 300 * SECOND_US
_ACCURACY_M: Final = (4.0, 12.0)
_OFF: Final = 0.7
"""How far a position is off to each side at most, as a part of the accuracy that it tells."""
_HOUR_US: Final = 60 * MINUTE_US
_LOWEST_PCT: Final = 8.0

Roster = Callable[[int], Sequence[DutySpan]]
"""Who is on duty around a moment (µs since the epoch); nobody where it cannot be known now."""


class Walkers:
    """Knows where everybody of the squads is during their shifts, and what their phones say of it."""

    def __init__(self, city: DemoCity, bureau: DemoBureau, seed: int) -> None:
        self._beats = Beats(city, bureau)
        self._people = {person.number: person for person in bureau.people if person.squad}
        self._indexes = {person.number: index for index, person in enumerate(bureau.people) if person.squad}
        self._sources = linked_devices(bureau)
        self._seed = seed
        self._underpasses = [to_metres((asset.lon, asset.lat)) for asset in city.assets if asset.name == UNDERPASS]
        self._walks: dict[tuple[DutySpan, Oddity | None], Walk | None] = {}
        self._errands = Errands()

    def walks(self, spans: Sequence[DutySpan], from_us: int, until_us: int) -> list[Walk]:
        """Return the walks of the shifts that touch a time; `spans` are all shifts of the days around it.

        Those of nobody in a squad are passed over. What goes wrong is drawn among all who have a shift on a day.
        """
        odd = oddities(spans, self._indexes, self._seed)
        wanted = [(span, odd.get(span)) for span in spans if span.start_us < until_us and from_us < span.end_us]
        self._walks = {each: self._walks.get(each) or self._walk(*each) for each in wanted}
        return [walk for walk in self._walks.values() if walk is not None]

    def message(self, walk: Walk, at_us: int, each_us: int) -> Message | None:
        """Return what is reported at a moment by who reports so often; None without signal.

        The first report after that has all positions since.
        """
        if self._is_silent(walk, at_us):
            return None
        number = walk.span.person
        buffered = []
        if self._is_silent(walk, at_us - each_us):
            buffered = list(self._noted(walk, at_us - each_us))[::-1]
        newest = self._seen(walk, at_us)
        return say(self._sources.get(number, f"person:{number}"), [*buffered, newest])

    def track(self, walk: Walk, from_us: int, until_us: int, each_us: int) -> list[Position]:
        """Return the positions of a part of the shift that the phone has sent by its end, none of them wrong."""
        times = range(max(from_us, walk.span.start_us), min(until_us, walk.span.end_us), each_us)
        sent = len(times)
        while sent and self._is_silent(walk, times[sent - 1]):
            sent -= 1
        return [self.position(walk, at_us) for at_us in times[:sent]]

    def position(self, walk: Walk, at_us: int) -> Position:
        """Return where satellites see somebody at a moment of the shift."""
        where = self._where(walk, at_us)
        index = self._indexes[walk.span.person]
        least_m, most_m = _ACCURACY_M
        accuracy_m = least_m + (most_m - least_m) * self._smooth(index, 61, at_us, _SKY_US)
        off_m = [accuracy_m * _OFF * (2.0 * self._smooth(index, axis, at_us, _DRIFT_US) - 1.0) for axis in (62, 63)]
        lon, lat = unbent_to_lonlat((where.point[0] + off_m[0], where.point[1] + off_m[1]))
        heading_deg = None if where.heading_deg is None else round(where.heading_deg) % 360.0
        return Position(
            at_us, lon, lat, round(accuracy_m, 1), round(where.speed_mps, 1), heading_deg, self._battery(walk, at_us)
        )

    def walk_of(self, person: str, at_us: int) -> Walk | None:
        """Return the walk of who is out at a moment, as far as the shifts that were asked for last tell."""
        walks = (walk for walk in tuple(self._walks.values()) if walk is not None and walk.span.person == person)
        return next((walk for walk in walks if walk.span.start_us <= at_us < walk.span.end_us), None)

    def send(self, walk: Walk, case: int, place: tuple[float, float], begun_us: int, mps: float) -> Errand | None:
        """Let somebody go to a place (lon, lat) and back; the same errand while it is the last one.

        None when they have begun a later one: nobody goes two ways at once.
        """
        known = self._errands.of(walk.span.person)
        if known is not None and (known.case == case or known.begun_us > begun_us):
            return known if (known.case, known.begun_us) == (case, begun_us) else None
        beat = self._beats.of(walk.span.person)
        assert beat is not None, "who walks has a beat"
        errand = make_errand(
            walk,
            self._beats.net,
            beat.fence,
            to_metres(place),
            case=case,
            begun_us=begun_us,
            start=self._where(walk, begun_us).point,
            mps=mps,
        )
        self._errands.begin(walk.span.person, errand)
        return errand

    def _where(self, walk: Walk, at_us: int) -> Where:
        return self._errands.at(walk.span.person, at_us) or walk.at(at_us)

    def _walk(self, span: DutySpan, oddity: Oddity | None) -> Walk | None:
        beat = self._beats.of(span.person)
        if beat is None:
            return None
        rides = self._people[span.person].post == Post.DEPUTY_SQUAD_LEADER
        return make_walk(
            span,
            beat,
            self._beats.net,
            seed=self._seed,
            pace=BY_MOTORBIKE if rides else ON_FOOT,
            oddity=oddity,
            underpasses=self._underpasses,
        )

    def _noted(self, walk: Walk, from_us: int) -> Iterator[Position]:
        """What the phone noted without signal, backwards from a moment."""
        at_us = from_us
        while self._is_silent(walk, at_us):
            yield self.position(walk, at_us)
            at_us -= BUFFERED_EACH_US

    def _is_silent(self, walk: Walk, at_us: int) -> bool:
        return at_us >= walk.span.start_us and walk.is_silent(at_us, self._where(walk, at_us).point)

    def _seen(self, walk: Walk, at_us: int) -> Position:
        """The position, or now and then 0/0, as of a phone that has lost the satellites."""
        position = self.position(walk, at_us)
        index = self._indexes[walk.span.person]
        if scatter(self._seed, index, at_us // SECOND_US, 64) < _WRONG:
            return position._replace(lon=0.0, lat=0.0)
        return position

    def _battery(self, walk: Walk, at_us: int) -> float:
        index = self._indexes[walk.span.person]
        full_pct = 90.0 + 10.0 * scatter(self._seed, index, walk.span.day.toordinal(), 65)
        an_hour_pct = 5.0 + 4.0 * scatter(self._seed, index, 66)
        return float(round(max(_LOWEST_PCT, full_pct - an_hour_pct * (at_us - walk.span.start_us) / _HOUR_US)))

    def _smooth(self, index: int, purpose: int, at_us: int, each_us: int) -> float:
        """A number in 0 … 1 that changes slowly: drawn at each knot, straight between them."""
        knot, part = divmod(at_us, each_us)
        before, after = (scatter(self._seed, index, purpose, number) for number in (knot, knot + 1))
        return before + (after - before) * part / each_us


class _Due(NamedTuple):
    """Whose next report is due when; `number` keeps the order certain."""

    at_us: int
    number: int
    walk: Walk


class Patrol:
    """Lets those on duty report, one after the other. Driven from outside; times are the real ones.

    People walk as fast as people do at any `speed` of the city, as the roster and the rules of plausibility know the
    real time alone; their phones report the more often, and at most once a second.
    """

    def __init__(self, walkers: Walkers, roster: Roster, speed: float = 1.0) -> None:
        self.walkers = walkers
        self._roster = roster
        self._each_us = round(max(SHORTEST_REPORT_S, REPORT_S / speed)) * SECOND_US
        self._looked_us = 0
        self._due: list[_Due] = []

    def step(self, now_us: int) -> Iterator[Message]:
        """Return the reports that are due; of several of one phone that are late only the last."""
        while self._due and self._due[0].at_us <= now_us:
            due = heapq.heappop(self._due)
            at_us = due.at_us + (now_us - due.at_us) // self._each_us * self._each_us
            heapq.heappush(self._due, due._replace(at_us=at_us + self._each_us))
            message = self.walkers.message(due.walk, at_us, self._each_us)
            if message is not None and at_us < due.walk.span.end_us:
                yield message
        if now_us - self._looked_us >= LOOK_AGAIN_US:  # at last, or what was due would be forgotten
            self._look(now_us)

    def _look(self, now_us: int) -> None:
        """Who has a shift in the next minute; each reports at a moment of their own, which stays the same."""
        self._looked_us = now_us
        walks = self.walkers.walks(self._roster(now_us), now_us, now_us + LOOK_AGAIN_US)
        self._due = [_Due(self._first_us(walk.span, now_us), number, walk) for number, walk in enumerate(walks)]
        heapq.heapify(self._due)

    def _first_us(self, span: DutySpan, now_us: int) -> int:
        begun_us = span.start_us + crc32(span.person.encode()) * SECOND_US % self._each_us
        return begun_us if now_us < begun_us else now_us + self._each_us - (now_us - begun_us) % self._each_us
