"""What dispatching reads and keeps inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from dashboard.domain.cases.candidates import Loads
from dashboard.domain.cases.decisions import CaseDecision, DispatchFigures, ReturnedCase, RuleUse
from dashboard.domain.cases.dispatch_rules import DispatchRule, RuleVersion
from dashboard.domain.cases.states import Source
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.readouts import AreaHolder


class PastRow(NamedTuple):
    """A filed case with what rules look at, as it is stored: `areas` are its line and area by code.

    `unit` is whom it was dispatched to last, `first` at first; both are empty where nobody knows.
    """

    case_key: int
    number: str
    category: str
    areas: tuple[str, ...]
    source: Source
    owner: str
    filed_us: int
    unit: str
    first: str
    returned: bool


class CandidateRows(Protocol):
    """What candidates are weighed by."""

    def area_nodes(self, codes: Collection[str] | None = None) -> Mapping[str, AreaNode]:
        """These areas by code, or all."""

    def area_holders(self, codes: Collection[str]) -> Sequence[AreaHolder]:
        """Who answers for these areas now."""

    def open_loads(self) -> Loads:
        """How many open cases each squad, person and department has in hand."""

    def departments_that_had(self, category: str, since_us: int) -> tuple[Mapping[str, int], int]:
        """How many cases of a category that were reported since then each department has, and how many anybody has."""

    def staffed_squads(self) -> Collection[str]:
        """The codes of the squads in which somebody works."""

    def asset_owner(self, asset_id: str) -> str:
        """Who owns an asset by its attributes; empty when nobody says."""


class DispatchRuleRows(Protocol):
    """Rules of dispatch and what came of them."""

    def dispatch_rules(self) -> Sequence[DispatchRule]:
        """The newest version of each, by key."""

    def newest_rules(self) -> Sequence[RuleVersion]:
        """The same with who made it so when."""

    def dispatch_rule(self, rule_key: int) -> DispatchRule | None:
        """The newest version of one, locked until the end of a transaction that writes."""

    def rule_versions(self, rule_key: int) -> Sequence[RuleVersion]:
        """All versions of one, the newest first."""

    def save_dispatch_rule(self, rule: DispatchRule, author: str, at_us: int) -> DispatchRule:
        """Store it as a new version, or as a new rule when its key is 0; return it with key and version."""

    def add_decisions(self, decisions: Sequence[CaseDecision]) -> None:
        """Keep them."""

    def decisions_of(self, case_key: int) -> Sequence[CaseDecision]:
        """Those of a case, the oldest first."""

    def rule_uses(self, since_us: int) -> Sequence[RuleUse]:
        """What rules dispatched since then, and what came back, by rule and version."""

    def returned_cases(self, since_us: int, most: int) -> Sequence[ReturnedCase]:
        """What rules dispatched since then and came back, the newest first."""

    def past_filings(self, since_us: int, most: int) -> Sequence[PastRow]:
        """Cases that were filed since then and dispatched, the newest first."""

    def dispatch_figures(self, from_us: int, until_us: int) -> DispatchFigures:
        """The figures of the cases that were filed in that time and dispatched."""


class DispatchRows(CandidateRows, DispatchRuleRows, Protocol):
    """All of it."""
