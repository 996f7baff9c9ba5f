"""Where cases are kept."""

from __future__ import annotations

from dashboard.ports.case_rules import CaseRuleStore
from dashboard.ports.case_watching import CaseWatchStore
from dashboard.ports.cases import CaseStore
from dashboard.ports.filing import FilingStore
from dashboard.ports.squads import SquadStore
from dashboard.ports.triage import TriageStore
from data_sources.db.transactions import SqlTransactions


class SqlCaseStore(SqlTransactions, CaseStore, CaseWatchStore, CaseRuleStore, SquadStore, TriageStore, FilingStore):
    """The database as cases see it."""
