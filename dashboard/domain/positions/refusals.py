"""Why a position is not believed, in words that people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dashboard.domain.text import Text


class PositionRefusal(StrEnum):
    """What is wrong with a position; the values are stable."""

    NOT_LOCATED = "not_located"
    NOT_FINITE = "not_finite"
    OFF_THE_GLOBE = "off_the_globe"
    ZERO = "zero"
    OUTSIDE_CHINA = "outside_china"
    IN_THE_FUTURE = "in_the_future"
    TOO_OLD = "too_old"
    TOO_FAST = "too_fast"
    INACCURATE = "inaccurate"
    JUMP = "jump"

    @property
    def text(self) -> Text:
        """What it is called on pages, with what to do."""
        return REFUSAL_TEXTS[self]


REFUSAL_TEXTS: Final[dict[PositionRefusal, Text]] = {
    PositionRefusal.NOT_LOCATED: Text("设备未定位，请到开阔处", "no fix yet; go where the sky is open"),
    PositionRefusal.NOT_FINITE: Text("经纬度不是有效数字", "longitude or latitude is no finite number"),
    PositionRefusal.OFF_THE_GLOBE: Text(
        "经纬度越界，请核对单位与顺序", "longitude or latitude is off the globe; check their unit and order"
    ),
    PositionRefusal.ZERO: Text("经纬度为 0，设备未定位", "0, 0 is what devices write without a fix"),
    PositionRefusal.OUTSIDE_CHINA: Text(
        "位置在中国之外，经纬度是否颠倒？", "outside China; are longitude and latitude exchanged?"
    ),
    PositionRefusal.IN_THE_FUTURE: Text("时间超前 2 分钟以上，请校时", "more than 2 min ahead; set the clock"),
    PositionRefusal.TOO_OLD: Text("时间早于 24 小时前，请校时", "more than 24 h old; set the clock"),
    PositionRefusal.TOO_FAST: Text("上报速度超过 70 m/s", "it reports more than 70 m/s"),
    PositionRefusal.INACCURATE: Text("定位精度差于 1000 m", "its accuracy is worse than 1,000 m"),
    PositionRefusal.JUMP: Text("与上一位置相比速度超过 70 m/s", "farther from the last one than 70 m/s reach"),
}
"""By refusal; a test holds that none is missing."""
