"""Positions of people on duty: how they are read, and where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple, Protocol

from dashboard.domain.positions.areas import PatrolArea
from dashboard.domain.positions.coverage import LineCoverage
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position, PositionReport
from dashboard.domain.readings import Delivery, Device
from dashboard.domain.roster.records import Attendance
from dashboard.ports.cameras import CameraAccessWork
from dashboard.ports.parts import FeedRevisions, Listeners
from dashboard.ports.roster import RosterWork


@dataclass(frozen=True, kw_only=True)
class PositionSource:
    """One way in which phones, body cams and vehicles tell where they are.

    `read` keeps the same promise as an uplink's. It is given the city's time zone, for senders whose clock has none.
    """

    key: str
    topic_filters: tuple[str, ...]
    topic_pattern: str
    read: Callable[[Delivery, tzinfo], Sequence[PositionReport]]


class PositionTaking(Protocol):
    """What the ingest does with positions inside its transaction; people are told by their keys."""

    def person_positions(self, person_keys: Collection[int] | None = None) -> Mapping[int, KnownPosition]:
        """The newest of these people, or of all, by key."""

    def record_positions(self, newest: Mapping[int, KnownPosition], points: Mapping[int, Sequence[Position]]) -> None:
        """Store the newest in place of those before, and add points to the tracks; of one moment the first stays."""

    def sign_in(self, attendance: Attendance) -> None:
        """Store that somebody signed in."""


class PositionRows(PositionTaking, Protocol):
    """Positions inside a transaction; people are told by their keys."""

    def person_keys(self) -> Mapping[str, int]:
        """The keys of all who still work here, by number."""

    def people_of_sources(self) -> Mapping[str, str]:
        """The number of the person that each device speaks for."""

    def save_position_source(self, source: str, person_key: int) -> None:
        """Let a device speak for a person."""

    def remove_position_source(self, source: str) -> None:
        """Let a device speak for nobody."""

    def save_outside(self, outside_m: Mapping[int, float]) -> None:
        """Note how far outside of their areas people are."""

    def patrol_areas(self) -> Sequence[PatrolArea]:
        """The grids and street lines, by code; those of a squad by themselves or by an area above."""

    def lines_of(self, number: str) -> Collection[str]:
        """The codes of the street lines, and of the areas above them, that a person answers for."""

    def line_coverage(self) -> Mapping[str, LineCoverage]:
        """What was walked of each street line in two hours, by code, as it was computed last."""

    def save_line_coverage(self, coverage: Mapping[str, LineCoverage], at_us: int) -> None:
        """Store it in place of what was there."""

    def tracks(self, person_keys: Collection[int], from_us: int, until_us: int) -> Mapping[int, Sequence[Position]]:
        """Where these people were from one moment until another, by key, in the order of time."""

    def forget_tracks(self, before_us: int) -> int:
        """Remove where people were before that, and the newest positions that are older; return how many."""

    def forget_positions(self, person_keys: Collection[int]) -> None:
        """Remove the newest positions of these people; their tracks stay."""


class PatrolPost(NamedTuple):
    """The asset that stands for a person on duty, and the values that were told last, by metric."""

    device: Device
    told: Mapping[str, float]


class PostPlace(NamedTuple):
    """Where the asset of a person is to be, in WGS-84 degrees; `area` is the code of a grid."""

    number: str
    name: str
    lon: float
    lat: float
    area: str | None


class PatrolRows(Protocol):
    """The assets that stand for people on duty."""

    def patrol_posts(self) -> Mapping[str, PatrolPost]:
        """Those that there are, by the number of the person."""

    def save_patrol_posts(self, places: Sequence[PostPlace]) -> None:
        """Store them at these places; the register's revision stays."""

    def forget_watched(self, before_us: int) -> int:
        """Remove what was watched of people before that; return how many values that were."""


class PositionWork(PositionRows, PatrolRows, Listeners, RosterWork, FeedRevisions, Protocol):
    """One transaction of positions."""


class PositionStore(Protocol):
    """Where positions are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[PositionWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[PositionWork]:
        """The same for reading only; it waits for no writer."""


class WornWork(CameraAccessWork, PositionWork, Protocol):
    """One transaction of the devices that people wear."""


class WornStore(Protocol):
    """Where it is kept what people wear. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[WornWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[WornWork]:
        """The same for reading only; it waits for no writer."""
