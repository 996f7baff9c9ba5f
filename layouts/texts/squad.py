"""Texts of the cases on the page of a squad."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Head:
    """Name, shift and period."""

    EVERY: Final = Text("全部中队", "All squads")
    UNKNOWN: Final = Text("没有这个中队", "There is no such squad")
    UNKNOWN_HINT: Final = Text("它可能已合并或改名，请重新选择。", "It may have been merged or renamed; choose again.")
    SHIFT: Final = Text("{} {} – {}", "{} {} – {}")
    NEXT: Final = Text("下一班：{} {} – {}", "Next shift: {} {} – {}")
    OFF: Final = Text("现在没有班次。位置只在值班时保留，{} 起恢复。", "No shift now. Positions return at {}.")
    OFF_LONG: Final = Text("现在没有班次，也没有排下一班。", "No shift now, and none is planned.")
    GRIDS: Final = Text("等 {} 个网格", "of {} grids")
    EMPTY: Final = Text(
        "这个中队没有人员：请在「管理」里分配，或选择别的中队。",
        "Nobody works in this squad: assign people, or choose another.",
    )
    MERGED: Final = Text("已并入{}，案件和人员都在那里", "Merged into {}, where its cases and people are")
    CHOSEN: Final = Text("时段", "Period")


class Figures:
    """The strip of figures."""

    DISTRICT: Final = Text("全区 {}", "district {}")
    BEFORE: Final = Text("{} {}", "{} {}")
    NONE_BEFORE: Final = Text("{} —", "{} —")
    IN_TIME: Final = Text("按期处置率", "Handled in time")
    IN_TIME_HINT: Final = Text(
        "按期处置 ÷（已处置 + 超期未处置），超时豁免算按期",
        "in time ÷ (handled + overdue); excused lateness counts as in time",
    )
    CASES: Final = Text("{} 件", "{} cases")
    MINUTES: Final = Text("分", "min")
    HOURS: Final = Text("小时", "h")
    DAYS: Final = Text("天", "d")


class Lamps:
    """Red and yellow."""

    TITLE: Final = Text("红黄灯", "Red and yellow")
    OPEN: Final = Text("在办 {}", "{} open")
    MARKED: Final = Text("地图标出最急的 {} 件", "the map has the {} most urgent")
    UNATTENDED: Final = Text("无人负责 {}", "Nobody there: {}")
    UNATTENDED_HINT: Final = Text(
        "经办人或核查人已离岗、停用：请改派", "Who has them left or is disabled: send them to others"
    )
    ALL: Final = Text("全部 →", "All →")
    NONE: Final = Text("没有红黄灯", "No red or yellow lamp")
    NEXT: Final = Text("下一个到期：{}", "Next deadline: {}")
    NO_NEXT: Final = Text("没有在计时的案件。", "No deadline is running.")
    LATE_AT_UNIT: Final = Text("处置时已超时", "handled late")
    UNTAKEN: Final = Text("未接 {}", "not taken for {}")
    SEND: Final = Text("派 {}", "Send {}")
    SEND_HINT: Final = Text("打开派遣表单并填好：{}", "opens the form, filled in: {}")
    NOBODY: Final = Text("本中队无人可派", "nobody of the squad can take it")
    MAP: Final = Text("地图", "Map")
    LIST: Final = Text("返回", "Back")


class Tasks:
    """To verify and to check."""

    TITLE: Final = Text("核实核查", "Verify and check")
    COUNT: Final = Text("{} 件", "{}")
    NONE: Final = Text("没有要核实或核查的", "Nothing to verify or check")
    NONE_HINT: Final = Text("受理员派人到现场看时，这里列出。", "Where somebody is to look on the spot appears here.")
    WHO: Final = Text("由 {}", "by {}")
    NOBODY: Final = Text("未指定人", "nobody named")
    LOOK_VERIFY: Final = Text("看：是否属实、位置、类别", "look: is it so, where, which kind")
    LOOK_CHECK: Final = Text("看：是否改好、同一角度拍照", "look: is it mended; same view again")


class Approvals:
    """Requests."""

    TITLE: Final = Text("待我审批", "For me to decide")
    COUNT: Final = Text("{} 件", "{}")
    OLDEST: Final = Text("最早 {}", "oldest {}")
    DECIDED: Final = Text("今天已批 {}", "{} decided today")
    NONE: Final = Text("没有待审批的申请", "Nothing waits for a decision")
    NONE_HINT: Final = Text(
        "延期、挂账、回退等申请在这里审批。", "Requests for more time, suspension or return appear here."
    )
    REASON: Final = Text("理由", "Why")
    OUTCOME: Final = Text("后果", "Then")
    FIGURE: Final = Text("考核：{}", "Figures: {}")
    AGREE: Final = Text("同意", "Agree")
    AGREE_DO: Final = Text("确认同意", "Yes, agree")
    REFUSE: Final = Text("不同意…", "Refuse…")
    REFUSE_DO: Final = Text("不同意", "Refuse")
    ASK: Final = Text("先问…", "Ask first…")
    ASK_DO: Final = Text("发问", "Ask")
    OTHER: Final = Text("其他理由", "another reason")
    QUESTION: Final = Text("想问什么", "what to ask")
    CANNOT: Final = Text("不能同意：{}", "No consent: {}")
    DONE: Final = Text("#{}：{}", "#{}: {}")
    AGREED: Final = Text("已同意，现为“{}”", "agreed, now {!r}")
    REFUSED: Final = Text("已不同意，现为“{}”", "refused, now {!r}")
    ASKED: Final = Text("已写入时间线，申请人会看到", "it stands in the timeline for whoever asked")
    FASTER: Final = Text("{} 已在 {} {}，案件现为“{}”", "{} at {} did: {}; the case is {!r} now")
    FASTER_UNKNOWN: Final = Text("案件刚被改动，现为“{}”，请看最新情况", "the case changed, it is {!r} now; look again")
    REFUSALS: Final = (
        Text("理由不充分，请按期处置", "not reason enough; handle it in time"),
        Text("请先补齐现场照片", "send pictures of the place first"),
        Text("应由你单位处置", "it is for your unit to handle"),
    )
    QUESTIONS: Final = (
        Text("请补充现场照片", "please send pictures of the place"),
        Text("预计何时能完成？", "when will it be done?"),
        Text("已采取了什么措施？", "what has been done so far?"),
    )


class Hot:
    """Hours and places."""

    TITLE: Final = Text("高发时段", "Hours with the most")
    OF: Final = Text("近 30 天的{} · {} 天 {} 件", "{} of 30 days · {} days, {} cases")
    WORKED: Final = Text("工作日", "working days")
    FREE: Final = Text("休息日", "days off")
    PEAK: Final = Text("{:02d} – {:02d} 时占 {}%", "{:02d} – {:02d} h have {}%")
    OTHERS: Final = Text("其他", "others")
    NONE: Final = Text("近 30 天没有案件", "No case in 30 days")
    NONE_HINT: Final = Text("有案件后，这里按类别和小时统计。", "Cases appear here by category and hour.")
    PLACES: Final = Text("易复发", "Recurrent")
    TIMES: Final = Text("{} 次", "{} times")
    PATROL: Final = Text("加一趟 {} 巡{} →", "Add a patrol at {}{} →")
    LINE: Final = Text("「{}」线", " on {}")
    NO_LINE: Final = Text("线", "")
    NO_PLACES: Final = Text("90 天内没有反复发生的地点", "No place recurred in 90 days")
