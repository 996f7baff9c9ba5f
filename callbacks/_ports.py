"""What callbacks need: the services, and the viewer of the request that is being answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from dashboard.services.accounts.administration import Accounts
from dashboard.services.accounts.signing_in import SigningIn
from dashboard.services.alarms.handling import Alarms
from dashboard.services.alarms.previews import RulePreviews
from dashboard.services.answering.links import AnswerLinks
from dashboard.services.audit import Audit
from dashboard.services.camera_rounds.capturing import RoundCapturing
from dashboard.services.camera_rounds.counting import RoundCounting
from dashboard.services.camera_rounds.planning import RoundPlanning
from dashboard.services.camera_rounds.walking import RoundWalking
from dashboard.services.cameras.register import CameraRegister
from dashboard.services.cases.by_alarm import CaseByAlarmRules
from dashboard.services.cases.desk import CaseDesk
from dashboard.services.cases.dispatch_ruling import DispatchRuling
from dashboard.services.cases.dispatching import Dispatching
from dashboard.services.cases.handling import CaseHandling
from dashboard.services.cases.proposing import CaseProposals
from dashboard.services.cases.sheets import CaseSheets
from dashboard.services.cases.similar import SimilarCases
from dashboard.services.cases.snapshots import PhotoGroup
from dashboard.services.cases.tasks import CaseTasks
from dashboard.services.catalogue.reading import Catalogues
from dashboard.services.city import CityNames
from dashboard.services.duty.on_duty import DutyDesk
from dashboard.services.duty.signing_in import DutySignIn
from dashboard.services.ghosts import Ghosts
from dashboard.services.health import Health
from dashboard.services.inspections.inspecting import Inspections
from dashboard.services.inspections.pictures import InspectionPictures
from dashboard.services.jobs.queue import Jobs
from dashboard.services.people.directory import People
from dashboard.services.people.editing import PeopleEditing
from dashboard.services.people.portraits import Portraits
from dashboard.services.people.revealing import Revealing
from dashboard.services.positions.worn import WornDevices
from dashboard.services.roster.editing import RosterEditing
from dashboard.services.roster.reading import Rosters
from dashboard.services.search import Search
from dashboard.services.sensors_overview import SensorsOverview
from dashboard.services.sources import Sources
from dashboard.services.squads.approving import SquadApproving
from dashboard.services.squads.figures import SquadFigures
from dashboard.services.squads.lamps import SquadLamplight
from dashboard.services.squads.merging import SquadMerging
from dashboard.services.supervision.tasks import Supervision
from dashboard.services.triage.allowance_reading import Allowances
from dashboard.services.triage.claiming import Claims
from dashboard.services.triage.filing import FilingRules
from dashboard.services.triage.gate_rules import GateRules
from dashboard.services.triage.judging import Triage
from dashboard.services.triage.reading import TriageReading
from dashboard.services.triage.words import CameraWords
from dashboard.services.views import Views
from dashboard.services.walls.pictures import Wall
from dashboard.services.walls.screens import Walls
from dashboard.services.webhooks.managing import Webhooks
from layouts.requests import CitySettings

Controller = TypeVar("Controller", bound=Callable[..., Any])


class CallbackRegistry(Protocol):
    """What callbacks are registered with: the Dash application, or what guards it."""

    def callback(self, *dependencies: Any, **options: Any) -> Callable[[Controller], Controller]: ...

    def clientside_callback(self, function: str, *dependencies: Any, **options: Any) -> Any: ...


class OfficeServices(Protocol):
    """The services of the administrator's page."""

    @property
    def city_names(self) -> CityNames: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def sources(self) -> Sources: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def revealing(self) -> Revealing: ...
    @property
    def people_editing(self) -> PeopleEditing: ...
    @property
    def merging(self) -> SquadMerging: ...
    @property
    def portraits(self) -> Portraits: ...
    @property
    def worn(self) -> WornDevices: ...
    @property
    def webhooks(self) -> Webhooks: ...


class DutyServices(Protocol):
    """The services of people on duty."""

    @property
    def desk(self) -> DutyDesk: ...
    @property
    def sign_in(self) -> DutySignIn: ...
    @property
    def inspections(self) -> Inspections: ...
    @property
    def inspection_pictures(self) -> InspectionPictures: ...


class RosterServices(Protocol):
    """The services of the roster."""

    @property
    def reading(self) -> Rosters: ...
    @property
    def editing(self) -> RosterEditing: ...


class CaseServices(Protocol):
    """The services of cases."""

    @property
    def sheets(self) -> CaseSheets: ...
    @property
    def handling(self) -> CaseHandling: ...
    @property
    def dispatching(self) -> Dispatching: ...
    @property
    def dispatch_ruling(self) -> DispatchRuling: ...
    @property
    def desk(self) -> CaseDesk: ...
    @property
    def by_alarm(self) -> CaseByAlarmRules: ...
    @property
    def similar(self) -> SimilarCases: ...
    @property
    def tasks(self) -> CaseTasks: ...
    @property
    def proposals(self) -> CaseProposals: ...
    @property
    def photo_group(self) -> PhotoGroup: ...


class GateServices(Protocol):
    """The services of the gates before the queue."""

    @property
    def rules(self) -> GateRules: ...
    @property
    def words(self) -> CameraWords: ...
    @property
    def allowances(self) -> Allowances: ...
    @property
    def filing(self) -> FilingRules: ...


class RoundServices(Protocol):
    """The services of patrol rounds by camera."""

    @property
    def planning(self) -> RoundPlanning: ...
    @property
    def walking(self) -> RoundWalking: ...
    @property
    def capturing(self) -> RoundCapturing: ...
    @property
    def counting(self) -> RoundCounting: ...


class TriageServices(Protocol):
    """The services of triage."""

    @property
    def judging(self) -> Triage: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def reading(self) -> TriageReading: ...


class SquadServices(Protocol):
    """The services of a squad's page."""

    @property
    def lamplight(self) -> SquadLamplight: ...
    @property
    def approving(self) -> SquadApproving: ...
    @property
    def figures(self) -> SquadFigures: ...


class PageServices(Protocol):
    """The services that pages ask."""

    @property
    def settings(self) -> CitySettings: ...
    @property
    def views(self) -> Views: ...
    @property
    def search(self) -> Search: ...
    @property
    def camera_register(self) -> CameraRegister: ...
    @property
    def rounds(self) -> RoundServices: ...
    @property
    def sensors_overview(self) -> SensorsOverview: ...
    @property
    def alarms(self) -> Alarms: ...
    @property
    def rule_previews(self) -> RulePreviews: ...
    @property
    def ghosts(self) -> Ghosts: ...
    @property
    def people(self) -> People: ...
    @property
    def roster(self) -> RosterServices: ...
    @property
    def catalogue(self) -> Catalogues: ...
    @property
    def cases(self) -> CaseServices: ...
    @property
    def triage(self) -> TriageServices: ...
    @property
    def answer_links(self) -> AnswerLinks: ...
    @property
    def supervision(self) -> Supervision: ...
    @property
    def squads(self) -> SquadServices: ...
    @property
    def gates(self) -> GateServices: ...
    @property
    def health(self) -> Health: ...
    @property
    def wall(self) -> Wall: ...
    @property
    def walls(self) -> Walls: ...
    @property
    def office(self) -> OfficeServices: ...
    @property
    def duty(self) -> DutyServices: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def signing_in(self) -> SigningIn: ...
