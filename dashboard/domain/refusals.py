"""Why a value is not taken, in words that people read."""

from __future__ import annotations

import re
from typing import Final

from dashboard.domain.durations import DAY_US
from dashboard.domain.text import Text

NO_MEASUREMENT: Final = "no_measurement"
OUT_OF_RANGE: Final = "out_of_range"
DOUBTFUL_ZONE: Final = "doubtful_zone"
WRONG_CLOCK: Final = "wrong_clock"
_HOURS: Final = re.compile(r"([+-][0-9]{1,3}) h")
TIME_FIELD: Final = "time"
"""Stands for the measuring time among the fields whose values are refused."""

REFUSALS_COUNT_FOR_US: Final = 7 * DAY_US
"""What was last refused longer ago than this is history: it troubles nobody any more."""

REFUSALS: Final[dict[str, Text]] = {
    NO_MEASUREMENT: Text("传感器的无效值，不是测量结果", "what the sensor says when it has no measurement"),
    OUT_OF_RANGE: Text("超出合理范围", "outside the plausible range"),
    "not_a_number": Text("不是数字", "not a number"),
    "unknown_value": Text("映射中没有这个取值", "not among the values of the mapping"),
    "bad_unit": Text("单位不符", "not a unit of this metric"),
    "missing_datum": Text("设备缺少安装基准 datum_m", "a distance, and the device has no datum_m"),
    "bad_time": Text("时间无法识别，请校时", "not a time that can be true; set the clock"),
    WRONG_CLOCK: Text("时钟偏差整小时，请核对时区设置", "the clock is off by whole hours; check its time zone"),
    DOUBTFUL_ZONE: Text(
        "时间未写时区，疑为 UTC：请在映射中写 zone: UTC",
        "a time without zone that looks like UTC: write zone: UTC in the mapping",
    ),
}
"""By code; the codes are stable."""


def refusal_text(code: str, value: str) -> Text:
    """Return why the value is not taken; a wrong clock says by how many hours it is fast or slow."""
    if code == WRONG_CLOCK and (found := _HOURS.fullmatch(value)):
        hours = int(found[1])
        return Text(
            f"时钟{'快' if hours > 0 else '慢'} {abs(hours)} 小时，请核对时区设置",
            f"the clock is {abs(hours)} h {'fast' if hours > 0 else 'slow'}; check its time zone",
        )
    return REFUSALS.get(code, Text(code, code))
