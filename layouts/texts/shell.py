"""The text catalogue: every visible sentence in Chinese and English, by place."""

from __future__ import annotations

from typing import Final

from dashboard.domain.readouts import AlarmStanding, HistoryRange
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.text import Text

STATE: Final = {
    AssetState.NORMAL: Text("正常", "Normal"),
    AssetState.MINOR: Text("黄色告警", "Yellow alarm"),
    AssetState.MAJOR: Text("橙色告警", "Orange alarm"),
    AssetState.CRITICAL: Text("红色告警", "Red alarm"),
    AssetState.OFFLINE: Text("离线", "Offline"),
}
STATE_SHORT: Final = {
    AssetState.NORMAL: Text("正常", "Normal"),
    AssetState.MINOR: Text("黄色", "Yellow"),
    AssetState.MAJOR: Text("橙色", "Orange"),
    AssetState.CRITICAL: Text("红色", "Red"),
    AssetState.OFFLINE: Text("离线", "Offline"),
}
SEVERITY: Final = {
    Severity.MINOR: Text("黄色", "Yellow"),
    Severity.MAJOR: Text("橙色", "Orange"),
    Severity.CRITICAL: Text("红色", "Red"),
}
STANDING: Final = {
    AlarmStanding.OPEN: Text("待确认", "To confirm"),
    AlarmStanding.ACKNOWLEDGED: Text("已确认", "Confirmed"),
    AlarmStanding.SHELVED: Text("已搁置", "Shelved"),
    AlarmStanding.CLEARED: Text("已恢复", "Cleared"),
}
RANGE: Final = {
    HistoryRange.DAY: Text("24 小时", "24 h"),
    HistoryRange.WEEK: Text("7 天", "7 d"),
    HistoryRange.MONTH: Text("30 天", "30 d"),
    HistoryRange.YEAR: Text("1 年", "1 y"),
}
AREA_LEVEL: Final = {
    "built_up_area": Text("建成区", "Built-up area"),
    "block": Text("区块", "Block"),
    "grid": Text("网格", "Grid"),
    "line": Text("线条", "Line"),
    "unit_grid": Text("单元网格", "Unit grid"),
}
MOMENT: Final = {
    "raised": Text("告警产生", "Raised"),
    "worsened": Text("告警升级", "Worsened"),
    "eased": Text("告警减轻", "Eased"),
    "reraised": Text("再次触发", "Raised again"),
    "cleared": Text("自动恢复", "Cleared by itself"),
    "acknowledged": Text("确认", "Confirmed"),
    "shelved": Text("搁置", "Shelved"),
    "unshelved": Text("取消搁置", "Unshelved"),
    "resumed": Text("检修结束，告警仍在", "Maintenance over, still there"),
    "suppressed": Text("检修期间记录", "Recorded during maintenance"),
}


class Brand:
    """Name and document."""

    NAME: Final = Text("绣花", "Xiuhua")
    LATIN: Final = Text("XIUHUA", "绣花")
    SKIP: Final = Text("跳到主要内容", "Skip to content")


class Top:
    """The top bar."""

    SEARCH: Final = Text("搜索 设备 / 案件 / 街路 / 网格", "Search device / case / street")
    CONNECTING: Final = Text("正在连接", "Connecting")
    THEME: Final = Text("切换深色、浅色", "Switch dark and light")
    LANGUAGE: Final = Text("中 / EN", "中 / EN")
    LANGUAGE_HINT: Final = Text("Switch to English", "切换到中文")
    NAVIGATION: Final = Text("页面", "Pages")


class SystemHealth:
    """What is not well with the system."""

    PARTS: Final[dict[str, Text]] = {
        "database": Text("数据库", "Database"),
        "broker": Text("消息服务", "Broker"),
        "ingest": Text("采集", "Ingest"),
        "worker": Text("后台任务", "Worker"),
        "jobs": Text("长任务", "Jobs"),
        "cameras": Text("摄像头接入", "Cameras"),
        "webhooks": Text("外部系统", "Other systems"),
        "cases": Text("案件", "Cases"),
    }
    DOWN: Final = Text("{}中断", "{} down")
    DEGRADED: Final = Text("{}异常", "{} degraded")
    FILLING: Final = Text("{}存储已用 {} %", "{} store {} % full")
    JUMPS: Final[dict[str, Text]] = {
        "quarantined": Text("隔离激增：近 5 分钟 {} % 的消息", "Quarantine jumped: {} % of messages in 5 min"),
        "unmapped": Text("未映射激增：近 5 分钟 {} % 的字段", "Unmapped jumped: {} % of fields in 5 min"),
    }
    JOIN: Final = Text(" · ", " · ")


class Search:
    """Search results."""

    ASSETS: Final = Text("设备", "Devices")
    CASES: Final = Text("案件", "Cases")
    STREETS: Final = Text("街路", "Streets")
    GRIDS: Final = Text("网格", "Grids")
    NOTHING: Final = Text("没有找到「{}」", "Nothing found for “{}”")
    NOTHING_HINT: Final = Text(
        "可以输入设备编号（JG-0413）、案号、位置、街路或网格名称",
        "Try a device number (JG-0413), a case number, a place, a street or a grid",
    )
    CHOOSE: Final = Text("选择", "choose")
    OPEN: Final = Text("打开", "open")
    CLOSE: Final = Text("关闭", "close")
    MORE: Final = Text("还有 {} 条", "{} more")


class NotFound:
    """An address that leads nowhere."""

    PAGE: Final = Text("没有这个页面", "No such page")
    NO_RIGHT: Final = Text("没有权限", "No right to this page")
    HOME: Final = Text("回到我的首页", "Back to where I begin")
    SIGN_IN: Final = Text("换个账号登录", "Sign in with another account")
    TITLE: Final = Text("没有这个页面", "There is no such page")
    HINT: Final = Text("地址可能输错了，或者链接已经过期。", "The address may be mistyped, or the link is out of date.")
    BACK: Final = Text("回到指挥台", "Back to the desk")


class Queue:
    """The queue on the left of the desk."""

    TITLE: Final = Text("待处理", "To handle")
    OLDEST: Final = Text("最早 {}", "oldest {}")
    ALL: Final = Text("全部", "All")
    ALARMS: Final = Text("告警", "Alarms")
    EVENTS: Final = Text("AI 事件", "AI events")
    REPORTS: Final = Text("上报", "Reports")
    NO_REPORTS: Final = Text("没有待受理的上报", "No report waits")
    NO_REPORTS_HINT: Final = Text(
        "采集员、市民、热线和座席上报后在这里受理、立案。",
        "Reports of collectors, citizens, hotline and seats are taken in and filed here.",
    )
    REPORT_STEP: Final = Text("{} →", "{} →")
    MORE_REPORTS: Final = Text("全部 {} 件 →", "All {} →")
    CURRENT: Final = Text("当前", "Current")
    SHELVED: Final = Text("已搁置", "Shelved")
    NO_ALARMS: Final = Text("当前没有未清除的告警", "No alarm is open")
    NO_ALARMS_HINT: Final = Text(
        "设备读数越过阈值后，告警会立即出现在这里；阈值在「物联 · 阈值」中调整。",
        "As soon as a reading passes a threshold its alarm appears here; set thresholds under Devices · Thresholds.",
    )
    MINE: Final = Text("只看我的网格", "My grids only")
    NO_MINE: Final = Text("我的网格里没有", "Nothing in my grids")
    NO_MINE_HINT: Final = Text("再点一下「只看我的网格」可看全城。", "Press My grids only again to see the whole city.")
    NO_SHELVED: Final = Text("没有搁置的告警", "No alarm is shelved")
    NO_SHELVED_HINT: Final = Text(
        "搁置的告警到期或变得更严重时会自动回到「当前」。",
        "A shelved alarm returns to Current when its time ends or when it gets worse.",
    )
    TIMES: Final = Text("{} 次", "×{}")
    MERGED: Final = Text("合并 {} 次", "{} merged")
    OTHERS: Final = Text("其他告警", "Other alarms")
    PLACES: Final = Text("处", "places")
    STORIES: Final = Text("{} 件事", "{} stories")
    FRESH: Final = Text("{} 条新", "{} new")
    WORST: Final = Text("峰值 {}", "worst {}")
    STEP_ACKNOWLEDGE: Final = Text("确认 {} 条", "Confirm {}")
    STEP_LOOK: Final = Text("先看 {}", "Look at {}")
    MORE_ROWS: Final = Text(
        "另有 {} 处较轻的未列出，见「物联 · 设备」", "{} milder ones are not listed; see Devices · Register"
    )
    SEEN_ALL: Final = Text("全部看过", "All seen")
    SEEN_ALL_HINT: Final = Text(
        "此后新增或变重的告警才标为「新」", "From now on only new or worse alarms are marked as new"
    )
    KEY_ACK: Final = Text("确认", "confirm")
    KEY_NEXT: Final = Text("下一条", "next")
    KEY_SHELVE: Final = Text("搁置", "shelve")
    KEY_SEARCH: Final = Text("搜索", "search")
    LIST: Final = Text("列表", "List")
    MAP: Final = Text("地图", "Map")


class Layers:
    """The layer tree and the legend."""

    TITLE: Final = Text("图层", "Layers")
    HOME: Final = Text("全城", "Whole city")
    HOME_HINT: Final = Text("回到全城视图", "Show the whole city")
    GRIDS: Final = Text("网格", "Grids")
    PEOPLE: Final = Text("在岗人员", "People on duty")
    PLACES: Final = Text("疏导点与许可", "Places and permits")
    ALWAYS: Final = Text("关闭的图层仍显示橙、红告警", "Orange and red alarms of hidden layers stay in sight")
    CAMERA: Final = Text("视频", "Camera")
    SPEAKER: Final = Text("音柱", "Speaker")


class Overview:
    """The right column of the desk while nothing is selected."""

    TITLE: Final = Text("运行概况", "City now")
    DEVICES: Final = Text("物联感知", "Devices online")
    ONLINE: Final = Text("在线", "online")
    DRAINAGE: Final = Text("排水与积水", "Drainage and water")
    PARKING: Final = Text("智慧停车", "Parking")
    OCCUPANCY: Final = Text("占用率", "occupied")
    TURNOVER: Final = Text("周转率", "turnover")
    STAY: Final = Text("平均时长", "mean stay")
    ARRIVALS: Final = Text("路内泊位今日到达（辆/小时）", "Roadside arrivals today (cars an hour)")
    FREE: Final = Text("余", "free")
    PER_DAY: Final = Text("次/日", "a day")
    MINUTES: Final = Text("分", "min")
    WARNINGS: Final = Text("告警 {}", "alarms {}")
    PARKS: Final = Text("{} 场 · {} 泊位", "car parks {} · bays {}")


class Detail:
    """The drawer."""

    CLOSE: Final = Text("关闭", "Close")
    SHARE: Final = Text("复制链接", "Copy link")
    SHARED: Final = Text("链接已复制", "Link copied")
    SINCE: Final = Text("{} 起", "since {}")
    NEVER: Final = Text("从未上报", "never reported")
    SEEN: Final = Text("最近上报", "last report")
    NOW: Final = Text("实时数据", "Live values")
    NO_VALUES: Final = Text("还没有读数", "No reading yet")
    NO_VALUES_HINT: Final = Text(
        "设备第一次上报后，这里显示实时数值和历史曲线。", "Live values and history appear after the first report."
    )
    HISTORY: Final = Text("历史", "History")
    HOURLY: Final = Text("每小时均值与范围", "hourly mean and range")
    RAW: Final = Text("原始读数", "raw readings")
    ROLLING: Final = Text("逐次读数滚动计算", "rolling, at each reading")
    QUANTITY: Final = {"total": Text("{}{}", "{1} over {0}"), "rise": Text("{}内{}上升", "Rise of {1} in {0}")}
    RAISED: Final = Text("{} 报警", "alarm {}")
    NO_HISTORY: Final = Text("这段时间没有数据", "No data in this period")
    ALARMS: Final = Text("告警", "Alarms")
    NO_ALARMS: Final = Text("没有告警记录", "No alarm on record")
    PLACE: Final = Text("位置与责任", "Place and duty")
    STREET: Final = Text("街路", "Street")
    AREA: Final = Text("网格", "Grid")
    SQUAD: Final = Text("中队", "Squad")
    DUTY: Final = Text("责任", "Duty")
    POSITION: Final = Text("坐标", "Position")
    DEVICE: Final = Text("设备", "Device")
    REFERENCE: Final = Text("设备引用", "Reference")
    DATUM: Final = Text("安装基准", "Datum")
    ACKNOWLEDGE: Final = Text("确认告警", "Confirm")
    SHELVE: Final = Text("搁置", "Shelve")
    UNSHELVE: Final = Text("取消搁置", "Unshelve")
    GONE: Final = Text("没有编号为 {} 的设备", "There is no device {}")
    GONE_HINT: Final = Text(
        "链接可能已过期，或该设备已从清单中删除。可用搜索查找。",
        "The link may be old, or the device left the register. Try the search.",
    )
    EVENT_GONE: Final = Text("该事件已不存在", "This event no longer exists")


class Event:
    """A camera event in the drawer."""

    TIME: Final = Text("时间", "Time")
    CAMERA: Final = Text("摄像机", "Camera")
    PLACE: Final = Text("位置", "Place")
    GRID: Final = Text("网格", "Grid")
    CATEGORY: Final = Text("类别", "Category")
    CONFIDENCE: Final = Text("置信度", "Confidence")
    REPEATS: Final = Text("合并", "Merged")
    REPEATS_VALUE: Final = Text("{} 次，最近 {}", "×{}, last {}")
    ZONE: Final = Text("区域", "Zone")
    NO_PICTURE: Final = Text("该事件没有截图", "This event came without a picture")
    CLEAR: Final = Text("看原图", "Unblurred picture")
    CLEAR_HINT: Final = Text(
        "人脸和车牌默认打码；查看原图会记入审计",
        "Faces and plates are blurred; that you look is kept in the audit log",
    )
    OPEN_CAMERA: Final = Text("查看摄像机", "Open the camera")


class Shelve:
    """The dialog that shelves an alarm."""

    TITLE: Final = Text("搁置告警", "Shelve the alarm")
    EXPLAIN: Final = Text(
        "搁置期间不再上色和提示；到期或变得更严重时自动回来。",
        "While shelved it neither colours the map nor asks for attention; it returns in time, or when it gets worse.",
    )
    REASON: Final = Text("原因（必填）", "Reason (required)")
    REASONS: Final = (
        Text("正在检修", "Under repair"),
        Text("已派人处理", "Somebody is on the way"),
        Text("传感器误报", "Sensor fault"),
    )
    FOR: Final = Text("搁置时长", "For how long")
    HOURS: Final = (
        (1, Text("1 小时", "1 h")),
        (4, Text("4 小时", "4 h")),
        (24, Text("24 小时", "24 h")),
        (168, Text("7 天", "7 d")),
    )
    DO: Final = Text("搁置", "Shelve")
    CANCEL: Final = Text("取消", "Cancel")


class Said:
    """Short notices after a command."""

    ACKNOWLEDGED: Final = Text("已确认：{}", "Confirmed: {}")
    ALL_ACKNOWLEDGED: Final = Text("已确认 {} 条告警", "{} alarms confirmed")
    SHELVED: Final = Text("已搁置至 {}：{}", "Shelved until {}: {}")
    UNSHELVED: Final = Text("已取消搁置：{}", "Unshelved: {}")
    RULE_SAVED: Final = Text("阈值已保存，几秒内对新读数生效", "Saved; new readings use it within seconds")
    RULE_RESET: Final = Text("已恢复默认阈值", "Back to the default")
    FAILED: Final = Text("没有完成：{}", "Not done: {}")
    INTERNAL: Final = Text("服务器内部错误，已记入日志", "internal error, recorded in the log")
    NOTHING_LOST: Final = Text("数据没有丢失，可以重试。", "Nothing was lost; you may try again.")
