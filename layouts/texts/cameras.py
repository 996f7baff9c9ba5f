"""Texts of the page of cameras."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Watching:
    """The tree and the chosen cameras."""

    TITLE: Final = Text("视频", "Cameras")
    TREE: Final = Text("视频点位", "Cameras by area and kind")
    SEARCH: Final = Text("名称、编号、街路或拼音首字母", "Name, number, street or pinyin initials")
    ALL: Final = Text("全部", "All")
    LIVE_OF: Final = Text("{} 路在线，共 {} 路", "{} of {} are heard")
    NO_AREA: Final = Text("不在网格内", "In no grid")
    MORE: Final = Text("再显示 {} 路", "Show {} more")
    FOUND: Final = Text("找到 {} 路，显示前 {} 路", "{} found, the first {} are shown")
    FOUND_ALL: Final = Text("找到 {} 路", "{} found")
    NOTHING: Final = Text("没有“{}”", "Nothing for “{}”")
    NOTHING_HINT: Final = Text(
        "可输入编号、名称、街路的一部分，或名称的拼音首字母。",
        "Type a part of a number, a name or a street, or the initials of the name.",
    )
    NONE: Final = Text("还没有登记视频", "No camera is registered yet")
    NONE_HINT: Final = Text(
        "导入设备表即可：kind 写 camera，可带 camera_kind 和视域三项。",
        "Import a table of devices: kind is camera, with camera_kind and the fields of the view where known.",
    )
    CHOOSE: Final = Text("从左侧选择视频", "Choose cameras on the left")
    CHOOSE_HINT: Final = Text(
        "点一路放进画面，再点一次移出；方向键在树里移动，回车选择。",
        "A click takes a camera in, another one out; arrow keys walk through the tree, Enter chooses.",
    )
    PER_PAGE: Final = Text("画面数", "Pictures at once")
    CLEAR: Final = Text("清空", "Clear")
    REMOVE: Final = Text("移出 {}", "Take {} out")
    SHOW_ON_MAP: Final = Text("在地图上显示", "Show on the map")
    KIND: Final = Text("视频类型", "What it looks at")
    VIEW_OF: Final = Text("视域", "View")
    VIEW: Final = Text("朝向 {}°，视角 {}°，{} m", "Towards {}°, {}° wide, {} m")
    MAP: Final = Text("位置与视域", "Place and view")


class Rounding:
    """Patrol rounds by camera."""

    TABS: Final = {
        "watch": Text("点位", "Cameras"),
        "rounds": Text("视频巡查", "Rounds"),
        "plans": Text("巡查计划", "Plans"),
        "figures": Text("巡查统计", "Figures"),
    }
    TODAY: Final = Text("今日巡查", "Rounds of today")
    NONE: Final = Text("今天没有计划的巡查", "No round is planned today")
    NONE_HINT: Final = Text("值班长在“巡查计划”里安排。", "The duty chief plans them under “Plans”.")
    PROGRESS: Final = Text("{} / {} 路", "{} of {}")
    FINDS: Final = Text("发现 {}", "{} found")
    BY: Final = Text("{} 巡", "by {}")
    START: Final = Text("开始", "Start")
    GO_ON: Final = Text("继续", "Go on")
    CHOOSE: Final = Text("从左侧开始一轮巡查", "Start a round on the left")
    CHOOSE_HINT: Final = Text(
        "逐路看画面：无问题按 N，发现按 F，看不到画面按 U，方向键前后翻，P 暂停。",
        "Camera by camera: N for nothing, F for a find, U where there is no picture, arrows to go back and forth, "
        "P to pause.",
    )
    OF: Final = Text("第 {} 路，共 {} 路", "camera {} of {}")
    NOTHING: Final = Text("无问题", "Nothing")
    FIND: Final = Text("发现问题", "Find")
    UNSEEN: Final = Text("看不到画面", "No picture")
    PAUSE: Final = Text("暂停", "Pause")
    GONE: Final = Text("这一路已不在台账中", "This camera is in the register no more")
    PICTURE_OF: Final = Text("发现时的画面，将作为证据保存", "The picture it is seen in, kept as evidence")
    NO_PICTURE: Final = Text("没有画面：{}", "No picture: {}")
    CATEGORY: Final = Text("案件小类", "Category")
    CHOOSE_CATEGORY: Final = Text("请选择案件小类", "Choose a category")
    NOTE: Final = Text("看到了什么", "What is seen")
    REPORT: Final = Text("立为案件", "Make a case")
    CANCEL: Final = Text("取消", "Cancel")
    REPORTED: Final = Text("已上报 {}", "{} reported")
    FINISHED: Final = Text("这一轮已巡完：{} 路，发现 {}", "The round is done: {} cameras, {} found")
    PAUSED: Final = Text("已暂停，任何座席可继续", "Paused; any seat may go on")
    NOT_TAKEN: Final = Text("请先开始一轮巡查", "start a round first")
    UNKNOWN: Final = Text("无法识别的操作", "this is no step of a round")
    PLANS: Final = Text("巡查计划", "Plans")
    NEW: Final = Text("新建", "New")
    NO_PLAN: Final = Text("还没有巡查计划", "No round is planned yet")
    NO_PLAN_HINT: Final = Text("在右侧填写后保存。", "Fill in the form and save it.")
    NAME: Final = Text("名称", "Name")
    CAMERAS: Final = Text("视频编号，按巡查顺序", "Numbers of cameras, in the order of the round")
    CAMERAS_HINT: Final = Text("CAM-0001 CAM-0002 …", "CAM-0001 CAM-0002 …")
    WEEKDAYS: Final = Text("星期", "Weekdays")
    TIMES: Final = Text("时刻（城市时间）", "Times of day, of the city")
    BAD_TIMES: Final = Text("时刻写作 8:30 14:00", "times of day are written 8:30 14:00")
    WINDOW: Final = Text("到点后可开始的分钟数", "May be begun for so many minutes")
    BAD_WINDOW: Final = Text("请填分钟数", "give a number of minutes")
    SAVE: Final = Text("保存", "Save")
    SAVED: Final = Text("已保存，从现在起按此计划", "Saved; it is planned so from now on")
    END: Final = Text("停用", "End it")
    ENDED: Final = Text("已停用，过去的记录保留", "Ended; its past stays")
    PLAN_LINE: Final = Text("{} 路 · {} · {}", "{} cameras · {} · {}")
    EVERY_DAY: Final = Text("每天", "every day")
    FROM: Final = Text("从", "From")
    UNTIL: Final = Text("到", "To")
    BAD_DAYS: Final = Text("请选择起止日期，最长两年", "choose the first and the last day, two years at most")
    DONE_OF: Final = Text("已巡 / 应巡", "Done of planned")
    RATE: Final = Text("完成率", "Share done")
    MISSED: Final = Text("漏巡", "Missed")
    UNFINISHED: Final = Text("未巡完", "Not finished")
    OPEN: Final = Text("待巡", "Still open")
    LOOKED: Final = Text("看过路次", "Looks")
    FOUND: Final = Text("发现", "Finds")
    CASES: Final = Text("视频座席案件", "Cases of video seats")
    BY_ROUND: Final = Text("按巡查", "By round")
    BY_SEAT: Final = Text("按座席", "By seat")
    SEAT: Final = Text("座席", "Seat")
    UNSEEN_OF: Final = Text("无画面", "No picture")
    ROUNDS: Final = Text("巡完轮数", "Rounds finished")
    NOTHING_YET: Final = Text("这段时间没有巡查", "No rounds in this time")
    NOTHING_HINT: Final = Text("请换一段时间。", "Choose another time.")
