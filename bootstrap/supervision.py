"""What gives units supervision tasks."""

from __future__ import annotations

from bootstrap import now_us
from dashboard.ports.operations import LiveNotifier
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.supervision.tasks import Supervision
from dashboard.settings import Settings
from data_sources.db.engine import Database
from data_sources.db.supervision.store import SqlSupervisionStore
from data_sources.reports.supervision import TypstSheets


def build_supervision(settings: Settings, engine: Database, moves: CaseMoves, notifier: LiveNotifier) -> Supervision:
    """Supervision tasks."""
    store = SqlSupervisionStore(engine, now_us)
    return Supervision(store, moves, TypstSheets(), notifier, clock=now_us, zone=settings.timezone)
