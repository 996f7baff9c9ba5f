"""Positions of people on duty, from the message to the tables, on both databases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select

from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.mappings import MappingRules
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.positions.known import Taken
from dashboard.domain.positions.standing import Standing
from dashboard.domain.readings import Delivery
from dashboard.domain.rights import SCOPES, Actor, Permission, Reach, Role
from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.domain.roster.figures import Period
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry, Shift, ShiftKind
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import Severity
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.duty.on_duty import DutyDesk
from dashboard.services.duty.signing_in import DutySignIn
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.recording import Ingest
from dashboard.services.positions.covering import PatrolCoverage
from dashboard.services.positions.devices import PositionDevices
from dashboard.services.positions.pushes import PositionPushes
from dashboard.services.positions.recording import Positions, forget
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.alarms.rule_source import SqlRuleSource, override_settings
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.json_columns import packed
from data_sources.db.positions.store import SqlPositionStore
from data_sources.positions import position_sources
from tests.actors import acting
from tests.fakes_alarms import FakeClock, FakeNotifier

ZONE = Settings().timezone
TODAY = day_of(1_795_000_000_000_000, ZONE)
START_US = moment_us(TODAY, 8 * 60, ZONE)
DAY = Shift("D", "日间", ShiftKind.DAY, 8 * 60, 17 * 60)
LON, LAT = 121.40, 29.65
LEADER = acting("leader", Role.SQUAD_LEADER)._replace(squad="S1")
CHIEF = acting("chief", Role.DISPATCHER)
OFFICER = acting("officer", Role.OFFICER)._replace(person="1", squad="S1")
PROGRAM = acting("phones", Role.PROGRAM)._replace(rights={Permission.PUSH_OBSERVATIONS: Reach.ALL})
SECRET_LON = 121.777


class Rig:
    """A squad of two with a day shift today, a third off duty, and the ingest that hears them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock = FakeClock(START_US + HOUR_US)
        self.store = SqlPositionStore(engine, self.clock)
        with self.store.begin() as work:
            work.save_squads([Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队")])
            squads = {"1": "S1", "2": "S1", "3": "S1", "4": "S2"}
            work.save_people(
                [
                    Person(number=number, name=PersonName(f"张〇{number}"), post=Post.OFFICER, squad=squad)
                    for number, squad in squads.items()
                ]
            )
            work.save_shifts([DAY])
            work.save_entries([Entry(number, TODAY, "D") for number in ("1", "2", "4")])
        ingest_store = SqlIngestStore(engine, self.clock)
        intake = Intake({}, {}, MappingRules.from_dicts([]), position_sources(), ZONE)
        rules = RuleBook(SqlRuleSource(engine))
        self.positions = Positions(self.store, ZONE)
        self.heard = FakeNotifier()
        self.ingest = Ingest(ingest_store, intake, rules, self.heard, self.clock, self.positions)
        self.ingest.refresh()
        self.desk = DutyDesk(self.store, SqlRuleSource(self.engine), self.clock, ZONE)
        self.sign_in = DutySignIn(self.store, FakeNotifier(), self.clock, ZONE)
        self.pushes = PositionPushes(self.ingest, self.clock)

    def say(self, person: str, *positions: dict[str, Any]) -> Taken:
        """A message of a phone; `ts` is the clock's unless told."""
        items = [{"lon": LON, "lat": LAT, "ts": self.clock() // 1000, **each} for each in positions or ({},)]
        topic = f"xiuhua/v1/person/{person}/position"
        return self.hear(topic, json.dumps(items).encode())

    def hear(self, topic: str, payload: bytes) -> Taken:
        return self.ingest.record([Delivery(topic, payload, self.clock())]).positions

    def rows(self, table: Any) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture
def rig(engine: Engine) -> Rig:
    return Rig(engine)


def test_the_position_of_somebody_on_duty_is_kept_and_signs_them_in(rig: Rig) -> None:
    assert rig.say("1", {"accuracy_m": 8, "battery_pct": 71}) == Taken(1, {})
    (found,) = rig.desk.now(CHIEF, "S1").people[:1]
    assert found.known is not None
    assert (found.person.number, found.standing, found.known.position.battery_pct) == ("1", Standing.MOVING, 71)
    assert found.duty.attendance is not None
    assert (found.duty.attendance.shift, found.duty.attendance.signed_in_us) == ("D", rig.clock())
    rig.say("1")
    assert rig.rows(t.attendance) == 1


@pytest.mark.parametrize(
    ("person", "later_us", "reason"),
    [
        ("3", 0, "off_duty"),
        ("1", 9 * HOUR_US, "off_duty"),
        ("1", -2 * HOUR_US, "off_duty"),
        ("404", 0, "unknown_person"),
    ],
)
def test_of_somebody_off_duty_nothing_is_kept_in_any_table(rig: Rig, person: str, later_us: int, reason: str) -> None:
    rig.clock.now_us += later_us
    rig.ingest.refresh()
    assert rig.say(person, {"lon": SECRET_LON}) == Taken(0, {reason: 1})
    with rig.engine.connect() as connection:
        for table in t.metadata.sorted_tables:
            rows = connection.execute(select(table)).all()
            assert str(SECRET_LON) not in str(rows), table.name
    assert rig.rows(t.person_track) == rig.rows(t.attendance) == 0


@pytest.mark.parametrize(
    ("position", "reason"),
    [
        ({"lon": 0, "lat": 0}, "zero"),
        ({"ts": (START_US + 2 * HOUR_US) // 1000}, "in_the_future"),
        ({"speed_mps": 300}, "too_fast"),
        ({"lon": LAT, "lat": LON}, "off_the_globe"),
    ],
)
def test_a_position_that_cannot_be_is_refused_by_its_reason(rig: Rig, position: dict[str, Any], reason: str) -> None:
    assert rig.say("1", position, {}) == Taken(1, {reason: 1})


def test_fifty_positions_at_once_after_a_tunnel_are_all_part_of_the_track(rig: Rig) -> None:
    begin_ms = rig.clock() // 1000
    rig.clock.now_us += 500 * SECOND_US
    buffered = [{"lon": LON + n * 1e-4, "ts": begin_ms + n * 10_000} for n in range(50)]
    assert rig.say("1", *reversed(buffered)) == Taken(50, {})
    track = rig.desk.track("1", START_US, START_US + 9 * HOUR_US, CHIEF)
    assert [each.at_us // 1000 for each in track] == [begin_ms + n * 10_000 for n in range(50)]
    assert rig.desk.now(CHIEF).people[0].known is not None
    assert rig.say("1", {"lon": LON, "ts": begin_ms}) == Taken(1, {}), "what was there before is the same row"
    assert rig.rows(t.person_track) == 50


def test_a_position_declared_as_gcj02_is_converted_once(rig: Rig) -> None:
    rig.say("1", {"crs": "gcj02"})
    (track,) = rig.desk.track("1", START_US, START_US + 9 * HOUR_US, CHIEF)
    assert 1e-3 < LON - track.lon < 1e-2


def test_what_cannot_be_read_is_told_without_its_bytes(rig: Rig) -> None:
    assert rig.hear("xiuhua/v1/person/1/position", b'{"lon": "121.777", "lat": {') == Taken(0, {})
    with rig.engine.connect() as connection:
        (row,) = connection.execute(select(t.quarantine)).all()
    assert (row.payload, row.source) == (b"", "person_position")


def test_body_cams_and_vehicles_speak_for_whom_they_are_linked_with(rig: Rig) -> None:
    camera, terminal = "gb28181:34020000001320000001", "jt808:013912345678"
    devices = PositionDevices(rig.store, rig.clock)
    boss = acting("boss", Role.ADMINISTRATOR)
    devices.link(camera, "2", boss)
    with pytest.raises(NotFound):
        devices.link(terminal, "404", boss)
    with pytest.raises(BadInput):
        devices.link("phone", "1", boss)
    with pytest.raises(Forbidden):
        devices.link(terminal, "1", LEADER)
    rig.ingest.refresh()
    at = (rig.clock() // SECOND_US - 5) * SECOND_US
    moment = (START_US + HOUR_US - 5 * SECOND_US) // 1_000_000
    local = datetime.fromtimestamp(moment, ZONE).strftime("%Y-%m-%dT%H:%M:%S")
    notify = (
        '<?xml version="1.0" encoding="GB2312"?><Notify><CmdType>MobilePosition</CmdType><SN>7</SN>'
        f"<DeviceID>{camera[8:]}</DeviceID><Time>{local}</Time><Longitude>{LON}</Longitude>"
        f"<Latitude>{LAT}</Latitude><Speed>3.6</Speed></Notify>"
    )
    assert rig.hear("xiuhua/v1/person/platform/gb28181", notify.encode("gb2312")) == Taken(1, {})
    assert rig.desk.track("2", START_US, START_US + 9 * HOUR_US, CHIEF)[0].at_us == at
    other = notify.replace(camera[8:], "34020000001320000009")
    assert rig.hear("xiuhua/v1/person/platform/gb28181", other.encode()) == Taken(0, {"unknown_person": 1})


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (CHIEF, ["1", "2", "4"]),
        (LEADER, ["1", "2"]),
        (OFFICER, ["1"]),
    ],
    ids=["chief", "leader", "officer"],
)
def test_each_sees_whom_the_right_reaches(rig: Rig, actor: Actor, seen: Sequence[str]) -> None:
    for person in ("1", "2", "4"):
        rig.say(person)
    assert [each.person.number for each in rig.desk.now(actor).people] == seen
    for person in ("1", "2", "4"):
        if person in seen:
            assert len(rig.desk.track(person, START_US, START_US + 9 * HOUR_US, actor)) == 1
        else:
            with pytest.raises(Forbidden):
                rig.desk.track(person, START_US, START_US + 9 * HOUR_US, actor)


def test_a_program_sees_people_on_duty_with_that_scope_alone_and_its_look_at_a_track_is_recorded(rig: Rig) -> None:
    rig.say("1")
    reader = PROGRAM._replace(name="dispatch-board", rights={Permission.VIEW_DUTY: Reach.ALL})
    assert Permission.VIEW_DUTY in SCOPES
    assert [each.person.number for each in rig.desk.now(reader).people] == ["1", "2", "4"]
    assert len(rig.desk.track("1", START_US, START_US + 9 * HOUR_US, reader)) == 1
    with rig.engine.connect() as connection:
        looks = connection.execute(select(t.audit.c.actor, t.audit.c.subject).where(t.audit.c.action == "view_track"))
        assert [tuple(row) for row in looks] == [("dispatch-board", "1")]
    with pytest.raises(Forbidden):
        rig.desk.now(PROGRAM)


def test_who_sees_figures_alone_sees_nobody(rig: Rig) -> None:
    manager = acting("manager", Role.MANAGER)
    with pytest.raises(Forbidden):
        rig.desk.now(manager)
    assert rig.desk.attendance(manager, TODAY, TODAY).rows
    with pytest.raises(Forbidden):
        rig.desk.attendance(OFFICER, TODAY, TODAY)


def test_attendance_is_what_one_counts_by_hand(rig: Rig) -> None:
    with rig.store.begin() as work:
        work.save_absence(Absence("2", TODAY, TODAY, AbsenceKind.ILL))
    rig.ingest.refresh()
    rig.say("1")
    rig.say("4")
    rig.sign_in.sign_in(OFFICER._replace(person="3"))
    lines = rig.desk.attendance(CHIEF, TODAY - timedelta(1), TODAY)
    figures = [(each.squad, each.rostered, each.came, each.extra, each.away, each.turnouts) for each in lines.rows]
    assert figures == [("S1", 1, 1, 1, 1, 2), ("S2", 1, 1, 0, 0, 1)]
    with pytest.raises(BadInput):
        rig.desk.attendance(CHIEF, TODAY, TODAY - timedelta(1))


def test_who_signs_out_is_followed_no_longer(rig: Rig) -> None:
    rig.sign_in.sign_in(OFFICER)
    with pytest.raises(Conflict):
        rig.sign_in.sign_in(OFFICER)
    rig.ingest.refresh()
    assert rig.say("1").kept == 1
    mine = rig.sign_in.mine(OFFICER)
    assert (mine.kept_positions, mine.known is not None, [shift.code for _, shift in mine.shifts]) == (1, True, ["D"])
    rig.clock.now_us += MINUTE_US
    rig.sign_in.sign_out(OFFICER)
    rig.ingest.refresh()
    assert rig.say("1", {"lon": SECRET_LON}) == Taken(0, {"off_duty": 1})
    assert rig.rows(t.person_position) == 0
    assert [each.person.number for each in rig.desk.now(CHIEF).people] == ["2", "4"]
    with pytest.raises(Conflict):
        rig.sign_in.sign_out(OFFICER)
    with pytest.raises(Forbidden):
        rig.sign_in.sign_in(OFFICER._replace(person=None))


def test_over_http_each_tells_the_own_position_and_programs_those_of_others(rig: Rig) -> None:
    one = {"lon": LON, "lat": LAT}
    assert rig.pushes.take(json.dumps(one).encode(), OFFICER) == Taken(1, {})
    assert rig.pushes.take(json.dumps([{**one, "person": "1"}]).encode(), OFFICER).kept == 1
    with pytest.raises(Forbidden):
        rig.pushes.take(json.dumps({**one, "person": "2"}).encode(), OFFICER)
    with pytest.raises(Forbidden):
        rig.pushes.take(json.dumps(one).encode(), acting("manager", Role.MANAGER))
    assert rig.pushes.take(json.dumps({**one, "person": "2"}).encode(), PROGRAM).kept == 1
    assert rig.pushes.take(json.dumps({**one, "person": "3"}).encode(), PROGRAM).refused == {"off_duty": 1}
    for body in (b"", b"[]", b"7", b'{"lon":1}', json.dumps([one] * 1001).encode(), b'{"person":"1/2"}'):
        with pytest.raises(BadInput):
            rig.pushes.take(body, PROGRAM)
    with pytest.raises(BadInput):
        rig.pushes.take(json.dumps({**one, "ts": "soon"}).encode(), OFFICER)


def test_tracks_are_forgotten_after_their_time(rig: Rig) -> None:
    rig.say("1")
    with rig.store.begin() as work:
        assert forget(work, rig.clock() + 30 * 24 * HOUR_US, timedelta(days=30)) == 0
        assert forget(work, rig.clock() + 30 * 24 * HOUR_US + SECOND_US, timedelta(days=30)) == 2
    assert rig.rows(t.person_track) == 0


def test_that_somebody_looks_at_where_others_are_is_noted_once_in_ten_minutes(rig: Rig) -> None:
    rig.say("1")
    for minutes in (0, 9, 1):
        rig.clock.now_us += minutes * MINUTE_US
        rig.desk.now(CHIEF)
        rig.desk.now(CHIEF, "S1")
        rig.desk.now(OFFICER)
    with rig.engine.connect() as connection:
        looks = connection.execute(
            select(t.audit.c.actor, t.audit.c.subject).where(t.audit.c.action == "view_positions")
        )
        noted = sorted(tuple(each) for each in looks)
    assert noted == [(CHIEF.name, "S1")] * 2 + [(CHIEF.name, "all")] * 2, "to see oneself is no look at others"


def test_that_attendance_is_taken_out_is_noted(rig: Rig) -> None:
    rig.desk.take_out_attendance(CHIEF, TODAY, TODAY, "S1", Period.QUARTER)
    with rig.engine.connect() as connection:
        (told,) = connection.execute(select(t.audit.c.detail).where(t.audit.c.action == "export_attendance")).scalars()
    day = TODAY.isoformat()
    assert json.loads(told) == {"from": day, "until": day, "by": "quarter", "squad": "S1"}


def test_how_somebody_is_follows_from_the_newest_position(rig: Rig) -> None:
    rig.say("1")
    rig.clock.now_us += 31 * MINUTE_US
    rig.say("1", {"lon": LON + 1e-5})
    people = {each.person.number: each.standing for each in rig.desk.now(CHIEF).people}
    assert people["1"] is Standing.STILL
    assert people["2"] is Standing.NO_SIGNAL
    with rig.store.begin() as work:
        work.save_outside({work.person_keys()["1"]: 80.0})
    assert rig.desk.now(CHIEF).people[0].standing is Standing.OUTSIDE
    rig.clock.now_us += 4 * MINUTE_US
    assert rig.desk.now(CHIEF).people[0].standing is Standing.NO_SIGNAL


@pytest.mark.parametrize(
    ("override", "standing", "still_us"),
    [
        (None, Standing.MOVING, 30 * MINUTE_US),
        ({"levels": (Level(Severity.MAJOR, 15.0), Level(Severity.MINOR, 8.0))}, Standing.STILL, 8 * MINUTE_US),
        ({"levels": (Level(Severity.MINOR, 8.0),), "scope": Scope.AREA, "scope_ref": "G1"}, Standing.MOVING, None),
        ({"enabled": False}, Standing.MOVING, None),
    ],
    ids=["the rule as it comes", "its lowest limit", "another area's", "switched off"],
)
def test_who_is_still_follows_from_the_limit_of_the_alarm_rule(
    rig: Rig, override: dict[str, Any] | None, standing: Standing, still_us: int | None
) -> None:
    if override is not None:
        row = RuleOverride(**{"rule_key": "patrol.still", "scope": Scope.KIND, "scope_ref": "patrol", **override})
        place = {"rule_key": row.rule_key, "scope": row.scope.value, "scope_ref": row.scope_ref}
        values = {**place, "settings": packed(override_settings(row)), "updated_us": 0, "updated_by": "chief"}
        with rig.engine.begin() as connection:
            connection.execute(insert(t.rule_override).values(**values))
    rig.say("1")
    for _ in range(10):
        rig.clock.now_us += MINUTE_US
        rig.say("1")
    now = rig.desk.now(CHIEF, "S1")
    assert now.people[0].standing is standing
    assert (now.still_us, rig.desk.figures(CHIEF, "S1").still_us) == (still_us, still_us)
    assert rig.desk.by_squad()[0].figures.by_standing.get(Standing.STILL, 0) == (standing is Standing.STILL)
    assert [dot.standing for dot in rig.desk.dots()] == [standing]


def test_what_was_walked_is_kept_by_the_minute_for_everybody(rig: Rig) -> None:
    walked = [(LON + n * 1e-4, LAT) for n in range(41)]
    with rig.engine.begin() as connection:
        squad = connection.execute(select(t.squad.c.squad_key).where(t.squad.c.code == "S1")).scalar_one()
        for code, north in (("L1", 0.0), ("L2", 0.01)):
            line = {"type": "LineString", "coordinates": [[lon, lat + north] for lon, lat in walked]}
            row = {"code": code, "name": code, "level": "line", "squad_key": squad, "geometry": json.dumps(line)}
            connection.execute(insert(t.area).values(row))
    begin_ms = rig.clock() // 1000
    rig.clock.now_us += 410 * SECOND_US
    rig.say("1", *({"lon": lon, "lat": lat, "ts": begin_ms + n * 10_000} for n, (lon, lat) in enumerate(walked[:21])))
    coverage = PatrolCoverage(rig.store)
    assert [each.coverage.share for each in rig.desk.coverage(CHIEF, None)] == [0.0, 0.0]
    assert coverage.cover(rig.clock()) == coverage.cover(rig.clock()) == 2
    first, second = rig.desk.coverage(LEADER, "S1")
    assert (first.area.code, second.area.code, second.coverage.share) == ("L1", "L2", 0.0)
    assert 0.5 < first.coverage.share < 0.58
    assert first.coverage.last_passed_us == (begin_ms + 200_000) * 1000
    figures = rig.desk.figures(CHIEF, "S1")
    assert figures.length_m == pytest.approx(2 * first.coverage.length_m, rel=1e-2)
    assert (figures.on_duty, figures.due, figures.turnouts) == (1, 2, 1)
    assert rig.desk.coverage(CHIEF, "S2") == []
    with pytest.raises(Forbidden):
        rig.desk.coverage(LEADER, "S2")
    coverage.cover(rig.clock() + 2 * HOUR_US)
    assert [each.coverage.share for each in rig.desk.coverage(CHIEF, None)] == [0.0, 0.0]
