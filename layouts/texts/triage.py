"""Texts of judging what cameras see."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Triage:
    """The list of events, the drawer of one, and the notices."""

    STANDING: Final = Text("待判定 {} 起 · 最早 {}", "{} wait · oldest {}")
    NOTHING_WAITS: Final = Text("没有待判定的 AI 事件", "No AI event waits")
    NOTHING_WAITS_HINT: Final = Text(
        "摄像机识别到的事件（Frigate、MQTT 或 HTTP 推送）会带截图出现在这里。",
        "What cameras recognise (Frigate, MQTT or HTTP push) appears here with its picture.",
    )
    AGEING: Final = Text("{} 起已等超过 30 分钟", "{} have waited over 30 min")
    OLDEST_FIRST: Final = Text("从最早的看起", "Oldest first")
    NEWEST_FIRST: Final = Text("从最新的看起", "Newest first")
    HELD: Final = Text("另有 {} 起未入队：{}", "{} more are held back: {}")
    LOOKS: Final = Text("{} 起等您复看", "{} wait for your second look")
    LOOKED: Final = Text(
        "近 180 天复看 {} 次，{} 次与首次判定不一致", "{} second looks within 180 days, {} said otherwise"
    )
    TODAY: Final = Text("今日识别 {} 起", "{} seen today")
    MORE_GROUPS: Final = Text("另有 {} 类较少的，判完上面的就会出现", "{} smaller groups follow once these are done")
    MORE_ROWS: Final = Text("再列 {} 起", "List {} more")
    PIECES: Final = Text("起", "events")
    START: Final = Text("看最近的 {}", "Look at {}")
    HELD_BY: Final = Text("{} 正在看", "{} is looking")

    CONFIRM: Final = Text("确认转案", "Make it a case")
    ACCEPT: Final = Text("属实，不立案", "Right, no case")
    REJECT: Final = Text("驳回", "Reject")
    DUPLICATE: Final = Text("重复", "Duplicate")
    RIGHT: Final = Text("属实", "Right")
    WRONG: Final = Text("不属实", "Wrong")
    UNDO: Final = Text("撤销", "Undo")
    NEXT: Final = Text("下一起", "Next")
    WHY: Final = Text("驳回的理由", "Why it is rejected")
    SAME_EVENT: Final = Text("EV-{} · {}", "EV-{} · {}")
    SAME_CASE: Final = Text("案件 #{} · 距 {} m", "case #{} · {} m away")
    EARLIER: Final = Text("早 {}", "{} earlier")
    LATER: Final = Text("晚 {}", "{} later")
    SECOND_LOOK: Final = Text("随机复看：请只按画面判断", "A second look, by chance: judge by the picture alone")
    IS_HELD: Final = Text("{} 正在看这个事件，{} 前有效", "{} is looking at it, until {}")
    BY_RULE: Final = Text("自动", "by rule")
    INTO: Final = Text("并入 EV-{}", "merged into EV-{}")

    TRUST: Final = Text("算法", "Algorithm")
    TRUST_VALUE: Final = Text("本机位 {} / {} 属实，{}%（{}–{}%）", "this camera: {} of {} right, {}% ({}–{}%)")
    TRUST_NONE: Final = Text("本机位还没有人工判定", "nothing was judged at this camera yet")
    TRUST_HINT: Final = Text(
        "近 180 天同一机位、同一类别的人工判定；括号内为 95% Wilson 区间",
        "Verdicts of people on this camera and category of the last 180 days; in brackets the Wilson interval of 95%",
    )
    PAST: Final = Text("历史", "History")
    PAST_VALUE: Final = Text("30 日内 {} 次，属实 {} 次，立案 {} 件", "{} within 30 days, {} right, {} cases")
    PAST_NONE: Final = Text("30 日内首次", "the first within 30 days")
    LIVE: Final = Text("实时画面", "Live view")
    LOG: Final = Text("判定记录", "Verdicts")

    KEY_CONFIRM: Final = Text("转案", "case")
    KEY_REJECT: Final = Text("驳回", "reject")
    KEY_DUPLICATE: Final = Text("重复", "duplicate")
    KEY_UNDO: Final = Text("撤销", "undo")

    LOOKED_AGAIN: Final = Text("复看", "second look")
    DIFFERENT: Final = Text("与首次判定不一致", "not what the first verdict said")

    SAID_CASE: Final = Text("EV-{} 已转案件 #{}", "EV-{} is the case #{} now")
    SAID: Final = Text("EV-{} {}", "EV-{}: {}")
    SAID_LOOK: Final = Text("EV-{} 已复看", "EV-{} was looked at again")
    SAID_UNDONE: Final = Text("EV-{} 的判定已撤销", "The verdict on EV-{} was taken back")
    OPEN_CASE: Final = Text("打开案件", "Open the case")
    SAID_EMPTY: Final = Text("没有更多待判定的事件", "No more events wait")
