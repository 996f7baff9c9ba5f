"""What the desk shows of events that wait for a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.durations import DAY_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.claims import Claim
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.states import EventState, HeldBecause
from dashboard.domain.triage.verdicts import Given

PAST_US: Final = 30 * DAY_US
"""How far the history of a place looks back."""


class Order(StrEnum):
    """In which order events are given to who judges them."""

    NEWEST = "newest"
    OLDEST = "oldest"


class QueueQuery(NamedTuple):
    """Which events are looked at: of these states, in these grids (None: everywhere), of one group, from a place on.

    `category` with `label` is a group: the label counts where there is no category. `not_claimed_for` leaves out what
    others than this actor hold at `now_us`.
    """

    states: frozenset[EventState] = frozenset({EventState.WAITING})
    grids: frozenset[str] | None = None
    group: GroupKey | None = None
    order: Order = Order.NEWEST
    after: tuple[int, int] | None = None
    not_claimed_for: str | None = None
    now_us: int = 0


class GroupKey(NamedTuple):
    """What one line of the queue tells: a category, or a label that has none, in a district."""

    category: str | None
    label: str
    district: str | None


class EventGroup(NamedTuple):
    """Events of one category in one district that wait; `oldest_us` and `newest_us` are when they were first seen."""

    key: GroupKey
    district_name: str | None
    total: int
    oldest_us: int
    newest_us: int


class SecondLooks(NamedTuple):
    """How second looks came out: how many were taken, and in how many of them the two said different things."""

    taken: int
    different: int


class Waiting(NamedTuple):
    """How the queue stands: how many wait and since when, how many for longer than they should, what gates hold back,
    how many verdicts wait for this actor to look a second time, and how second looks came out of late."""

    total: int
    oldest_us: int | None
    ageing: int
    held: Mapping[HeldBecause | None, int]
    looks: int
    looked: SecondLooks = SecondLooks(0, 0)

    @property
    def held_count(self) -> int:
        """How many are held back in all."""
        return sum(self.held.values())


class QueuePart(NamedTuple):
    """A line of the queue with the first of its events."""

    group: EventGroup
    events: Sequence[EventLine]


class EventQueue(NamedTuple):
    """The queue: its lines, how many groups have none, and how it stands."""

    parts: Sequence[QueuePart]
    left_out: int
    waiting: Waiting


class PlacePast(NamedTuple):
    """What the same camera saw of the same category in the last thirty days before, and what became of it."""

    seen: int
    right: int
    cases: int


class LikeEvent(NamedTuple):
    """An event that may be the same: how far away its camera is, and how much earlier it was first seen."""

    event: EventLine
    away_m: float | None
    earlier_us: int


class LikeCase(NamedTuple):
    """An open case that may be the same."""

    case_key: int
    number: str
    away_m: float


@dataclass(frozen=True, kw_only=True, slots=True)
class EventFile:
    """Everything that whoever judges an event sees of it.

    `is_second_look`: the actor judges it a second time, and is told nothing of the first. `holder` is who else has it.
    """

    event: EventLine
    trust: Precision
    past: PlacePast
    like_events: Sequence[LikeEvent] = ()
    like_cases: Sequence[LikeCase] = ()
    verdicts: Sequence[Given] = ()
    may_judge: bool = False
    may_undo: bool = False
    is_second_look: bool = False
    holder: Claim | None = None
    following: EventLine | None = None
