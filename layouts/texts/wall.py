"""The text catalogue of the wall."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text
from dashboard.domain.wall_facts import NewsKind


class Wall:
    """Title bar, key figures, map foot, ticker, pop-over."""

    PAGE: Final = Text("大屏", "Wall")
    CENTRE: Final = Text("{}城市管理运行指挥中心", "{} City Operations Centre")
    CITY: Final = Text("", "Xiuhua")
    SUBTITLE: Final = Text("XIUHUA · CITY OPERATIONS LIVE", "绣花 · 城市管理实时态势")
    NO_RAIN: Final = Text("近 1 小时无雨", "Dry for an hour")
    RAIN: Final = Text("近 1 小时雨强 {}", "Rain {}")
    SCENES: Final = Text("场景", "Scenes")
    TICKER: Final = Text("最新动态", "News")
    NO_NEWS: Final = Text("还没有告警和事件", "No alarm and no event yet")
    SAVE: Final = Text("保存画面（P）", "Save the picture (P)")
    SOUND: Final = Text("声音未开启，点按屏幕开启", "Sound is off: tap the screen")
    ACKNOWLEDGE: Final = Text("知道了", "Seen")
    DOOR: Final = Text("本屏尚未配对", "This screen is not paired")
    DOOR_HINT: Final = Text(
        "在指挥台“大屏 → 配对”中输入此码；也可先在本机登录",
        "Enter the code at the desk, Walls → Pair; or sign in on this machine",
    )
    VS_YESTERDAY: Final = Text("较昨日同时", "vs yesterday, same time")


class Kpi:
    """The strip of key figures over the map."""

    ONLINE: Final = Text("设备在线", "Devices online")
    ALARMS: Final = Text("未清除告警", "Open alarms")
    EVENTS: Final = Text("今日 AI 事件", "AI events today")
    CAMERAS: Final = Text("{} 路视频", "from {} cameras")
    RAIN: Final = Text("近 1 小时雨量", "Rain, last hour")
    PARKING: Final = Text("停车占用率", "Parking occupied")
    WATER: Final = Text("最深积水", "Deepest water")
    RAISED: Final = Text("今日新增 {}", "{} raised today")
    RATE: Final = Text("在线率 {}%", "{}% online")
    GAUGES: Final = Text("{} 个雨量站平均", "mean of {} gauges")
    BAYS: Final = Text("{} / {} 泊位", "{} / {} bays")
    DRY: Final = Text("{} 处均低于 0.05 m", "all {} below 0.05 m")
    PIECES: Final = Text("件", "")


class Panels:
    """Titles and notes of the panels."""

    ON_DUTY: Final = Text("在岗", "On duty")
    SQUADS: Final = Text("各中队在岗", "Squads on duty")
    STANDINGS: Final = Text("在岗状态", "How they are")
    WALKED: Final = Text("两小时巡查覆盖", "Walked in 2 h")
    ONLINE: Final = Text("物联感知", "Devices online")
    ONLINE_NOTE: Final = Text("在线 {}%", "{}% online")
    WATER: Final = Text("排水与积水", "Drainage and water")
    ALARM_NOTE: Final = Text("告警 {}", "{} alarms")
    PARKING: Final = Text("智慧停车", "Parking")
    PARKING_NOTE: Final = Text("{} 场 · {} 泊位", "{} car parks · {} bays")
    ARRIVALS: Final = Text("路内泊位到达（辆/小时）", "Arrivals (cars/h)")
    ALARMS: Final = Text("未清除告警", "Open alarms")
    ALARMS_MORE: Final = Text("另有 {} 条", "{} more")
    EVENTS: Final = Text("AI 事件流", "AI events")
    EVENTS_TODAY: Final = Text("今日 {}", "{} today")
    GRIDS: Final = Text("高发网格", "Hot grids")
    GRIDS_NOTE: Final = Text("告警 · 今日事件", "alarms · events")
    NEWEST: Final = Text("最新画面", "Newest picture")
    LIVE: Final = Text("实时画面", "Live")
    LIVE_NOTE: Final = Text("今日事件最多", "most events today")
    PICTURES: Final = Text("近期截图", "Recent pictures")
    CATEGORIES: Final = Text("今日事件类别", "By category")
    BY_HOUR: Final = Text("事件分时（件/小时）", "Events by hour")
    CAMERAS: Final = Text("视频在线", "Cameras online")
    CAMERAS_UP: Final = Text("在线", "online")
    RATE: Final = Text("在线率", "online rate")
    NETWORK: Final = Text("管网运行", "Drainage network")
    STATIONS: Final = Text("排水监测站", "Drainage stations")
    STATIONS_NOTE: Final = Text("充满度 · 近 2 小时", "fill · last 2 h")
    ROADS: Final = Text("道路积水", "Water on the road")
    ROADS_NOTE: Final = Text("积水 {} / {} 处", "{} of {} wet")
    RAIN: Final = Text("雨量（mm/10 分）", "Rain (mm/10 min)")
    RAIN_NOTE: Final = Text("近 6 小时 {} mm", "{} mm in 6 h")
    WATER_ALARMS: Final = Text("防汛告警", "Flood alarms")
    OCCUPANCY: Final = Text("停车概况", "Occupancy")
    CAR_PARKS: Final = Text("停车场余位", "Free bays")
    STREETS: Final = Text("路内泊位（按街路）", "Roadside by street")
    STREETS_NOTE: Final = Text("占用 · 今日到达", "taken · arrived")
    ROADSIDE: Final = Text("路内", "roadside")
    IN_PARKS: Final = Text("停车场", "car parks")
    YESTERDAY: Final = Text("昨日", "yesterday")
    SILENT: Final = Text("失联最久", "Silent longest")
    SILENT_NOTE: Final = Text("离线 {} 台", "{} offline")
    NEVER: Final = Text("从未上报", "never reported")
    QUALITY: Final = Text("数据质量", "Data quality")
    QUALITY_NOTE: Final = Text("自接入启动", "since start")
    BATTERY: Final = Text("电池电量分布（%）", "Batteries (%)")
    BATTERY_LOW: Final = Text("电量最低", "Lowest batteries")
    FULL: Final = Text("充满度 ≥ {}", "fill ≥ {}")
    ONLINE_STATIONS: Final = Text("监测站在线", "stations online")
    NO_PICTURE: Final = Text("无截图", "no picture")
    QUIET: Final = Text("当前没有告警", "No alarm is open")
    NO_EVENTS: Final = Text("今天还没有 AI 事件", "No AI event yet today")
    FILL_STEPS: Final = Text("充满度", "Fill")


class Cases:
    """The scene of cases."""

    LAMPS: Final = Text("未结案件", "Open cases")
    OPEN_NOTE: Final = Text("共 {} 件", "{} in all")
    STAGES: Final = Text("各环节", "Where they stand")
    SQUADS: Final = Text("各中队", "By squad")
    SQUADS_NOTE: Final = Text("红灯 · 黄灯 · 未结 · 今日结案", "late · soon · open · done")
    TODAY: Final = Text("今日进展", "Today")
    FILED: Final = Text("立案", "filed")
    ENDED: Final = Text("办结", "ended")
    YESTERDAY: Final = Text("（昨日此时 {}）", ", {} yesterday")
    NO_CLOCK: Final = Text("未计时", "no clock")
    NEWEST: Final = Text("最新案件", "Newest cases")


class Focus:
    """The red alarm that comes forward."""

    SINCE: Final = Text("{} 起 {}", "since {} · {}")
    RED: Final = Text("红色告警", "Red alarm")
    GRID: Final = Text("网格 {}", "grid {}")
    SQUAD: Final = Text("责任 {}", "{}")
    RISE: Final = Text("{} / 10 分钟", "{} in 10 min")
    NEAR: Final = Text("150 米内视频 · {}", "camera within 150 m · {}")


NEWS: Final = {
    NewsKind.RAISED: Text("告警", "Alarm"),
    NewsKind.WORSENED: Text("升级", "Worse"),
    NewsKind.CLEARED: Text("恢复", "Cleared"),
    NewsKind.SEEN: Text("AI 事件", "AI event"),
    NewsKind.FILED: Text("立案", "Filed"),
    NewsKind.ENDED: Text("办结", "Ended"),
}
