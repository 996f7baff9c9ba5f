"""What judges camera events."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bootstrap import now_us
from bootstrap.cases import CaseServices, build_case_rules
from bootstrap.photos import build_photos
from dashboard.ports.operations import LiveNotifier
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.triage.claiming import Claims
from dashboard.services.triage.judging import Triage
from dashboard.services.triage.reading import TriageReading
from dashboard.settings import Settings
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.engine import Database


@dataclass(frozen=True)
class TriageServices:
    """The services of triage."""

    judging: Triage
    claims: Claims
    reading: TriageReading


def build_triage(settings: Settings, engine: Database, cases: CaseServices, notifier: LiveNotifier) -> TriageServices:
    """The services of triage. Nobody can know which verdicts are looked at a second time: each process has a seed."""
    store = SqlCaseStore(engine, now_us)
    evidence = EventEvidence(store, build_photos(settings, engine).storing)
    judging = Triage(
        store,
        cases.reporting,
        cases.moves,
        build_case_rules(settings, engine),
        evidence,
        notifier,
        now_us,
        seed=secrets.token_hex(16),
        language=settings.language,
    )
    return TriageServices(judging, Claims(store, notifier, now_us), TriageReading(store, now_us))
