"""The gate of every use case: who may not is refused with the reason."""

from __future__ import annotations

from dashboard.domain.rights import Actor, Permission, Target, decide, decide_any
from dashboard.errors import Forbidden


def require(actor: Actor, permission: Permission, target: Target | None = None) -> None:
    """Raise Forbidden with the reason unless the actor may do this."""
    decision = decide(actor, permission, target)
    if not decision.allowed:
        raise Forbidden(decision.why)


def require_any(actor: Actor, permissions: Permission | tuple[Permission, ...]) -> None:
    """Raise Forbidden with the reason unless the actor may do one of these."""
    decision = decide_any(actor, permissions)
    if not decision.allowed:
        raise Forbidden(decision.why)
