"""What the tabs of what cameras find ask alike."""

from __future__ import annotations

from callbacks._ports import PageServices
from dashboard.domain.rights import Actor, Permission, decide
from layouts.components.gates.parts import Choices


def category_choices(services: PageServices, actor: Actor) -> Choices:
    """Return the sub-categories of the catalogue; none for whoever may not see cases."""
    if not decide(actor, Permission.VIEW_CASES).allowed:
        return ()
    return services.cases.by_alarm.choices(actor)
