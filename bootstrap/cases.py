"""What reports, moves and shows cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bootstrap import now_us
from bootstrap.calendars import build_calendars
from bootstrap.photos import build_photos
from dashboard.domain.cases.warnings import SuspensionBounds
from dashboard.domain.durations import DAY_US
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.cases.by_alarm import CaseByAlarmRules, CasesByAlarm
from dashboard.services.cases.desk import CaseDesk
from dashboard.services.cases.dispatch_ruling import DispatchRuling
from dashboard.services.cases.dispatching import Dispatching
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.cases.exporting import CaseExport
from dashboard.services.cases.guessing import CaseGuesses
from dashboard.services.cases.handling import CaseHandling
from dashboard.services.cases.late import LateMoves
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.cases.proposing import CaseProposals
from dashboard.services.cases.ranking import CandidateRanking
from dashboard.services.cases.reading import Cases
from dashboard.services.cases.reporting import Reporting
from dashboard.services.cases.rule_following import RuleFollowing
from dashboard.services.cases.rules import CaseRules
from dashboard.services.cases.sheets import CaseSheets
from dashboard.services.cases.similar import SimilarCases
from dashboard.services.cases.snapshots import PhotoGroup
from dashboard.services.cases.tasks import CaseTasks
from dashboard.services.cases.verifying import CaseVerification
from dashboard.services.cases.watching import CaseWatch
from dashboard.services.catalogue.reading import Catalogues
from dashboard.services.open311.requests import ServiceRequests
from dashboard.services.worker import Task
from dashboard.settings import Settings
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.engine import Database


@dataclass(frozen=True)
class CaseServices:
    """The services of cases."""

    reporting: Reporting
    moves: CaseMoves
    late: LateMoves
    tasks: CaseTasks
    reading: Cases
    sheets: CaseSheets
    handling: CaseHandling
    export: CaseExport
    desk: CaseDesk
    similar: SimilarCases
    guesses: CaseGuesses
    photo_group: PhotoGroup
    proposals: CaseProposals
    by_alarm: CaseByAlarmRules
    dispatching: Dispatching
    dispatch_ruling: DispatchRuling


def build_case_rules(settings: Settings, engine: Database, clock: Clock = now_us) -> CaseRules:
    """What tells the deadlines."""
    catalogues = Catalogues(SqlCatalogueStore(engine, clock), clock, settings.timezone)
    return CaseRules(catalogues, build_calendars(settings, engine))


def build_cases(settings: Settings, engine: Database, notifier: LiveNotifier) -> CaseServices:
    """The services of cases."""
    store, rules = SqlCaseStore(engine, now_us), build_case_rules(settings, engine)
    ranking, reading = CandidateRanking(rules, now_us, settings.timezone), Cases(store, rules, now_us)
    following = RuleFollowing(rules, now_us, settings.timezone)
    moves, calendars = CaseMoves(store, rules, notifier, now_us, following), build_calendars(settings, engine)
    similar = SimilarCases(store, now_us)
    evidence = EventEvidence(store, build_photos(settings, engine).storing)
    reporting = Reporting(store, rules, notifier, now_us, settings.timezone, evidence)
    return CaseServices(
        reporting=reporting,
        moves=moves,
        late=LateMoves(store, moves, notifier, now_us),
        tasks=CaseTasks(store, rules, now_us),
        reading=reading,
        sheets=CaseSheets(store, reading, calendars, now_us),
        handling=CaseHandling(store, moves, rules, calendars, settings.timezone),
        export=CaseExport(store, reading, now_us, settings.timezone),
        desk=CaseDesk(store, now_us),
        similar=similar,
        guesses=CaseGuesses(store, rules, now_us, settings.timezone),
        photo_group=PhotoGroup(store, rules, ranking, following, reporting, moves, reading, notifier, now_us),
        proposals=CaseProposals(store, rules, similar, reporting),
        by_alarm=CaseByAlarmRules(store, rules, now_us),
        dispatching=Dispatching(store, ranking),
        dispatch_ruling=DispatchRuling(store, rules, notifier, now_us, settings.timezone),
    )


def suspension_bounds(settings: Settings) -> SuspensionBounds:
    """Which suspensions do not end by themselves."""
    return SuspensionBounds(longest_us=settings.suspension_days * DAY_US)


def build_open311(settings: Settings, engine: Database) -> ServiceRequests:
    """What other systems report and ask by Open311."""
    return ServiceRequests(SqlCaseStore(engine, now_us), build_case_rules(settings, engine), now_us)


def build_case_verification(settings: Settings, engine: Database) -> CaseVerification:
    """What computes deadlines again."""
    catalogues = Catalogues(SqlCatalogueStore(engine, now_us), now_us, settings.timezone)
    store, calendars = SqlCaseStore(engine, now_us), build_calendars(settings, engine)
    return CaseVerification(store, calendars, catalogues, suspension_bounds(settings))


def case_tasks(settings: Settings, engine: Database, notifier: LiveNotifier) -> Sequence[Task]:
    """What the worker does with cases."""
    store, cases = SqlCaseStore(engine, now_us), build_cases(settings, engine, notifier)
    watch = CaseWatch(store, build_case_rules(settings, engine), notifier, suspension_bounds(settings))
    by_alarm = CasesByAlarm(store, cases.reporting, cases.moves, notifier, now_us, settings.language)
    return (
        Task(name="cases by alarm", every_s=1.0, run=by_alarm.report),
        Task(name="case warnings", every_s=5.0, run=watch.warn),
        Task(name="case suspensions", every_s=10.0, run=watch.resume),
        Task(name="cases of merged squads", every_s=2.0, run=watch.hand_over),
        Task(name="case calendars", every_s=60.0, run=watch.recompute),
        Task(name="tally of cases", every_s=600.0, run=watch.fold),
        Task(name="endless suspensions", every_s=6 * 3600.0, run=watch.name_endless),
    )
