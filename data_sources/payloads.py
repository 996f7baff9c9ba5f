"""Bytes to JSON, with the limits and faults that every uplink and camera source shares."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from typing import Final

import orjson

from dashboard.domain.readings import Problem
from dashboard.errors import UnreadablePayload

MAX_PAYLOAD_BYTES: Final = 8 * 1024 * 1024
MAX_MEMBERS: Final = 500_000
MAX_PROBLEMS: Final = 100
"""So many problems of one message are told; a longer list would help nobody."""

_LARGE: Final = 1024 * 1024
_NON_FINITE: Final = re.compile(rb"NaN|Infinity|[0-9][eE]\+?[0-9]{3,}|[0-9]{300}")


def decode(payload: bytes) -> object:
    """The JSON value in `payload`.

    NaN, Infinity and numbers too large for a float are let through as words and infinities, so that only their own
    value is refused later; of a doubled key the last stands. Raises UnreadablePayload: `too_large` above 8 MB or
    500 000 members, else `bad_json`.
    """
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise UnreadablePayload("too_large", f"{len(payload)} bytes; the limit is {MAX_PAYLOAD_BYTES}")
    if len(payload) > _LARGE and payload.count(b",") > MAX_MEMBERS:
        raise UnreadablePayload("too_large", f"more than {MAX_MEMBERS} members; send it in parts")
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        if _NON_FINITE.search(payload) and b"\\u" not in payload:
            return _decode_with_words(payload)
        raise UnreadablePayload("bad_json", f"not JSON in UTF-8: {error}") from error


def decode_object(payload: bytes) -> dict[str, object]:
    """The JSON object in `payload`. Raises UnreadablePayload: `bad_shape` when it is another value."""
    return as_object(decode(payload), "the payload")


def as_object(value: object, name: str) -> dict[str, object]:
    """`value` as a JSON object. Raises UnreadablePayload (`bad_shape`) when it is none."""
    if not isinstance(value, dict):
        raise UnreadablePayload("bad_shape", f"{name} must be a JSON object, not {value!r:.40}")
    return value


def digest(content: bytes | str) -> str:
    """A short digest for dedupe keys."""
    if isinstance(content, str):
        content = content.encode("utf-8", "backslashreplace")
    return blake2b(content, digest_size=8).hexdigest()


def key_part(value: object) -> str:
    """`value` as a part of a dedupe key: itself when short and plain, else its digest."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 48 and text.isascii() and text.isprintable() else digest(text)


def unknown_device(device_ref: str) -> Problem:
    """The problem of a device that is not in the registry."""
    return Problem("unknown_device", f"unknown device {device_ref!r:.120}: import it, then requeue")


def _decode_with_words(payload: bytes) -> object:
    try:
        return json.loads(payload.decode("utf-8"), parse_constant=str, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise UnreadablePayload("bad_json", f"not JSON in UTF-8: {error}") from error


def _integer(digits: str) -> int | float:
    """As orjson has it: what 64 bits do not hold is a float, so that no arithmetic overflows later."""
    return int(digits) if len(digits) <= 18 else float(digits)
