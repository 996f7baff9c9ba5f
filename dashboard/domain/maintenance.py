"""Maintenance windows: while people work on devices, their alarms are recorded and do not colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dashboard.domain.rules import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True, slots=True)
class MaintenanceWindow:
    """From `from_us` until `until_us` the alarms of a kind, an area or an asset are suppressed.

    `scope_ref` is the kind's key, the area's code (all areas below it are covered too) or the asset's id. Times are
    µs since the epoch. `closed_us` is when somebody ended it early; `window_key` is 0 until it is stored.
    """

    window_key: int = 0
    scope: Scope
    scope_ref: str
    from_us: int
    until_us: int
    reason: str
    opened_by: str = ""
    closed_us: int | None = None

    def holds(self, *, kind: str, area_path: Sequence[str], asset_id: str, now_us: int) -> bool:
        """Whether the asset is under maintenance at that moment; `area_path` are its areas from the root down."""
        if self.closed_us is not None or not self.from_us <= now_us < self.until_us:
            return False
        return self.covers(kind=kind, area_path=area_path, asset_id=asset_id)

    def covers(self, *, kind: str, area_path: Sequence[str], asset_id: str) -> bool:
        """Whether the asset is in the window's kind or area, or is its asset, at whatever time."""
        if self.scope is Scope.KIND:
            return kind == self.scope_ref
        return self.scope_ref in area_path if self.scope is Scope.AREA else asset_id == self.scope_ref


class WindowLine(NamedTuple):
    """A window as a list shows it: with the name of its area or asset, and how many alarms it suppresses now.

    `place` is None for a kind, and for what left the register.
    """

    window: MaintenanceWindow
    place: str | None
    suppressed: int

    def runs(self, now_us: int) -> bool:
        """Whether it has begun; until then it is coming."""
        return self.window.from_us <= now_us
