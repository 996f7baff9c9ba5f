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
    EVIDENCE: Final = Text("将作为处置前照片存入案件", "goes into the case as a picture of before")
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
    PICK_AGAIN: Final = Text("重新点选", "Pick again")
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
    AWAY_LATER: Final = Text("相距 {} m · 晚 {}上报 · {}", "{} m away · reported {} later · {}")
    INTO: Final = Text("可能是同一件，点选即填入案号：", "It may be the same as; a click fills the number in:")
    NONE_SIMILAR: Final = Text("50 米、24 小时内没有同类在办案件", "No open case of this kind within 50 m and 24 hours")
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
    FILED: Final = Text("按规则自动立案", "Filed by rule")
    FILED_BY: Final = Text("规则 {} {} 第 {} 版", "rule {} {} v{}")
    PRECISION: Final = Text(
        "当时查准率 {}%（95% 区间 {}–{}%，{} / {} 件）", "precision then {} % (95 % interval {}–{} %, {} of {})"
    )
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


class AlarmCaseRules:
    """The administrator's tab of rules."""

    TAB: Final = Text("告警立案", "Alarms to cases")
    INTRO: Final = Text(
        "符合规则的告警自动成为案件：同一地点 50 米、24 小时内并入在办案件；超过每小时上限的留给人工或下一小时。",
        "Alarms that a rule means become cases by themselves: within 50 m and 24 hours they join an open case;"
        " what is above the limit an hour waits for people or the next hour.",
    )
    RULE: Final = Text("告警规则", "Alarm")
    SEVERITY: Final = Text("级别不低于", "At least")
    CATEGORY: Final = Text("立案小类", "Becomes")
    CONDITION: Final = Text("立案条件（可空）", "Filing condition (may be empty)")
    OPTIONS: Final = Text("选项", "Options")
    ENABLED: Final = Text("启用", "on")
    URGENT: Final = Text("标为紧急", "flagged as urgent")
    FILES: Final = Text("自动受理并立案", "registered and filed at once")
    MOST: Final = Text("每小时上限", "At most an hour")
    SAVE: Final = Text("保存规则", "Save the rule")
    SAVED: Final = Text("规则已保存：{}", "Rule saved: {}")
    CHOOSE: Final = Text("请选择告警规则", "Choose an alarm")
    CHOOSE_ALL: Final = Text("请选择级别和小类，上限须为数字", "choose severity and category; the limit is a number")
    ON: Final = Text("启用中", "on")
    OFF: Final = Text("未启用", "off")
    PROBLEM: Final = Text("不起作用：{}", "does nothing: {}")
    NONE: Final = Text("还没有规则", "No rules yet")
    NONE_HINT: Final = Text("在下方选择一条告警规则并保存。", "Choose an alarm below and save.")
    BY: Final = Text("{} · {}", "{} · {}")
