"""Uplinks, the envelopes devices report in: one file each, exporting UPLINK."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.domain.mappings import MappingRules
from dashboard.ports.ingest import Uplink
from data_sources.uplinks._usual_devices import usual_devices


@cache
def uplinks() -> dict[str, Uplink]:
    """Every uplink by its key."""
    return collect(sys.modules[__name__], "UPLINK", Uplink)


@cache
def usual_mappings() -> MappingRules:
    """The mappings of the usual devices, out of the box."""
    return MappingRules.from_dicts(usual_devices())
