"""What somebody wants done with a case, as the rules take it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Action, Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """An action with what belongs to it. `revision` is that of the case as it was seen; None sees any.

    `units` are whom it is dispatched to or who shall verify or check; `until_us` is when a suspension ends;
    `lon`, `lat` and `accuracy_m` are where somebody stands who arrives; `into` is the key of the case that a duplicate
    is merged into, `undo` takes a merging back; `category` and `condition` are what it is filed as; `outcome` is
    what a result says came of it; `done_us` is when it was done, as a phone says that had no network then.
    """

    action: Action
    revision: int | None = None
    reason: str = ""
    units: Units = field(default_factory=Units)
    until_us: int | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    photos: tuple[Shot, ...] = ()
    category: str = ""
    condition: str = ""
    into: int | None = None
    undo: bool = False
    outcome: Outcome | None = None
    done_us: int | None = None
