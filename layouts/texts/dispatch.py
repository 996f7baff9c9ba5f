"""Texts of the page of the rules of dispatch."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Ruling:
    """The page of the rules of dispatch."""

    TITLE: Final = Text("派遣", "Dispatch")
    HEAD: Final = Text("派遣规则", "Dispatch rules")
    INTRO: Final = Text(
        "立案时恰好一条规则适用，案件立即派出；没有或多于一条，进入待派遣由人工派遣，原因写在案件时间线上。",
        "A case that exactly one rule fits goes out as it is filed. With none or several it waits for a dispatcher;"
        " its timeline says why.",
    )
    DAY: Final = Text("24 小时", "24 hours")
    DAYS: Final = Text("{} 天", "{} days")
    DISPATCHED_OF: Final = Text("{} / {} 件", "{} of {} cases")
    SECONDS: Final = Text("秒", "s")
    AUTO_AND_HAND: Final = Text("自动 {} · 人工 {}", "by rule {} · by hand {}")
    RULES: Final = Text("规则", "Rules")
    COUNT: Final = Text("启用 {} / 共 {}", "{} of {} on")
    NEW: Final = Text("新建规则", "New rule")
    NONE: Final = Text("还没有派遣规则", "There are no rules yet")
    NONE_HINT: Final = Text(
        "新建一条：什么案件、在哪里、什么时段，派给谁；启用前可用近 90 天的案件试算。",
        "Make one: which cases, where and when, and to whom. It can be tried on the cases of 90 days before it is on.",
    )
    ON: Final = Text("启用", "on")
    OFF: Final = Text("停用", "off")
    USE: Final = Text("近 90 天派出 {} 件", "{} in 90 days")
    NOT_USED: Final = Text("近 90 天未派出", "none in 90 days")
    BACK: Final = Text("退回 {}（{}）", "{} came back ({})")
    EVERY_CASE: Final = Text("所有案件", "all cases")
    OWNED_BY: Final = Text("权属 {}", "owned by {}")
    RESPONSIBLE: Final = Text("责任中队（按网格）", "The squad of the place")
    TO: Final = Text("派给", "goes to")
    AND: Final = Text("协同 {}", "with {}")
    CHANGED: Final = Text("第 {} 版 · {} · {}", "version {} · {} · {}")
    EDIT: Final = Text("修改规则", "Change the rule")
    NAME: Final = Text("名称", "Name")
    WHICH: Final = Text("适用于（都满足才适用，留空为不限）", "Fits when all of this holds; empty is any")
    CATEGORIES: Final = Text("分类", "Categories")
    AREAS: Final = Text("区域", "Areas")
    OWNER: Final = Text("部件权属单位", "Owner of the component")
    SOURCES: Final = Text("来源", "Sources")
    WEEKDAYS: Final = Text("星期", "Days of the week")
    FROM: Final = Text("从", "From")
    UNTIL: Final = Text("到", "Until")
    UNIT: Final = Text("派给谁", "To whom")
    SECOND: Final = Text("协同中队", "Second squad")
    ANY: Final = Text("不限", "any")
    NOBODY: Final = Text("无", "none")
    CHOOSE_UNIT: Final = Text("选择单位", "choose")
    IS_ON: Final = Text("保存后启用", "in force once saved")
    TRY: Final = Text("用近 90 天案件试算", "Try on the cases of 90 days")
    SAVE: Final = Text("保存", "Save")
    SWITCH_ON: Final = Text("启用", "Switch on")
    SWITCH_OFF: Final = Text("停用", "Switch off")
    SAVED: Final = Text("规则“{}”已保存为第 {} 版", "The rule {!r} was saved as version {}")
    BAD_TIME: Final = Text("时段请写成 08:00 到 18:00", "from, until: write them as 08:00 and 18:00")
    BAD_RULE: Final = Text("请先选择一条规则", "choose a rule first")
    VERSIONS: Final = Text("历次版本", "Versions")
    VERSION: Final = Text("第 {} 版", "version {}")
    READ_ONLY: Final = Text(
        "您可以查看和试算，修改须有“修改派遣规则”的权限。", "You may look and try; to change rules is another right."
    )


class Trial:
    """What a draft would have done."""

    TITLE: Final = Text("试算结果", "What it would have done")
    CASES: Final = Text(
        "近 90 天立案并派遣 {} 件，本规则适用 {} 件", "{} cases filed and dispatched in 90 days, {} fit this rule"
    )
    NOTHING: Final = Text(
        "近 90 天没有派遣过的案件，无从试算", "No case was dispatched in 90 days; there is nothing to try it on"
    )
    NOW: Final = Text("现行规则", "rules in force")
    THEN: Final = Text("按此规则", "with this rule")
    AUTOMATIC: Final = Text("自动派遣", "by themselves")
    SAME: Final = Text("派给最终处置的单位", "to the unit that had it in the end")
    OTHER: Final = Text("派给别的单位", "to another unit")
    HAND: Final = Text("进入人工派遣", "to the dispatchers")
    SEVERAL: Final = Text("其中多条规则冲突", "of those: several rules fit")
    RETURNED: Final = Text("退回或改派过的", "came back or went elsewhere")
    ELSEWHERE: Final = Text("不会再派给退回的单位", "would not have gone to who gave it back")
    RIGHT: Final = Text("一次派对", "would have been right at once")
    WAYS: Final = Text("去向有变的案件", "Cases that would go elsewhere")
    WAYS_OF: Final = Text("去向有变的案件 {} 件", "{} cases would go elsewhere")
    NO_WAYS: Final = Text("没有案件因此改变去向", "No case would go elsewhere by it")
    WAY_CASES: Final = Text("{} 件", "{}")
    WAY_RIGHT: Final = Text("其中 {} 件最终由它处置", "{} ended with it")
    BY_HAND: Final = Text("人工派遣", "the dispatchers")
    HAD: Final = Text("最终由{}处置", "ended with {}")
    CAME_BACK: Final = Text("曾派{}，退回或改派", "came back from {}")
    MORE_CASES: Final = Text("还有 {} 件较早的", "and {} earlier ones")
    MORE_WAYS: Final = Text("还有 {} 种去向，共 {} 件", "and {} more ways with {} cases")


class Review:
    """What came back."""

    TITLE: Final = Text("待复查：自动派遣后退回或改派", "To review: came back after a rule sent it")
    NONE: Final = Text("近 90 天没有退回的自动派遣", "Nothing that a rule sent came back in 90 days")
    NONE_HINT: Final = Text(
        "单位退回或改派的案件会按规则列在这里，连同退回原因。",
        "Cases that units give back appear here by rule, with the reason.",
    )
    GROUP: Final = Text("{}：退回 {} / 派出 {}", "{}: {} of {} came back")
    GONE: Final = Text("规则 {}", "rule {}")
    WAY: Final = Text("{} → {}", "{} → {}")
    WAITS: Final = Text("待派遣", "waits")
    NO_REASON: Final = Text("未写原因", "no reason given")


class Candidates:
    """The candidates in the form of dispatching."""

    TITLE: Final = Text("建议派给", "Suggested")
    NONE: Final = Text("没有合适的候选", "Nobody comes into question")
    WITH: Final = Text("协同", "along")
    WITH_HINT: Final = Text("作为协同中队", "as the second squad")
    MORE: Final = Text("再看 {} 个", "{} more")
    SCORE: Final = Text("{} 分", "{} points")
