"""Secrets that must be had again, encrypted under a key of SECRET_KEY (Fernet: AES-128-CBC with HMAC-SHA256)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from enum import Enum

from cryptography.fernet import Fernet, InvalidToken

from dashboard.ports.sealing import Sealing


class Purpose(Enum):
    """What secrets are of: what was sealed for one is not read for another."""

    WEBHOOKS = b"xiuhua webhook secrets"
    CAMERAS = b"xiuhua passwords of cameras"
    CAMERA_PIECES = b"xiuhua addresses in playlists of cameras"


class FernetSealing(Sealing):
    """Seals under a key of its own that is made of SECRET_KEY."""

    def __init__(self, secret_key: str, purpose: Purpose) -> None:
        key = hmac.new(secret_key.encode(), purpose.value, hashlib.sha256).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, plain: str) -> str:
        """Encrypt it."""
        return self._fernet.encrypt(plain.encode()).decode()

    def unseal(self, sealed: str) -> str | None:
        """Decrypt it; None under another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
