"""The text catalogue of cases: list, drawer, timeline, clocks, forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import EntryKind
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.text import Text

LAMP_WORDS: Final[Mapping[Lamp, Text]] = {
    Lamp.GREEN: Text("绿灯", "green"),
    Lamp.YELLOW: Text("黄灯", "yellow"),
    Lamp.RED: Text("红灯", "red"),
    Lamp.GREY: Text("不计时", "not running"),
}


class CaseList:
    """The list."""

    PAGE: Final = Text("案件", "Cases")
    OPEN: Final = Text("在办案件", "Open cases")
    UNATTENDED: Final = Text("无人负责", "Nobody there")
    EVERY: Final = Text("全部案件", "All cases")
    NUMBER: Final = Text("案号", "Number")
    CATEGORY: Final = Text("小类", "Category")
    PLACE: Final = Text("位置", "Place")
    UNIT: Final = Text("责任单位", "Unit")
    STATE: Final = Text("状态", "State")
    SOURCE: Final = Text("来源", "Source")
    STEP_LEFT: Final = Text("本步剩余", "Step left")
    WHOLE_LEFT: Final = Text("全程剩余", "Time left")
    REPORTED: Final = Text("上报", "Reported")
    GRID: Final = Text("网格", "Grid")
    FLAGS: Final = Text("标记", "Flags")
    PERSON: Final = Text("经办", "Handler")
    NONE: Final = Text("没有符合条件的案件", "No case fits")
    NONE_HINT: Final = Text("放宽筛选条件，或清空后再看。", "Widen the filters, or clear them.")
    NOTHING_OPEN: Final = Text("没有在办案件", "No open cases")
    NOTHING_OPEN_HINT: Final = Text(
        "上报的案件会出现在这里：来自告警、AI 事件、巡查和市民。",
        "What is reported appears here: from alarms, cameras, patrols and citizens.",
    )
    MORE: Final = Text("再看 {} 件", "{} more")
    FOLLOWING: Final = Text("后面的案件 →", "The following →")
    FIRST: Final = Text("← 回到开头", "← Back to the start")
    OPEN_IT: Final = Text("打开案件 {}", "Open case {}")
    DUE_FIRST: Final = Text("先到期", "Due first")
    MINE: Final = Text("轮到我", "My turn")
    FILTER: Final = Text("筛选", "Filter")
    EXPORT: Final = Text("导出 CSV", "Export CSV")
    EXPORT_HINT: Final = Text("按当前筛选、排序和列导出", "what is filtered now, in this order and these columns")
    FILTERED: Final = Text("筛选 {}", "Filter {}")
    CLEAR: Final = Text("清空", "Clear")
    COLUMNS: Final = Text("列", "Columns")
    SAVE: Final = Text("存视图", "Save view")
    SAVE_NAME: Final = Text("给这个视图起名", "Name of this view")
    SAVE_DO: Final = Text("保存", "Save")
    FORGET: Final = Text("删除视图 {}", "Remove the view {}")
    WHOLE_PAGE_HINT: Final = Text("整页打开案件列表", "Open the list on a page of its own")
    TO_DESK: Final = Text("回指挥台", "To the desk")
    ANY_SQUAD: Final = Text("所有中队", "All squads")
    ANY_GRID: Final = Text("所有网格", "All grids")
    ANY_CATEGORY: Final = Text("所有类目", "All categories")
    ANY_SOURCE: Final = Text("所有来源", "All sources")
    SEARCH: Final = Text("案号、位置、描述", "Number, place, description")
    ON_TIME: Final = Text("按期", "on time")
    LATE: Final = Text("超期", "late")


class CaseSheet:
    """The drawer."""

    STEP: Final = Text("本步 · {}", "Step · {}")
    WHOLE: Final = Text("全程", "Whole")
    LEFT_STEP: Final = Text("后本步到期 · {}", "until this step is due · {}")
    LEFT_WHOLE: Final = Text("后全程到期", "until the case is due")
    LATE_STEP: Final = Text("本步已超时 · {}", "this step is late · {}")
    LATE_WHOLE: Final = Text("全程已超时", "the case is late")
    PAUSED: Final = Text("暂停", "Paused")
    RESUMES: Final = Text("{} 恢复计时", "goes on {}")
    NO_RESUME: Final = Text("没有恢复日期：请恢复计时或结案", "no date on which it goes on: resume or close it")
    ENDED: Final = Text("办理用时", "time taken")
    NO_CLOCK: Final = Text("此步不计时", "no clock runs in this step")
    NOW: Final = Text("现在", "Now")
    GRID: Final = Text("网格 {}", "Grid {}")
    LINE: Final = Text("线条 {}", "Line {}")
    UNIT: Final = Text("责任 {}", "Unit {}")
    NO_UNIT: Final = Text("未派遣", "not dispatched")
    ON_MAP: Final = Text("地图上看", "On the map")
    SHARE: Final = Text("复制链接", "Copy link")
    SHARED: Final = Text("链接已复制", "Link copied")
    GONE: Final = Text("没有案件 {}", "There is no case {}")
    GONE_HINT: Final = Text("它不存在，或您看不到它。", "It is not there, or you may not see it.")
    UNTIL: Final = Text("至 {}", "until {}")
    WAITS: Final = Text("{} 申请{}", "{} asks for: {}")
    TURN: Final = Text("轮到 {}", "Next: {}")
    MET: Final = Text("已满足", "met")
    UNMET: Final = Text("未满足", "not met")
    LACKS: Final = Text("缺{}", "lacks {}")
    MORE: Final = Text("更多操作", "More")
    ALSO_LOOKS: Final = Text("也在看", "looking too")
    SINCE: Final = Text("自 {}", "since {}")
    NOTHING_TO_DO: Final = Text("此刻您无需操作", "Nothing for you to do now")


class Entry:
    """The timeline."""

    CLIP: Final = Text("{} · {} · {} MB", "{} · {} · {} MB")
    CLIP_ELSEWHERE: Final = Text("此格式浏览器不能播放，请下载", "Browsers do not play this kind; download it")
    CLIP_SAVE: Final = Text("下载", "Download")
    CLIP_WAITING: Final = Text("正在向录像机取…", "Asking the recorder…")
    FETCH_CLIP: Final = Text("取前后录像", "Fetch the film of it")
    BY_LINK: Final = Text("{}（链接）", "{} (by link)")
    REPORTED: Final = Text("上报 · {}", "Reported · {}")
    NO_POSITION: Final = Text("无定位", "no position")
    DONE_AT: Final = Text("现场时间 {}，联网后送达", "done {}, sent once there was a network")
    AWAY: Final = Text("定位距案点 {} m（精度 ±{} m）", "{} m from the place (exact to ±{} m)")
    AWAY_ONLY: Final = Text("定位距案点 {} m", "{} m from the place")
    QUEUED: Final = Text("留待人工派遣", "Left to the dispatchers")
    WAS_UNIT: Final = Text("原派 {}", "before: {}")
    OVERDUE: Final = Text("全程超时自动督办", "by itself, as the whole case is late")
    HANDED_OVER: Final = Text("中队合并，转给 {}", "Squads were merged, now with {}")
    TO_UNIT: Final = Text("派遣 → {}", "Dispatched → {}")
    AND_UNIT: Final = Text("协办 {}", "with {}")
    DEPARTMENT: Final = Text("部门 {}", "Department {}")
    HANDLER: Final = Text("经办 {}", "Handler {}")
    UNMERGED: Final = Text("撤销合并", "Merging undone")
    WAS_HANDLER: Final = Text("原经办 {}", "before: {}")
    CHECKER: Final = Text("到场 {}", "On the spot {}")
    DUE: Final = Text("全程期限 {}", "Due {}")
    STEP_DUE: Final = Text("本步期限 {}", "Step due {}")
    NO_DUE: Final = Text("停止计时", "clock stopped")
    UNTIL: Final = Text("至 {}", "until {}")
    INTO: Final = Text("并入案件 {}", "merged into case {}")
    MERGED: Final = Text("来自并入的 #{}", "from #{}, merged in")
    ASKED: Final = Text("申请{}", "Asked: {}")
    AGREED: Final = Text("同意{}", "Agreed: {}")
    REFUSED: Final = Text("不同意{}", "Refused: {}")
    PHOTO_MISSING: Final = Text("照片未到", "picture not here yet")
    SYSTEM: Final = Text("系统", "System")
    RULE: Final = Text("规则 {}", "Rule {}")
    BY_ITSELF: Final = Text("自动", "automatic")
    TOOK: Final = Text("{} 秒", "{} s")
    TOOK_MS: Final = Text("{} 毫秒", "{} ms")
    LATE: Final = Text("晚到的{}", "Came late: {}")
    TODAY: Final = Text("今天", "Today")


ENTRY_LABELS: Final[Mapping[EntryKind, Text]] = {
    EntryKind.STEP: Text("办理", "Step"),
    EntryKind.APPROVAL: Text("审批", "Approval"),
    EntryKind.PHOTO: Text("照片", "Pictures"),
    EntryKind.COMMENT: Text("批注", "Comment"),
    EntryKind.CLOCK: Text("计时", "Clock"),
    EntryKind.DISPATCH: Text("派遣", "Dispatch"),
    EntryKind.SUPERVISION: Text("督办", "Supervision"),
    EntryKind.MERGE: Text("合并", "Merge"),
    EntryKind.ALARM: Text("告警", "Alarm"),
    EntryKind.READING: Text("读数", "Reading"),
    EntryKind.CAMERA_EVENT: Text("AI 事件", "Camera event"),
    EntryKind.ANNOUNCEMENT: Text("高空喊话", "Announcement"),
    EntryKind.CLIP: Text("录像", "Clip"),
}
STEP_WORDS: Final[Mapping[Action, Text]] = {
    Action.VERIFY: Text("核实", "Verification"),
    Action.REGISTER: Text("受理", "Registered"),
    Action.REJECT: Text("不予受理", "Rejected"),
    Action.FILE: Text("立案", "Filed"),
    Action.VOID: Text("申请作废", "Asked to void it"),
    Action.DISPATCH: Text("派遣", "Dispatched"),
    Action.ACCEPT: Text("接单", "Accepted"),
    Action.DEPART: Text("出发", "On the way"),
    Action.ARRIVE: Text("到场", "Arrived"),
    Action.FEEDBACK: Text("处置完成", "Handled"),
    Action.RETURN: Text("申请回退", "Asked to return it"),
    Action.EXTEND: Text("申请延期", "Asked for more time"),
    Action.SUSPEND: Text("申请挂账", "Asked to suspend it"),
    Action.RESUME: Text("恢复计时", "Resumed"),
    Action.CHECK: Text("核查", "Check"),
    Action.REWORK: Text("返工", "Sent back for rework"),
    Action.CLOSE: Text("结案", "Closed"),
    Action.FORCE_CLOSE: Text("申请强制结案", "Asked to close it by force"),
    Action.SUPERVISE: Text("督办", "Supervised"),
    Action.EXEMPT: Text("超时申诉", "Appealed against lateness"),
    Action.MERGE: Text("合并重复", "Merged"),
    Action.COMMENT: Text("批注", "Comment"),
    Action.APPROVE: Text("同意", "Agreed"),
    Action.REFUSE: Text("不同意", "Refused"),
}
"""What was done, as the timeline tells it."""


class ClockText:
    """The clocks."""

    TITLE: Final = Text("时限依据", "Where the deadlines come from")
    CLOCK: Final = Text("时钟", "Clock")
    LIMIT: Final = Text("时限", "Limit")
    FROM: Final = Text("起", "From")
    UNTIL: Final = Text("止", "Until")
    USED: Final = Text("已用", "Used")
    DUE_AT: Final = Text("到 {}", "due {}")
    STOOD: Final = Text("挂账 {} 不计时", "{} suspended, not counted")
    PROVISIONAL: Final = Text("暂定：节假日表尚未公布", "provisional: no list of holidays reaches that far")
    VERSION: Final = Text("立案时的类目版本 {}，已冻结", "Catalogue version {} of the filing, frozen into the case")
    NO_VERSION: Final = Text("未立案，全程尚未计时", "Not filed yet: the clock of the whole has not begun")
    ON_TIME: Final = Text("按期", "on time")
    LATE: Final = Text("超期", "late")
    NO_VERDICT: Final = Text("不计时效", "without a deadline")


TURN: Final[Mapping[CaseState, Text]] = {
    CaseState.REPORTED: Text("受理员", "receiver"),
    CaseState.SELF_DONE: Text("审批人", "approver"),
    CaseState.VERIFYING: Text("核实人", "verifier"),
    CaseState.TO_REGISTER: Text("值班长", "duty chief"),
    CaseState.TO_DISPATCH: Text("派遣员", "dispatcher"),
    CaseState.TO_HANDLE: Text("责任单位", "the unit"),
    CaseState.RETURN_REQ: Text("值班长", "duty chief"),
    CaseState.HANDLING: Text("责任单位", "the unit"),
    CaseState.DELAY_REQ: Text("审批人", "approver"),
    CaseState.HANG_REQ: Text("值班长", "duty chief"),
    CaseState.FEEDBACK: Text("受理员", "receiver"),
    CaseState.CHECKING: Text("核查人", "checker"),
    CaseState.REWORK: Text("责任单位", "the unit"),
    CaseState.TO_CLOSE: Text("值班长", "duty chief"),
}
"""Who has the next move."""
ACTION_WORDS: Final[Mapping[tuple[CaseState, Action], Text]] = {
    (CaseState.REPORTED, Action.VERIFY): Text("派核实", "Send to verify"),
    (CaseState.VERIFYING, Action.VERIFY): Text("核实属实", "It is so"),
    (CaseState.VERIFYING, Action.REJECT): Text("核实不属实", "It is not so"),
    (CaseState.TO_HANDLE, Action.DISPATCH): Text("改派", "Send to another"),
    (CaseState.FEEDBACK, Action.CHECK): Text("派核查", "Send to check"),
    (CaseState.CHECKING, Action.CHECK): Text("核查通过", "Passed"),
    (CaseState.TO_CLOSE, Action.CHECK): Text("再核查", "Check again"),
}
"""Buttons whose word depends on where the case stands."""


class Form:
    """The form of an action."""

    DO: Final = Text("确认{}", "{}")
    CANCEL: Final = Text("取消", "Cancel")
    CHOOSE: Final = Text("请选择", "Choose")
    CHOOSE_DAY: Final = Text("到哪一天", "Until which day")
    REASON_HINT: Final = Text("写给后面的人看", "For those who come after you")
    RESULT_HINT: Final = Text("做了什么，现在怎样；没有照片时写明原因", "What was done; without a picture say why")
    RESULT: Final = Text("处置结果", "Result")
    REMARK: Final = Text("批注", "Comment")
    NOTE: Final = Text("备注（可不填）", "Note (may be empty)")
    INTO_HINT: Final = Text("案号，如 20261127-0798", "A number such as 20261127-0798")
    UNDO_MERGE: Final = Text("撤销合并", "Undo the merging")
    DONE: Final = Text("{}：{}", "{}: {}")
    FASTER: Final = Text("有人先动了这个案件", "Somebody was faster")
    STILL: Final = Text(
        "您填的内容还在。看过后可以再按“{}”。", "What you wrote is kept. Having read this, you may press {} again."
    )
    NO_MORE: Final = Text(
        "现在不能再“{}”了；您填的内容还在，可以复制。",
        "{} is not possible any more; what you wrote is kept for copying.",
    )
    SYSTEM: Final = Text("系统", "System")
    NOTHING: Final = Text("无", "nothing")


PARTS: Final[Mapping[str, Text]] = {
    "reason": Text("原因", "Reason"),
    "squad": Text("中队", "Squad"),
    "second_squad": Text("协办中队", "Second squad"),
    "department": Text("部门", "Department"),
    "assignee": Text("人员", "Person"),
    "checker": Text("到场核实 / 核查人", "Who goes there"),
    "until": Text("挂账到", "Suspended until"),
    "filing": Text("立案类目", "File as"),
    "into": Text("合并到", "Merge into"),
    "photos": Text("照片", "Pictures"),
    "state": Text("状态", "State"),
    "category_name": Text("小类", "Category"),
    "condition": Text("立案条件", "Condition"),
    "flags": Text("标记", "Flags"),
    "pending": Text("待审申请", "Asked for"),
    "due_us": Text("全程期限", "Due"),
}
"""Parts of a case and fields of its forms."""
