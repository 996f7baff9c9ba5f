"""The gates before the queue, places where it is allowed, permits, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from dashboard.domain.coordinates import Position
from dashboard.domain.event_lines import EventLine
from dashboard.domain.feeds import Feed
from dashboard.domain.triage.allowance_rows import GroundsRead
from dashboard.domain.triage.allowances import Allowance, AllowanceKind
from dashboard.domain.triage.gate_effects import Tally
from dashboard.domain.triage.gates import Find, Gate, Passage
from dashboard.domain.triage.words import WordCount, WordGroup
from dashboard.ports.parts import AuditLog, FeedRevisions


class GateReads(Protocol):
    """What events are judged by. Each may raise Unavailable."""

    def revisions(self) -> dict[Feed, int]:
        """Return the present revision of each feed."""

    def gates(self) -> Sequence[Gate]:
        """Return every gate by category and camera."""

    def allowances(self) -> Sequence[Allowance]:
        """Return every place and permit by kind and number."""

    def spots(self) -> Mapping[int, Position]:
        """Return where each camera stands, by the key of its asset."""


class GateRows(Protocol):
    """The gates and what they hold, inside a transaction."""

    def kept_gates(self) -> Sequence[Gate]:
        """Return every gate by category and camera."""

    def save_gate(self, gate: Gate) -> None:
        """Store it by its category and camera."""

    def remove_gate(self, category: str, camera: str) -> None:
        """Take the gate of a camera away, so that the one of all cameras holds."""

    def save_allowances(self, allowances: Iterable[Allowance], now_us: int) -> None:
        """Store each by its kind and number."""

    def remove_allowances(self, kind: AllowanceKind, numbers: Iterable[str]) -> None:
        """Take those away."""

    def ask_again(self, category: str | None, since_us: int, now_us: int) -> None:
        """Have what is held, and was seen since then, judged anew: of a category, or (None) all."""

    def due_finds(self, now_us: int, limit: int) -> Sequence[tuple[int, Find]]:
        """Return held events that are to be judged again by now, by their keys, the earliest due first."""

    def unclassified(self, since_us: int) -> Sequence[tuple[int, WordGroup]]:
        """Return what has no category, was seen since then and was not judged yet, by its key."""

    def classify(self, event_keys: Sequence[int], category: str, now_us: int) -> None:
        """Give events a category, and have those judged anew that are held."""

    def pass_find(self, event_key: int, passage: Passage, now_us: int) -> bool:
        """Write down what became of a held event; False when it is not held any more."""


class GateWork(GateRows, AuditLog, FeedRevisions, Protocol):
    """One transaction."""


class GateStore(GateReads, Protocol):
    """The database as the gates see it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[GateWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[GateWork]:
        """The same for reading only; it waits for no writer."""


class GateFigures(Protocol):
    """What came, what was held and how it was called. Each may raise Unavailable."""

    def words(self, since_us: int) -> Sequence[WordCount]:
        """Return how often each source, label, zone and category came."""

    def word_groups(self, since_us: int, stood_s: Sequence[float]) -> Sequence[WordGroup]:
        """Return the events in groups that mappings with these least times treat alike."""

    def tallies(self, since_us: int, cameras: Sequence[str]) -> Mapping[tuple[str, str], Tally]:
        """Return how many events came and were held: in all, by category, and by category at these cameras."""

    def finds(self, category: str | None, camera: str | None, since_us: int, limit: int) -> Sequence[Find]:
        """Return the newest events, of a category and at a camera, or (None) of all."""

    def held_events(self, category: str | None, limit: int) -> Sequence[EventLine]:
        """Return what is held now, of a category or (None) of all, the last seen first."""

    def camera_names(self, asset_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the names of those of these assets that are cameras."""


class GroundReader(Protocol):
    """Files of places and permits."""

    def read_grounds(
        self, path: Path, usual: Mapping[str, Sequence[str]], needed: Sequence[str], *, crs: str | None
    ) -> GroundsRead:
        """Return the rows in WGS-84; `usual` are the names of each field's column, best first.

        Raises BadInput when the file cannot be used at all.
        """
