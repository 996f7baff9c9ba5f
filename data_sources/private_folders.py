"""Folders that only this account reads, whose entries outlive a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def made_folder(folder: Path) -> Path:
    """Return the folder, made with those above it where it was not there. Raises OSError."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)
    return folder


def sync_folder(folder: Path) -> None:
    """Return when what was put into the folder is on the disk. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
