"""Use cases: a copy of everything while all runs, and everything back from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from dashboard.domain.audit import Broken, Link, first_broken
from dashboard.domain.backups import Manifest
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Actor
from dashboard.errors import BadInput
from dashboard.ports.audit import AuditReads, AuditStore
from dashboard.ports.backups import BackupFolders, DatabaseCopies
from dashboard.ports.operations import Clock


class Restored(NamedTuple):
    """What was put back, the first link of its audit log that does not hold, and whether its schema was an old one."""

    manifest: Manifest
    broken: Broken | None
    upgraded: bool


class Record(NamedTuple):
    """The audit log of the database that is copied, and the anchors of it that lie elsewhere."""

    store: AuditStore
    reads: AuditReads
    anchors: Callable[[], Mapping[int, str]]


class Backups:
    """Copies of everything. Only somebody at the machine asks for one; each method raises Unavailable."""

    def __init__(
        self, database: DatabaseCopies, folders: BackupFolders, record: Record, clock: Clock, version: str
    ) -> None:
        self._database = database
        self._folders = folders
        self._record = record
        self._clock = clock
        self._version = version

    def make(self, folder: Path, actor: Actor) -> Manifest:
        """Copy everything into a new folder, and return what is in it; the audit log says so before anything is copied.

        Raises BadInput when the folder is taken.
        """
        with self._folders.new(folder) as draft:
            now_us = self._clock()
            with self._record.store.begin() as work:
                work.note_in_audit(actor, "make_backup", folder.name, {}, now_us)
            files = self._folders.add_files(draft)  # before the database: no anchor is newer than the audit log
            snapshot = self._database.copy_to(draft)
            pictures = self._folders.add_pictures(draft)  # after it: none that it names is missing
            made_at = from_us(now_us).isoformat(timespec="seconds")
            manifest = Manifest(made_at, self._version, self._database.kind, snapshot, (*files, *pictures))
            return self._folders.seal(draft, manifest)

    def restore(self, folder: Path, actor: Actor, *, replace: bool) -> Restored:
        """Put everything back from a backup, bring it to the newest schema, and walk its audit log.

        Raises BadInput when the folder is no whole backup for this database, or something is there already and may
        not be replaced; Conflict while Xiuhua runs. Nothing was changed then.
        """
        manifest = self._folders.open(folder)
        self._refuse_strange(manifest)
        with self._folders.alone():
            self._database.refuse_while_used()
            before = self._refuse_full(manifest, replace=replace)
            self._database.put_back(folder / manifest.snapshot.file)
            self._folders.put_back(folder, manifest)
            self._database.upgrade()
            broken = self._walk(manifest.snapshot.head)
            detail = {"made_at": manifest.made_at, "entries": manifest.snapshot.head.number, "replaced": before}
            with self._record.store.begin() as work:
                work.note_in_audit(actor, "restore_backup", folder.name, detail, self._clock())
        return Restored(manifest, broken, manifest.snapshot.revision != self._database.revisions()[-1])

    def _refuse_strange(self, manifest: Manifest) -> None:
        if manifest.kind is not self._database.kind:
            raise BadInput(
                f"the backup is of {manifest.kind}, and the database is {self._database.kind}: "
                "set XIUHUA_DATABASE_URL to one of the backup's kind"
            )
        if manifest.snapshot.revision not in self._database.revisions():
            raise BadInput(f"the backup belongs to a newer Xiuhua (it was made by {manifest.version}): update this one")

    def _refuse_full(self, manifest: Manifest, *, replace: bool) -> str:
        """Return what the database holds that may be replaced."""
        held = self._database.contents()
        there = [each for each in (held, *self._folders.differing(manifest)) if each]
        if there and not replace:
            raise BadInput(f"{', '.join(there)} would be replaced: add --yes, or restore into another XIUHUA_DATA_DIR")
        return held

    def _walk(self, taken: Link) -> Broken | None:
        """The whole chain must end where the backup says that it ended."""
        head = self._record.reads.head()
        broken = first_broken(self._record.reads.entries(), head, self._record.anchors())
        if broken is None and head != taken:
            return Broken(head.number, f"the chain ends with entry {head.number}, the backup says with {taken.number}")
        return broken
