"""Signatures of messages, as Standard Webhooks 1.0 has them: HMAC-SHA256 over id, time and body."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


def secret_of(random: bytes) -> str:
    """Return a secret as it is shown and as receivers take it."""
    return PREFIX + base64.b64encode(random).decode()


def signed_headers(message_id: str, at_us: int, body: str, secrets: Sequence[str]) -> Mapping[str, str]:
    """Return the three headers of a message; each secret signs, the newest first."""
    at_s = at_us // 1_000_000
    signatures = [_signature(f"{message_id}.{at_s}.{body}", secret) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _signature(signed: str, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
