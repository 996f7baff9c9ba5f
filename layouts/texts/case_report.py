"""The text catalogue of reporting a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.text import Text


class Report:
    """The dialog, and what leads to it."""

    DO: Final = Text("立案", "Report as case")
    BLANK: Final = Text("上报案件", "Report a case")
    TITLE: Final = Text("上报案件", "Report a case")
    OF_ALARM: Final = Text("由告警上报案件", "Report this alarm as a case")
    OF_EVENT: Final = Text("由 AI 事件上报案件", "Report this camera event as a case")
    SOURCE: Final = Text("来源", "Source")
    CATEGORY: Final = Text("小类", "Category")
    CATEGORY_HINT: Final = Text("按名称或代码查找", "Search by name or code")
    DESCRIPTION: Final = Text("情况描述", "What is wrong")
    DESCRIPTION_HINT: Final = Text(
        "看到或听到了什么，有多大，影响谁", "What was seen or heard, how large, who is affected"
    )
    ADDRESS: Final = Text("地址", "Address")
    ADDRESS_HINT: Final = Text("路名、门牌、路口、参照物", "Street, number, crossing, what stands nearby")
    PLACE: Final = Text("位置", "Place")
    PICK: Final = Text("在地图上点选", "Click on the map")
    PICK_AGAIN: Final = Text("重新点选", "Click again")
    PICKING: Final = Text("请在地图上点案发地点（Esc 取消）", "Click the place on the map (Esc to cancel)")
    LON: Final = Text("经度", "Longitude")
    LAT: Final = Text("纬度", "Latitude")
    URGENT: Final = Text("紧急", "Urgent")
    SEND: Final = Text("确认上报", "Report it")
    CANCEL: Final = Text("取消", "Cancel")
    CLOSE: Final = Text("关闭", "Close")
    OPEN_CASE: Final = Text("打开案件", "Open the case")
    ALREADY: Final = Text("已是案件 {}（{}）", "It is the case {} already ({})")
    ALREADY_HINT: Final = Text(
        "传感器恢复后，案件时间线会写明，但不会自动结案。",
        "When the sensor recovers, the case's timeline says so; nothing is closed by it.",
    )
    USUALLY: Final = Text("一般情形", "as a rule")
    LIMITS: Final = Text("立案后处置时限 {}", "To be handled within {} of the filing")
    SAME: Final = Text(
        "附近 24 小时内有 {} 件同类在办案件，先看是不是同一件：",
        "{} open of this kind nearby within 24 hours; look whether it is the same:",
    )
    AWAY: Final = Text("相距 {} m · {}前上报 · {}", "{} m away · reported {} ago · {}")
    RECURS: Final = Text(
        "易复发：此处 90 天内已结同类案件 {} 件：{}", "Recurrent place: {} of this kind closed here within 90 days: {}"
    )
    IS_ALREADY: Final = Text("已是案件 {}，为您打开", "It is the case {} already; here it is")
    DONE: Final = Text("已上报：案件 {}", "Reported: case {}")
    CASE: Final = Text("案件 {}", "Case {}")
    CASE_STATE: Final = Text("案件 {} · {}", "Case {} · {}")


class Discovered:
    """What alarms, readings and clocks say on the timeline."""

    TIED: Final = Text("并入本案", "joined this case")
    LIMIT: Final = Text("限值 {}", "limit {}")
    AWAY: Final = Text("相距 {} m", "{} m away")
    SEEN: Final = Text("共 {} 次", "seen {} times")
    READING: Final[Mapping[str, Text]] = {
        "first": Text("开始超限", "beyond the limit"),
        "worst": Text("最严重", "the worst"),
        "normal": Text("恢复正常", "back to normal"),
    }
    WHOLE: Final = Text("全程", "Whole case")
    STEP: Final = Text("本步 {}", "Step: {}")
    DUE: Final = Text("期限 {}", "due {}")
    TOLD: Final = Text("提醒 {}", "told: {}")
    AND: Final = Text("、", ", ")
    RECOMPUTED: Final = Text("节假日公布，期限重算", "Counted anew by the list of holidays")
    NEW_DUE: Final = Text("新期限 {}", "now due {}")
