"""The whole of what can be done in one transaction."""

from __future__ import annotations

from typing import Protocol

from dashboard.ports.accounts import AccountWork
from dashboard.ports.alarms import AlarmWork
from dashboard.ports.answering import AnswerWork
from dashboard.ports.calendars import CalendarWork
from dashboard.ports.camera_clips import ClipWork
from dashboard.ports.camera_privacy import CameraPrivacyWork
from dashboard.ports.camera_rounds import CameraRoundWork
from dashboard.ports.camera_stills import StillWork
from dashboard.ports.case_imports import CaseImportWork
from dashboard.ports.case_rules import CaseRuleWork
from dashboard.ports.case_watching import CaseWatchWork
from dashboard.ports.catalogue import CatalogueWork
from dashboard.ports.city import CityWork
from dashboard.ports.filing import FilingWork
from dashboard.ports.gates import GateWork
from dashboard.ports.ghosts import RegisterWork
from dashboard.ports.ingest import IngestWork
from dashboard.ports.inspections import InspectionWork
from dashboard.ports.jobs import JobWork
from dashboard.ports.people import PeopleWork
from dashboard.ports.personal import PersonalWork
from dashboard.ports.positions import WornWork
from dashboard.ports.register import ImportWork
from dashboard.ports.squad_mergers import SquadMergerWork
from dashboard.ports.squads import SquadWork
from dashboard.ports.supervision import SupervisionWork
from dashboard.ports.triage import TriageWork
from dashboard.ports.walls import WallWork
from dashboard.ports.webhooks import WebhookWork


class Transaction(
    WebhookWork,
    AnswerWork,
    CameraRoundWork,
    ClipWork,
    SupervisionWork,
    SquadWork,
    SquadMergerWork,
    WornWork,
    InspectionWork,
    CatalogueWork,
    IngestWork,
    GateWork,
    FilingWork,
    AlarmWork,
    WallWork,
    CaseImportWork,
    RegisterWork,
    ImportWork,
    PeopleWork,
    PersonalWork,
    AccountWork,
    CityWork,
    CaseWatchWork,
    CaseRuleWork,
    TriageWork,
    JobWork,
    CameraPrivacyWork,
    StillWork,
    CalendarWork,
    Protocol,
):
    """One transaction; services name the part of it that they ask for. Kept when its block ends well, else undone."""
