"""The text catalogue of the device page."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Devices:
    """The device page."""

    TABS: Final = {
        "register": Text("设备清单", "Register"),
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
    SAVE: Final = Text("保存", "Save")
    RESET: Final = Text("恢复默认", "Reset")
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


class Drainage:
    """The drainage overview."""

    STATIONS: Final = Text("监测站在线", "Stations online")
    FULL: Final = Text("充满度 ≥ 0.8", "Fill ratio ≥ 0.8")
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
    SINCE_START: Final = Text("自接入进程启动", "since the ingest started")
    LIST: Final = Text("隔离区", "Quarantine")
    LIST_NOTE: Final = Text("原文保存，共 {} 条", "kept verbatim, {} in all")
    WHAT: Final = Text("怎么办", "What to do")
    NONE: Final = Text("没有读不懂的消息", "Every message could be read")
    NONE_HINT: Final = Text(
        "无法识别的消息会原样保存在这里，补充设备或映射后可重新读取，不会丢失。",
        "What cannot be read is kept here word for word and read again once a device or mapping was added.",
    )
    REASONS: Final = {
        "unknown_device": Text("未登记的设备", "Unknown device"),
        "no_mapping": Text("没有映射", "No mapping"),
        "missing_datum": Text("缺少安装基准", "No datum"),
        "not_decoded": Text("未解码", "Not decoded"),
        "no_values": Text("没有可用的数值", "No usable value"),
        "bad_json": Text("不是有效的 JSON", "Not valid JSON"),
        "bad_shape": Text("结构不符", "Unexpected shape"),
        "bad_topic": Text("主题不符", "Unexpected topic"),
        "bad_image": Text("图片无法读取", "Unreadable picture"),
        "unknown_event": Text("未知事件", "Unknown event"),
        "unknown_topic": Text("未知主题", "Unknown topic"),
        "bad_time": Text("时间不可信", "Implausible time"),
        "not_a_number": Text("不是数字", "Not a number"),
        "out_of_range": Text("数值越界", "Value out of range"),
        "unknown_value": Text("未知取值", "Unknown value"),
        "bad_unit": Text("单位不符", "Unexpected unit"),
        "too_large": Text("报文过大", "Too large"),
    }
    _FIELD: Final = Text(
        "只有这一个字段被拒绝，其余已入库。检查传感器，或修正映射。",
        "Only this field was refused, the others are stored. Look at the sensor, or correct the mapping.",
    )
    ADVICE: Final = {
        "unknown_device": Text(
            "用 manage.py import devices 导入该设备，然后运行 manage.py requeue。",
            "Import the device with manage.py import devices, then run manage.py requeue.",
        ),
        "no_mapping": Text(
            "用 manage.py import mappings 补充字段映射，然后运行 manage.py requeue。",
            "Add a mapping with manage.py import mappings, then run manage.py requeue.",
        ),
        "missing_datum": Text(
            "为该设备导入安装基准 datum_m，然后运行 manage.py requeue。",
            "Import the device with its datum_m, then run manage.py requeue.",
        ),
        "not_decoded": Text(
            "网络服务器转发了原始字节：在那里为设备配置解码器。",
            "The network server passed raw bytes on: give the device profile a codec there.",
        ),
        "no_values": Text(
            "报文里没有已映射的字段：修正映射，然后运行 manage.py requeue。",
            "Nothing in it is mapped: correct the mapping, then run manage.py requeue.",
        ),
        "bad_time": Text("校准设备时钟。", "Set the device's clock."),
        "unknown_topic": Text(
            "检查设备的发布主题；自有格式可补充 generic 映射。",
            "Check the topic the device publishes to; for your own format add a generic mapping.",
        ),
        "not_a_number": _FIELD,
        "out_of_range": _FIELD,
        "unknown_value": _FIELD,
        "bad_unit": _FIELD,
        "too_large": Text("把报文拆成几条发送（上限 8 MB）。", "Send it in parts (8 MB at most)."),
    }
    ADVICE_ELSE: Final = Text(
        "检查设备的报文格式；修正后新消息自动入库。", "Check what the device sends; once mended, new messages land."
    )
