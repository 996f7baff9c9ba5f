"""The text catalogue of the device page."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Devices:
    """The device page."""

    TABS: Final = {
        "register": Text("设备清单", "Register"),
        "ghosts": Text("新设备", "New devices"),
        "thresholds": Text("阈值", "Thresholds"),
        "drainage": Text("管网运行总览", "Drainage network"),
        "parking": Text("停车总览", "Parking"),
        "maintenance": Text("检修", "Maintenance"),
        "quality": Text("数据质量", "Data quality"),
    }
    ALL_KINDS: Final = Text("全部类型", "All kinds")
    ALL_STATES: Final = Text("全部状态", "All states")
    ALL_GRIDS: Final = Text("全部网格", "All grids")
    FILTER: Final = Text("编号、名称、街路、设备引用", "Number, name, street, reference")
    NUMBER: Final = Text("编号", "Number")
    NAME: Final = Text("名称", "Name")
    KIND: Final = Text("类型", "Kind")
    GRID: Final = Text("网格", "Grid")
    VALUE: Final = Text("数值", "Value")
    BATTERY: Final = Text("电量", "Battery")
    SEEN: Final = Text("最近上报", "Last report")
    REFERENCE: Final = Text("设备引用", "Reference")
    RANGE: Final = Text("{}–{} / 共 {} 台", "{}–{} of {}")
    NONE: Final = Text("没有符合条件的设备", "No device matches")
    NONE_HINT: Final = Text(
        "放宽筛选条件；新设备用 manage.py import devices 导入。",
        "Loosen the filters; new devices come with manage.py import devices.",
    )


class Limits:
    """The thresholds tab."""

    INTRO: Final = Text(
        "默认阈值来自设备类型；可按整个类型、区域或单台设备修改，范围越小优先级越高。",
        "Defaults come with the device type; change them for a whole type, an area or one device: the narrower wins.",
    )
    OFF: Final = Text("停用", "Off")
    ON: Final = Text("启用", "On")
    ASLEEP: Final = Text("未设阈值", "No threshold set")
    HYSTERESIS: Final = Text("回差", "Hysteresis")
    DURATION: Final = Text("持续", "For at least")
    SECONDS: Final = Text("秒", "s")
    SCOPES: Final = {
        "kind": Text("整个类型", "Whole type"),
        "area": Text("区域", "Area"),
        "asset": Text("单台设备", "One device"),
    }
    SCOPE_REF: Final = Text("区域编码或设备编号", "Area code or device number")
    EMPTY: Final = Text("级别留空", "Empty level")
    EMPTY_REFUSED: Final = Text("不允许", "refuse")
    EMPTY_QUIET: Final = Text("不再报警", "no alarm")
    SAVE: Final = Text("保存", "Save")
    RESET: Final = Text("恢复默认", "Back to the default")
    KEEP: Final = Text("保留改动", "Keep the change")
    EDIT: Final = Text("修改", "Change")
    COMPARISON: Final = {
        "above": Text("高于", "above"),
        "below": Text("低于", "below"),
        "equals": Text("等于", "is"),
        "magnitude": Text("偏离超过", "off by more than"),
        "rise": Text("{} 内上升", "rise within {}"),
        "total": Text("{} 内累计", "sum within {}"),
        "silence": Text("无上报超过", "silent for"),
    }
    UPGRADE: Final = Text("{} 内再升 {} 提高一级", "one level worse when it rises {1} within {0}")


class Preview:
    """What a change of a rule would do."""

    TRY: Final = Text("预览", "Preview")
    STANDS: Final = Text("将在 {} 台设备上报警；", "Would stand on {} of {} devices now; ")
    PAST: Final = Text("近 {}：{} → {} 起告警，", "last {}: {} → {} alarms, ")
    NO_RED: Final = Text("其间没有红色", "no red ones among them")
    RED_KEPT: Final = Text("红色无遗漏", "no red one missed")
    RED_MISSED: Final = Text("红色漏报 {} 起（共 {} 起）", "{} of {} red ones missed")
    PART: Final = Text("（历史按 {1} 台中的 {0} 台计算）", " (history of {0} of the {1} devices)")
    NO_PAST: Final = Text("还没有历史可以回放", "there is no history yet to try it on")
    NO_DEVICE: Final = Text("这个范围内没有测量该指标的设备", "No device in this scope measures it")
    SILENCE: Final = Text(
        "无上报没有读数可以回放，不能预览；改动照样生效",
        "Silence leaves no readings to try it on; the change works all the same",
    )


class Drainage:
    """The drainage overview."""

    STATIONS: Final = Text("监测站在线", "Stations online")
    FULL: Final = Text("充满度 ≥ {}", "Fill ratio ≥ {}")
    ALARMS: Final = Text("未清除告警", "Open alarms")
    RAIN: Final = Text("近 1 小时雨量", "Rain, last hour")
    ROADS: Final = Text("积水点", "Water points")
    MAP: Final = Text("管网", "Network")
    MAP_NOTE: Final = Text("颜色为上游站充满度，点击查看", "Coloured by fill ratio upstream; click a station")
    LIST: Final = Text("排水监测站", "Drainage stations")
    ALL: Final = Text("全部 {} 座监测站 →", "all {} stations →")
    LIST_NOTE: Final = Text("充满度 · 近 2 小时", "fill ratio · last 2 h")
    NONE: Final = Text("还没有排水设备", "No drainage device yet")
    NONE_HINT: Final = Text(
        "导入类型为 drainage、road_water 或 rain 的设备后显示在这里。",
        "Import devices of kind drainage, road_water or rain.",
    )


class Parking:
    """The parking overview."""

    CAR_PARKS: Final = Text("停车场", "Car parks")
    ROADSIDE: Final = Text("路内泊位", "Roadside bays")
    OCCUPIED: Final = Text("已占用", "occupied")
    TURNOVER_RULE: Final = Text("周转率 = 今日到达 / 泊位", "turnover = arrivals today / bays")
    ARRIVALS: Final = Text("今日到达", "Arrivals today")
    STREETS: Final = Text("按街路", "By street")
    STREET: Final = Text("街路", "Street")
    BAYS: Final = Text("泊位", "Bays")
    SHARE: Final = Text("占用率", "Occupied")
    CARS: Final = Text("辆", "cars")
    NONE: Final = Text("还没有停车设备", "No parking device yet")
    NONE_HINT: Final = Text(
        "导入类型为 car_park 或 parking_bay 的设备后显示在这里。", "Import devices of kind car_park or parking_bay."
    )


class Quality:
    """The data quality tab."""

    RECEIVED: Final = Text("已接收", "Received")
    COMMITTED: Final = Text("已入库", "Committed")
    REPEATED: Final = Text("重复", "Repeated")
    QUARANTINED: Final = Text("隔离", "Quarantined")
    UNMAPPED: Final = Text("未映射字段", "Unmapped fields")
    REFUSED: Final = Text("未采用的数值", "Values not taken")
    SINCE_START: Final = Text("自接入进程启动", "since the ingest started")
    LIST: Final = Text("隔离区", "Quarantine")
    LIST_NOTE: Final = Text("原文保存，共 {} 条", "kept verbatim, {} in all")
    EXAMPLE: Final = Text("示例", "Example")
    SPAN: Final = Text("不同报文 {} 条 · 收到 {} 次 · {} 至 {}", "different messages {} · arrivals {} · {} to {}")
    WHAT: Final = Text("怎么办", "What to do")
    NONE: Final = Text("没有读不懂的消息", "Every message could be read")
    NONE_HINT: Final = Text(
        "无法识别的消息会原样保存在这里，补充设备或映射后会自动重新读取，不会丢失。",
        "What cannot be read is kept here word for word and read again by itself once a device or mapping was added.",
    )


class Refusals:
    """Values that were not taken."""

    TITLE: Final = Text("未采用的数值", "Values not taken")
    PERIOD: Final = Text("近 7 天", "last 7 days")
    LIST: Final = Text("有未采用数值的设备", "Devices with values not taken")
    LIST_NOTE: Final = Text("近 7 天，共 {} 台，点击查看设备", "last 7 days, {} in all; click for the device")
    TIME: Final = Text("时间", "Time")
    NEWEST: Final = Text("最新值", "newest")
    SINCE: Final = Text("{} 起", "since {}")
    LAST: Final = Text("最近", "last")
