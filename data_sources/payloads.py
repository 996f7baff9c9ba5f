"""Bytes to JSON, with the limits and faults that every uplink and camera source shares."""

from __future__ import annotations

import codecs
import json
import re
from hashlib import blake2b
from typing import Final

import orjson

from dashboard.domain.imports import is_device_ref
from dashboard.domain.readings import Problem
from dashboard.errors import UnreadablePayload

MAX_PAYLOAD_BYTES: Final = 8 * 1024 * 1024
MAX_MEMBERS: Final = 500_000
MAX_PROBLEMS: Final = 100
"""So many problems of one message are told; a longer list would help nobody."""

_LARGE: Final = 1024 * 1024
_LONG_INTEGER: Final = re.compile(rb"[0-9]{16}")
_NON_FINITE: Final = re.compile(
    r""""(?:[^"\\]|\\.)*+"?
    |(?P<word>[+-]?(?:nan|inf(?:inity)?)(?![a-z0-9_]))
    |(?P<huge>-?[0-9][0-9.]{0,400}[eE]\+?[0-9]{3,}|-?[0-9]{300,})""",
    re.IGNORECASE | re.ASCII | re.DOTALL | re.VERBOSE,
)


def decode(payload: bytes) -> object:
    """The JSON value in `payload`, also where it is not clean: what is clear is read.

    Passed over are a byte order mark and trailing NULs; a text that is not UTF-8 is read as GB18030. NaN, infinities
    in any spelling and numbers too large for a float are let through as words and infinities, so that only their own
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
        return _decode_unclean(payload, error)


def decode_exactly(payload: bytes) -> object:
    """As `decode`, with all digits of integers that 64 bits do not hold, such as the number of a SIM card."""
    if _LONG_INTEGER.search(payload) is None:
        return decode(payload)
    body = decode(payload)
    try:
        return json.loads(_text(payload), parse_constant=str, parse_int=_digits)
    except (ValueError, RecursionError):
        return body


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
    detail = f"unknown device {device_ref!r:.120}: import it, then it is read again"
    return Problem("unknown_device", detail, device_ref if is_device_ref(device_ref) else "")


def _decode_unclean(payload: bytes, fault: orjson.JSONDecodeError) -> object:
    """Tidies up what real devices leave in their JSON. Raises UnreadablePayload (`bad_json`) when that is no help."""
    try:
        text = _text(payload)
    except UnicodeDecodeError:
        raise UnreadablePayload("bad_json", "not JSON, and a text neither in UTF-8 nor in GB18030") from fault
    text = _NON_FINITE.sub(_as_word, text)
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        raise UnreadablePayload("bad_json", f"not JSON: {fault}") from fault


def _text(payload: bytes) -> str:
    """The text of a payload without byte order mark and trailing NULs. Raises UnicodeDecodeError."""
    content = payload.rstrip(b"\0 \t\r\n")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return payload.decode("utf-16").rstrip("\0 \t\r\n")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _as_word(found: re.Match[str]) -> str:
    """A number that is none as a JSON word, so that its own field is refused; a text stays as it is."""
    if found["word"]:
        return '"NaN"'
    if found["huge"]:
        return "-1e308" if found["huge"].startswith("-") else "1e308"
    return found[0]


def _digits(digits: str) -> int | float:
    """An integer with its digits while it may be somebody's number; a longer one is a float."""
    return int(digits) if len(digits) <= 40 else float(digits)
