"""The text catalogue of the administrator's page, but for people."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class City:
    """The tab of the city."""

    TAB: Final = Text("城市", "City")
    INTRO: Final = Text(
        "名称和标题显示在大屏与页面上；中心点是地图打开时的中央，不填则取网格和设备的中央。",
        "Name and title head walls and pages; maps open at the centre, without one amid areas and assets.",
    )
    NAME: Final = Text("城市名称", "Name of the city")
    NAME_EN: Final = Text("英文名称", "Name in English")
    TITLE: Final = Text("大屏标题", "Title of walls")
    TITLE_EN: Final = Text("英文标题", "Title in English")
    CENTRE: Final = Text("中心点（经度,纬度）", "Centre (longitude,latitude)")
    OPTIONAL: Final = Text("可不填", "may be empty")
    SAVE: Final = Text("保存", "Save")
    SAVED: Final = Text("城市信息已保存，地图和大屏随即更新", "Saved; maps and walls follow at once")


class Mappings:
    """The tab of device mappings."""

    TAB: Final = Text("映射", "Mappings")
    INTRO: Final = Text(
        "自上而下，第一条匹配的生效；常见设备的映射已内置。",
        "From the top, the first that matches wins; the usual devices are mapped out of the box.",
    )
    MATCH: Final = Text("匹配", "Matches")
    FIELDS: Final = Text("字段", "Fields")
    IGNORED: Final = Text("不含量测，忽略", "Measures nothing, passed over")
    NONE: Final = Text("还没有自定义映射", "No mapping of your own yet")
    NONE_HINT: Final = Text(
        "未知设备在「物联 · 新设备」用一张表单即可接入；整批映射用 manage.py import mappings 导入。",
        "Take unknown devices in with one form under Devices · New devices; many come with manage.py import mappings.",
    )


class Sources:
    """The tab of the sources of data."""

    TAB: Final = Text("数据源", "Sources")
    KINDS: Final = Text("数据种类", "Kinds of data")
    ROWS_TODAY: Final = Text("今日到达的类别", "Kinds heard today")
    SILENT: Final = Text("超过一天没有消息", "Silent for a day")
    WHAT: Final = Text("数据", "Data")
    SYSTEM: Final = Text("来源系统", "System")
    ROWS: Final = Text("记录", "Records")
    LAST: Final = Text("最近一条", "Newest")
    LAG: Final = Text("滞后", "Lag")
    NEVER: Final = Text("从未", "never")
    OWN: Final = Text("本系统", "Xiuhua")
    NONE: Final = Text("还没有数据", "No data yet")
    NONE_HINT: Final = Text("导入网格和设备后，这里逐类列出来源。", "Import areas and devices first.")
    NOT_TOLD: Final = Text("未接入", "not connected")
    REGISTERS: Final = {
        "areas": Text("网格与责任线", "Areas and lines"),
        "streets": Text("街路", "Streets"),
        "squads": Text("中队", "Squads"),
        "departments": Text("处置单位", "Departments"),
        "people": Text("人员", "People"),
        "responsibilities": Text("责任分工", "Responsibilities"),
        "alarms": Text("告警", "Alarms"),
        "camera_events": Text("AI 事件", "AI events"),
        "images": Text("图片", "Pictures"),
        "quarantine": Text("隔离报文", "Quarantined messages"),
        "mappings": Text("设备映射", "Device mappings"),
        "maintenance": Text("检修窗口", "Maintenance windows"),
        "audit": Text("审计记录", "Audit entries"),
    }


class Audit:
    """The tab of the audit log."""

    TAB: Final = Text("审计", "Audit")
    TEXT: Final = Text("对象或内容", "Subject or content")
    ACTOR: Final = Text("操作人", "Who")
    ACTION: Final = Text("全部操作", "Every action")
    FROM: Final = Text("从", "From")
    UNTIL: Final = Text("到", "To")
    EXPORT: Final = Text("导出 CSV", "Export CSV")
    OLDER: Final = Text("更早", "Older")
    NEWEST: Final = Text("最新", "Newest")
    AT: Final = Text("时间", "When")
    MEANS: Final = Text("方式", "By")
    ADDRESS: Final = Text("地址", "From where")
    WHAT: Final = Text("操作", "Action")
    SUBJECT: Final = Text("对象", "Subject")
    BEFORE: Final = Text("之前", "Before")
    AFTER: Final = Text("之后", "After")
    NONE: Final = Text("没有符合条件的记录", "No entry matches")
    NONE_HINT: Final = Text("放宽时间或筛选条件。", "Widen the time or loosen the filters.")
    HEAD: Final = Text("共 {} 条 · 链尾 {}", "{} entries · newest digest {}")
    MEANS_OF: Final = {
        "session": Text("登录", "session"),
        "program": Text("程序令牌", "API token"),
        "screen": Text("大屏", "screen"),
        "command_line": Text("命令行", "command line"),
        "system": Text("系统", "system"),
    }
