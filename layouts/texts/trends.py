"""Where a story of the queue goes, in the words of what it measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.story_trends import Trend
from dashboard.domain.text import Text

_SPREADING: Final = Text("仍在增多", "still spreading")

RISING: Final[Mapping[Trend, Text]] = {
    Trend.WORSE: Text("仍在上涨", "still rising"),
    Trend.SPREADING: _SPREADING,
    Trend.EASED: Text("已回落", "has eased"),
}
FALLING: Final[Mapping[Trend, Text]] = {
    Trend.WORSE: Text("仍在下降", "still falling"),
    Trend.SPREADING: _SPREADING,
    Trend.EASED: Text("已回升", "recovering"),
}
WORSENING: Final[Mapping[Trend, Text]] = {
    Trend.WORSE: Text("仍在加重", "still worsening"),
    Trend.SPREADING: _SPREADING,
    Trend.EASED: Text("已缓解", "has eased"),
}
