"""Officers leave their beat for a task, and come back to where their walk has come to."""

from __future__ import annotations

import math

import pytest

from dashboard.domain.coordinates import Position
from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.people.posts import Post
from dashboard.domain.roster.duty import DutySpan, moment_us
from dashboard.settings import Settings
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.errands import FASTEST_MPS, ON_FOOT_MPS, speed_mps
from data_sources.demo_city.frame import to_metres, unbent_to_lonlat
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.walkers import Walkers
from data_sources.demo_city.walks import Walk
from data_sources.demo_city.working.streets import WalkedStreets
from tests.demo_city.test_patrols import MONDAY

ZONE = Settings().timezone
EIGHT_US = moment_us(MONDAY, 8 * 60, ZONE)


class Street:
    """One officer on a shift, and a task some streets away."""

    def __init__(self, city: DemoCity) -> None:
        bureau = make_bureau(city)
        officer = next(each for each in bureau.people if each.post is Post.OFFICER)
        span = DutySpan(officer.number, EIGHT_US, EIGHT_US + 9 * HOUR_US, "D", MONDAY)
        self.walkers = Walkers(city, bureau, city.seed)
        (self.walk,) = self.walkers.walks([span], EIGHT_US, EIGHT_US + HOUR_US)
        self.begun_us = EIGHT_US + 20 * MINUTE_US
        x, y = self.walk.at(self.begun_us).point
        self.place = Position(*unbent_to_lonlat((x + 300.0, y + 200.0)))

    def send(self, case: int = 1, begun_us: int | None = None, speed: float = 1.0) -> int | None:
        streets = WalkedStreets(walkers=self.walkers, speed=speed)
        return streets.send(case, self.walk.span.person, self.place, self.begun_us if begun_us is None else begun_us)

    def point(self, at_us: int) -> tuple[float, float]:
        where = self.walkers.position(self.walk, at_us)
        return to_metres((where.lon, where.lat))

    def off_m(self, at_us: int) -> float:
        return math.dist(self.point(at_us), to_metres(self.place))


@pytest.fixture
def street(city: DemoCity) -> Street:
    """A street on which somebody walks."""
    return Street(city)


def test_who_is_sent_walks_there_at_the_pace_of_people_and_is_seen_there(street: Street) -> None:
    there_us = street.send()
    assert there_us is not None
    took_s = (there_us - street.begun_us) / SECOND_US
    assert took_s >= math.hypot(300.0, 200.0) / ON_FOOT_MPS
    assert street.off_m(there_us) < 20.0
    assert street.off_m(there_us + 5 * MINUTE_US) < 20.0


def test_nobody_jumps_on_the_way_there_and_back(street: Street) -> None:
    there_us = street.send()
    assert there_us is not None
    until_us = there_us + 90 * MINUTE_US
    points = [street.point(at_us) for at_us in range(street.begun_us - MINUTE_US, until_us, 10 * SECOND_US)]
    assert max(math.dist(*pair) for pair in zip(points, points[1:], strict=False)) < 45.0
    assert math.dist(points[-1], street.walk.at(until_us - 10 * SECOND_US).point) < 25.0


def test_who_is_asked_again_is_there_at_the_same_time_and_nobody_goes_two_ways_at_once(street: Street) -> None:
    first = street.send()
    assert street.send() == first
    later = street.send(case=2, begun_us=street.begun_us + MINUTE_US)
    assert later is not None
    assert street.send() is None


def test_who_is_not_out_walks_nowhere(street: Street) -> None:
    streets = WalkedStreets(walkers=street.walkers, speed=1.0)
    assert streets.send(1, "XC9999", street.place, street.begun_us) is None
    assert streets.where("XC9999", street.begun_us) is None


def test_a_faster_city_has_no_faster_people_than_a_motorbike(street: Street) -> None:
    assert (speed_mps(0.5), speed_mps(1.0), speed_mps(1000.0)) == (ON_FOOT_MPS, ON_FOOT_MPS, FASTEST_MPS)
    there_us = street.send(speed=10.0)
    assert there_us is not None
    assert there_us - street.begun_us < 8 * MINUTE_US


def test_a_simulator_that_was_started_again_leads_people_the_same_way(street: Street, city: DemoCity) -> None:
    again = Street(city)
    assert again.send() == street.send()
    at_us = street.begun_us + 3 * MINUTE_US
    assert again.point(at_us) == street.point(at_us)


def test_walks_are_those_of_the_shift(street: Street) -> None:
    found = street.walkers.walk_of(street.walk.span.person, street.begun_us)
    assert isinstance(found, Walk)
    assert street.walkers.walk_of(street.walk.span.person, EIGHT_US - 1) is None
