"""What a backup says of itself: when, of which version, what is in it, and where the audit log stood."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.audit import Link
from dashboard.errors import BadInput

MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1


class DatabaseKind(StrEnum):
    """The databases that Xiuhua runs on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class BackupFile(NamedTuple):
    """A file of a backup: its path below the backup's folder, its bytes and their SHA-256."""

    name: str
    size: int
    digest: str


class Snapshot(NamedTuple):
    """A copy of the database as it was at one moment: the file, the schema's revision, the end of the audit log."""

    file: str
    revision: str
    head: Link


class Manifest(NamedTuple):
    """What a backup is. `made_at` is RFC 3339, `version` that of the Xiuhua that made it."""

    made_at: str
    version: str
    kind: DatabaseKind
    snapshot: Snapshot
    files: tuple[BackupFile, ...]


def manifest_text(manifest: Manifest) -> str:
    """Return the manifest as JSON."""
    content = {
        "format": _FORMAT,
        "made_at": manifest.made_at,
        "version": manifest.version,
        "database": manifest.kind.value,
        "snapshot": {**manifest.snapshot._asdict(), "head": manifest.snapshot.head._asdict()},
        "files": [file._asdict() for file in manifest.files],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read_manifest(text: str) -> Manifest:
    """Return the manifest of a JSON text. Raises BadInput when it is none, or one of a newer Xiuhua."""
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT:
            raise BadInput(f"{MANIFEST} has the format {content['format']}: a newer Xiuhua made this backup")
        return _manifest(content)
    except (ValueError, LookupError, TypeError) as error:
        raise BadInput(f"{MANIFEST} is not what a backup has: name the folder that `backup` made") from error


def _manifest(content: Any) -> Manifest:
    taken = content["snapshot"]
    return Manifest(
        str(content["made_at"]),
        str(content["version"]),
        DatabaseKind(content["database"]),
        Snapshot(
            str(taken["file"]), str(taken["revision"]), Link(int(taken["head"]["number"]), taken["head"]["digest"])
        ),
        tuple(BackupFile(str(file["name"]), int(file["size"]), str(file["digest"])) for file in content["files"]),
    )
