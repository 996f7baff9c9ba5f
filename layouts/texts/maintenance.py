"""The text catalogue of maintenance windows."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Maintenance:
    """The dialog, the list, and what the drawer says."""

    DO: Final = Text("检修…", "Maintenance…")
    TITLE: Final = Text("安排检修", "Plan maintenance")
    EXPLAIN: Final = Text(
        "检修期间的告警照常记录，但不上色、不提示；检修结束时仍在的告警会重新提示。",
        "Alarms during maintenance are recorded and neither colour the map nor ask for attention; "
        "those that are still there at its end do then.",
    )
    REASON: Final = Text("检修内容（必填）", "What is done (required)")
    REASONS: Final = (
        Text("更换传感器", "Sensor replaced"),
        Text("清淤", "Desilting"),
        Text("道路施工", "Road works"),
    )
    BEGIN: Final = Text("开始", "Begin")
    NOW: Final = Text("现在", "Now")
    AT: Final = Text("指定时间", "At a time")
    UNTIL_TIME: Final = Text("指定时间", "Until a time")
    END: Final = Text("时长", "For how long")
    HOURS: Final = (
        (2, Text("2 小时", "2 h")),
        (4, Text("4 小时", "4 h")),
        (8, Text("8 小时", "8 h")),
        (24, Text("24 小时", "24 h")),
    )
    OPEN: Final = Text("安排", "Plan it")
    CANCEL: Final = Text("取消", "Cancel")
    SCOPES: Final = {
        "kind": Text("整个类型", "Whole kind"),
        "area": Text("区域", "Area"),
        "asset": Text("单台设备", "One device"),
    }
    ASSET: Final = Text("设备编号，如 JG-0413", "Device number, such as JG-0413")
    RUNNING: Final = Text("检修中", "Under maintenance")
    COMING: Final = Text("已安排检修", "Maintenance planned")
    SUPPRESSED: Final = Text("检修中 {} 条告警已抑制", "{} suppressed by maintenance")
    SUPPRESSED_HERE: Final = Text("{} 条告警已抑制", "{} suppressed")
    FROM_UNTIL: Final = Text("{} 至 {}", "{} until {}")
    END_NOW: Final = Text("提前结束", "End now")
    CALL_OFF: Final = Text("取消安排", "Call off")
    LIST_RUNNING: Final = Text("正在检修", "Running")
    LIST_COMING: Final = Text("已安排", "Coming")
    BY: Final = Text("由 {} 安排", "planned by {}")
    NONE: Final = Text("没有正在进行或已安排的检修", "No maintenance is running or planned")
    NONE_HINT: Final = Text(
        "在上方选择类型、区域或设备后安排；也可以在设备详情中点「检修…」。",
        "Choose a kind, an area or a device above; or use Maintenance… in a device's drawer.",
    )
    OPENED: Final = Text("已安排检修，至 {}", "Maintenance planned until {}")
    CLOSED: Final = Text("检修已结束；仍在的告警会重新提示", "Maintenance ended; alarms that are still there come back")
