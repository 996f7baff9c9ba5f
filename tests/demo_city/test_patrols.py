"""The demo's people out on the streets, in the database: what is settled once, and what the ingest makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, Table, func, select

from bootstrap.accounts import build_accounts, console, settle_demo_accounts
from bootstrap.patrols import TRACKED_EACH_US, settle_patrols
from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.mappings import MappingRules
from dashboard.domain.people.posts import Post
from dashboard.domain.readings import Delivery, to_us
from dashboard.domain.roster.duty import moment_us
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.recording import Ingest
from dashboard.services.positions.covering import covered, street_lines
from dashboard.services.positions.recording import Positions, read_duty, read_shifts
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.engine import create
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.migrate import migrate
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.positions.store import SqlPositionStore
from data_sources.db.register_store import SqlRegister
from data_sources.db.roster.store import SqlRosterStore
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.phones import linked_devices
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.roster import make_week
from data_sources.demo_city.settle import settle, settle_bureau, settle_roster, settle_turnouts
from data_sources.demo_city.walkers import Patrol, Walkers
from data_sources.positions import position_sources
from tests.fakes_alarms import FakeClock, FakeNotifier

MONDAY = date(2026, 11, 16)
SETTINGS = Settings()
AFTERNOON_US = to_us(datetime(2026, 11, 18, 7, 0, tzinfo=UTC))


class Rig:
    """The demo city with its bureau and the roster of two weeks, on a Wednesday at three in the afternoon."""

    def __init__(self, engine: Engine, city: DemoCity) -> None:
        self.engine = engine
        self.clock = FakeClock(AFTERNOON_US)
        self.bureau = make_bureau(city)
        self.store = SqlPositionStore(engine, self.clock)
        settle(city, SqlRegister(engine, self.clock))
        settle_bureau(self.bureau, SqlPeopleStore(engine, self.clock))
        weeks = [make_week(city, self.bureau, city.seed, MONDAY - timedelta(7 * before)) for before in (1, 0)]
        roster, days = SqlRosterStore(engine, self.clock), (MONDAY - timedelta(7), MONDAY + timedelta(6))
        settle_roster(self.bureau, weeks, roster)
        settle_turnouts(roster, days, city.seed, SETTINGS.timezone, AFTERNOON_US)
        self.walkers = Walkers(city, self.bureau, city.seed)

    def rows(self, table: Table) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory, city: DemoCity) -> Iterator[Rig]:
    engine = create(Settings(data_dir=tmp_path_factory.mktemp("patrols")).database)
    migrate(engine, AFTERNOON_US)
    yield Rig(engine, replace(city, assets=()))
    engine.dispose()


def test_who_is_on_duty_today_walked_since_the_shift_began_and_signed_in(rig: Rig, city: DemoCity) -> None:
    settle_patrols(SETTINGS, rig.engine, city, AFTERNOON_US)
    squad_of = {each.number: each.squad for each in rig.bureau.people}
    with rig.store.look() as work:
        keys, book = work.person_keys(), read_duty(work, AFTERNOON_US, SETTINGS.timezone)
        on_duty = {number: duty for number, duty in book.on_duty(AFTERNOON_US).items() if squad_of[number]}
        tracks = work.tracks(list(keys.values()), AFTERNOON_US - 24 * HOUR_US, AFTERNOON_US)
        newest = work.person_positions()
        lines = covered(work, street_lines(work), AFTERNOON_US - 2 * HOUR_US, AFTERNOON_US)
        walked = [each.share for each in lines.values()]
    assert len(on_duty) > 30
    heard = [number for number, duty in on_duty.items() if keys[number] in tracks and duty.attendance]
    assert len(heard) == len(on_duty)
    for number in heard:
        track, span = tracks[keys[number]], on_duty[number].span
        assert span is not None
        assert span.start_us in [each.at_us for each in track]
        assert {after.at_us - each.at_us for each, after in zip(track, track[1:], strict=False)} >= {TRACKED_EACH_US}
        assert newest[keys[number]].position.at_us > AFTERNOON_US - 41 * MINUTE_US
    assert sum(share > 0.9 for share in walked) > len(walked) / 3


def test_who_did_not_come_to_a_shift_that_is_over_was_nowhere(rig: Rig, city: DemoCity) -> None:
    settle_patrols(SETTINGS, rig.engine, city, AFTERNOON_US)
    with rig.store.look() as work:
        keys = work.person_keys()
        came = {(each.person, each.day): each for each in work.attendance(date(2026, 11, 17), date(2026, 11, 18))}
        spans = read_shifts(work, AFTERNOON_US, SETTINGS.timezone)
        tracks = work.tracks(list(keys.values()), AFTERNOON_US - 24 * HOUR_US, AFTERNOON_US)
    today_us = moment_us(date(2026, 11, 18), 0, SETTINGS.timezone)
    begun = [span for span in spans if span.start_us < AFTERNOON_US and span.end_us > today_us]
    over = [span for span in begun if span.end_us <= AFTERNOON_US]
    assert over
    for span in over:
        walked = any(span.start_us <= each.at_us < span.end_us for each in tracks.get(keys[span.person], ()))
        assert walked == ((span.person, span.day) in came)
    for span in begun:
        if span.end_us > AFTERNOON_US and (span.person, span.day) in came:
            assert came[span.person, span.day].signed_out_us is None


def test_tracks_are_settled_once_and_devices_speak_for_their_people(rig: Rig, city: DemoCity) -> None:
    settle_patrols(SETTINGS, rig.engine, city, AFTERNOON_US)
    once = [rig.rows(table) for table in (t.person_track, t.attendance, t.audit)]
    settle_patrols(SETTINGS, rig.engine, city, AFTERNOON_US + HOUR_US)
    assert [rig.rows(table) for table in (t.person_track, t.attendance, t.audit)] == once
    with rig.store.look() as work:
        assert work.people_of_sources() == {source: who for who, source in linked_devices(rig.bureau).items()}


def test_the_ingest_goes_on_where_the_settled_tracks_end(rig: Rig, city: DemoCity) -> None:
    settle_patrols(SETTINGS, rig.engine, city, AFTERNOON_US)
    settled = rig.rows(t.person_track)
    intake = Intake({}, {}, MappingRules.from_dicts([]), position_sources(), SETTINGS.timezone)
    ingest = Ingest(
        SqlIngestStore(rig.engine, rig.clock),
        intake,
        RuleBook(SqlRuleSource(rig.engine)),
        FakeNotifier(),
        rig.clock,
        Positions(rig.store, SETTINGS.timezone),
    )
    ingest.refresh()
    with rig.store.look() as work:
        spans = read_shifts(work, AFTERNOON_US, SETTINGS.timezone)
    patrol = Patrol(rig.walkers, lambda _: spans)
    sent, refused = 0, set[str]()
    for now_us in range(AFTERNOON_US, AFTERNOON_US + 5 * MINUTE_US, 5 * SECOND_US):
        rig.clock.now_us = now_us
        deliveries = [Delivery(message.topic, message.payload, now_us) for message in patrol.step(now_us)]
        refused |= ingest.record(deliveries).positions.refused.keys()
        sent += len(deliveries)
    assert sent > 900
    assert rig.rows(t.person_track) - settled > sent * 0.98
    assert refused <= {"zero", "not_located"}
    assert rig.rows(t.quarantine) == 0


def test_a_leaders_and_an_officers_account_belong_to_people_of_their_squad(rig: Rig) -> None:
    settle_demo_accounts(SETTINGS, rig.engine)
    accounts = build_accounts(SETTINGS, rig.engine)[1]
    linked = {each.name: each for each in accounts.accounts(console()) if each.person}
    assert set(linked) == {"squad-leader", "officer"}
    people = {each.number: each for each in rig.bureau.people}
    for name, post in (("squad-leader", Post.SQUAD_LEADER), ("officer", Post.OFFICER)):
        person = people[linked[name].person or ""]
        assert (person.post, person.squad) == (post, linked[name].squad)
    accounts.change_person("officer", None, console())
    accounts.change_person("squad-leader", "XC0050", console())
    settle_demo_accounts(SETTINGS, rig.engine)
    after = {each.name: each.person for each in accounts.accounts(console())}
    assert after["officer"] == linked["officer"].person
    assert after["squad-leader"] == "XC0050"
