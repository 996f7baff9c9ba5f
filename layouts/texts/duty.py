"""Texts of the pages of a squad and of whoever is out on the streets."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Squads:
    """The page of a squad."""

    TITLE: Final = Text("中队", "Squad")
    ALL: Final = Text("全部", "All")
    ON_DUTY: Final = Text("在岗", "On duty")
    OF_DUE: Final = Text("/ {} 应到", "/ {} due")
    MOVING: Final = Text("走动", "Moving")
    STILL: Final = Text("停留", "Still")
    STILL_AFTER: Final = Text("停留超 {} 分", "Still for {} min")
    OUTSIDE: Final = Text("出界", "Outside")
    NO_SIGNAL: Final = Text("无信号", "No signal")
    COVERAGE: Final = Text("两小时巡查覆盖", "Walked in 2 h")
    KM: Final = Text("{} / {} km", "{} / {} km")
    TURNOUTS: Final = Text("今日出动", "Turnouts today")
    TIMES: Final = Text("人次", "shifts")
    MAP: Final = Text("我的网格", "My grids")
    MAP_ALL: Final = Text("在岗人员与路段", "People on duty and street lines")
    MAP_LINES: Final = Text("路段与案件", "Street lines and cases")
    WALKED: Final = Text("已走", "walked")
    PARTLY: Final = Text("走了一部分", "partly")
    NOT_WALKED: Final = Text("2 小时未走", "not for 2 h")
    PEOPLE: Final = Text("在岗人员", "On duty")
    NOBODY: Final = Text("现在没有人在岗", "Nobody is on duty now")
    NOBODY_HINT: Final = Text(
        "排班里有班次、或有人签到后，这里列出人员。",
        "People appear with a shift of the roster, or when they sign in.",
    )
    UNTIL: Final = Text("到 {}", "until {}")
    WITHOUT_SHIFT: Final = Text("未排班", "no shift")
    NOT_SIGNED_IN: Final = Text("未签到", "not signed in")
    STILL_FOR: Final = Text("停 {}", "still {}")
    OUTSIDE_BY: Final = Text("出界 {} m", "outside {} m")
    HEARD: Final = Text("{}前", "{} ago")
    NEVER: Final = Text("未上报", "not heard of")
    REPLAY: Final = Text("回放", "Replay")
    ALARMS: Final = Text("我的网格的告警", "Alarms of my grids")
    NO_ALARMS: Final = Text("没有未清除的告警", "No alarm is open")
    NO_ALARMS_HINT: Final = Text(
        "网格里的设备或人员告警后，这里按轻重列出。", "Alarms of devices and people in the grids appear here."
    )
    MORE_ALARMS: Final = Text("另有 {} 条，在指挥台查看", "{} more; see them at the desk")


class Attendance:
    """Who came."""

    TITLE: Final = Text("出勤", "Attendance")
    BY_DAY: Final = Text("近 14 天", "14 days")
    BY_QUARTER: Final = Text("按季度", "By quarter")
    DAY: Final = Text("日期", "Day")
    QUARTER: Final = Text("季度", "Quarter")
    SQUAD: Final = Text("中队", "Squad")
    ALL_SQUADS: Final = Text("全部中队", "All squads")
    NO_SQUAD: Final = Text("不属于中队", "no squad")
    DUE: Final = Text("应到", "Due")
    CAME: Final = Text("实到", "Came")
    EXTRA: Final = Text("加班", "Extra")
    AWAY: Final = Text("请假", "Away")
    TURNOUTS: Final = Text("出动人次", "Turnouts")
    RATE: Final = Text("到岗率", "Rate")
    TOTAL: Final = Text("{} 至 {}：出动 {} 人次", "{} to {}: {} turnouts")
    CSV: Final = Text("导出 CSV", "Export CSV")
    NONE: Final = Text("还没有排班和签到", "No roster and no sign-ins yet")
    NONE_HINT: Final = Text("导入排班后，这里按天统计。", "Import a roster, then its days are counted here.")


class Field:
    """The page of whoever is out on the streets."""

    TITLE: Final = Text("外勤", "Field")
    NOT_LINKED: Final = Text("账号未关联人员", "This account belongs to no person")
    NOT_LINKED_HINT: Final = Text(
        "请系统管理员在「账号」里关联你的工号。", "Ask the administrator to link your number under Accounts."
    )
    ON: Final = Text("在岗", "On duty")
    OFF: Final = Text("未在岗", "Off duty")
    SIGN_IN: Final = Text("签到上岗", "Sign in")
    SIGN_OUT: Final = Text("签退下岗", "Sign out")
    SIGNED_IN: Final = Text("已签到", "Signed in")
    SIGNED_OUT: Final = Text("已签退，位置不再保留", "Signed out; nothing more of your position is kept")
    SINCE: Final = Text("{} 签到", "since {}")
    SHIFTS: Final = Text("我的班次", "My shifts")
    NO_SHIFTS: Final = Text("未来 7 天没有班次", "No shift in the next 7 days")
    NO_SHIFTS_HINT: Final = Text("排班由中队长安排。", "Your squad leader makes the roster.")
    LINES: Final = Text("我的路段", "My lines")
    NO_LINES: Final = Text("中队没有路段", "Your squad has no lines")
    NO_LINES_HINT: Final = Text("导入线条级网格后显示。", "They appear when areas of the level line are imported.")
    PASSED: Final = Text("{} 经过", "passed {}")
    NOT_PASSED: Final = Text("本班未走", "not yet")
    SHARE: Final = Text("上报我的位置", "Share my position")
    SHARING: Final = Text("正在上报", "Sharing")
    STOP: Final = Text("停止上报", "Stop sharing")
    PRIVACY: Final = Text("位置只在值班时保留", "Your position is kept on duty only")
    KEPT: Final = Text(
        "本班已保留 {} 个位置，{} 天后删除。下班、签退后不保留，也不记录你上报过。"
        "中队长看本中队，指挥中心看全部；查看轨迹都有记录。",
        "{} positions of this shift are kept, for {} days. After the shift or signing out nothing is kept, not even"
        " that you reported. Your squad leader sees the squad, the command centre everybody; who looks at a track"
        " is recorded.",
    )


class Inspecting:
    """The page of inspections."""

    TITLE: Final = Text("督查", "Inspection")
    INTRO: Final = Text(
        "从签到在岗的人里随机抽一人：近 30 天被抽过的概率降低，谁抽、何时、多少人里抽都有记录，不能重抽不认。",
        "Chance draws one of those who are signed in: less often who was drawn in the last 30 days. Who drew, when and"
        " out of how many is recorded for good.",
    )
    SQUAD: Final = Text("全部中队", "Every squad")
    DRAW: Final = Text("随机抽取", "Draw")
    DRAWN: Final = Text("抽到 {}", "{} was drawn")
    OUT_OF: Final = Text("{} 人中抽出，30 天内第 {} 次", "out of {}, draw no. {} in 30 days")
    TRACK: Final = Text("看本班轨迹", "Show the track of the shift")
    NO_PICTURE: Final = Text(
        "此执法记录仪不提供实时画面：请到现场或电话核实。",
        "This body cam offers no live picture: check on site or by phone.",
    )
    PICTURE: Final = Text("看实时画面", "Live picture")
    PICTURE_NOTED: Final = Text(
        "谁、何时看过会记入审计；画面不保存。", "Who looked, and when, is audited; nothing of it is kept."
    )
    PICTURE_OF: Final = Text("{} 的执法记录仪画面", "What the body cam of {} shows")
    PICTURE_WAITING: Final = Text("正在连接记录仪…", "Asking the body cam…")
    PICTURE_LIVE: Final = Text("实时 · {} 秒前", "live · {} s ago")
    PICTURE_LATE: Final = Text("画面延迟 {} 秒", "{} s late")
    PICTURE_CUT: Final = Text("断流 · 最后画面 {} 秒前", "no picture · the last is {} s old")
    PICTURE_UNREACHED: Final = Text("服务器没有应答", "the server does not answer")
    NOTE: Final = Text("说明（可不填）", "Note, if any")
    SAVE: Final = Text("保存结果", "Save")
    SAVED: Final = Text("已保存", "Saved")
    NOTHING: Final = Text("没有待填写的督查", "Nothing to fill in")
    NOTHING_HINT: Final = Text("随机抽取后在这里填写。", "Draw somebody, then fill it in here.")
    RECORDS: Final = Text("督查记录", "Records")
    NONE: Final = Text("还没有督查", "No inspection yet")
    NONE_HINT: Final = Text("抽取的每一次都会留在这里。", "Each one that was drawn stays here.")
    OPEN: Final = Text("待填写", "to be filled in")
    ALL_GOOD: Final = Text("全部合格", "all good")
    BAD: Final = Text("不合格：{}", "bad: {}")
