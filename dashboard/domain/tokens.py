"""Secrets that whoever holds them shows: a session's, a program's, a wall's."""

from __future__ import annotations

import hashlib


def token_digest(token: str) -> str:
    """Return what is stored of a secret: its SHA-256 as hex, so that nobody gets in with a copy of the database."""
    return hashlib.sha256(token.encode()).hexdigest()
