"""What decides which finds of cameras reach the queue, and how they are called."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bootstrap import now_us
from bootstrap.cases import build_case_rules, build_cases
from bootstrap.photos import build_photos
from dashboard.ports.operations import LiveNotifier
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.triage.allowance_reading import Allowances
from dashboard.services.triage.filing import FilingByItself, FilingRules
from dashboard.services.triage.gate_book import GateBook
from dashboard.services.triage.gate_rules import GateRules
from dashboard.services.triage.letting_through import LettingThrough
from dashboard.services.triage.words import CameraWords
from dashboard.services.worker import Task
from dashboard.settings import Settings
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.engine import Database
from data_sources.db.register_store import SqlRegister
from data_sources.db.triage.gate_figures import GateFigureReader
from data_sources.db.triage.gate_store import SqlGateStore
from data_sources.uplinks import usual_mappings


@dataclass(frozen=True)
class GateServices:
    """The services of the gates."""

    rules: GateRules
    words: CameraWords
    allowances: Allowances
    filing: FilingRules


def build_gates(settings: Settings, engine: Database, notifier: LiveNotifier) -> GateServices:
    """What the administrator's pages of what cameras find are made of."""
    store, figures = SqlGateStore(engine, now_us), GateFigureReader(engine)
    return GateServices(
        rules=GateRules(store, figures, notifier, now_us, settings.timezone),
        words=CameraWords(store, figures, SqlRegister(engine, now_us), usual_mappings(), notifier, now_us),
        allowances=Allowances(store, now_us, settings.timezone),
        filing=FilingRules(SqlCaseStore(engine, now_us), build_case_rules(settings, engine), notifier, now_us),
    )


def gate_tasks(settings: Settings, engine: Database, notifier: LiveNotifier) -> tuple[Task, ...]:
    """What the worker does with the gates."""
    store = SqlGateStore(engine, now_us)
    letting = LettingThrough(store, GateBook(store, settings.timezone), notifier)
    cases, kept = build_cases(settings, engine, notifier), SqlCaseStore(engine, now_us)
    evidence = EventEvidence(kept, build_photos(settings, engine).storing)
    filing = FilingByItself(
        kept, cases.reporting, cases.moves, evidence, notifier, settings.language, seed=secrets.token_hex(16)
    )
    return (
        Task(name="held camera events", every_s=2.0, run=letting.turn),
        Task(name="filing by itself", every_s=2.0, run=filing.turn),
    )
