"""What walls show of people on duty, on both databases: counts, dots and areas; never who they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from callbacks.wall_picture import chosen, red_alarms
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.feeds import Feed
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName, Phone
from dashboard.domain.positions.standing import HUES, NO_SQUAD_HUE, Dot, Standing, hues_of
from dashboard.domain.roster.records import Entry
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.severity import Severity
from dashboard.services.sensors_overview import SensorsOverview
from dashboard.services.views import Views
from dashboard.services.walls.pictures import Wall
from data_sources.db.cases.board import CaseBoardReader
from data_sources.db.device_read_models import DeviceReader
from data_sources.db.read_models import DeskReader
from data_sources.db.walls.read_models import WallReader
from layouts.components.walls.columns import column
from layouts.components.walls.frame import key_figures, ticker
from layouts.markup import markup
from layouts.scene import Sight
from layouts.scenes import scenes
from tests.adapters.test_patrol_watch import BOSS, OUT, Watched
from tests.adapters.test_positions import LAT, LON, TODAY, ZONE
from tests.readout_builders import CHINESE, ENGLISH

SOMEBODY = Person(
    number="WALL7788", name=PersonName("欧阳修远"), post=Post.OFFICER, squad="S1", phone=Phone("13900007788")
)
OUTSIDE = alarm_rules()["patrol.outside"].label.zh
SECRETS = ("WALL7788", "7788", "欧阳", "修远", "13900007788")


class Walled(Watched):
    """The rig with somebody who would be known by name and number, and a wall that shows dots."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        with self.store.begin() as work:
            work.save_people([SOMEBODY])
            work.save_entries([Entry(SOMEBODY.number, TODAY, "D")])
            work.bump([Feed.PEOPLE, Feed.ROSTER])
        self.ingest.refresh()
        reads, desk = DeviceReader(engine), DeskReader(engine)
        self.views = Views(desk, clock=self.clock, zone=ZONE)
        overview = SensorsOverview(reads, clock=self.clock, zone=ZONE, ingest_counts=lambda: None)
        self.wall = Wall(
            WallReader(engine),
            desk,
            self.views,
            overview,
            clock=self.clock,
            zone=ZONE,
            cases=CaseBoardReader(engine),
            duty=self.desk.by_squad,
            dots=self.desk.dots,
        )

    def stray(self) -> None:
        """Let that person be outside the fence until it is a red alarm."""
        red = (Level(Severity.CRITICAL, 100.0),)
        changed = RuleOverride(rule_key="patrol.outside", scope=Scope.KIND, scope_ref="patrol", levels=red)
        self.alarms.edit_rule(changed, BOSS, may_leave_out=True)
        for _ in range(4):
            self.clock.now_us += MINUTE_US
            self.ingest.refresh()
            self.listen(self.listening_us)
            self.say(SOMEBODY.number, {"lon": OUT, "lat": LAT})
            self.work()

    def sent(self) -> Iterator[str]:
        """Everything that a wall is sent, of every scene, in both languages."""
        picture = self.wall.picture()
        for viewer in (CHINESE, ENGLISH):
            sight = Sight(viewer, picture)
            yield markup(key_figures(viewer, picture)) + markup(ticker(viewer, picture.news))
            for key in scenes():
                scene = chosen(key)[0]
                yield markup(column(scene.left, sight, 57.8)) + markup(column(scene.right, sight, 57.8))
        yield repr((picture.dots, red_alarms(picture.alarms)))


@pytest.fixture
def rig(engine: Engine) -> Walled:
    return Walled(engine)


def test_no_name_number_or_phone_of_anybody_reaches_a_wall(rig: Walled) -> None:
    rig.stray()
    assert [each.severity for each in rig.views.alarms(None)] == [Severity.CRITICAL], "the desk has it"
    told = list(rig.sent())
    assert any(OUTSIDE in part and "G1" in part for part in told), "the wall tells what and where"
    for part in told:
        assert not [secret for secret in SECRETS if secret in part]


def test_a_red_alarm_of_a_person_does_not_come_forward(rig: Walled) -> None:
    rig.stray()
    (alarm,) = rig.views.alarms(None)
    assert red_alarms(rig.wall.picture().alarms) == []
    assert rig.wall.focus(alarm.alarm_key) is None


def test_dots_are_those_who_are_heard_on_duty_to_ten_metres(rig: Walled) -> None:
    rig.say("1", {"lon": LON + 0.000_04, "lat": LAT + 0.000_04})
    rig.say("4")
    assert rig.desk.dots() == [Dot(LON, LAT, 1, Standing.MOVING), Dot(LON, LAT, 2, Standing.MOVING)]
    rig.clock.now_us += 4 * MINUTE_US
    assert rig.desk.dots() == [], "who is not heard any more is in no place"
    rig.clock.now_us += 9 * HOUR_US
    assert rig.desk.dots() == []


def test_squads_have_their_colour_by_their_code_and_more_than_there_are_begin_anew() -> None:
    codes = [f"S{number:02d}" for number in range(HUES + 1)]
    assert list(hues_of(reversed(codes)).values()) == [*range(1, HUES + 1), 1]
    assert NO_SQUAD_HUE not in hues_of(codes).values()
