"""The parts that the transactions of several features share, and what is read beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from dashboard.domain.feeds import Feed
from dashboard.domain.presence import Listener
from dashboard.domain.rights import Actor
from dashboard.domain.severity import AssetState


@dataclass(slots=True)
class AssetLatest:
    """What is known of an asset now; changed in place inside one unit of work.

    `values` maps metric keys to `[value, measured_us]`. `memory` is JSON-able and belongs to the rules.
    """

    asset_key: int
    state: AssetState
    last_seen_us: int
    changed_us: int
    values: dict[str, list[Any]] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    due_us: int | None = None
    """When the worker must look at it again, though no reading came."""


class AssetStates(Protocol):
    """The present states of assets."""

    def latest(self, asset_keys: Sequence[int]) -> dict[int, AssetLatest]:
        """The present state of each asset, locked until the end of the transaction."""

    def save_latest(self, latest: Iterable[AssetLatest]) -> None: ...


class Listeners(Protocol):
    """The ingest processes that listen to the devices."""

    def listeners(self) -> Sequence[Listener]:
        """Return what each said last of itself."""

    def save_listener(self, listener: Listener) -> None:
        """Store it in place of what it said before; those that said nothing for a day are forgotten."""

    def remove_listener(self, name: str) -> None:
        """Forget a process that ends in good order."""


class AuditLog(Protocol):
    """The audit log."""

    def note_in_audit(self, actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        """An entry in the audit log, added to the chain when the transaction ends well; `detail` is JSON-able."""


class AuditCounts(Protocol):
    """How often something was done of late."""

    def audited(self, action: str, since_us: int) -> int:
        """How often the audit log has this action since then."""


class FeedRevisions(Protocol):
    """The revisions of the feeds that browsers follow."""

    def bump(self, feeds: Iterable[Feed]) -> dict[Feed, int]:
        """Raise the revision of each feed by one and return the new numbers; others wait until this one ends."""


class FeedReads(Protocol):
    """Where the revisions are read outside a transaction."""

    def revisions(self) -> dict[Feed, int]:
        """Return the present revision of each feed that ever changed. Raises Unavailable."""
