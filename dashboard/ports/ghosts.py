"""What is needed to see the devices that nobody registered, and to take one in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.ghosts import WaitingMessage
from dashboard.domain.grid import Area
from dashboard.domain.imports import AssetRecord
from dashboard.ports.parts import AuditLog, FeedRevisions
from dashboard.ports.register import AssetRows, MappingRows


class GhostReads(Protocol):
    """Where the messages of unknown devices wait. Raises Unavailable."""

    def waiting(self, limit: int) -> tuple[Sequence[WaitingMessage], int]:
        """The newest message of each unknown device, the last heard first, and how many devices there are in all."""

    def waiting_of(self, device_ref: str) -> WaitingMessage | None:
        """The newest message of one unknown device; None when none waits."""


class RegisterRows(AssetRows, MappingRows, Protocol):
    """What is read and changed in the register to take in a device."""

    def areas(self) -> Sequence[Area]: ...

    def rivals(self, asset_id: str, device_ref: str) -> Sequence[AssetRecord]:
        """The assets that have that number or that device."""


class RegisterWork(RegisterRows, AuditLog, FeedRevisions, Protocol):
    """One transaction; kept when its block ends well, undone when it raises."""


class GhostStore(GhostReads, Protocol):
    """The quarantine and the register as the taking in of devices sees them. Every method raises Unavailable."""

    def begin(self) -> AbstractContextManager[RegisterWork]: ...

    def look(self) -> AbstractContextManager[RegisterWork]:
        """For reading only; it waits for no writer."""
