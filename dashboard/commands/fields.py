"""What the fields of commands are called, and what each may be: the sentences of refusals are made of these."""

from __future__ import annotations

from typing import Annotated, Any, Final, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from dashboard.domain.text import Text

LARGEST_KEY: Final = 2**31 - 1
LONGEST_CODE: Final = 200
LONGEST_TEXT: Final = 500
TOLD: Final = "told"
"""The type of errors that bring their own sentence, in `ctx` as zh and en."""


class FieldWords(NamedTuple):
    """A field's name, and what it may be."""

    name: Text
    allowed: Text


def told(sentence: Text) -> PydanticCustomError:
    """The error for a validator to raise when the field's own words do not say it all."""
    return PydanticCustomError(TOLD, "{en}", {"zh": sentence.zh, "en": sentence.en})


def _no_truth_value(given: Any) -> Any:
    if isinstance(given, bool):
        raise PydanticCustomError("number_expected", "a truth value is no number")
    return given


def _no_zero_byte(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("zero_byte", "the text contains a zero byte")
    return text


Whole = Annotated[int, BeforeValidator(_no_truth_value)]
Key = Annotated[Whole, Field(ge=1, le=LARGEST_KEY)]
Written = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_no_zero_byte)]
Code = Annotated[str, Field(min_length=1, max_length=LONGEST_CODE), AfterValidator(_no_zero_byte)]
MaybeCode = Annotated[str, Field(max_length=LONGEST_CODE), AfterValidator(_no_zero_byte)]
Figure = Annotated[float, BeforeValidator(_no_truth_value), Field(allow_inf_nan=False)]

_KEY: Final = Text(f"1 到 {LARGEST_KEY} 的整数", f"a whole number from 1 to {LARGEST_KEY}")
_CODE: Final = Text(f"1 到 {LONGEST_CODE} 个字", f"a text of 1 to {LONGEST_CODE} characters")
_MAYBE: Final = Text(f"最多 {LONGEST_CODE} 个字", f"a text of at most {LONGEST_CODE} characters")
_TRUTH: Final = Text("true 或 false", "true or false")
_TEXT: Final = Text(f"最多 {LONGEST_TEXT} 个字", f"a text of at most {LONGEST_TEXT} characters")
_FIGURE: Final = Text("有限的数字，或留空", "a finite number, or nothing")
_DAY: Final = Text("日期，如 2026-11-27", "a day such as 2026-11-27")
_MOMENT: Final = Text("完整的日期和时间，如 2026-11-21T22:00", "a whole date and time such as 2026-11-21T22:00")

FIELDS: Final = {
    "action": FieldWords(Text("指令", "the command"), Text("页面上的操作", "one that the page offers")),
    "at": FieldWords(Text("点击时刻", "the moment of the click"), Text("毫秒数", "whole milliseconds since the epoch")),
    "alarm": FieldWords(Text("告警编号", "the alarm's number"), _KEY),
    "alarms": FieldWords(
        Text("告警编号", "the alarms' numbers"),
        Text("1 到 2000 个告警编号", "a list of 1 to 2000 numbers of alarms"),
    ),
    "note": FieldWords(Text("备注", "the note"), _TEXT),
    "reason": FieldWords(Text("原因", "the reason"), Text("1 到 500 个字", "a text of 1 to 500 characters")),
    "until": FieldWords(Text("结束时间", "the end"), _MOMENT),
    "from": FieldWords(Text("开始时间", "the beginning"), _MOMENT),
    "minutes": FieldWords(Text("分钟数", "the minutes"), Text("1 到 43200 的整数", "a whole number from 1 to 43200")),
    "hours": FieldWords(
        Text("小时数", "the hours"),
        Text("整数：搁置 1 到 720，检修 0 到 2160", "a whole number: 1 to 720 on a shelf, 0 to 2160 for maintenance"),
    ),
    "window": FieldWords(Text("检修窗口编号", "the maintenance window's number"), _KEY),
    "rule": FieldWords(Text("规则", "the rule"), _CODE),
    "kind": FieldWords(Text("类型", "the kind"), _CODE),
    "scope": FieldWords(Text("范围", "the scope"), Text("kind、area 或 asset", "kind, area or asset")),
    "scope_ref": FieldWords(Text("类型、区域或设备编号", "the kind, area or asset"), _CODE),
    "fields": FieldWords(Text("表单", "the form"), Text("一组字段", "an object of fields")),
    "minor": FieldWords(Text("黄色阈值", "the minor threshold"), _FIGURE),
    "major": FieldWords(Text("橙色阈值", "the major threshold"), _FIGURE),
    "critical": FieldWords(Text("红色阈值", "the critical threshold"), _FIGURE),
    "hysteresis": FieldWords(Text("回差", "the hysteresis"), _FIGURE),
    "minimum_duration_s": FieldWords(Text("持续时间", "the duration"), _FIGURE),
    "leave_out": FieldWords(Text("留空的级别不再报警", "that empty levels alarm no more"), _TRUTH),
    "enabled": FieldWords(Text("启用", "whether it is on"), _TRUTH),
    "target": FieldWords(
        Text("屏幕编号", "the screen's number"),
        Text(f"0（全部）到 {LARGEST_KEY} 的整数", f"a whole number from 0 (all) to {LARGEST_KEY}"),
    ),
    "name": FieldWords(Text("名称", "the name"), _TEXT),
    "place": FieldWords(Text("位置", "the place"), _TEXT),
    "code": FieldWords(Text("配对码", "the code"), Text("大屏上的 6 位数字", "the 6 digits on the wall")),
    "scene": FieldWords(Text("场景", "the scene"), _CODE),
    "dwell": FieldWords(Text("每场景秒数", "the seconds a scene stays"), Text("20 到 60 的整数", "20 to 60, whole")),
    "to": FieldWords(Text("设备编号", "the asset's number"), _CODE),
    "text": FieldWords(Text("消息", "the message"), Text("最多 60 个字", "a text of at most 60 characters")),
    "lasts": FieldWords(Text("显示秒数", "the seconds it stays"), Text("5 到 86400 的整数", "5 to 86400, whole")),
    "device_ref": FieldWords(Text("设备引用", "the device's reference"), _CODE),
    "asset_id": FieldWords(Text("编号", "the number"), _MAYBE),
    "lon": FieldWords(Text("经度", "the longitude"), _MAYBE),
    "lat": FieldWords(Text("纬度", "the latitude"), _MAYBE),
    "datum_m": FieldWords(Text("安装基准", "the datum"), _MAYBE),
    "path": FieldWords(Text("字段路径", "the field's path"), _CODE),
    "meaning": FieldWords(Text("字段含义", "what the field means"), _MAYBE),
    "unit": FieldWords(Text("单位", "the unit"), _MAYBE),
    "scale": FieldWords(Text("系数", "the factor"), _MAYBE),
    "alike": FieldWords(Text("适用于同类设备", "whether it holds for devices like it"), _TRUTH),
    "person": FieldWords(Text("工号", "the number of the person"), _CODE),
    "to_person": FieldWords(Text("移给谁的工号", "the number of whom it goes to"), _CODE),
    "day": FieldWords(Text("日期", "the day"), _DAY),
    "to_day": FieldWords(Text("移到的日期", "the day that it goes to"), _DAY),
    "shift": FieldWords(Text("班次", "the shift"), _MAYBE),
    "area": FieldWords(Text("责任区", "the area"), _MAYBE),
    "seen": FieldWords(Text("看到的排班", "what was seen there"), _MAYBE),
    "event": FieldWords(Text("事件编号", "the event's number"), _KEY),
    "order": FieldWords(Text("顺序", "the order"), Text("newest 或 oldest", "newest or oldest")),
    "mine": FieldWords(Text("只看我的网格", "my grids only"), _TRUTH),
    "case": FieldWords(Text("是否转案件", "whether it becomes a case"), _TRUTH),
    "join": FieldWords(Text("案件编号", "the case's number"), _KEY),
    "category": FieldWords(Text("小类", "the category"), _MAYBE),
    "into": FieldWords(Text("并入的事件编号", "the number of the event that it merges into"), _KEY),
    "level": FieldWords(Text("级别", "the level"), Text("info 或 urgent", "info or urgent")),
}
