"""Use case: what waits for consent, with its reason and its consequences."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from dashboard.domain.cases.decisions import DispatchFigures
from dashboard.domain.cases.demands import no_consent
from dashboard.domain.cases.dispatch_rules import Outcome
from dashboard.domain.cases.permits import may
from dashboard.domain.cases.records import Approval, Case
from dashboard.domain.cases.states import Action
from dashboard.domain.durations import DAY_US
from dashboard.domain.readings import midnight_before, to_us
from dashboard.domain.rights import Actor
from dashboard.domain.squads.effects import Sender, effect_of
from dashboard.domain.squads.readouts import ApprovalRow, SquadApprovals
from dashboard.ports.operations import Clock
from dashboard.ports.squads import SquadStore, SquadWork
from dashboard.services.cases.consequences import Consequences
from dashboard.services.cases.sheets import authors_of, names_of
from dashboard.services.squads.scope import require_squad, scope_of

ROWS: Final = 40
FIGURES_US: Final = 30 * DAY_US
"""Of how long the figures are of which an effect is told."""


class SquadApproving:
    """Requests about a squad's cases. Raises Forbidden, Unavailable."""

    def __init__(self, store: SquadStore, consequences: Consequences, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._consequences = consequences
        self._clock = clock
        self._zone = zone

    def waiting(self, actor: Actor, squad: str | None) -> SquadApprovals:
        """Return the requests, those first on which the actor decides, each with what consent leads to."""
        require_squad(actor, squad)
        now_us = self._clock()
        with self._store.look() as work:
            found = work.pending_keys(scope_of(work, actor, squad), ROWS)
            cases = [case for key in found if (case := work.case(key)) is not None and case.pending is not None]
            rows = [self._row(work, case, actor, found[case.case_key], now_us) for case in cases]
            decided = work.decided_count(actor.name, to_us(midnight_before(now_us, self._zone)))
            names = names_of(work, {case.units.assignee for case in cases if case.units.assignee})
            askers = [case.pending.asked_by for case in cases if case.pending is not None]
            names = names._replace(authors=authors_of(work, askers, actor))
        rows.sort(key=lambda row: (not _decides(row), row.case.pending.asked_us if row.case.pending else 0))
        return SquadApprovals(rows, decided, names, now_us)

    def _row(self, work: SquadWork, case: Case, actor: Actor, entry_key: int, now_us: int) -> ApprovalRow:
        assert case.pending is not None, "nothing waits for consent"
        what = case.pending.what
        decision = may(case, Action.APPROVE, actor)
        effect = effect_of(what, _sender(work, case, now_us) if what is Approval.RETURN else None)
        return ApprovalRow(
            case,
            tuple(self._consequences.of(work, case, what)),
            effect.text,
            effect.is_worse,
            no_consent(case, now_us) if decision.allowed else decision.why,
            may(case, Action.REFUSE, actor).allowed,
            entry_key,
        )


def _decides(row: ApprovalRow) -> bool:
    return row.refused is None or row.may_refuse


def _sender(work: SquadWork, case: Case, now_us: int) -> Sender | None:
    """The rule that sent it; None when people did."""
    decisions = [each for each in work.decisions_of(case.case_key) if each.outcome is Outcome.AUTO]
    if not decisions:
        return None
    names = {rule.rule_key: rule.name for rule in work.dispatch_rules()}
    figures: DispatchFigures = work.dispatch_figures(now_us - FIGURES_US, now_us)
    return Sender(names.get(decisions[-1].rule_key or 0, ""), figures)
