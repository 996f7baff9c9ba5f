"""The text catalogue of the roster."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Roster:
    """The page of the roster."""

    PAGE: Final = Text("排班", "Roster")
    SQUADS: Final = Text("中队", "Squads")
    WEEK: Final = Text("{}–{} · 第 {} 周", "{}–{} · week {}")
    BEFORE: Final = Text("上一周", "Previous week")
    AFTER: Final = Text("下一周", "Next week")
    THIS_WEEK: Final = Text("本周", "This week")
    COPY: Final = Text("复制上周…", "Copy last week…")
    IMPORT: Final = Text("导入表格", "Import a table")
    PEOPLE: Final = Text("人", "people")
    ENTRIES: Final = Text("人次", "shifts")
    GAPS: Final = Text("缺口", "gaps")
    MISSING: Final = Text("缺岗", "missing")
    CONFLICTS: Final = Text("冲突", "conflicts")
    AWAY_COUNT: Final = Text("不在岗", "away")
    PERSON: Final = Text("人员", "Person")
    AWAY: Final = Text("不在岗", "Away")
    ADD: Final = Text("排 {} {}", "Add to {} {}")
    TODAY: Final = Text("今天", "today")
    NOBODY: Final = Text("这个中队还没有人员", "This squad has nobody yet")
    NOBODY_HINT: Final = Text(
        "先用 manage.py import people 导入人员，再排班或导入排班表。",
        "Bring people in with manage.py import people, then make or import their roster.",
    )
    NOT_LINKED: Final = Text("没有可看的排班", "There is no roster for you to see")
    NOT_LINKED_HINT: Final = Text(
        "您的账号只能看本人排班，但还没有关联人员；请管理员关联。",
        "Your account may see its own roster only and belongs to nobody yet; ask the administrator to link it.",
    )
    NO_SQUAD: Final = Text("还没有中队", "No squad yet")
    NO_SQUAD_HINT: Final = Text("用 manage.py import squads 导入。", "They come with manage.py import squads.")
    NO_SHIFTS: Final = Text("还没有班次", "No shift yet")
    WHOLE_SQUAD: Final = Text("全中队", "whole squad")


class Plan:
    """What rosters are made of: the tabs of shifts and needs."""

    WEEK: Final = Text("周表", "Week")
    SHIFTS: Final = Text("班次", "Shifts")
    NEEDS: Final = Text("需要人数", "Needs")
    SHIFTS_NOTE: Final = Text("所有中队共用", "the same for all squads")
    NEEDS_NOTE: Final = Text(
        "每个中队每个班次需要几人，缺口据此计算", "how many a squad needs for a shift; gaps follow from it"
    )
    CODE: Final = Text("编码", "Code")
    NAME: Final = Text("名称", "Name")
    KIND: Final = Text("类别", "Kind")
    FROM: Final = Text("开始", "Begins")
    UNTIL: Final = Text("结束", "Ends")
    TIMES: Final = Text("时间", "Times")
    LENGTH: Final = Text("时长", "Length")
    HOURS: Final = Text("{} 小时", "{} h")
    NEXT_DAY: Final = Text("次日", "next day")
    COMING: Final = Text("今后 62 天人次", "Shifts, next 62 days")
    SQUAD: Final = Text("中队", "Squad")
    PEOPLE: Final = Text("{} 人", "{}")
    NO_NEED: Final = Text("不需要", "none")
    EVERY_DAY: Final = Text("每天", "daily")
    WORKDAYS: Final = Text("周一至周五", "Mon–Fri")
    WEEKEND: Final = Text("周末", "Sat, Sun")
    NEW_SHIFT: Final = Text("新增班次", "Add a shift")
    CHANGE_SHIFT: Final = Text("修改班次", "Change a shift")
    SHIFT_HINT: Final = Text("结束不晚于开始的，算到次日", "an end no later than the beginning is on the day after")
    USED: Final = Text(
        "今后 62 天有 {} 人次用这个班次，保存后他们的时间随之改变。",
        "{} shifts of the next 62 days have it; their times change with it.",
    )
    UNUSED: Final = Text("今后 62 天没有人排这个班次。", "Nobody has it in the next 62 days.")
    NEW_EFFECT: Final = Text(
        "编码没有用过就新增，用过就修改那个班次。", "An unused code adds a shift, a known one changes it."
    )
    NEED: Final = Text("{} · {}", "{} · {}")
    NEED_DAYS: Final = Text("星期", "Weekdays")
    NEED_PEOPLE: Final = Text("需要人数", "People needed")
    NEED_EFFECT: Final = Text(
        "保存后，{} 每周的覆盖和缺口立即按此计算；0 人即不需要。",
        "Coverage and gaps of {} follow at once; 0 is no need.",
    )
    CHOOSE: Final = Text("点一格修改", "Click a cell to change it")
    CHOOSE_HINT: Final = Text("保存前会说明影响。", "What it will do is told before it is saved.")
    NO_NUMBER: Final = Text("需要人数须为 0 到 500 的整数", "people needed are a whole number from 0 to 500")
    SHIFT_SAVED: Final = Text("班次 {} 已保存", "Shift {} was saved")
    NEED_SAVED: Final = Text("已保存：{} {}", "Saved: {} {}")


class Coverage:
    """The strip of coverage."""

    TITLE: Final = Text("排班 / 需要", "Rostered / needed")
    NOTE: Final = Text("每小时在岗人数与需要人数；斜线为缺口", "people by the hour; hatched where some are missing")
    GAP: Final = Text("缺 {} 人 {}–{}，{} 分钟", "{} missing {}–{}, {} min")
    GAPS: Final = Text("缺 {} 分钟", "{} min missing")
    WELL: Final = Text("无缺口", "no gap")
    AREAS: Final = Text("按责任区", "by area")
    NO_NEED: Final = Text("这一天没有设定需要人数", "no need is set for this day")
    NONE: Final = Text("本周没有人排班，也没有设定需要人数", "Nobody is rostered this week, and no need is set")
    NONE_HINT: Final = Text(
        "点上面的格子排班，这里会显示每小时的人数。", "Click a cell above; people by the hour appear here."
    )


class Conflicts:
    """The list of conflicts."""

    TITLE: Final = Text("冲突", "Conflicts")
    NONE: Final = Text("没有冲突", "No conflict")
    NONE_HINT: Final = Text(
        "班次重叠、休息不足 11 小时、连上超过 6 天、请假当天排班等会列在这里。",
        "Overlaps, less than 11 h of rest, more than 6 days in a row, shifts on days away are named here.",
    )


class Form:
    """The form of one day."""

    NEW: Final = Text("排班", "Put on the roster")
    CHANGE: Final = Text("改班", "Change the shift")
    SHIFT: Final = Text("班次", "Shift")
    AREA: Final = Text("责任区", "Area")
    SAVE: Final = Text("保存", "Save")
    REMOVE: Final = Text("撤下", "Take off")
    CLOSE: Final = Text("关闭", "Close")
    SWAP: Final = Text("换班", "Swap")
    SWAP_WITH: Final = Text("与谁换", "Swap with")
    SWAP_HINT: Final = Text("两人互换班次、日期和责任区", "both take the other's shift, day and area")
    AWAY: Final = Text("不在岗", "Away")
    AWAY_KIND: Final = Text("原因", "Why")
    AWAY_UNTIL: Final = Text("到（含）", "Until (included)")
    AWAY_NOTE: Final = Text("登记", "Note it")
    AWAY_END: Final = Text("销假", "Take it back")
    AWAY_FROM: Final = Text("{}，{} 至 {}", "{}, {} to {}")
    READ_ONLY: Final = Text("只能查看", "you may only look")
    CHOOSE: Final = Text("点一格排班，或把班次拖到另一格", "Click a cell, or drag a shift to another one")
    CHOOSE_HINT: Final = Text(
        "拖动与在表单里改是一回事；键盘用 Tab 选格，回车打开。",
        "Dragging does what the form does; with keys, Tab to a cell and press Enter.",
    )
    NO_SHIFT: Final = Text("请先选择班次", "choose a shift first")
    NO_PARTNER: Final = Text("请先选择与谁换", "choose whom to swap with first")
    NO_REASON: Final = Text("请选择原因和结束日", "choose why and until when")
    SAVED: Final = Text("已保存", "Saved")
    SAVED_WITH: Final = Text("已保存，但有冲突：{}", "Saved, with a conflict: {}")
    REMOVED: Final = Text("已撤下", "Taken off")
    SWAPPED: Final = Text("已换班", "Swapped")
    NOTED: Final = Text("已登记不在岗", "Noted as away")
    ENDED: Final = Text("已销假", "Taken back")
    MOVED: Final = Text("已移动", "Moved")


class Copy:
    """Copying last week."""

    TITLE: Final = Text("把上周复制到本周", "Copy last week onto this one")
    ADDS: Final = Text("将加 {} 人次", "{} shifts will be added")
    THERE: Final = Text("{} 人次已在，保留", "{} are there already and stay")
    LEAVES: Final = Text("{} 人次不复制", "{} are left out")
    NOTHING: Final = Text("没有可复制的排班", "There is nothing to copy")
    DO: Final = Text("复制", "Copy")
    CANCEL: Final = Text("取消", "Cancel")
    DONE: Final = Text("已复制 {} 人次，{} 人次未复制", "{} shifts copied, {} left out")
