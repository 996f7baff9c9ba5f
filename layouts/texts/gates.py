"""Texts of what cameras find: their words, the gates before the queue, filing by itself."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text
from dashboard.domain.triage.states import HeldBecause


class Words:
    """The tab of the words by which cameras call what they see."""

    TAB: Final = Text("识别归类", "Camera words")
    INTRO: Final = Text(
        "摄像机用自己的词报告看到的事物。这里按来源、标签、区域计数；没有类别的记为“未分类”，照常入队，不会丢弃。"
        "给出类别后从下一次报告起生效，尚未判定的也随之改变，并成为 mappings.yaml 里的一条规则。",
        "Cameras tell what they see in words of their own, counted here by source, label and zone. What has no category"
        " is kept as unclassified. A category that you give holds from the next report on, and for what nobody has"
        " judged yet, as an entry of mappings.yaml.",
    )
    DAYS: Final = Text("近 {} 天", "{} days")
    EVENTS: Final = Text("事件", "Events")
    WORDS: Final = Text("词", "Words")
    UNCLASSIFIED: Final = Text("未分类事件", "Unclassified events")
    UNCLASSIFIED_SHARE: Final = Text("占 {}%", "{} % of all")
    MORE: Final = Text("另有 {} 个词未列出", "{} more words are not listed")
    NONE: Final = Text("这段时间没有摄像机事件", "No camera events in these days")
    NONE_HINT: Final = Text("摄像机报告后，这里会出现它们用的词。", "Once cameras report, their words appear here.")
    NO_ZONE: Final = Text("不分区域", "no zone")
    LAST: Final = Text("最近 {}", "last {}")
    HELD: Final = Text("{} 件未入队", "{} held back")
    GIVE: Final = Text("给出类别", "Give a category")
    CHOOSE: Final = Text("从左侧选一个词", "Choose a word")
    CHOOSE_HINT: Final = Text(
        "选中后在此给它类别；保存前会说明近 7 天有多少事件会改变。",
        "Its category is given here; before it is saved you see how many events of the last 7 days would change.",
    )
    SOURCE: Final = Text("来源", "Source")
    LABEL: Final = Text("标签", "Label")
    ZONE: Final = Text("区域（空：不论）", "Zone (empty: any)")
    CAMERA: Final = Text("摄像机（空：不论）", "Camera (empty: any)")
    STOOD: Final = Text("至少停留（秒，空：不论）", "Stood at least (s, empty: any)")
    CATEGORY: Final = Text("类别", "Category")
    HINT: Final = Text(
        "标签、区域与摄像机按整段匹配，可用正则表达式：car|truck、no_park.*",
        "Label, zone and camera match whole, as regular expressions: car|truck, no_park.*",
    )
    WOULD: Final = Text(
        "近 {} 天符合的事件 {} 件，其中 {} 件会改变类别（原为未分类 {} 件）。",
        "{} days: {} events match, {} would change their category ({} of them unclassified).",
    )
    NO_MATCH: Final = Text(
        "近 {} 天没有符合的事件；保存后对以后的报告生效。",
        "No event of the last {} days matches; it holds for what comes.",
    )
    NO_CHANGE: Final = Text(
        "近 {} 天符合 {} 件，但都已是这一类别，或被更早的规则归类。",
        "{1} events of {0} days match, and all have this category already or an earlier entry wins.",
    )
    PICK_CATEGORY: Final = Text("请选择类别", "choose a category")
    SAVE: Final = Text("归入此类别", "Give this category")
    SAVED: Final = Text(
        "已归类：{} → {}；待判与未入队的 {} 件随之改变", "Saved: {} → {}; {} that wait or are held have it too"
    )
    SECONDS: Final = Text("停留须为秒数，如 180", "the time is seconds, such as 180")


class Ruling:
    """The tab of the gates."""

    TAB: Final = Text("识别关口", "Camera gates")
    INTRO: Final = Text(
        "关口决定哪些识别结果进入待判队列。没有通过的记为“未入队”，连同原因保留、计数、可查；"
        "置信度升高、停留够久或到了时段会自动入队。",
        "Gates decide which finds wait for people. What is kept back is held with its reason, counted and shown on"
        " request; it enters the queue once it is surer, has stood long enough, or counts by the hour.",
    )
    EVENTS: Final = Text("事件", "Events")
    HELD: Final = Text("未入队", "Held back")
    SHARE: Final = Text("占 {}%", "{} % of all")
    EVERY: Final = Text("其他全部类别", "Everything else")
    ON: Final = Text("启用中", "on")
    OFF: Final = Text("未启用", "off")
    SCORE_AT_LEAST: Final = Text("置信度 ≥ {}", "score ≥ {}")
    STOOD_AT_LEAST: Final = Text("停留 ≥ {}", "stood ≥ {}")
    MERGES: Final = Text("{} 内合并", "one within {}")
    HELD_OF: Final = Text("{} / {} 件未入队", "{} of {} held")
    NEW: Final = Text("新建关口", "New gate")
    CHANGE: Final = Text("修改关口", "Change the gate")
    FOR_CAMERA: Final = Text("只对一台摄像机另设", "Another for one camera")
    CATEGORY: Final = Text("类别", "Category")
    CAMERA: Final = Text("摄像机编号（空：全部）", "Camera (empty: all)")
    SCORE: Final = Text("最低置信度（0–1）", "Least score (0–1)")
    DWELL: Final = Text("至少停留（秒）", "Stood at least (s)")
    WEEKDAYS: Final = Text("星期（空：每天）", "Weekdays (none: every day)")
    FROM: Final = Text("从", "From")
    UNTIL: Final = Text("到", "Until")
    GAP: Final = Text("合并间隔（分钟）", "Cool-down (min)")
    IS_ON: Final = Text("启用", "on")
    ZONES: Final = Text("不同区域各算一件", "each zone by itself")
    WOULD: Final = Text(
        "近 {} 天 {} 件：现在未入队 {} 件，改后 {} 件。", "{} days, {} events: {} held as it is, {} with this change."
    )
    WOULD_NONE: Final = Text("近 {} 天没有这一类别的事件。", "No event of this category in {} days.")
    SAVE: Final = Text("保存关口", "Save the gate")
    SAVED: Final = Text("关口已保存：{}（第 {} 版）", "Gate saved: {} (version {})")
    REMOVE: Final = Text("删除此摄像机的关口", "Remove this camera's gate")
    REMOVED: Final = Text("已删除，该摄像机改用全部摄像机的关口", "Removed; the gate of all cameras holds there again")
    BAD_SCORE: Final = Text("最低置信度须为 0 到 1 的数，如 0.4", "least score: a number from 0 to 1, such as 0.4")
    BAD_DWELL: Final = Text("停留须为秒数，如 180", "the time is seconds, such as 180")
    BAD_GAP: Final = Text("合并间隔须为分钟数，如 10", "the cool-down is minutes, such as 10")
    BAD_FORM: Final = Text("请刷新页面再改", "load the page again and change it then")
    BY: Final = Text("第 {} 版 · {} · {}", "version {} · {} · {}")
    KEPT: Final = Text("最近未入队的事件", "Held back of late")
    PROPOSED: Final = Text("出厂建议，尚未启用", "proposed, not in force yet")


class SelfFiling:
    """The tab of categories that file by themselves."""

    TAB: Final = Text("自动立案", "Filing by itself")
    INTRO: Final = Text(
        "人工判定至少 200 件、且查准率 95% 区间的下限不低于门槛的类别，可以由识别结果直接立案：带画面，"
        "在案件时间线上写明规则版本与当时的查准率。其中 2% 仍随机交人复看；下限跌破门槛时自行停用。",
        "A category with at least 200 verdicts of people and a lower bound of its precision (95 %) above the threshold"
        " may file by itself, with its picture; the timeline of each case names the version and the figures then. 2 %"
        " are still looked at by people, and it switches itself off when the bound falls.",
    )
    NONE: Final = Text("还没有人判定过事件", "Nobody has judged an event yet")
    NONE_HINT: Final = Text(
        "值守人员在指挥台判定事件后，各类别的查准率会出现在这里。",
        "Once events are judged at the desk, categories appear here.",
    )
    PRECISION: Final = Text("查准率 {}%（{}–{}%）", "precision {} % ({}–{} %)")
    OF: Final = Text("{} / {} 件属实", "{} of {} right")
    NO_VERDICTS: Final = Text("尚无人工判定", "not judged yet")
    LEAST: Final = Text("门槛 {}%", "at least {} %")
    FILED: Final = Text("近 24 小时立案 {} 件", "{} filed in 24 h")
    ON: Final = Text("启用中", "on")
    OFF: Final = Text("未启用", "off")
    READY: Final = Text("可以启用", "may be switched on")
    ENDED: Final = Text("已自行停用", "switched itself off")
    ENDED_AT: Final = Text(
        "{} 自行停用：当时查准率 {}%（下限 {}%，{} 件）", "switched itself off {}: {} % then (lower bound {} %, of {})"
    )
    NOT_YET: Final = Text("不能启用：{}", "not yet: {}")
    CHANGE: Final = Text("修改自动立案", "Change")
    THRESHOLD: Final = Text("下限不低于（%）", "Lower bound at least (%)")
    CONDITION: Final = Text("立案条件（单一条件可空）", "Filing condition (empty where there is one)")
    MOST: Final = Text("每小时上限", "At most an hour")
    ENABLED: Final = Text("启用", "on")
    SAVE: Final = Text("保存", "Save")
    SAVED: Final = Text("自动立案已保存：{}（第 {} 版）", "Saved: {} (version {})")
    BAD_PRECISION: Final = Text("门槛须为百分数，如 95", "the threshold is a percentage, such as 95")
    BAD_MOST: Final = Text("每小时上限须为整数，如 60", "the most an hour is a whole number, such as 60")
    STOPPED: Final = Text(
        "{} 的自动立案已自行停用：查准率下限跌破门槛", "{} files by itself no more: its precision fell"
    )


HELD_LABELS: Final = {
    HeldBecause.SCORE: Text("置信度低", "not sure enough"),
    HeldBecause.DWELL: Text("停留不足", "did not stay"),
    HeldBecause.HOURS: Text("不在时段", "outside hours"),
    HeldBecause.ALLOWED_PLACE: Text("疏导点内", "allowed place"),
    HeldBecause.PERMIT: Text("有许可", "permit"),
}
"""Why an event is held."""
