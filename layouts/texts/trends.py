"""Where a story of the queue goes, in the words of what it measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.story_trends import Trend
from dashboard.domain.text import Text

_SPREADING: Final = Text("仍在增多", "spreading")

RISING: Final[Mapping[Trend, Text]] = {
    Trend.WORSE: Text("仍在上涨", "rising"),
    Trend.SPREADING: _SPREADING,
    Trend.EASED: Text("已回落", "eased"),
}
FALLING: Final[Mapping[Trend, Text]] = {
    Trend.WORSE: Text("仍在下降", "falling"),
    Trend.SPREADING: _SPREADING,
    Trend.EASED: Text("已回升", "recovering"),
}
WORSENING: Final[Mapping[Trend, Text]] = {
    Trend.WORSE: Text("仍在加重", "worsening"),
    Trend.SPREADING: _SPREADING,
    Trend.EASED: Text("已缓解", "eased"),
}
