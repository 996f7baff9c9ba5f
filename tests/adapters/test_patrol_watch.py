"""What is watched of people on duty, from positions to alarms, on both databases, with the rules as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.alarm_records import Alarm
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.feeds import Feed
from dashboard.domain.grid import Area
from dashboard.domain.imports import OF_A_PERSON
from dashboard.domain.machine_reads import AssetQuery
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.positions.standing import Standing
from dashboard.domain.presence import Listener
from dashboard.domain.readings import Delivery
from dashboard.domain.readouts import AlarmStanding, RegisterQuery
from dashboard.domain.rights import Role
from dashboard.domain.roster.records import Entry
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.sensors import device_types, people_kinds
from dashboard.domain.severity import Severity
from dashboard.errors import Forbidden
from dashboard.services.alarms.handling import Alarms
from dashboard.services.alarms.passes import AlarmPasses
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.imports import import_devices
from dashboard.services.positions.watching import PatrolWatch, Tracks
from dashboard.services.upkeep import Upkeep
from dashboard.services.worker import Task, Worker
from data_sources.db import tables as t
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.asset_reader import AssetReader
from data_sources.db.city import CityReader
from data_sources.db.device_read_models import DeviceReader
from data_sources.db.feeds import FeedReader
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest.replay_reader import ReplayReader
from data_sources.db.leases import SqlLeases
from data_sources.db.read_models import DeskReader
from data_sources.db.register_store import SqlRegister
from data_sources.db.sources_reader import SqlSources
from data_sources.db.walls.read_models import WallReader
from data_sources.geo.geodata import Geodata
from tests.actors import acting
from tests.adapters.test_positions import CHIEF, LAT, LON, OFFICER, START_US, TODAY, ZONE, Rig
from tests.fakes_alarms import FakeNotifier

STEP_US = 15 * SECOND_US
OUT = LON + 0.006
"""About 194 m east of the fence."""
HALF_DEG = 0.004
BOSS = acting("boss")


def square(code: str, lon: float, squad: str | None) -> Area:
    west, east, south, north = lon - HALF_DEG, lon + HALF_DEG, LAT - HALF_DEG, LAT + HALF_DEG
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Area(code=code, name=code, level="grid", geometry={"type": "Polygon", "coordinates": [ring]}, squad=squad)


class Watched(Rig):
    """The rig of positions with two grids, one a squad, and the worker's tasks."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        with self.store.begin() as work:
            work.save_areas([square("G1", LON, "S1"), square("G2", LON + 2 * HALF_DEG, "S2")])
            work.bump([Feed.REGISTRY])
        self.notifier = FakeNotifier()
        self.alarm_store = SqlAlarmStore(engine, self.clock)
        self.alarms = Alarms(self.alarm_store, RuleBook(self.alarm_store), self.notifier, self.clock)
        self.passes = AlarmPasses(self.alarm_store, RuleBook(self.alarm_store), self.notifier)
        self.listening_us = START_US
        self.watch = PatrolWatch(self.store, self.ingest, FeedReader(engine), ZONE)

    def pass_time(self, minutes: float, *, lon: float | None = LON, step_us: int = MINUTE_US) -> None:
        """Let time pass with the worker at work; person 1 walks at `lon` (None: is not heard), 2 and 4 in their grids.

        They go to and fro by more than what counts as standing still.
        """
        for step in range(int(minutes * MINUTE_US / step_us)):
            self.clock.now_us += step_us
            aside = 0.001 * (step % 2)
            self.ingest.refresh()
            self.listen(self.listening_us)
            if lon is not None:
                self.say("1", {"lon": lon, "lat": LAT + aside})
            self.say("2", {"lon": LON, "lat": LAT + aside})
            self.say("4", {"lon": LON + 2 * HALF_DEG, "lat": LAT + aside})
            self.work()

    def listen(self, since_us: int) -> None:
        """Let an ingest say now that it has listened since then."""
        self.listening_us = since_us
        with self.alarm_store.begin() as work:
            work.save_listener(Listener("ingest-1", since_us, self.clock()))

    def work(self) -> None:
        for task in (self.watch.watch, self.passes.confirm_pending, self.passes.apply_windows, self.passes.mark_silent):
            task(self.clock())

    def open(self) -> list[tuple[str, str, str]]:
        """Asset, rule and severity of what has not cleared."""
        found = self.uncleared()
        return sorted((each.device.asset_id, each.rule_key, each.severity.value) for each in found)

    def uncleared(self) -> Sequence[Alarm]:
        return [each for each in self.alarms.list_alarms().items if each.cleared_us is None]

    def told(self) -> int:
        return self.rows(t.observation)


@pytest.fixture
def rig(engine: Engine) -> Watched:
    return Watched(engine)


def test_a_squad_has_its_own_grids_and_everybody_all(rig: Watched) -> None:
    assert rig.desk.grids(CHIEF, "S1") == frozenset({"G1"})
    assert rig.desk.grids(CHIEF, None) is None
    with pytest.raises(Forbidden):
        rig.desk.grids(OFFICER, "S1")


def test_of_whom_nothing_is_to_be_said_nothing_is_stored(rig: Watched) -> None:
    rig.pass_time(30)
    assert rig.told() == 0
    assert rig.rows(t.asset) == 0
    assert rig.open() == []


def test_who_leaves_the_fence_for_two_minutes_raises_an_alarm_and_clears_it_by_coming_back(rig: Watched) -> None:
    rig.pass_time(5)
    rig.pass_time(1.5, lon=OUT, step_us=STEP_US)
    assert rig.open() == []
    rig.pass_time(1, lon=OUT, step_us=STEP_US)
    assert rig.open() == [("P-1", "patrol.outside", "minor")]
    (alarm,) = rig.uncleared()
    assert (alarm.value, alarm.grid_code, alarm.device.kind) == (190.0, "G1", "patrol")
    line = DeskReader(rig.engine).open_alarms(10)[0]
    assert (line.asset_name, line.grid_code) == ("一中队 1", "G1"), "never the name of the person"
    sheet = DeskReader(rig.engine).asset_sheet("P-1")
    assert sheet is not None
    assert (sheet.lon, [area.code for area in sheet.areas]) == (OUT, ["G1"])
    rig.pass_time(1, step_us=STEP_US)
    assert rig.open() == []
    sheet = DeskReader(rig.engine).asset_sheet("P-1")
    assert sheet is not None
    assert sheet.lon == pytest.approx(LON, abs=HALF_DEG)
    assert sheet.lon != LON, "the middle of the corners says nothing of where somebody is"


def test_an_alarm_of_a_person_is_acknowledged_and_shelved_like_any_other(rig: Watched) -> None:
    rig.pass_time(3, lon=OUT, step_us=STEP_US)
    (alarm,) = rig.uncleared()
    assert rig.alarms.acknowledge(alarm.alarm_key, BOSS).standing is AlarmStanding.ACKNOWLEDGED
    rig.alarms.shelve(alarm.alarm_key, BOSS, "护送车队", rig.clock() + HOUR_US)
    (alarm,) = rig.uncleared()
    assert alarm.standing is AlarmStanding.SHELVED
    rig.pass_time(1, lon=OUT, step_us=STEP_US)
    assert rig.uncleared()[0].standing is AlarmStanding.SHELVED
    rig.pass_time(3, lon=LON + 0.011, step_us=STEP_US)
    assert rig.open() == [("P-1", "patrol.outside", "major")]
    assert rig.uncleared()[0].standing is AlarmStanding.OPEN, "what got worse comes off its shelf"
    rig.pass_time(1, step_us=STEP_US)
    assert rig.open() == []


def test_under_maintenance_an_alarm_of_a_person_is_suppressed(rig: Watched) -> None:
    rig.pass_time(1)
    window = MaintenanceWindow(
        window_key=0,
        scope=Scope.AREA,
        scope_ref="G1",
        from_us=rig.clock(),
        until_us=rig.clock() + HOUR_US,
        reason="护送车队",
        opened_by="",
    )
    rig.alarms.open_window(window, BOSS)
    rig.ingest.refresh()
    rig.pass_time(3, lon=OUT, step_us=STEP_US)
    (alarm,) = rig.uncleared()
    assert alarm.suppressed


def test_who_answers_for_the_area_that_was_left_handles_the_alarm(rig: Watched) -> None:
    rig.pass_time(3, lon=OUT, step_us=STEP_US)
    (alarm,) = rig.uncleared()
    leaders = {
        code: acting(code, Role.SQUAD_LEADER)._replace(areas=frozenset({code}), squad=squad)
        for code, squad in (("G1", "S1"), ("G2", "S2"))
    }
    with pytest.raises(Forbidden):
        rig.alarms.acknowledge(alarm.alarm_key, leaders["G2"])
    rig.alarms.acknowledge(alarm.alarm_key, leaders["G1"])


def test_nobody_handles_the_alarm_about_oneself(rig: Watched) -> None:
    rig.pass_time(3, lon=OUT, step_us=STEP_US)
    (alarm,) = rig.uncleared()
    mine = OFFICER._replace(areas=frozenset({"G1"}))
    key = alarm.alarm_key
    for deed in (
        lambda: rig.alarms.acknowledge(key, mine),
        lambda: rig.alarms.acknowledge_all([key], mine),
        lambda: rig.alarms.shelve(key, mine, "吃饭", rig.clock() + HOUR_US),
        lambda: rig.alarms.unshelve(key, mine),
    ):
        with pytest.raises(Forbidden, match="about yourself"):
            deed()
    assert rig.uncleared()[0].standing is AlarmStanding.OPEN
    colleague = mine._replace(name="colleague", person="2")
    assert rig.alarms.acknowledge(key, colleague).standing is AlarmStanding.ACKNOWLEDGED


def test_a_shift_with_an_area_is_held_against_that_area(rig: Watched) -> None:
    with rig.store.begin() as work:
        work.save_entries([Entry("1", TODAY, "D", "G2")])
        work.bump([Feed.ROSTER])
    rig.pass_time(4, step_us=STEP_US)
    assert rig.open() == [("P-1", "patrol.outside", "minor")]


def test_a_limit_that_the_site_lowered_holds(rig: Watched) -> None:
    override = RuleOverride(
        rule_key="patrol.outside",
        scope=Scope.KIND,
        scope_ref="patrol",
        levels=(Level(Severity.CRITICAL, 60.0),),
    )
    rig.alarms.edit_rule(override, BOSS, may_leave_out=True)
    rig.pass_time(4, lon=LON + HALF_DEG + 0.0007, step_us=STEP_US)
    assert rig.open() == [("P-1", "patrol.outside", "critical")]


@pytest.mark.parametrize(
    ("scope", "scope_ref", "still"),
    [(Scope.AREA, "G1", True), (Scope.AREA, "G2", False), (Scope.ASSET, "P-1", True), (Scope.ASSET, "P-2", False)],
    ids=["their area", "another area", "themselves", "somebody else"],
)
def test_a_limit_of_an_area_or_a_person_holds_for_alarms_and_marks_alike(
    rig: Watched, scope: Scope, scope_ref: str, *, still: bool
) -> None:
    for _ in range(16):
        rig.clock.now_us += MINUTE_US
        rig.listen(rig.listening_us)
        rig.say("1")
        rig.say("2")
        rig.say("4", {"lon": LON + 2 * HALF_DEG})
        rig.work()
    limit = RuleOverride(
        rule_key="patrol.still", scope=scope, scope_ref=scope_ref, levels=(Level(Severity.MINOR, 15.0),)
    )
    rig.alarms.edit_rule(limit, BOSS, may_leave_out=True)
    rig.clock.now_us += MINUTE_US
    rig.listen(rig.listening_us)
    rig.say("1")
    rig.work()
    now = rig.desk.now(CHIEF)
    (me,) = [each for each in now.people if each.person.number == "1"]
    assert (me.standing is Standing.STILL) == (("P-1", "patrol.still", "minor") in rig.open()) == still
    figures = [each.figures.by_standing.get(Standing.STILL, 0) for each in rig.desk.by_squad()]
    assert now.still_us is None, "one limit does not hold for all"
    assert sum(figures) == sum(each.standing is Standing.STILL for each in now.people) > 0
    assert sum(dot.standing is Standing.STILL for dot in rig.desk.dots()) == sum(figures)


@pytest.mark.parametrize("watched_before", [True, False], ids=["watched before", "never watched"])
def test_a_lower_limit_of_an_area_is_in_time_also_the_first_time(rig: Watched, *, watched_before: bool) -> None:
    if watched_before:
        rig.pass_time(4, lon=OUT)
        rig.pass_time(4)
    limit = RuleOverride(
        rule_key="patrol.still", scope=Scope.AREA, scope_ref="G1", levels=(Level(Severity.MINOR, 10.0),)
    )
    rig.alarms.edit_rule(limit, BOSS, may_leave_out=True)
    first_us = rig.clock.now_us + MINUTE_US
    while not rig.open():
        rig.clock.now_us += MINUTE_US
        rig.listen(rig.listening_us)
        rig.say("1", {"lon": LON - 0.002})
        for person, lon in (("2", LON), ("4", LON + 2 * HALF_DEG)):
            rig.say(person, {"lon": lon, "lat": LAT + 0.001 * (rig.clock.now_us // MINUTE_US % 2)})
        rig.work()
    assert rig.open() == [("P-1", "patrol.still", "minor")]
    assert rig.clock.now_us - first_us == 10 * MINUTE_US, "not at half of the usual limit"


def test_who_stands_still_for_35_minutes_raises_an_alarm(rig: Watched) -> None:
    rig.pass_time(2)
    for minute in range(35):
        assert rig.open() == [], minute
        rig.clock.now_us += MINUTE_US
        rig.say("1", {"lon": LON + 1e-5 * (minute % 3)})
        rig.say("2", {"lon": LON, "lat": LAT + 0.001 * (minute % 2)})
        rig.say("4", {"lon": LON + 2 * HALF_DEG, "lat": LAT + 0.001 * (minute % 2)})
        rig.work()
        if rig.open():
            break
    assert minute == 30, "from the first minute at the place on"
    assert rig.open() == [("P-1", "patrol.still", "minor")]
    rig.pass_time(2)
    assert rig.open() == []


def test_who_is_not_heard_raises_an_alarm_but_nobody_in_the_first_ten_minutes(rig: Watched) -> None:
    rig.clock.now_us = START_US
    rig.listen(START_US - HOUR_US)
    rig.sign_in.sign_in(OFFICER)
    rig.pass_time(9, lon=None)
    assert rig.open() == []
    rig.pass_time(1, lon=None)
    assert rig.open() == [("P-1", "patrol.unheard", "minor")]
    rig.pass_time(20, lon=None)
    assert rig.open() == [("P-1", "patrol.unheard", "major")]
    rig.pass_time(1)
    assert rig.open() == []


def test_who_never_came_is_missed_by_the_attendance_and_not_as_unheard(rig: Watched) -> None:
    rig.clock.now_us = START_US
    rig.listen(START_US - HOUR_US)
    rig.pass_time(45, lon=None)
    assert rig.open() == []


def test_what_nobody_could_hear_makes_nobody_unheard(rig: Watched) -> None:
    rig.pass_time(5)
    rig.clock.now_us += 40 * MINUTE_US
    rig.work()
    assert rig.open() == [], "the ingest was away, not the people"
    rig.listen(rig.clock())
    rig.pass_time(9, lon=None)
    assert rig.open() == []
    rig.pass_time(2, lon=None)
    assert rig.open() == [("P-1", "patrol.unheard", "minor")]
    rig.clock.now_us += 40 * MINUTE_US
    rig.work()
    assert rig.open() == [("P-1", "patrol.unheard", "minor")], "it neither gets worse nor clears meanwhile"


def test_the_end_of_the_shift_clears_everything_and_removes_the_newest_positions(rig: Watched) -> None:
    rig.clock.now_us = START_US + 8 * HOUR_US
    rig.pass_time(45, lon=None)
    rig.pass_time(10, lon=OUT)
    assert rig.open()
    kept = rig.rows(t.person_track)
    rig.clock.now_us = START_US + 9 * HOUR_US
    rig.work()
    assert rig.open() == []
    assert rig.rows(t.person_position) == 0
    assert rig.rows(t.person_track) == kept
    sheet = DeskReader(rig.engine).asset_sheet("P-1")
    assert sheet is not None
    assert (sheet.lon != OUT, {value.value for value in sheet.values}) == (True, {0.0})
    told = rig.told()
    rig.clock.now_us += MINUTE_US
    rig.work()
    assert rig.told() == told, "it is told once"


def test_who_signs_out_has_no_alarm_any_more(rig: Watched) -> None:
    rig.pass_time(3, lon=OUT, step_us=STEP_US)
    assert rig.open()
    rig.sign_in.sign_out(OFFICER)
    rig.clock.now_us += STEP_US
    rig.work()
    assert rig.open() == []


def test_people_are_in_no_list_map_or_figure_of_devices(rig: Watched) -> None:
    rig.pass_time(4, lon=OUT)
    assert rig.open()
    desk, devices, walls = DeskReader(rig.engine), DeviceReader(rig.engine), WallReader(rig.engine)
    rig.clock.now_us += 400 * DAY_US
    rig.passes.mark_silent(rig.clock())
    with rig.engine.connect() as connection:
        states = connection.execute(select(t.asset_state.c.state).distinct()).scalars().all()
    assert len(states) == 1
    assert list(CityReader(rig.engine).board_rows()) == []
    assets = AssetReader(rig.engine)
    assert assets.assets(AssetQuery(limit=10)) == []
    assert assets.asset("P-1") is None
    assert devices.register(RegisterQuery()).total == 0
    assert devices.register(RegisterQuery(kind="patrol")).rows == ()
    assert desk.layer_counts() == []
    assert walls.silent_longest(10) == []
    assert desk.find_assets("P-1", 10) == []
    assert desk.count_found("P-1") == 0
    assert {line.kind for line in SqlSources(rig.engine).sources() if line.is_live} <= {"positions", "attendance"}
    assert list(ReplayReader(rig.engine).messages(START_US, START_US + 9 * HOUR_US)) == []


def test_the_live_channel_tells_that_alarms_changed_and_nothing_of_people(rig: Watched) -> None:
    rig.pass_time(4, lon=OUT)
    (alarm,) = rig.uncleared()
    rig.alarms.shelve(alarm.alarm_key, BOSS, "护送车队", rig.clock() + MINUTE_US)
    rig.clock.now_us += 2 * MINUTE_US
    rig.passes.expire_shelves(rig.clock())
    told = [*rig.heard.told, *rig.notifier.told]
    assert [change for each in told for change in each.changes] == []
    assert any(Feed.ALARMS in each.feeds for each in told)


def test_nobody_sends_readings_in_the_name_of_a_person(rig: Watched) -> None:
    rig.pass_time(4, lon=OUT)
    before = rig.told()
    rig.ingest.refresh()
    body = b'{"device_ref": "duty:1", "values": {"outside_m": 0}}'
    recorded = rig.ingest.record([Delivery("xiuhua/v1/observation", body, rig.clock())])
    assert (recorded.accepted, recorded.quarantined) == (0, 1)
    assert rig.told() == before


def test_the_register_is_not_read_again_for_people(rig: Watched) -> None:
    before = FeedReader(rig.engine).revisions()[Feed.REGISTRY]
    rig.pass_time(4, lon=OUT)
    assert FeedReader(rig.engine).revisions()[Feed.REGISTRY] == before


def test_a_device_that_is_called_like_a_person_stays_what_it_is(rig: Watched) -> None:
    device = {"asset_id": "P-1", "kind": "bin", "name": "桶", "lon": LON, "lat": LAT, "device_ref": "mqtt:P-1"}
    with rig.engine.begin() as connection:
        connection.execute(t.asset.insert().values(device))
    rig.pass_time(4, lon=OUT)
    assert rig.open() == [("duty:1", "patrol.outside", "minor")]
    with rig.engine.connect() as connection:
        kinds = dict(connection.execute(select(t.asset.c.asset_id, t.asset.c.kind)).all())
    assert kinds == {"P-1": "bin", "duty:1": "patrol"}


def test_nobody_imports_a_device_in_the_place_of_a_person(rig: Watched, tmp_path: Path) -> None:
    rig.pass_time(4, lon=OUT)
    table = tmp_path / "devices.csv"
    rows = ["P-1,bin,桶,121.4,29.65,mqtt:P-1", "B-1,bin,桶,121.4,29.65,duty:9", "B-2,bin,桶,121.4,29.65,mqtt:B-2"]
    table.write_text("\n".join(["asset_id,kind,name,lon,lat,device_ref", *rows]), encoding="utf-8")
    kinds = {key: kind.label for key, kind in device_types().items()}
    store = SqlRegister(rig.engine, rig.clock)
    report = import_devices(store, Geodata(), table, crs="wgs84", kinds=kinds, actor=BOSS, clock=rig.clock)
    assert (report.accepted, [each.reason for each in report.rejected]) == (1, [OF_A_PERSON] * 2)
    assert rig.open() == [("P-1", "patrol.outside", "minor")]


def test_who_is_erased_leaves_an_alarm_by_number_and_nothing_that_was_watched(rig: Watched) -> None:
    rig.pass_time(4, lon=OUT)
    assert rig.told()
    with rig.alarm_store.begin() as work:
        work.remove_person("1")
        work.bump([Feed.PEOPLE])
    assert rig.told() == rig.rows(t.observation_hourly) == 0
    rig.clock.now_us += STEP_US
    rig.work()
    assert rig.open() == []
    with rig.engine.connect() as connection:
        (told,) = connection.execute(select(t.asset.c.name, t.asset.c.lon)).all()
    assert (told.name, told.lon != OUT) == ("1", True)


def test_how_far_outside_somebody_is_shows_at_once(rig: Watched) -> None:
    rig.say("1", {"lon": OUT})
    rig.work()
    (person,) = [each for each in rig.desk.now(CHIEF).people if each.person.number == "1"]
    assert person.known is not None
    assert person.known.outside_m == pytest.approx(193.6, rel=0.01)


def test_of_two_workers_one_watches(rig: Watched) -> None:
    rig.clock.now_us = START_US
    for person in ("1", "2", "4"):
        rig.sign_in.sign_in(OFFICER._replace(person=person))
    rig.clock.now_us = START_US + 30 * MINUTE_US
    rig.listen(START_US)
    task = Task(name="patrol watch", every_s=15.0, run=rig.watch.watch)
    leases = SqlLeases(rig.engine)
    workers = [Worker(tasks=[task], leases=leases, holder=name, clock=rig.clock) for name in ("a", "b")]
    for worker in workers:
        worker.turn()
    assert [worker.done for worker in workers] == [{"patrol watch": 3}, {}]
    assert rig.told() == 3
    rig.watch.watch(rig.clock())
    assert rig.told() == 3, "and once more changes nothing"


def test_what_was_watched_goes_with_the_tracks(rig: Watched) -> None:
    rig.pass_time(4, lon=OUT)
    assert rig.told()
    Upkeep(SqlHistoryStore(rig.engine)).roll_up(rig.clock() + 2 * HOUR_US)
    tracks = Tracks(rig.store, timedelta(days=30))
    assert tracks.forget(rig.clock() + 29 * DAY_US) == 0
    assert tracks.forget(rig.clock() + 31 * DAY_US) > 0
    assert (rig.told(), rig.rows(t.observation_hourly), rig.rows(t.person_track)) == (0, 0, 0)


def test_every_asset_of_a_person_is_of_a_kind_of_people(rig: Watched) -> None:
    assert people_kinds() == {"patrol"}
