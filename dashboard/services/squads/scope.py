"""Whose cases somebody asks about, and whether they may."""

from __future__ import annotations

from dashboard.domain.cases.permits import sight_of
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.squads.readouts import CaseScope
from dashboard.ports.squads import SquadWork
from dashboard.services.access import require


def require_figures(actor: Actor, squad: str | None) -> None:
    """Raise Forbidden unless the actor may see the figures of a squad, or of all (None)."""
    require(actor, Permission.VIEW_DUTY_FIGURES, Target(squad=squad))


def require_squad(actor: Actor, squad: str | None) -> None:
    """Raise Forbidden unless the actor may see these figures and cases."""
    require_figures(actor, squad)
    require(actor, Permission.VIEW_CASES)


def scope_of(work: SquadWork, actor: Actor, squad: str | None) -> CaseScope:
    """Return whose cases are meant, as far as the actor sees; of the squad's areas those that no other one contains."""
    if squad is None:
        return CaseScope(sight_of(actor))
    own = {code: node for code, node in work.area_nodes().items() if node.squad == squad}
    return CaseScope(sight_of(actor), squad, frozenset(code for code, node in own.items() if node.parent not in own))
