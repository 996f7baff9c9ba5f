"""Patrol rounds by camera: what a use case needs of where they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.camera_rounds.figures import SeatFigures
from dashboard.domain.camera_rounds.records import CameraRound, PlanVersion, RoundLook, RoundPlan, Walk
from dashboard.ports.cases import CaseWork
from dashboard.ports.parts import AuditLog


class CameraRoundRows(Protocol):
    """Rounds inside a transaction."""

    def camera_rounds(self) -> Sequence[CameraRound]:
        """Those that have not ended, by name."""

    def camera_round(self, round_key: int) -> CameraRound | None: ...

    def round_names(self) -> dict[int, str]:
        """The names of all rounds that there ever were, by key."""

    def plan_versions(self, from_us: int, until_us: int) -> Sequence[PlanVersion]:
        """The plans that held at some time from `from_us` to before `until_us`."""

    def add_round(self, name: str, plan: RoundPlan, at_us: int) -> int:
        """Store a new round, whose plan holds from now on; return its key."""

    def change_round(self, round_key: int, revision: int, name: str, plan: RoundPlan, at_us: int) -> bool:
        """Store its new plan, which holds from now on; False when somebody changed it since that revision."""

    def end_round(self, round_key: int, revision: int, at_us: int) -> bool:
        """Plan it no more; False when somebody changed it since that revision."""

    def walks(self, from_us: int, until_us: int) -> Sequence[Walk]:
        """The walks planned from `from_us` to before `until_us`, with how many cameras were looked at and the finds."""

    def walk(self, walk_key: int) -> Walk | None: ...

    def begin_walk(self, round_key: int, planned_us: int, cameras: Sequence[str], by: str, at_us: int) -> int:
        """Store that a planned time was begun, unless it was; return the key of the walk."""

    def hold_walk(self, walk_key: int, holder: str, at_us: int, until_us: int) -> bool:
        """Let a seat have it until then; False when it has ended or another seat has it now."""

    def let_walk_go(self, walk_key: int, holder: str) -> None:
        """Let any seat go on with it."""

    def end_walk(self, walk_key: int, at_us: int) -> None: ...

    def round_looks(self, walk_key: int) -> Sequence[RoundLook]:
        """In the order of the cameras."""

    def save_round_look(self, look: RoundLook) -> bool:
        """Store it in place of the one before; False when that was a find, which stays."""

    def seat_figures(self, from_us: int, until_us: int) -> Sequence[SeatFigures]:
        """What each seat did from `from_us` to before `until_us`, the most finds first."""


class CameraRoundWork(CameraRoundRows, CaseWork, AuditLog, Protocol):
    """One transaction of rounds, and of the cases that finds become."""


class CameraRoundStore(Protocol):
    """Where rounds are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CameraRoundWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CameraRoundWork]:
        """The same for reading only; it waits for no writer."""
