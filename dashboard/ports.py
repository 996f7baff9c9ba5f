"""The ports of the core: what it needs from outside, as protocols that adapters fulfil."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.domain.readings import Delivery, Device, Parsed

if TYPE_CHECKING:
    from dashboard.domain.mappings import MappingRules

Registry = Mapping[str, Device]
"""The devices by their `device_ref`."""


@dataclass(frozen=True, kw_only=True)
class Uplink:
    """One envelope in which devices report.

    `topic_filters` are the MQTT subscriptions it needs (none: it arrives by HTTP only) and `topic_pattern` a
    regular expression that its topics match whole. `read` turns a delivery into canonical observations; it
    raises UnreadablePayload when nothing of the delivery can be understood, and nothing else, whatever the bytes.
    """

    key: str
    topic_filters: tuple[str, ...]
    topic_pattern: str
    read: Callable[[Delivery, MappingRules, Registry], Parsed]
