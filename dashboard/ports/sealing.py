"""Secrets that must be had again: those of other systems and of cameras."""

from __future__ import annotations

from typing import Protocol


class Sealing(Protocol):
    """Secrets that must be had again, kept so that the database alone does not tell them."""

    def seal(self, plain: str) -> str: ...

    def unseal(self, sealed: str) -> str | None:
        """Return what was sealed; None when it was sealed under another SECRET_KEY."""
