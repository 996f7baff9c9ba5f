"""The payloads of our own in tests/fixtures/positions; frames stand there in hexadecimal digits, field by field."""

from __future__ import annotations

import re
from functools import reduce
from operator import xor
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures/positions"


def payload(name: str) -> bytes:
    """The bytes of a file; of frames without the remarks."""
    content = (FIXTURES / name).read_bytes()
    return bytes.fromhex(re.sub(r"#.*", "", content.decode())) if name.endswith(".hex") else content


def frame(header: str, body: str) -> bytes:
    """A whole frame of JT/T 808 from hexadecimal digits, escaped; the checksum is added."""
    content = bytes.fromhex(header + body)
    content += bytes([reduce(xor, content)])
    return (
        b"\x7e"
        + b"".join({0x7E: b"\x7d\x02", 0x7D: b"\x7d\x01"}.get(each, bytes([each])) for each in content)
        + b"\x7e"
    )
