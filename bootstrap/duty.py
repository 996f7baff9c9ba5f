"""What people on duty and those who lead them ask."""

from __future__ import annotations

from dataclasses import dataclass
from random import SystemRandom

from bootstrap import now_us
from dashboard.ports.operations import LiveNotifier
from dashboard.services.duty.on_duty import DutyDesk
from dashboard.services.duty.signing_in import DutySignIn
from dashboard.services.ingest.recording import Ingest
from dashboard.services.inspections.inspecting import Inspections
from dashboard.services.positions.pushes import PositionPushes
from dashboard.settings import Settings
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.engine import Database
from data_sources.db.inspections.store import SqlInspectionStore
from data_sources.db.positions.store import SqlPositionStore


@dataclass(frozen=True)
class DutyServices:
    """Who is on duty and where, signing in, and positions over HTTP."""

    desk: DutyDesk
    sign_in: DutySignIn
    positions: PositionPushes
    inspections: Inspections


def build_duty(settings: Settings, engine: Database, ingest: Ingest, notifier: LiveNotifier) -> DutyServices:
    """The services of duty."""
    store = SqlPositionStore(engine, now_us)
    return DutyServices(
        desk=DutyDesk(store, SqlRuleSource(engine), now_us, settings.timezone),
        sign_in=DutySignIn(store, notifier, now_us, settings.timezone),
        positions=PositionPushes(ingest, now_us),
        inspections=Inspections(SqlInspectionStore(engine, now_us), now_us, settings.timezone, SystemRandom().random),
    )
