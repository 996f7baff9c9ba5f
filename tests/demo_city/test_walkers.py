"""People on duty outside: on their lines, with pauses; now and then elsewhere or without signal; always the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from shapely import LineString
from shapely import Point as ShapelyPoint
from shapely.geometry.base import BaseGeometry

from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.people.posts import Post
from dashboard.domain.positions.plausibility import judge
from dashboard.domain.positions.refusals import PositionRefusal
from dashboard.domain.positions.reports import Position, PositionReport
from dashboard.domain.readings import Delivery
from dashboard.domain.roster.duty import DutySpan, duty_spans
from dashboard.domain.roster.records import Entry, Shift, ShiftKind
from data_sources.demo_city.beats import Beats
from data_sources.demo_city.bureau import DemoBureau, make_bureau
from data_sources.demo_city.encoders import Message
from data_sources.demo_city.frame import to_metres
from data_sources.demo_city.phones import linked_devices
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.street_net import StreetNet
from data_sources.demo_city.walkers import LOOK_AGAIN_US, Patrol, Walkers
from data_sources.demo_city.walks import Leg, Oddity, Walk
from data_sources.positions import position_sources

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 20)
SHIFT = Shift("D", "日班", ShiftKind.DAY, 510, 1_050)
MOST_OFF_M = 12.0
EACH_US = 10 * SECOND_US


@pytest.fixture(scope="module")
def bureau(city: DemoCity) -> DemoBureau:
    return make_bureau(city)


@pytest.fixture(scope="module")
def beats(city: DemoCity, bureau: DemoBureau) -> Beats:
    return Beats(city, bureau)


@pytest.fixture(scope="module")
def spans(bureau: DemoBureau) -> list[DutySpan]:
    """Everybody of the bureau has the same shift."""
    return duty_spans([Entry(each.number, DAY, "D") for each in bureau.people], {"D": SHIFT}, [], ZONE)


@pytest.fixture(scope="module")
def walkers(city: DemoCity, bureau: DemoBureau) -> Walkers:
    return Walkers(city, bureau, 7)


@pytest.fixture(scope="module")
def walks(walkers: Walkers, spans: Sequence[DutySpan]) -> list[Walk]:
    return _all(walkers, spans)


def _all(walkers: Walkers, spans: Sequence[DutySpan]) -> list[Walk]:
    return walkers.walks(spans, spans[0].start_us, spans[0].end_us)


def _with(walks: Sequence[Walk], oddity: Oddity | None) -> list[Walk]:
    return [walk for walk in walks if walk.oddity is oddity]


def _times(walk: Walk, each_s: int = 30) -> range:
    return range(walk.span.start_us, walk.span.end_us, each_s * SECOND_US)


def _standing(walk: Walk) -> list[Leg]:
    return [leg for leg in walk.legs if leg.from_m == leg.to_m]


def _place(position: Position) -> ShapelyPoint:
    return ShapelyPoint(to_metres((position.lon, position.lat)))


def _outside_m(walk: Walk, fence: BaseGeometry) -> list[float]:
    return [ShapelyPoint(walk.at(at_us).point).distance(fence) for at_us in _times(walk, 10)]


def test_everybody_of_the_squads_walks_and_nobody_else(bureau: DemoBureau, walks: Sequence[Walk]) -> None:
    assert {walk.span.person for walk in walks} == {each.number for each in bureau.people if each.squad}


def test_an_officer_walks_the_own_lines(city: DemoCity, bureau: DemoBureau, beats: Beats) -> None:
    own = {(each.area, each.person) for each in bureau.responsibilities if each.role == "line_officer"}
    officers = [each.number for each in bureau.people if each.post is Post.OFFICER]
    assert {(line, number) for number in officers for line in beats.of(number).lines} == own  # type: ignore[union-attr]


@pytest.mark.parametrize("post", [Post.SQUAD_LEADER, Post.DEPUTY_SQUAD_LEADER, Post.AREA_LEADER, Post.GRID_LEADER])
def test_a_leader_goes_round_several_lines_of_the_squad(
    city: DemoCity, bureau: DemoBureau, beats: Beats, post: Post
) -> None:
    squads = {area.code: area.squad for area in city.areas}
    for person in (each for each in bureau.people if each.post is post):
        beat = beats.of(person.number)
        assert beat is not None
        assert len(beat.lines) >= 2
        assert {squads[line] for line in beat.lines} == {person.squad}


def test_nobody_leaves_the_own_path_farther_than_satellites_are_off(
    walkers: Walkers, beats: Beats, walks: Sequence[Walk]
) -> None:
    for walk in _with(walks, None)[::7]:
        path = LineString(beats.of(walk.span.person).path.points)  # type: ignore[union-attr]
        for at_us in _times(walk, 60):
            position = walkers.position(walk, at_us)
            assert position.accuracy_m is not None
            assert 4.0 <= position.accuracy_m <= MOST_OFF_M
            assert _place(position).distance(path) <= position.accuracy_m + 0.1


def test_paths_keep_to_the_squads_area(beats: Beats, walks: Sequence[Walk]) -> None:
    for walk in walks:
        beat = beats.of(walk.span.person)
        assert beat is not None
        assert beat.fence.buffer(30.0).covers(LineString(beat.path.points))


def test_people_walk_at_a_walking_pace_and_a_few_ride(bureau: DemoBureau, walks: Sequence[Walk]) -> None:
    riders = {each.number for each in bureau.people if each.post is Post.DEPUTY_SQUAD_LEADER}
    assert 0 < len(riders) < 10
    for walk in walks:
        least, most = (5.0, 7.0) if walk.span.person in riders else (1.0, 1.4)
        speeds = [
            abs(leg.to_m - leg.from_m) / (leg.until_s - leg.from_s) for leg in walk.legs if leg.from_m != leg.to_m
        ]
        assert all(least - 1e-6 <= speed <= most + 1e-6 for speed in speeds)


def test_legs_follow_each_other_in_time_and_place(walks: Sequence[Walk]) -> None:
    for walk in walks:
        assert walk.legs[0].from_s == 0.0
        assert walk.legs[-1].until_s >= SHIFT.length_min * 60
        for leg, following in zip(walk.legs, walk.legs[1:], strict=False):
            assert leg.until_s == following.from_s
            gap = ShapelyPoint(leg.path.at(leg.to_m)).distance(ShapelyPoint(following.path.at(following.from_m)))
            assert gap < 0.01


def test_everybody_pauses_at_corners_and_has_a_break_about_the_middle(walks: Sequence[Walk]) -> None:
    for walk in _with(walks, None):
        lasting = [(leg.until_s - leg.from_s) / 60 for leg in _standing(walk)]
        breaks = [leg for leg in _standing(walk) if leg.until_s - leg.from_s >= 20 * 60]
        assert len(breaks) == 1
        assert 0.4 <= breaks[0].from_s / (SHIFT.length_min * 60) <= 0.65
        assert all(1 <= minutes <= 6 or 20 <= minutes <= 40 for minutes in lasting)
        assert len(lasting) > 10


def test_few_stand_for_long_and_one_or_two_stray_or_are_lost(walks: Sequence[Walk]) -> None:
    found = Counter(walk.oddity for walk in walks)
    assert 1 <= found[Oddity.STRAYS] <= 2
    assert 1 <= found[Oddity.SILENT] <= 2
    assert 2 <= found[Oddity.STANDS] <= 4
    for walk in _with(walks, Oddity.STANDS):
        assert any(35 * 60 <= leg.until_s - leg.from_s <= 70 * 60 for leg in _standing(walk))


def test_who_strays_is_really_outside_and_comes_back(city: DemoCity, bureau: DemoBureau, beats: Beats) -> None:
    for seed in (7, 8, 9):
        walkers = Walkers(city, bureau, seed)
        entries = [Entry(each.number, DAY, "D") for each in bureau.people]
        for walk in _with(_all(walkers, duty_spans(entries, {"D": SHIFT}, [], ZONE)), Oddity.STRAYS):
            away = _outside_m(walk, beats.of(walk.span.person).fence)  # type: ignore[union-attr]
            assert 150 <= max(away) <= 700
            assert 10 <= sum(far_m > 0 for far_m in away) / 6 <= 30
            assert away[0] < 30
            assert away[-1] < 30


def test_the_same_seed_and_shift_give_the_same_walk_wherever_one_begins(
    city: DemoCity, bureau: DemoBureau, walkers: Walkers, walks: Sequence[Walk], spans: Sequence[DutySpan]
) -> None:
    again = Walkers(city, bureau, 7)
    middle_us = spans[0].start_us + 200 * MINUTE_US
    for walk, other in zip(walks, again.walks(spans, middle_us, middle_us + 1), strict=True):
        assert walkers.position(walk, middle_us) == again.position(other, middle_us)
    different = Walkers(city, bureau, 8)
    assert walkers.position(walks[0], middle_us) != different.position(_all(different, spans)[0], middle_us)


def test_batteries_fall_over_the_shift(walkers: Walkers, walks: Sequence[Walk]) -> None:
    for walk in walks:
        left = [walkers.position(walk, at_us).battery_pct or 0.0 for at_us in _times(walk, 1_800)]
        assert left == sorted(left, reverse=True)
        assert 90 <= left[0] <= 100
        assert left[-1] < left[0] - 30


def test_a_phone_without_signal_sends_all_positions_at_once_afterwards(walkers: Walkers, walks: Sequence[Walk]) -> None:
    for walk in _with(walks, Oddity.SILENT):
        assert walk.silent is not None
        from_us, until_us = (walk.span.start_us + round(second * SECOND_US) for second in walk.silent)
        assert 12 * MINUTE_US <= until_us - from_us <= 40 * MINUTE_US
        quiet = range(walk.span.start_us, walk.span.end_us, EACH_US)
        quiet_times = [at_us for at_us in quiet if from_us <= at_us < until_us]
        assert {walkers.message(walk, at_us, EACH_US) for at_us in quiet_times} == {None}
        reports = _read(walkers.message(walk, quiet_times[-1] + EACH_US, EACH_US), quiet_times[-1] + EACH_US)
        times = [report.at_us for report in reports]
        assert times[-len(quiet_times) - 1 :] == [*quiet_times, quiet_times[-1] + EACH_US]
        assert len(_read(walkers.message(walk, quiet_times[-1] + 2 * EACH_US, EACH_US), 0)) == 1


def _read(message: Message | None, now_us: int) -> Sequence[PositionReport]:
    """As the ingest would."""
    assert message is not None
    source = next(one for one in position_sources().values() if re.fullmatch(one.topic_pattern, message.topic))
    return source.read(Delivery(message.topic, message.payload, now_us), ZONE)


def _patrol(walkers: Walkers, spans: Sequence[DutySpan], from_us: int, minutes: int) -> Iterator[tuple[int, Message]]:
    patrol = Patrol(walkers, lambda _: spans)
    for now_us in range(from_us, from_us + minutes * MINUTE_US, SECOND_US):
        for message in patrol.step(now_us):
            yield now_us, message


def test_every_message_is_read_and_every_position_believed_but_the_wrong_ones(
    walkers: Walkers, bureau: DemoBureau, spans: Sequence[DutySpan], walks: Sequence[Walk]
) -> None:
    lost = next(walk for walk in walks if walk.silent)
    assert lost.silent is not None
    from_us = lost.span.start_us + round(lost.silent[1] - 300) * SECOND_US
    last: dict[str, Position] = {}
    refused: Counter[PositionRefusal] = Counter()
    kept = 0
    for now_us, message in _patrol(walkers, spans, from_us, 20):
        for report in _read(message, now_us):
            found = judge(report, now_us, last.get(report.source))
            if isinstance(found, PositionRefusal):
                refused[found] += 1
            else:
                kept += 1
                last[report.source] = found
    assert set(refused) <= {PositionRefusal.ZERO, PositionRefusal.NOT_LOCATED}
    assert 0 < refused.total() < kept / 200
    by_device = linked_devices(bureau)
    speaking = {by_device.get(walk.span.person, f"person:{walk.span.person}") for walk in walks}
    assert set(last) == speaking
    assert Counter(source.partition(":")[0] for source in by_device.values()) == {"gb28181": 4, "jt808": 3}


def test_each_phone_reports_every_ten_seconds_and_more_often_in_a_fast_city(
    walkers: Walkers, spans: Sequence[DutySpan], walks: Sequence[Walk]
) -> None:
    start_us = spans[0].start_us + 60 * MINUTE_US
    for speed, each_s in ((1.0, 10), (5.0, 2), (100.0, 1), (0.5, 20)):
        patrol = Patrol(walkers, lambda _: spans, speed)
        list(patrol.step(start_us))
        sent = [message for second in range(1, 61) for message in patrol.step(start_us + second * SECOND_US)]
        topics = Counter(message.topic for message in sent)
        free = [f"xiuhua/v1/person/{walk.span.person}/position" for walk in _with(walks, None)]
        assert {topics[topic] for topic in free} - {0, *range(60 // each_s)} == {60 // each_s}


def test_nobody_reports_before_and_after_the_shift(walkers: Walkers, spans: Sequence[DutySpan]) -> None:
    begun, ended = spans[0].start_us, spans[0].end_us
    patrol = Patrol(walkers, lambda _: spans)
    assert list(patrol.step(begun - 2 * LOOK_AGAIN_US)) == []
    assert list(patrol.step(begun - 1)) == []
    assert len(list(patrol.step(begun + EACH_US))) > 90
    assert len(list(patrol.step(ended - 1))) > 90
    assert list(patrol.step(ended)) == []
    assert list(patrol.step(ended + 10 * MINUTE_US)) == []


def test_a_track_is_what_was_sent(walkers: Walkers, walks: Sequence[Walk]) -> None:
    walk = _with(walks, Oddity.SILENT)[0]
    assert walk.silent is not None
    middle_us = walk.span.start_us + round(sum(walk.silent) / 2) * SECOND_US
    assert walkers.track(walk, 0, walk.span.start_us, EACH_US) == []
    before = walkers.track(walk, 0, middle_us, EACH_US)
    assert before[0].at_us == walk.span.start_us
    assert before[-1].at_us < walk.span.start_us + round(walk.silent[0]) * SECOND_US
    whole = walkers.track(walk, 0, walk.span.end_us + MINUTE_US, EACH_US)
    assert [each.at_us for each in whole] == list(range(walk.span.start_us, walk.span.end_us, EACH_US))


def test_streets_lead_everywhere_and_stay_inside_where_they_can(city: DemoCity, beats: Beats) -> None:
    net: StreetNet = beats.net
    fence = beats.of("XC0050").fence  # type: ignore[union-attr]
    inside = net.within(fence.buffer(-200.0))
    way = net.path(inside[0], inside[-1], fence)
    assert way[0] == inside[0]
    assert way[-1] == inside[-1]
    free = net.path(inside[0], inside[-1])
    assert LineString(free).length <= LineString(way).length + 0.01
    assert LineString(way).difference(fence).length <= LineString(free).difference(fence).length + 0.01
