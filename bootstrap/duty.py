"""What people on duty and those who lead them ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import SystemRandom

from bootstrap import now_us
from bootstrap.cameras import build_camera_looks, camera_sealing
from dashboard.ports.operations import LiveNotifier
from dashboard.services.duty.on_duty import DutyDesk
from dashboard.services.duty.signing_in import DutySignIn
from dashboard.services.ingest.recording import Ingest
from dashboard.services.inspections.inspecting import Inspections
from dashboard.services.inspections.pictures import InspectionPictures
from dashboard.services.positions.pushes import PositionPushes
from dashboard.settings import Settings
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.engine import Database
from data_sources.db.inspections.store import SqlInspectionStore
from data_sources.db.positions.store import SqlPositionStore


def _lane() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=4, thread_name_prefix="cameras")


@dataclass(frozen=True)
class DutyServices:
    """Who is on duty and where, signing in, positions over HTTP, and inspections.

    Cameras are asked in `lane`: four that do not answer keep nobody else waiting.
    """

    desk: DutyDesk
    sign_in: DutySignIn
    positions: PositionPushes
    inspections: Inspections
    inspection_pictures: InspectionPictures
    lane: ThreadPoolExecutor = field(default_factory=_lane)


def build_duty(settings: Settings, engine: Database, ingest: Ingest, notifier: LiveNotifier) -> DutyServices:
    """The services of duty."""
    store, inspections = SqlPositionStore(engine, now_us), SqlInspectionStore(engine, now_us)
    looks, sealing = build_camera_looks(), camera_sealing(settings)
    return DutyServices(
        desk=DutyDesk(store, SqlRuleSource(engine), now_us, settings.timezone),
        sign_in=DutySignIn(store, notifier, now_us, settings.timezone),
        positions=PositionPushes(ingest, now_us),
        inspections=Inspections(inspections, now_us, settings.timezone, SystemRandom().random),
        inspection_pictures=InspectionPictures(inspections, looks, sealing, now_us, settings.timezone),
    )
