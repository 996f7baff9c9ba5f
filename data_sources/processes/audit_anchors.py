"""Anchors of the audit log: where its chain stood, written down outside of the database once a minute."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dashboard.domain.audit import Link

_FILE: Final = "audit-anchors.log"
_PARTS: Final = 3


def write_anchor(folder: Path, link: Link, moment: str) -> None:
    """Add a line with the moment, the number and the digest."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _FILE).open("a", encoding="utf-8") as file:
        file.write(f"{moment} {link.number} {link.digest}\n")


def read_anchors(folder: Path) -> dict[int, str]:
    """Return the digests that were written down, by number; lines that were cut off by a crash are passed over."""
    try:
        lines = (folder / _FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    parted = [line.split() for line in lines]
    return {int(parts[1]): parts[2] for parts in parted if len(parts) == _PARTS and parts[1].isdecimal()}
