"""The services of the pages on fixed records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.domain.coordinates import Position
from dashboard.domain.data_quality import IngestCounts, QuarantineGroup, RefusalLine, RefusingDevice
from dashboard.domain.event_lines import EventLine
from dashboard.domain.ghosts import Choice, Entrance, Faults, Ghost, Reading, read_choices
from dashboard.domain.health import Check, Checkup, ProcessReport, Standing
from dashboard.domain.imports import AssetRecord
from dashboard.domain.maintenance import MaintenanceWindow, WindowLine
from dashboard.domain.readouts import (
    AlarmLine,
    AlarmStory,
    AssetSheet,
    CarPark,
    HistoryPoint,
    Hit,
    LayerCount,
    Pipe,
    RegisterPage,
    RegisterQuery,
    RegisterRow,
    RoadsideParking,
    Station,
    StreetParking,
)
from dashboard.domain.rights import Actor
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.rule_preview import PastHour, RulePreview, Tally
from dashboard.domain.rules import RuleOverride, Scope
from dashboard.domain.severity import AssetState
from dashboard.domain.text import Language, Text
from dashboard.domain.triage.states import EventState
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.services.audit import Audit
from dashboard.services.cameras.register import CameraRegister
from dashboard.services.city import CityNames
from dashboard.services.ghosts import GhostList, Outcome
from dashboard.services.people.directory import People
from dashboard.services.people.portraits import Portraits
from dashboard.services.people.revealing import Revealing
from dashboard.services.search import Search
from dashboard.services.sensors_overview import SensorsOverview
from dashboard.services.sources import Sources
from dashboard.services.views import Views
from data_sources.photos.pillow import PillowPictures
from tests.fakes_alarms import FakeNotifier
from tests.fakes_roster import FRIDAY, FakeRoster
from tests.readout_builders import (
    HOUR_US,
    NOW_US,
    REFUSED,
    WRONG_TIME,
    alarm_line,
    asset_sheet_of,
    event_line,
    ghost_of,
    parking_of,
    quarantine_group,
    station_of,
    story,
)
from tests.web.fake_admin import (
    FakeAccounts,
    FakeAuditReads,
    FakeCityStore,
    FakeJobs,
    FakeNotes,
    FakeOffice,
    FakePeopleEditing,
    FakeSourceReads,
    FakeWorn,
)
from tests.web.fake_answer_links import FakeAnswerLinks
from tests.web.fake_cameras import FakeCameraReads
from tests.web.fake_cases import FakeCases
from tests.web.fake_catalogue import FakeCatalogueStore
from tests.web.fake_duty import FakeDesk, FakeDuty, FakeInspectionPictures, FakeInspections, FakeSignIn
from tests.web.fake_gates import FakeGates
from tests.web.fake_people import FakePeopleReads
from tests.web.fake_rounds import FakeRounds
from tests.web.fake_squads import FakeSquads
from tests.web.fake_supervision import FakeSupervision
from tests.web.fake_triage import FakeTriage
from tests.web.fake_webhooks import FakeWebhooks

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class FakeSettings:
    """A Chinese city with the built-in basemap."""

    language: Language = Language.CHINESE
    timezone: ZoneInfo = SHANGHAI
    basemap_tiles: str = "builtin"
    track_days: int = 30


@dataclass
class FakeReads:
    """Every read model at once; `asked` counts the questions."""

    alarms: list[AlarmLine] = field(default_factory=lambda: [alarm_line()])
    asked: list[str] = field(default_factory=list)
    planned: list[WindowLine] = field(default_factory=list)
    queries: list[RegisterQuery] = field(default_factory=list)

    def open_alarms(self, limit: int) -> Sequence[AlarmLine]:
        self.asked.append("alarms")
        return self.alarms[:limit]

    def events_seen(self, from_us: int, until_us: int) -> int:
        return 312

    def alarm_stories(self, asset_id: str, limit: int) -> Sequence[AlarmStory]:
        return [story(alarm) for alarm in self.alarms if alarm.asset_id == asset_id][:limit]

    def asset_sheet(self, asset_id: str) -> AssetSheet | None:
        return asset_sheet_of() if asset_id == "JG-0413" else None

    def observations(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[HistoryPoint]:
        self.asked.append(f"raw {metric}")
        return [HistoryPoint(until_us - 60_000_000, 1.0, 1.0, 1.0), HistoryPoint(until_us, 22.4, 22.4, 22.4)]

    def hourly(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[PastHour]:
        self.asked.append(f"hourly {metric}")
        return [PastHour(from_us // HOUR_US, 6, 0.5, 1.5, 1.0)]

    def camera_events(
        self, limit: int, before: tuple[int, int] | None = None, state: EventState | None = None
    ) -> Sequence[EventLine]:
        return [event_line()]

    def camera_event(self, event_key: int) -> EventLine | None:
        return event_line() if event_key == 7 else None

    def layer_counts(self) -> Sequence[LayerCount]:
        return [LayerCount("manhole", 520, 512)]

    def area_count(self, level: str) -> int:
        return 21

    def codes_below(self, codes: Collection[str]) -> frozenset[str]:
        return frozenset({*codes, "G1"}) if "B1" in codes else frozenset(codes)

    def find_assets(self, text: str, limit: int) -> Sequence[Hit]:
        return [Hit("JG-0413", "方桥路口", "", 121.4, 29.6, "manhole")] if "方" in text else []

    def find_streets(self, text: str, limit: int) -> Sequence[Hit]:
        return []

    def find_grids(self, text: str, limit: int) -> Sequence[Hit]:
        return []

    def count_found(self, text: str) -> int:
        return 1 if "方" in text else 0

    def register(self, query: RegisterQuery) -> RegisterPage:
        self.queries.append(query)
        sheet = asset_sheet_of()
        row = RegisterRow(
            asset_id=sheet.asset_id,
            kind=sheet.kind,
            name=sheet.name,
            grid_name="方桥-02",
            street=sheet.street,
            device_ref=sheet.device_ref,
            state=AssetState.MAJOR,
            last_seen_us=NOW_US,
            values=sheet.values,
        )
        return RegisterPage((row,), 1)

    def grids(self) -> Sequence[tuple[str, str]]:
        return [("G1", "方桥-02")]

    def stations(self, kind: str) -> Sequence[Station]:
        return [station_of("PS-1")] if kind == "drainage" else []

    def trends(
        self, metric: str, asset_ids: Sequence[str], from_us: int, until_us: int
    ) -> Mapping[str, tuple[float, ...]]:
        return dict.fromkeys(asset_ids, (0.1, 0.2))

    def pipes(self) -> Sequence[Pipe]:
        return []

    def outlines(self) -> Sequence[tuple[tuple[float, float], ...]]:
        return [((121.4, 29.6), (121.5, 29.6), (121.5, 29.7), (121.4, 29.6))]

    def rain_mm(self, from_us: int, until_us: int) -> float | None:
        return 12.4

    def open_alarm_count(self, kinds: Sequence[str]) -> int:
        return 2

    def car_parks(self) -> Sequence[CarPark]:
        return parking_of().car_parks

    def roadside(self, midnight_us: int, streets: int) -> tuple[RoadsideParking, Sequence[StreetParking]]:
        return parking_of().roadside, [StreetParking("县前街", 20, 10, 30)]

    def refusals(self, asset_id: str, since_us: int) -> Sequence[RefusalLine]:
        return [REFUSED, WRONG_TIME]

    def quarantine_groups(self, limit: int) -> tuple[Sequence[QuarantineGroup], int]:
        return [quarantine_group()], 1

    def refusing_devices(self, since_us: int, limit: int) -> tuple[Sequence[RefusingDevice], int]:
        return [RefusingDevice("JG-0413", "方桥路口", "manhole", (REFUSED, WRONG_TIME))], 1

    def windows(self, now_us: int) -> Sequence[WindowLine]:
        return self.planned

    def work_areas(self) -> Sequence[tuple[str, str]]:
        return [("B1", "方桥"), ("G1", "方桥-02")]

    def overrides(self) -> Sequence[RuleOverride]:
        return [RuleOverride(rule_key="manhole.battery", scope=Scope.AREA, scope_ref="G1", enabled=False)]


@dataclass
class FakeAlarms:
    """Notes the commands; alarm 2 has cleared already."""

    done: list[tuple[Any, ...]] = field(default_factory=list)

    def acknowledge(self, alarm_key: int, actor: Actor, note: str | None = None) -> AlarmLine:
        if alarm_key == 2:
            raise Conflict("alarm 2 has cleared already; nothing is left to do")
        self.done.append(("acknowledge", alarm_key))
        return alarm_line(alarm_key)

    def acknowledge_all(self, alarm_keys: Sequence[int], actor: Actor, note: str | None = None) -> list[AlarmLine]:
        self.done.append(("acknowledge_all", *alarm_keys))
        return [alarm_line(alarm_key) for alarm_key in alarm_keys]

    def shelve(self, alarm_key: int, actor: Actor, reason: str, until_us: int) -> AlarmLine:
        self.done.append(("shelve", alarm_key, reason, until_us))
        return alarm_line(alarm_key)

    def unshelve(self, alarm_key: int, actor: Actor) -> AlarmLine:
        self.done.append(("unshelve", alarm_key))
        return alarm_line(alarm_key)

    def open_window(self, window: MaintenanceWindow, actor: Actor) -> MaintenanceWindow:
        self.done.append(("open", window))
        return window

    def close_window(self, window_key: int, actor: Actor) -> None:
        if window_key == 9:
            raise NotFound("there is no maintenance window 9")
        self.done.append(("close", window_key))

    def edit_rule(self, override: RuleOverride, actor: Actor, *, may_leave_out: bool = False) -> None:
        self.done.append(("edit", override))

    def reset_rule(self, rule_key: str, scope: Scope, scope_ref: str, actor: Actor) -> None:
        self.done.append(("reset", rule_key, scope, scope_ref))


@dataclass
class FakeRulePreviews:
    """Notes what was tried; a rule of silence cannot be, and one device cannot be found."""

    tried: list[tuple[RuleOverride, bool]] = field(default_factory=list)
    answer: RulePreview = field(default_factory=lambda: RulePreview(3, 520, 520, 30 * 86_400.0, Tally(214, 37, 2, 0)))

    def preview(self, override: RuleOverride, *, may_leave_out: bool = False) -> RulePreview | None:
        if override.scope_ref == "nobody":
            raise BadInput(Text("没有设备 nobody，请核对编号", "there is no asset nobody; check the code"))
        self.tried.append((override, may_leave_out))
        return None if override.rule_key.endswith(".offline") else self.answer


class FakePageServices:
    """What the callbacks get."""

    def __init__(self) -> None:
        self.settings = FakeSettings()
        self.reads = FakeReads()
        self.alarms: Any = FakeAlarms()
        self.rule_previews: Any = FakeRulePreviews()
        self.views = Views(self.reads, clock=lambda: NOW_US, zone=SHANGHAI)
        self.search = Search(self.reads)
        self.rounds: Any = FakeRounds(NOW_US)
        self.camera_register = CameraRegister(FakeCameraReads(), lambda: NOW_US)
        self.sensors_overview = SensorsOverview(
            self.reads,
            clock=lambda: NOW_US,
            zone=SHANGHAI,
            ingest_counts=lambda: IngestCounts(100, 97, 2, 1, 0, 4),
        )
        self.people_reads = FakePeopleReads()
        self.people = People(self.people_reads)
        self.people_store: Any = FakeNotes()
        self.roster = FakeRoster(moment_us(FRIDAY, 600, SHANGHAI))
        self.catalogue_store = FakeCatalogueStore()
        self.catalogue = self.catalogue_store.service()
        self.health: Any = FakeHealth()
        self.ghosts: Any = FakeGhosts()
        self.city_store, self.source_reads, self.audit_reads = FakeCityStore(), FakeSourceReads(), FakeAuditReads()
        self.accounts: Any = FakeAccounts()
        self.signing_in: Any = self.accounts
        self.jobs = FakeJobs()
        jobs: Any = self.jobs
        self.people_editing = FakePeopleEditing()
        people_editing: Any = self.people_editing
        self.cases: Any = FakeCases()
        self.duty: Any = FakeDuty(
            FakeDesk(NOW_US), FakeSignIn(NOW_US), FakeInspections(NOW_US), FakeInspectionPictures()
        )
        self.triage: Any = FakeTriage()
        self.answer_links: Any = FakeAnswerLinks()
        self.supervision: Any = FakeSupervision(NOW_US)
        self.squads: Any = FakeSquads(NOW_US)
        self.gates: Any = FakeGates()
        self.office = FakeOffice(
            CityNames(self.city_store, lambda: NOW_US),
            Audit(self.audit_reads, self.audit_reads, lambda: NOW_US),
            Sources(self.source_reads, clock=lambda: NOW_US, zone=SHANGHAI),
            jobs,
            Revealing(self.people_reads, self.people_store, lambda: NOW_US),
            people_editing,
            Portraits(self.people_store, PillowPictures(), FakeNotifier(), lambda: NOW_US),
            FakeWebhooks(),
            FakeWorn(),
        )


class FakeGhosts:
    """One device that nobody registered; `taken` are the forms that came, which are refused as `faults` say."""

    def __init__(self) -> None:
        self.ghosts = [ghost_of()]
        self.taken: list[Entrance] = []
        self.faults: Faults = {}

    def listed(self, _revision: int | None) -> GhostList:
        return GhostList(self.ghosts, 70)

    def ghost(self, device_ref: str) -> Ghost | None:
        return next((ghost for ghost in self.ghosts if ghost.device_ref == device_ref), None)

    def preview(
        self, device_ref: str, choices: Sequence[Choice], kind: str, datum_m: float | None
    ) -> Mapping[str, Reading]:
        if (ghost := self.ghost(device_ref)) is None:
            raise NotFound("gone")
        return read_choices(ghost, choices, kind, datum_m)

    def take_in(self, entrance: Entrance, _actor: Actor) -> Outcome:
        self.taken.append(entrance)
        if self.faults:
            return Outcome(None, self.faults)
        return Outcome(AssetRecord(asset_id=entrance.asset_id, kind="tree", name="古槐", position=Position(1, 2)), {})


@dataclass
class FakeHealth:
    """All is well unless a test says otherwise."""

    checks: dict[str, Check] = field(default_factory=dict)
    reports: list[ProcessReport] = field(default_factory=list)

    def processes(self) -> list[ProcessReport]:
        return self.reports

    def checkup(self) -> Checkup:
        return Checkup(standing=Standing.OK, checks=self.checks, data_age_s=1.0)
