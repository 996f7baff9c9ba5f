"""Whether a text shows personal data, however they are written there."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus


def spellings(value: str) -> set[str]:
    """A value as it may stand in logs, addresses, JSON, or as `repr` writes bytes."""
    plain = value.encode()
    return {
        value,
        quote(value),
        quote_plus(value),
        json.dumps(value)[1:-1],
        repr(plain)[2:-1],
        base64.b64encode(plain).decode(),
        repr(value.encode("gb18030"))[2:-1],
    }


def traces(texts: Iterable[str], values: Iterable[str]) -> list[str]:
    """The lines of the texts that show one of the values."""
    wanted = [spelt.lower() for value in values for spelt in spellings(value)]
    return [line for text in texts for line in text.splitlines() if any(each in line.lower() for each in wanted)]
