"""Clips: what fetches them from recorders, and where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from dashboard.domain.camera_clips import Clip, ClipWish, RecordedEvent
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.cases.queries import Sight
from dashboard.ports.camera_privacy import MaskRows
from dashboard.ports.cameras import CameraAccessRows
from dashboard.ports.cases import CaseWork


@dataclass(frozen=True, kw_only=True)
class Recorder:
    """How clips of one make are fetched; `key` is that of the source by which its cameras are asked for events.

    `clip` yields the file as it comes. It raises NotFound when the recorder has it no more, LoginRefused, and
    Unavailable with the reason, without address and password.
    """

    key: str
    clip: Callable[[CameraAccess, ClipWish], Iterator[bytes]]


class DraftClip(NamedTuple):
    """A file that came: what it is, and how to keep it; without that it is gone when its block ends."""

    digest: str
    size_bytes: int
    head: bytes
    keep: Callable[[], None]


class ClipFiles(Protocol):
    """Clips by digest. Every method raises Unusable when the disk is out of reach or full."""

    def drafted(self, chunks: Iterable[bytes], most_bytes: int) -> AbstractContextManager[DraftClip]:
        """The file while it is looked at. Raises BadInput when it has more bytes."""

    def path(self, digest: str) -> Path | None:
        """Where it is; None when it is not."""

    def remove(self, digest: str) -> None: ...

    def older_than(self, before_us: int) -> Iterator[str]:
        """The digests of files that were written before, drafts that nobody finished removed."""


class ClipRows(Protocol):
    """Clips inside a transaction."""

    def recorded_event(self, camera_event_key: int) -> RecordedEvent | None: ...

    def add_clip(self, clip: Clip) -> None:
        """Store it unless it is there."""

    def add_case_clip(self, case_key: int, digest: str, actor: str, at_us: int) -> bool:
        """Give it to a case; False when the case has it."""

    def clips(self, digests: Collection[str]) -> Mapping[str, Clip]: ...

    def clips_in_sight(self, sight: Sight, digests: Collection[str]) -> Collection[str]:
        """Those of these that a case carries which is in sight."""

    def forget_clips(self, ended_us: int) -> Sequence[str]:
        """Remove those whose cases all ended before; return their digests."""

    def is_clip_free(self, digest: str) -> bool:
        """Whether nobody knows it; until the transaction ends nobody stores it."""


class ClipWork(ClipRows, CameraAccessRows, MaskRows, CaseWork, Protocol):
    """One transaction of clips."""


class ClipStore(Protocol):
    """The database as clips see it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[ClipWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[ClipWork]:
        """The same for reading only; it waits for no writer."""
