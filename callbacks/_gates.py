"""What the tabs of what cameras find ask alike."""

from __future__ import annotations

from typing import Any

from callbacks._ports import PageServices
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.triage.words import WINDOWS_DAYS
from layouts.components.gates.parts import Choices


def category_choices(services: PageServices, actor: Actor) -> Choices:
    """Return the sub-categories of the catalogue; none for whoever may not see cases."""
    if not decide(actor, Permission.VIEW_CASES).allowed:
        return ()
    return services.cases.by_alarm.choices(actor)


def days_of(told: Any) -> int:
    """Return over how many days is counted."""
    return next((days for days in WINDOWS_DAYS if str(days) == told), WINDOWS_DAYS[0])
