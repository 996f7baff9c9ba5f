"""What taking a copy of everything and putting it back need."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from dashboard.domain.backups import BackupFile, DatabaseKind, Manifest, Snapshot


class DatabaseCopies(Protocol):
    """The database as a whole. Each method raises Unavailable when it is out of reach."""

    @property
    def kind(self) -> DatabaseKind:
        """Which database it is."""

    def copy_to(self, folder: Path) -> Snapshot:
        """Write a consistent copy into the folder while others go on writing. Raises Unavailable when it cannot."""

    def contents(self) -> str:
        """Return what is in it, to be told before it is replaced; empty when there is nothing."""

    def refuse_while_used(self) -> None:
        """Raise Conflict while anybody else has it open."""

    def put_back(self, copy: Path) -> None:
        """Replace all that is in it by a copy, at once or not at all. Raises BadInput when that is no good copy."""

    def revisions(self) -> Sequence[str]:
        """Return the revisions of the schema that this version knows, the newest last."""

    def upgrade(self) -> None:
        """Bring what was put back to the newest schema; safe to repeat."""


class BackupFolders(Protocol):
    """Folders of backups, and the files beside the database that belong into them."""

    def new(self, folder: Path) -> AbstractContextManager[Path]:
        """A draft that becomes the folder when its block ends well, else is gone. Raises BadInput when it is taken."""

    def add_files(self, draft: Path) -> Sequence[BackupFile]:
        """Copy the files beside the database: keys, users of the broker, anchors of the audit log."""

    def add_pictures(self, draft: Path) -> Sequence[BackupFile]:
        """Copy the pictures that lie beside the database; those of the copied database are among them."""

    def seal(self, draft: Path, manifest: Manifest) -> Manifest:
        """Write the manifest, to whose files the copy of the database is added, and return it."""

    def open(self, folder: Path) -> Manifest:
        """Return the manifest of a backup whose files are all there, unchanged. Raises BadInput."""

    def alone(self) -> AbstractContextManager[object]:
        """Nobody starts meanwhile on the folder of Xiuhua's data. Raises Conflict when it is in use."""

    def differing(self, manifest: Manifest) -> Sequence[str]:
        """Return what is there already beside the database and would be others, or no more."""

    def put_back(self, folder: Path, manifest: Manifest) -> None:
        """Put the files beside the database in their places, for their owner alone; anchors of before are set aside."""
