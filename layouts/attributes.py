"""Attributes of HTML elements that Dash knows only as wildcards: data-* and aria-*."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def attributes(values: Mapping[str, str]) -> dict[str, Any]:
    """`values` in the type that component constructors accept as further keyword arguments."""
    return dict(values)
