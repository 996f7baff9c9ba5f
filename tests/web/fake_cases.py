"""Cases as the pages ask for them, without a database: one that is handled, and what was done with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.domain.cases.by_alarm import CaseByAlarm, CaseByAlarmLine
from dashboard.domain.cases.calendar import Holidays, merged
from dashboard.domain.cases.clocks import started
from dashboard.domain.cases.demands import closing_conditions
from dashboard.domain.cases.desk import Present, SavedView
from dashboard.domain.cases.differences import seen_of
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.proposals import CaseOutlook, CaseProposal, Occasioned, Reported
from dashboard.domain.cases.queries import CasePage, CaseQuery, LampCount, Sorting
from dashboard.domain.cases.records import Case, CaseEntry, Clocks, EntryKind, Origin, Place, Times, Units
from dashboard.domain.cases.sheets import CaseFile, CaseNames, face_of
from dashboard.domain.cases.similar import NearCase, Similar, SimilarCase
from dashboard.domain.cases.snapshots import Receipt, Receipts, Recent, receipts_of
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.cases.timing import Frozen
from dashboard.domain.catalogue.records import Standard
from dashboard.domain.photos.gallery import CasePicture
from dashboard.domain.photos.records import Photo
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.services.access import require
from dashboard.services.cases.handling import CaseForm
from dashboard.services.cases.reading import CaseView, actions_of
from dashboard.services.cases.sheets import CaseListing, CaseSheet
from tests.fakes_roster import FRIDAY
from tests.readout_builders import HOUR_US, NOW_US
from tests.web.fake_dispatch import FakeDispatching, FakeDispatchRuling

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE_US = HOUR_US // 60
CALENDAR = merged(Holidays((), FRIDAY), (), SHANGHAI)
WHOLE = started(CALENDAR, Limit(2, LimitType.URGENT_HOUR), NOW_US - HOUR_US)
NAMES = CaseNames({"S1": "一中队"}, {"D1": "市政养护"}, {"G01": "县前-02"}, {"2": "李**"})
BEFORE = Shot("b" * 64, PhotoRole.BEFORE)
PHOTO = Photo(digest=BEFORE.digest, width=1600, height=1200, size_bytes=3, stored_us=NOW_US)


def case_of(**changes: Any) -> Case:
    """A case that an officer of the first squad has."""
    case = Case(
        case_key=7,
        number="20261127-0798",
        revision=5,
        state=CaseState.HANDLING,
        category="0504",
        category_name="店外经营",
        description="门前桌椅 3 套",
        place=Place(121.405, 29.655, "县前街 128 号", "G01", None, frozenset({"G01"})),
        origin=Origin(Source.AI, "seat"),
        units=Units(squad="S1", assignee="2"),
        times=Times(NOW_US - 2 * HOUR_US, filed_us=NOW_US - HOUR_US, accepted_us=NOW_US - 30 * MINUTE_US),
        clocks=Clocks(
            due_us=WHOLE.due_us,
            yellow_us=WHOLE.yellow_us,
            step_due_us=WHOLE.due_us,
            step_yellow_us=WHOLE.yellow_us,
            frozen=Frozen(catalogue=1, whole=WHOLE).as_json(),
        ),
    )
    return replace(case, **changes)


def entries_of(case: Case) -> list[CaseEntry]:
    """What happened to it so far."""
    told: list[tuple[int, EntryKind, str, str, str, dict[str, Any]]] = [
        (-120, EntryKind.STEP, "report", "seat", "门前桌椅 3 套", {"source": "ai", "photos": [["b" * 64, "before"]]}),
        (-60, EntryKind.STEP, "file", "chief", "", {"from": "to_register", "to": "to_dispatch"}),
        (-50, EntryKind.DISPATCH, "dispatch", "chief", "", {"to": "to_handle", "squad": "S1", "assignee": "2"}),
        (-30, EntryKind.STEP, "accept", "officer", "", {"from": "to_handle", "to": "handling"}),
    ]
    return [
        CaseEntry(case.case_key, NOW_US + minutes * MINUTE_US, kind, what, actor, text, data, number)
        for number, (minutes, kind, what, actor, text, data) in enumerate(told, 1)
    ]


@dataclass
class FakeCaseSheets:
    """One case; `asked` are the questions of the list."""

    case: Case = field(default_factory=case_of)
    asked: list[tuple[CaseQuery, str | None, Sorting, int, str | None]] = field(default_factory=list)
    listed: list[Case] = field(default_factory=lambda: [case_of()])
    reports: list[Case] = field(default_factory=list)

    def sheet(self, case_key: int, actor: Actor) -> CaseSheet:
        require(actor, Permission.VIEW_CASES)
        if case_key != self.case.case_key:
            raise NotFound(f"there is no case {case_key}")
        entries, faces = entries_of(self.case), (face_of(WHOLE, CALENDAR, None, NOW_US),)
        pictures = (CasePicture(BEFORE.digest, BEFORE.role, PHOTO),)
        actions, conditions = actions_of(self.case, actor), closing_conditions(self.case, [BEFORE])
        view = CaseView(self.case, actions, [BEFORE], conditions, pictures)
        return CaseSheet(view, CaseFile(self.case, entries, faces, (), NAMES, {}, 1, NOW_US))

    def found(self, text: str, limit: int, actor: Actor) -> CasePage:
        hits = tuple(each for each in self.listed if text in f"{each.number} {each.place.address} {each.category_name}")
        return CasePage(hits[:limit], len(hits), None)

    def waiting(self, limit: int, actor: Actor) -> CasePage:
        return CasePage(tuple(self.reports[:limit]), len(self.reports), None)

    def names(self, actor: Actor) -> CaseNames:
        return NAMES

    def listing(
        self,
        query: CaseQuery,
        category: str | None,
        sorting: Sorting,
        limit: int,
        cursor: str | None,
        actor: Actor,
    ) -> CaseListing:
        require(actor, Permission.VIEW_CASES)
        self.asked.append((query, category, sorting, limit, cursor))
        page = CasePage(tuple(self.listed), len(self.listed), None)
        return CaseListing(page, LampCount(green=len(self.listed)), NAMES, NOW_US)


@dataclass
class FakeHandling:
    """Any form can be opened."""

    def open(self, case_key: int, action: Action, actor: Actor) -> CaseForm:
        case = case_of(case_key=case_key)
        return CaseForm(case, action, 4, seen_of(case), (), (), (), (), (Text("延期到 11-28", "due 11-28"),))


NEAR = NearCase(9, "20261127-0790", CaseState.HANDLING, "店外经营", "县前街 126 号", 121.405, 29.655, NOW_US - HOUR_US)
SIMILAR = SimilarCase(NEAR, 12.0, HOUR_US)


@dataclass
class FakeProposals:
    """Anything can be reported; `sent` are the reports with their keys."""

    proposal: CaseProposal = field(
        default_factory=lambda: CaseProposal(
            Source.IOT,
            Text("方桥路口：井盖倾斜（倾角 22.4 °）", "Fangqiao: cover tilted (tilt 22.4 °)"),
            "B0103",
            "",
            [("B0103", "公用设施 › 雨水井盖"), ("0504", "街面秩序 › 店外经营")],
            121.405,
            29.655,
            "方桥路口",
            "方桥-02",
        )
    )
    asked: list[Occasioned] = field(default_factory=list)
    sent: list[tuple[CaseDraft, str]] = field(default_factory=list)
    answer: Reported | None = None

    def proposed(self, of: Occasioned, actor: Actor) -> CaseProposal:
        self.asked.append(of)
        return self.proposal

    def outlook(self, category: str, lon: float | None, lat: float | None, actor: Actor) -> CaseOutlook:
        limit = Limit(2, LimitType.URGENT_HOUR)
        standards = [Standard(category, limit), Standard(category, limit, condition="松动异响")]
        return CaseOutlook(standards if category == "B0103" else standards[:1], Similar([SIMILAR], [SIMILAR] * 3))

    def report(self, draft: CaseDraft, actor: Actor, idempotency_key: str) -> Reported:
        self.sent.append((draft, idempotency_key))
        return self.answer or Reported(case_of(case_key=12, number="20261127-0801", state=CaseState.REPORTED))


@dataclass
class FakeCaseDesk:
    """Somebody else looks, too; `saved` are the views by name."""

    saved: dict[str, dict[str, str]] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    here: list[Present] = field(default_factory=lambda: [Present("seat-05", NOW_US)])

    def views(self, actor: Actor) -> list[SavedView]:
        return [SavedView(name, told) for name, told in self.saved.items()]

    def save_view(self, name: str, told: dict[str, str], actor: Actor) -> list[SavedView]:
        self.saved[name] = told
        return self.views(actor)

    def remove_view(self, name: str, actor: Actor) -> list[SavedView]:
        self.saved.pop(name, None)
        return self.views(actor)

    def look_at(self, case_key: int, actor: Actor) -> list[Present]:
        return self.here

    def leave(self, case_key: int, actor: Actor) -> None:
        self.left.append(case_key)


@dataclass
class FakeByAlarm:
    """One rule that is on and one that cannot work; `saved` are those that were saved."""

    saved: list[CaseByAlarm] = field(default_factory=list)

    def lines(self, actor: Actor) -> list[CaseByAlarmLine]:
        tilt = CaseByAlarm(rule="manhole.tilt", severity=Severity.CRITICAL, category="B0103", is_enabled=True)
        water = replace(tilt, rule="road_water.depth", category="0406", is_enabled=False)
        label, gone = Text("井盖倾斜", "Cover tilted"), Text("分类目录里没有代码「0406」", "no code 0406")
        return [
            CaseByAlarmLine(tilt, label, "雨水井盖", None),
            CaseByAlarmLine(water, Text("道路积水", "Water on the road"), "", gone),
        ]

    def choices(self, actor: Actor) -> list[tuple[str, str]]:
        return [("B0103", "公用设施 › 雨水井盖")]

    def rule_for(self, rule: str, actor: Actor) -> CaseByAlarm:
        return self.lines(actor)[0].rule

    def save(self, rule: CaseByAlarm, actor: Actor) -> CaseByAlarm:
        self.saved.append(rule)
        return rule


class FakeTasks:
    """One case of the squad is with somebody who left."""

    def unattended(self, _actor: Actor, squad: str | None = None) -> int:
        return 1


class FakeSimilar:
    """One case nearby."""

    def of_case(self, case_key: int, actor: Actor) -> Similar:
        return Similar([SIMILAR], ())


@dataclass
class FakePhotoGroup:
    """Three pictures: one that was taken on, one that waits, one that ended."""

    recent_ones: list[Recent] = field(
        default_factory=lambda: [
            Recent(case_of(last_unit="S1"), Receipt(7, NOW_US - HOUR_US, NOW_US - HOUR_US + 372_000_000, "S1")),
            Recent(case_of(case_key=8, last_unit=""), Receipt(8, NOW_US - 20 * MINUTE_US)),
            Recent(case_of(case_key=9, state=CaseState.REJECTED), Receipt(9, NOW_US - HOUR_US, ended=True)),
        ]
    )

    def receipts(self, from_us: int, until_us: int, actor: Actor) -> tuple[Receipts, dict[str, str]]:
        return receipts_of([each.receipt for each in self.recent_ones]), {"S1": "一中队"}

    def recent(self, actor: Actor) -> list[Recent]:
        return self.recent_ones


@dataclass
class FakeCases:
    """The services of cases."""

    similar: FakeSimilar = field(default_factory=FakeSimilar)
    tasks: FakeTasks = field(default_factory=FakeTasks)

    photo_group: FakePhotoGroup = field(default_factory=FakePhotoGroup)
    by_alarm: FakeByAlarm = field(default_factory=FakeByAlarm)

    proposals: FakeProposals = field(default_factory=FakeProposals)

    sheets: FakeCaseSheets = field(default_factory=FakeCaseSheets)
    handling: FakeHandling = field(default_factory=FakeHandling)
    dispatching: FakeDispatching = field(default_factory=FakeDispatching)
    dispatch_ruling: FakeDispatchRuling = field(default_factory=FakeDispatchRuling)
    desk: FakeCaseDesk = field(default_factory=FakeCaseDesk)
