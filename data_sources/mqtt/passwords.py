"""Generated passwords and the bcrypt digests by which nats-server knows them."""

from __future__ import annotations

import ctypes
import ctypes.util
import secrets
from typing import Final, NamedTuple

from dashboard.errors import Unavailable

_PASSWORD_BYTES: Final = 24
_SETTING: Final = "$2b$04$"
"""The cheapest bcrypt: a password of 192 random bits is not guessed anyhow, and when the broker comes back every
device is let in again at once."""

_ALPHABET: Final = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LAST_OF_SALT: Final = ".Oeu"
"""The last of the 22 characters of a salt of 128 bits carries two of them."""


class Password(NamedTuple):
    """A password and the digest that the server keeps of it."""

    plain: str
    digest: str


def new_password() -> Password:
    """Return a password that nobody can guess. Raises Unavailable where the system has no bcrypt."""
    plain = secrets.token_urlsafe(_PASSWORD_BYTES)
    return Password(plain, bcrypt_digest(plain))


def bcrypt_digest(password: str) -> str:
    """Return the bcrypt digest, with a salt of its own, as the system's libcrypt makes it (crypt(3), crypt(5)).

    Raises Unavailable where libcrypt cannot.
    """
    salt = "".join(secrets.choice(_ALPHABET) for _ in range(21)) + secrets.choice(_LAST_OF_SALT)
    # PyDLL keeps other threads away meanwhile: crypt answers in a buffer that all share.
    try:
        crypt = ctypes.PyDLL(ctypes.util.find_library("crypt")).crypt
    except (OSError, AttributeError) as error:
        raise Unavailable(f"{_NO_BCRYPT}: {error}") from error
    crypt.argtypes, crypt.restype = (ctypes.c_char_p, ctypes.c_char_p), ctypes.c_char_p
    digest = (crypt(password.encode(), (_SETTING + salt).encode()) or b"").decode()
    if not digest.startswith(_SETTING):
        raise Unavailable(_NO_BCRYPT)
    return digest


_NO_BCRYPT: Final = "the embedded broker needs a libcrypt with bcrypt (libxcrypt): install it, or set XIUHUA_MQTT_URL"
