"""A bureau with a catalogue, two squads and their people, whose cases move on a real database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine

from dashboard.domain.cases.calendar import Holidays
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, Source
from dashboard.domain.catalogue.records import AreaClass, Category, CategoryKind, Standard, Step
from dashboard.domain.catalogue.tree import Contents, Version
from dashboard.domain.grid import Area
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.photos.records import Photo
from dashboard.domain.rights import Role
from dashboard.ports.photos import PhotoFiles, PhotoRows
from dashboard.services.cases.calendars import Calendars
from dashboard.services.cases.desk import CaseDesk
from dashboard.services.cases.dispatch_ruling import DispatchRuling
from dashboard.services.cases.dispatching import Dispatching
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.cases.handling import CaseHandling
from dashboard.services.cases.late import LateMoves
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.cases.ranking import CandidateRanking
from dashboard.services.cases.reading import Cases
from dashboard.services.cases.reporting import Reporting
from dashboard.services.cases.rule_following import RuleFollowing
from dashboard.services.cases.rules import CaseRules
from dashboard.services.cases.sheets import CaseSheets
from dashboard.services.cases.snapshots import PhotoGroup
from dashboard.services.cases.tasks import CaseTasks
from dashboard.services.catalogue.reading import Catalogues
from dashboard.services.photos.storing import PhotoStoring
from dashboard.services.triage.claiming import Claims
from dashboard.services.triage.judging import Triage
from dashboard.services.triage.reading import TriageReading
from dashboard.settings import Settings
from data_sources.db.cases.calendar_store import SqlCalendarStore
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.photos.pillow import PillowPictures
from tests.actors import acting
from tests.fakes_alarms import FakeClock
from tests.fakes_photos import MemoryPhotoFiles
from tests.servers import NOW

ZONE = Settings().timezone
CHIEF = acting("chief", Role.DISPATCHER)
OTHER_CHIEF = acting("chief-2", Role.DISPATCHER)
SEAT = acting("seat", Role.OPERATOR)
BOSS = acting("boss", Role.MANAGER)
LEADER = acting("leader", Role.SQUAD_LEADER)._replace(squad="S1", person="1")
OFFICER = acting("officer", Role.OFFICER)._replace(squad="S1", person="2")
STRANGER = acting("stranger", Role.OFFICER)._replace(squad="S2", person="3")
BEFORE = Shot("b" * 64, PhotoRole.BEFORE)
AFTER = Shot("a" * 64, PhotoRole.AFTER)
SENDERS = (CHIEF, OTHER_CHIEF, SEAT, LEADER, OFFICER, STRANGER)
"""Whose pictures BEFORE and AFTER are."""
LON, LAT = 121.405, 29.655

_MINUTES = 1 / 60
CONTENTS = Contents(
    (
        Category("05", "街面秩序", CategoryKind.EVENT),
        Category("0504", "店外经营", CategoryKind.EVENT, "05"),
        Category("0505", "机动车乱停放", CategoryKind.EVENT, "05"),
        Category("0506", "占道堆物", CategoryKind.EVENT, "05"),
        Category("01", "市容环境", CategoryKind.EVENT),
        Category("0102", "暴露垃圾", CategoryKind.EVENT, "01"),
        Category("0101", "私搭乱建", CategoryKind.EVENT, "01"),
    ),
    (
        Standard("0504", Limit(2, LimitType.URGENT_HOUR)),
        Standard("0505", Limit(3, LimitType.URGENT_HOUR)),
        *(
            Standard("0506", Limit(hours, LimitType.URGENT_HOUR), area_class=area_class)
            for hours, area_class in zip((1, 4, 8), AreaClass, strict=True)
        ),
        Standard("0102", Limit(4, LimitType.WORK_HOUR)),
        Standard("0101", Limit(4, LimitType.WORK_HOUR), condition="停工"),
        Standard("0101", Limit(20, LimitType.WORK_DAY), condition="拆除"),
    ),
    {step: Limit(15 * _MINUTES, LimitType.URGENT_HOUR) for step in Step} | {Step.HANDLE: Limit(1, LimitType.WORK_DAY)},
)

_RING = [[121.40, 29.65], [121.41, 29.65], [121.41, 29.66], [121.40, 29.66], [121.40, 29.65]]
_GRID = Area(code="G01", name="一格", level="grid", geometry={"type": "Polygon", "coordinates": [_RING]}, squad="S1")


class CaseOffice:
    """The services on one database, and the clock that they go by."""

    def __init__(self, engine: Engine, files: PhotoFiles | None = None) -> None:
        self.engine, self.clock = engine, FakeClock(NOW)
        self.store = SqlCaseStore(engine, self.clock)
        _settle(engine, self.store, self.clock)
        self.rules = case_rules(engine, self.clock)
        self.notices = Notices()
        self.files = MemoryPhotoFiles() if files is None else files
        self.storing = PhotoStoring(self.store, self.files, PillowPictures(), self.clock, ZONE, lambda: None)
        evidence = EventEvidence(self.store, self.storing)
        self.reporting = Reporting(self.store, self.rules, self.notices, self.clock, ZONE, evidence)
        ranking = CandidateRanking(self.rules, self.clock, ZONE)
        following = RuleFollowing(self.rules, self.clock, ZONE)
        self.dispatching = Dispatching(self.store, ranking)
        self.ruling = DispatchRuling(self.store, self.rules, self.notices, self.clock, ZONE)
        self.moves = CaseMoves(self.store, self.rules, self.notices, self.clock, following)
        self.late = LateMoves(self.store, self.moves, self.notices, self.clock)
        self.tasks = CaseTasks(self.store, self.rules, self.clock)
        self.reading = Cases(self.store, self.rules, self.clock)
        services = (ranking, following, self.reporting, self.moves, self.reading, self.notices, self.clock)
        self.photo_group = PhotoGroup(self.store, self.rules, *services)
        calendars = Calendars(SqlCalendarStore(engine, self.clock), Holidays((), date(2027, 12, 31)), ZONE)
        self.sheets = CaseSheets(self.store, self.reading, calendars, self.clock)
        self.desk = CaseDesk(self.store, self.clock)
        self.handling = CaseHandling(self.store, self.moves, self.rules, calendars, ZONE)
        judged_by = (self.store, self.reporting, self.moves, self.rules, evidence, self.notices, self.clock)
        self.triage = Triage(*judged_by, seed="tests", percent=0)
        self.looking = Triage(*judged_by, seed="tests", percent=100)
        self.claims = Claims(self.store, self.notices, self.clock)
        self.queue = TriageReading(self.store, self.clock)

    def class_grid(self, area_class: AreaClass | None) -> None:
        """Give the grid in which all cases lie a class."""
        with self.store.begin() as work:
            work.save_areas([replace(_GRID, area_class=area_class)])

    def reported(self, **draft: Any) -> Case:
        told = {"source": Source.COLLECTOR, "category": "0504", "lon": LON, "lat": LAT, "photos": (BEFORE,)}
        return self.reporting.report(CaseDraft(**{**told, **draft}), SEAT)

    def act(self, case: Case, action: Action, actor: Any, **move: Any) -> Case:
        return self.moves.act(case.case_key, Move(action=action, revision=case.revision, **move), actor)

    def filed(self, **draft: Any) -> Case:
        case = self.act(self.reported(**draft), Action.REGISTER, SEAT)
        return self.act(case, Action.FILE, CHIEF)

    def dispatched(self, **draft: Any) -> Case:
        return self.act(self.filed(**draft), Action.DISPATCH, CHIEF, units=Units(squad="S1"))

    def accepted(self, **draft: Any) -> Case:
        return self.act(self.dispatched(**draft), Action.ACCEPT, OFFICER)

    def handled(self, **draft: Any) -> Case:
        case = self.act(self.accepted(**draft), Action.ARRIVE, OFFICER, lon=LON, lat=LAT, accuracy_m=5.0)
        return self.act(case, Action.FEEDBACK, OFFICER, photos=(AFTER,))

    def checked(self, **draft: Any) -> Case:
        case = self.act(self.handled(**draft), Action.CHECK, SEAT, units=Units(checker="1"))
        return self.act(case, Action.CHECK, LEADER)

    def closed(self, **draft: Any) -> Case:
        return self.act(self.checked(**draft), Action.CLOSE, CHIEF)


def case_rules(engine: Engine, clock: FakeClock) -> CaseRules:
    """The rules on a database; no list of holidays goes beyond 2027."""
    calendars = Calendars(SqlCalendarStore(engine, clock), Holidays((), date(2027, 12, 31)), ZONE)
    return CaseRules(Catalogues(SqlCatalogueStore(engine, clock), clock, ZONE), calendars)


class Notices:
    """Remembers which feeds were told."""

    def __init__(self) -> None:
        self.feeds: list[dict[Any, int]] = []

    def publish(self, changes: Any, feeds: Any) -> None:
        self.feeds.append(dict(feeds))


def keep_photos(work: PhotoRows, digests: Iterable[str]) -> None:
    """As if everybody had sent these pictures."""
    for digest in digests:
        photo = Photo(digest=digest, width=1600, height=1200, size_bytes=3, stored_us=NOW)
        for sender in SENDERS:
            work.add_photo(photo, sender.name)


def _settle(engine: Engine, store: SqlCaseStore, clock: FakeClock) -> None:
    street = {"type": "LineString", "coordinates": [[121.40, 29.655], [121.41, 29.655]]}
    line = Area(code="L01", name="县前街", level="line", geometry=street, parent="G01")
    with store.begin() as work:
        work.save_squads([Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队")])
        work.save_departments([Department(code="D1", name="市政养护")])
        work.save_people(
            [
                Person(number="1", name=PersonName("张〇一"), post=Post.SQUAD_LEADER, squad="S1"),
                Person(number="2", name=PersonName("李〇二"), post=Post.OFFICER, squad="S1"),
                Person(number="3", name=PersonName("王〇三"), post=Post.OFFICER, squad="S2"),
            ]
        )
        work.save_areas([_GRID, line])
        keep_photos(work, [BEFORE.digest, AFTER.digest])
    with SqlCatalogueStore(engine, clock).begin() as work:
        work.add_catalogue(Version(0, "试验", date(2020, 1, 1)), CONTENTS)
