"""What the walls need: their screens, and the reads behind their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from dashboard.domain.cases.board import CaseBoard
from dashboard.domain.event_lines import EventLine
from dashboard.domain.wall_facts import (
    BatteryHealth,
    BusyCamera,
    CategoryCount,
    GridCount,
    News,
    RainSlice,
    SilentAsset,
)
from dashboard.domain.walls import Orders, Pairing, WallScreen
from dashboard.ports.city import CityProfileReads
from dashboard.ports.parts import AuditCounts, AuditLog, FeedRevisions


class ScreenRows(Protocol):
    """Screens, browsers that wait, and orders. A `secret_digest` stands for the browser that holds the secret."""

    def pairing(self, secret_digest: str, now_us: int) -> Pairing | None:
        """The code that the browser shows, unless it has expired."""

    def waiting(self, now_us: int) -> Sequence[Pairing]:
        """The codes that have not expired, the oldest first."""

    def save_pairing(self, secret_digest: str, pairing: Pairing) -> bool:
        """Store the code for the browser; False when another one shows the same code."""

    def forget_pairings(self, now_us: int) -> None:
        """Remove those that expired at `now_us` or before."""

    def take_pairing(self, code: str, now_us: int) -> str | None:
        """Remove the unexpired pairing with this code and return the browser's digest; None when there is none."""

    def screens(self) -> Sequence[WallScreen]:
        """Those that are not revoked, by name."""

    def screen(self, screen_key: int) -> WallScreen | None: ...

    def screen_of(self, secret_digest: str) -> WallScreen | None:
        """The screen with this token, also when it is revoked."""

    def add_screen(self, secret_digest: str, name: str, place: str, actor: str, now_us: int) -> WallScreen | None:
        """The new screen; None when one that is not revoked has this name."""

    def save_screen(self, screen_key: int, changes: Mapping[str, Any]) -> None:
        """Change these fields of a screen."""

    def orders(self, screen_key: int) -> Orders:
        """What was directed last for a screen, or for all (EVERY_SCREEN)."""

    def save_orders(self, screen_key: int, orders: Orders) -> None: ...

    def asset_exists(self, asset_id: str) -> bool: ...


class WallWork(ScreenRows, AuditLog, AuditCounts, FeedRevisions, Protocol):
    """One transaction of the director and the screens."""


class WallStore(Protocol):
    """Where screens are kept. Every method raises Unavailable when that is out of reach."""

    def begin(self) -> AbstractContextManager[WallWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[WallWork]:
        """The same for reading only; it waits for no writer."""


class WallReadModels(CityProfileReads, Protocol):
    """What the wall reads. Times are µs since the epoch; every method may raise Unavailable."""

    def temperature_c(self, since_us: int) -> float | None: ...

    def alarms_raised(self, from_us: int, until_us: int) -> int: ...

    def events_seen(self, from_us: int, until_us: int) -> int: ...

    def events_by_hour(self, midnight_us: int) -> tuple[int, ...]: ...

    def events_by_category(self, since_us: int) -> Sequence[CategoryCount]: ...

    def hot_grids(self, since_us: int, limit: int) -> Sequence[GridCount]: ...

    def rain_curve(self, from_us: int, until_us: int) -> Sequence[RainSlice]: ...

    def arrivals_by_hour(self, from_us: int) -> tuple[int, ...] | None: ...

    def silent_longest(self, limit: int) -> Sequence[SilentAsset]: ...

    def batteries(self, limit: int) -> BatteryHealth: ...

    def news(self, limit: int) -> Sequence[News]: ...

    def busiest_cameras(self, since_us: int, limit: int) -> Sequence[BusyCamera]:
        """Of the cameras that can be watched those that told of most events since then, then by number."""

    def event_near(self, lon: float, lat: float, radius_m: float, since_us: int) -> EventLine | None: ...


class CaseBoards(Protocol):
    """What the wall reads of cases. Times are µs since the epoch; every method may raise Unavailable."""

    def board(self, now_us: int, midnight_us: int, yesterday_us: int) -> CaseBoard:
        """All of it at `now_us`; the day began at `midnight_us`, the one before at `yesterday_us`."""

    def news(self, limit: int) -> Sequence[News]:
        """The cases filed and ended last, the newest first."""
