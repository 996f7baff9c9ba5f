"""Rounds on both databases: planned, taken by one seat at a time, walked camera by camera, counted over any time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.domain.camera_rounds.figures import SeatFigures
from dashboard.domain.camera_rounds.records import HELD_US, LookResult, RoundPlan, Standing, standing_of
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.queries import CaseQuery
from dashboard.domain.cases.states import Source
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Actor, Role
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound, Outdated
from dashboard.services.camera_rounds.counting import RoundCounting
from dashboard.services.camera_rounds.planning import RoundPlanning
from dashboard.services.camera_rounds.walking import RoundWalking
from data_sources.db.audit import SqlAuditReader
from data_sources.db.camera_rounds.store import SqlCameraRoundStore
from data_sources.db.cameras.tree import CameraTreeReader
from data_sources.db.register_store import SqlRegister
from tests.actors import acting
from tests.adapters.city_of_four import asset
from tests.case_office import CHIEF, LAT, LON, OFFICER, SEAT, ZONE, CaseOffice
from tests.pictures import jpeg
from tests.servers import NOW

OTHER_SEAT = acting("seat-2", Role.OPERATOR)
CAMERAS = ("CAM-A", "CAM-B", "CAM-C")
DAILY = frozenset(range(1, 8))


class Rounds:
    """The services of rounds in the bureau of cases."""

    def __init__(self, office: CaseOffice) -> None:
        self.office, self.clock, self.shown = office, office.clock, 0
        SqlRegister(office.engine, office.clock).upsert_assets(
            [asset(each, "camera", LON, LAT, grid="G01") for each in CAMERAS]
        )
        register, store = CameraTreeReader(office.engine), SqlCameraRoundStore(office.engine, office.clock)
        self.planning = RoundPlanning(store, register, office.clock)
        self.counting = RoundCounting(store, office.clock, ZONE)
        parts = (office.reporting, office.storing, office.notices, office.clock, ZONE)
        self.walking = RoundWalking(store, register, *parts)
        self.key = self.planning.add("早高峰", self.plan(), CHIEF)

    def plan(self, **changes: Any) -> RoundPlan:
        """Every day, five minutes from now."""
        minute = _minute(self.clock() + 5 * MINUTE_US)
        return RoundPlan(CAMERAS, DAILY, (minute,), 60)._replace(**changes)

    def planned_us(self, day: int = 0) -> int:
        found = self.walking.occasions(NOW + day * DAY_US, NOW + (day + 1) * DAY_US, SEAT)
        return found[0].planned_us

    def take(self, actor: Actor = SEAT, day: int = 0) -> int:
        return self.walking.take(self.key, self.planned_us(day), actor)

    def capture(self, walk: int, position: int, actor: Actor = SEAT) -> str:
        """What the camera shows, another picture each time."""
        self.shown += 1
        return self.walking.capture(walk, position, jpeg(shade=self.shown), actor)

    def standing(self, day: int = 0) -> Standing:
        (found,) = self.walking.occasions(NOW + day * DAY_US, NOW + (day + 1) * DAY_US, SEAT)
        return standing_of(found, self.clock())


def _minute(moment_us: int) -> int:
    local = from_us(moment_us).astimezone(ZONE)
    return local.hour * 60 + local.minute


@pytest.fixture
def rounds(office: CaseOffice) -> Rounds:
    return Rounds(office)


def test_a_round_is_walked_camera_by_camera_to_its_end(rounds: Rounds) -> None:
    assert rounds.standing() is Standing.DUE
    walk = rounds.take()
    assert rounds.standing() is Standing.WALKED
    seen = rounds.walking.seen(walk, SEAT)
    assert (seen.name, seen.next_position) == ("早高峰", 0)
    assert [each.asset_id for each in seen.cameras if each] == list(CAMERAS)
    assert rounds.walking.look(walk, 0, LookResult.NOTHING, SEAT) is False
    assert rounds.walking.look(walk, 1, LookResult.UNSEEN, SEAT) is False
    assert rounds.walking.seen(walk, SEAT).next_position == 2
    assert rounds.walking.look(walk, 2, LookResult.NOTHING, SEAT) is True
    assert rounds.standing() is Standing.DONE
    with pytest.raises(Conflict, match="done already"):
        rounds.take(OTHER_SEAT)
    with pytest.raises(Conflict, match="do not have"):
        rounds.walking.look(walk, 0, LookResult.NOTHING, SEAT)


def test_a_find_becomes_a_case_of_a_video_seat_with_the_picture_it_was_seen_in(rounds: Rounds) -> None:
    walk = rounds.take()
    picture = rounds.capture(walk, 1)
    case, is_done = rounds.walking.find(walk, 1, "0504", "门口堆货", picture, SEAT)
    assert (case.origin.source, case.origin.asset_id, case.origin.reporter) == (Source.VIDEO_SEAT, "CAM-B", "seat")
    assert (case.place.lon, case.place.lat) == (LON, LAT)
    assert is_done is False
    with rounds.office.store.look() as work:
        assert [photo.digest for photo in work.case_shots(case.case_key)] == [picture]
    look = rounds.walking.seen(walk, SEAT).looks[0]
    assert (look.result, look.picture, look.case_key, look.note) == (
        LookResult.FIND,
        picture,
        case.case_key,
        "门口堆货",
    )
    with pytest.raises(Conflict, match="stays"):
        rounds.walking.find(walk, 1, "0504", "", picture, SEAT)
    with pytest.raises(Conflict, match="stays"):
        rounds.walking.look(walk, 1, LookResult.NOTHING, SEAT)


def test_what_is_refused_of_a_find_leaves_no_case_and_no_look(rounds: Rounds) -> None:
    walk = rounds.take()
    for category, note, picture in (("9999", "", None), ("0504", "x" * 401, None), ("0504", "", "f" * 64)):
        with pytest.raises((BadInput, NotFound)):
            rounds.walking.find(walk, 0, category, note, picture, SEAT)
    with pytest.raises(BadInput, match="no camera 4"):
        rounds.walking.find(walk, 3, "0504", "", None, SEAT)
    with pytest.raises(BadInput, match="picture"):
        rounds.walking.look(walk, 0, LookResult.FIND, SEAT)
    assert rounds.walking.seen(walk, SEAT).looks == []
    with rounds.office.store.look() as work:
        assert work.count_cases(CaseQuery(source=Source.VIDEO_SEAT), NOW) == 0


def test_what_is_no_picture_is_refused_and_a_find_can_be_told_without(rounds: Rounds) -> None:
    walk = rounds.take()
    assert rounds.walking.camera_at(walk, 0, SEAT) == "CAM-A"
    with pytest.raises(BadInput):
        rounds.walking.capture(walk, 0, b"no picture", SEAT)
    with pytest.raises(Conflict, match="do not have"):
        rounds.walking.capture(walk, 0, jpeg(), OTHER_SEAT)
    case, _ = rounds.walking.find(walk, 0, "0504", "对讲中看到", None, SEAT)
    assert case.origin.asset_id == "CAM-A"


def test_two_seats_never_have_the_same_round(rounds: Rounds) -> None:
    walk = rounds.take()
    with pytest.raises(Conflict, match="another seat"):
        rounds.take(OTHER_SEAT)
    with pytest.raises(Conflict, match="do not have"):
        rounds.walking.look(walk, 0, LookResult.NOTHING, OTHER_SEAT)
    assert rounds.take() == walk


def test_of_seats_that_take_a_round_at_the_same_moment_one_has_it(rounds: Rounds) -> None:
    seats = [acting(f"seat-{number}", Role.OPERATOR) for number in range(6)]
    planned_us = rounds.planned_us()

    def take(actor: Actor) -> str:
        try:
            rounds.walking.take(rounds.key, planned_us, actor)
        except Conflict:
            return ""
        return actor.name

    with ThreadPoolExecutor(len(seats)) as pool:
        winners = [name for name in pool.map(take, seats) if name]
    (walk,) = (each.walk for each in rounds.walking.occasions(planned_us, planned_us + 1, SEAT))
    assert walk is not None
    assert winners == [walk.holder]


@pytest.mark.parametrize("how", ["paused", "ten minutes without a look"])
def test_an_interrupted_round_goes_on_where_it_stopped_in_another_seat(rounds: Rounds, how: str) -> None:
    walk = rounds.take()
    rounds.walking.look(walk, 0, LookResult.NOTHING, SEAT)
    if how == "paused":
        rounds.walking.pause(walk, SEAT)
    else:
        rounds.clock.now_us += HELD_US
    assert rounds.standing() is Standing.INTERRUPTED
    rounds.clock.now_us += 3 * HOUR_US
    assert rounds.take(OTHER_SEAT) == walk
    assert rounds.walking.seen(walk, OTHER_SEAT).next_position == 1
    with pytest.raises(Conflict, match="do not have"):
        rounds.walking.look(walk, 1, LookResult.NOTHING, SEAT)
    rounds.walking.look(walk, 1, LookResult.NOTHING, OTHER_SEAT)
    rounds.walking.look(walk, 2, LookResult.NOTHING, OTHER_SEAT)
    assert rounds.standing() is Standing.DONE


def test_each_look_keeps_the_round_for_another_ten_minutes(rounds: Rounds) -> None:
    walk = rounds.take()
    for position in range(2):
        rounds.clock.now_us += HELD_US - 1
        rounds.walking.look(walk, position, LookResult.NOTHING, SEAT)
    assert rounds.standing() is Standing.WALKED


def test_what_was_not_begun_in_time_is_missed_and_what_was_not_finished_in_a_day_is_said(rounds: Rounds) -> None:
    begun = rounds.take()
    rounds.clock.now_us = rounds.planned_us() + DAY_US
    assert rounds.standing() is Standing.UNFINISHED
    with pytest.raises(Conflict, match="not finished"):
        rounds.take()
    with pytest.raises(Conflict, match="not finished"):
        rounds.walking.look(begun, 0, LookResult.NOTHING, SEAT)
    rounds.clock.now_us += HOUR_US
    assert rounds.standing(1) is Standing.MISSED
    with pytest.raises(Conflict, match="missed"):
        rounds.take(day=1)
    with pytest.raises(Conflict, match="too early"):
        rounds.take(day=2)
    with pytest.raises(NotFound):
        rounds.walking.take(rounds.key, NOW, SEAT)
    whole = rounds.counting.report(NOW, NOW + 3 * DAY_US, SEAT).whole
    assert (whole.planned, whole.done, whole.missed, whole.unfinished, whole.open) == (3, 0, 1, 1, 1)


def test_a_changed_plan_leaves_the_past_as_it_was_counted(rounds: Rounds) -> None:
    rounds.clock.now_us = NOW + DAY_US
    rounds.planning.change(rounds.key, 1, "午间", rounds.plan(cameras=CAMERAS[:1], minutes=(1, 2, 3)), CHIEF)
    with pytest.raises(Outdated):
        rounds.planning.change(rounds.key, 1, "晚间", rounds.plan(), CHIEF)
    first, *then = rounds.walking.occasions(NOW, NOW + 2 * DAY_US, SEAT)
    assert (first.plan.cameras, [len(each.plan.cameras) for each in then]) == (CAMERAS, [1, 1, 1])
    rounds.planning.end(rounds.key, 2, CHIEF)
    assert rounds.planning.rounds(SEAT) == []
    assert len(rounds.walking.occasions(NOW, NOW + 9 * DAY_US, SEAT)) == 1
    with pytest.raises(Outdated):
        rounds.planning.end(rounds.key, 2, CHIEF)
    with pytest.raises(NotFound):
        rounds.planning.end(99, 1, CHIEF)


def test_a_plan_names_cameras_that_there_are(rounds: Rounds) -> None:
    with pytest.raises(BadInput, match="CAM-X"):
        rounds.planning.add("夜间", rounds.plan(cameras=("CAM-A", "CAM-X")), CHIEF)
    with pytest.raises(BadInput, match="weekdays"):
        rounds.planning.add("夜间", rounds.plan(weekdays=frozenset()), CHIEF)


def test_who_may_plan_and_who_may_walk(rounds: Rounds) -> None:
    with pytest.raises(Forbidden):
        rounds.planning.add("夜间", rounds.plan(), SEAT)
    with pytest.raises(Forbidden):
        rounds.take(OFFICER)
    assert [each.name for each in rounds.planning.rounds(OFFICER)] == ["早高峰"]


def test_finds_are_counted_by_seat_over_any_time_and_cases_of_seats_in_one_query(rounds: Rounds) -> None:
    for day, actor in ((0, SEAT), (1, OTHER_SEAT), (2, SEAT)):
        rounds.clock.now_us = rounds.planned_us(day)
        walk = rounds.take(actor, day)
        rounds.walking.find(walk, 0, "0504", f"第 {day} 天", rounds.capture(walk, 0, actor), actor)
        rounds.walking.look(walk, 1, LookResult.UNSEEN, actor)
        rounds.walking.look(walk, 2, LookResult.NOTHING, actor)
    rounds.office.reporting.report(
        CaseDraft(source=Source.VIDEO_SEAT, category="0102", lon=LON, lat=LAT, description="巡查之外"), SEAT
    )
    rounds.office.reporting.report(CaseDraft(source=Source.HOTLINE, category="0102", lon=LON, lat=LAT + 0.001), SEAT)
    report = rounds.counting.report(NOW, NOW + 3 * DAY_US, SEAT)
    assert list(report.seats) == [SeatFigures("seat", 6, 2, 2, 2), SeatFigures("seat-2", 3, 1, 1, 1)]
    assert (report.whole.planned, report.whole.done, report.whole.looked, report.whole.finds) == (3, 3, 9, 3)
    assert report.cases == 4
    one_day = rounds.counting.report(NOW + DAY_US, NOW + 2 * DAY_US, SEAT)
    assert (one_day.cases, [each.seat for each in one_day.seats]) == (1, ["seat-2"])
    assert report.rounds[0][0] == "早高峰"


def test_the_audit_log_has_plans_and_who_took_which_round(engine: Engine, rounds: Rounds) -> None:
    rounds.planning.change(rounds.key, 1, "早高峰", rounds.plan(window_min=30), CHIEF)
    rounds.planning.end(rounds.key, 2, CHIEF)
    entries = list(SqlAuditReader(engine).entries())
    told = [entry.deed for entry in entries if "camera_round" in entry.deed.action]
    assert [(deed.actor, deed.action) for deed in told] == [
        ("chief", "add_camera_round"),
        ("chief", "change_camera_round"),
        ("chief", "end_camera_round"),
    ]
