"""The little of SOAP 1.2 that asking a camera by ONVIF takes: envelopes, WS-Addressing, WS-Security by digest."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

_ENVELOPE: Final = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">'
    "<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
)
_SECURITY: Final = (
    '<w:Security s:mustUnderstand="1" xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-'
    'secext-1.0.xsd"><w:UsernameToken><w:Username>{user}</w:Username><w:Password Type="http://docs.oasis-open.org/wss/'
    '2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest">{digest}</w:Password><w:Nonce EncodingType='
    '"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary">{nonce}</w:Nonce>'
    '<u:Created xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">{created}'
    "</u:Created></w:UsernameToken></w:Security>"
)
_REASON_AT_MOST: Final = 80
_CLOCK: Final = ("Date/Year", "Date/Month", "Date/Day", "Time/Hour", "Time/Minute", "Time/Second")


def envelope(body: str, *, action: str = "", to: str = "", more: Sequence[str] = (), security: str = "") -> bytes:
    """Return the message; `more` are header elements that the other side wants back as it sent them."""
    addressed = f"<a:Action>{escape(action)}</a:Action><a:To>{escape(to)}</a:To>" if action else ""
    return _ENVELOPE.format(header=addressed + "".join(more) + security, body=body).encode()


def security(user: str, password: str, ahead: timedelta) -> str:
    """Return the token that says who asks (UsernameToken Profile 1.0, digest), by the camera's own clock."""
    nonce, now = secrets.token_bytes(16), datetime.now(UTC) + ahead
    created = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    made = hashlib.sha1(nonce + created.encode() + password.encode(), usedforsecurity=False).digest()
    told = {"digest": base64.b64encode(made).decode(), "nonce": base64.b64encode(nonce).decode()}
    return _SECURITY.format(user=escape(user), created=created, **told)


def fault_of(root: Element) -> str | None:
    """Return what a fault says, shortened, with its codes before it; None when the answer is none.

    The tree has local names only.
    """
    fault = root.find("Body/Fault")
    if fault is None:
        return None
    codes = [(each.text or "").rpartition(":")[2].strip() for each in fault.iter("Value")]
    reason = next((each.text or "" for each in (*fault.iter("Text"), *fault.iter("faultstring"))), "")
    told = " ".join([*codes, reason])
    return "".join(char for char in told if char.isprintable())[:_REASON_AT_MOST]


def clock_of(root: Element) -> datetime | None:
    """Return the camera's time in UTC from its answer to GetSystemDateAndTime; None when it does not tell."""
    told = next(root.iter("UTCDateTime"), None)
    if told is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(told.findtext(path) or "") for path in _CLOCK)
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
