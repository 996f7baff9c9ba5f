"""Which assets are devices."""

from __future__ import annotations

from typing import Final

from dashboard.domain.sensors import people_kinds
from data_sources.db import tables as t

IS_DEVICE: Final = t.asset.c.kind.not_in(sorted(people_kinds()))
"""What every list, figure and map of devices asks for: assets that stand for people are in none of them."""
