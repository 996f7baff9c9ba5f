"""A case as the API shows it, as far as the simulated people look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dashboard.domain.cases.records import Approval
from dashboard.domain.cases.states import CaseState, Source
from dashboard.domain.coordinates import Position
from dashboard.domain.readings import to_us

_STAGES: Final = (
    "reported",
    "registered",
    "filed",
    "dispatched",
    "accepted",
    "departed",
    "arrived",
    "handled",
    "checked",
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What waits for consent."""

    what: Approval
    by: str
    agreed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseSeen:
    """One case. Times are µs since the epoch; `came_us` is the newest of them."""

    key: int
    number: str
    revision: int
    state: CaseState
    category: str
    source: Source
    place: Position
    area: str | None
    squad: str | None
    second_squad: str | None
    department: str | None
    assignee: str | None
    checker: str | None
    times: Mapping[str, int]
    came_us: int
    due_us: int | None
    suspended_until_us: int | None
    counts: Mapping[str, int]
    asked: Asked | None
    ended: bool
    on_time: bool | None

    def at_us(self, stage: str) -> int | None:
        """When it came to a stage (such as `filed`), the last time."""
        return self.times.get(stage)


def seen(told: Mapping[str, Any]) -> CaseSeen:
    """Return a case from the members that the contract names."""
    times = {stage: moment for stage in _STAGES if (moment := moment_us(told[f"{stage}_at"])) is not None}
    asked = told["pending"]
    asked_us = None if asked is None else moment_us(asked["asked_at"])
    return CaseSeen(
        key=told["id"],
        number=told["number"],
        revision=told["revision"],
        state=CaseState(told["state"]),
        category=told["category"],
        source=Source(told["source"]),
        place=Position(told["lon"], told["lat"]),
        area=told["area_code"],
        squad=told["squad"],
        second_squad=told["second_squad"],
        department=told["department"],
        assignee=told["assignee"],
        checker=told["checker"],
        times=times,
        came_us=max([*times.values(), *([asked_us] if asked_us is not None else [])]),
        due_us=moment_us(told["due_at"]),
        suspended_until_us=moment_us(told["suspended_until"]),
        counts=told["counts"],
        asked=None
        if asked is None
        else Asked(what=Approval(asked["what"]), by=asked["asked_by"], agreed=tuple(asked["agreed"])),
        ended=told["closed_at"] is not None,
        on_time=told["on_time"],
    )


def moment_us(told: str | None) -> int | None:
    """Return a time of the API as µs since the epoch."""
    return None if told is None else to_us(datetime.fromisoformat(told))
