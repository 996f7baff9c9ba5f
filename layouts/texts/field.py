"""Texts of the phone page: tasks, one task, and what its scripts write."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Tasks:
    """What stands on the page before its scripts fill it."""

    TITLE: Final = Text("任务", "Tasks")
    NEAR: Final = Text("先近的", "Nearest")
    DUE: Final = Text("先到期", "First due")
    CHECKS: Final = Text("核实核查", "Checks")
    MAP: Final = Text("地图", "Map")
    REPORT: Final = Text("快报", "Report")
    MINE: Final = Text("我的", "Me")
    NAVIGATION: Final = Text("任务页", "Pages of the phone")
    UNTIL: Final = Text("到 {}", "until {}")
    LOCATE: Final = Text("打开定位，按远近排", "Turn the position on, to sort by distance")
    THEME: Final = Text("屏幕", "Screen")
    SUNLIGHT: Final = Text("阳光下", "Sunlight")
    LIGHT: Final = Text("浅色", "Light")
    DARK: Final = Text("深色", "Dark")


BROWSER_FIELD: Final = {
    "field.walk": Text("走 {} min", "{} min walk"),
    "field.no_place": Text("未定位", "no position"),
    "field.left": Text("剩 {}", "{} left"),
    "field.late": Text("已超 {}", "{} late"),
    "field.left_name": Text("{}剩余", "left to {}"),
    "field.late_name": Text("{}已超", "late to {}"),
    "field.no_due": Text("不计时", "no clock"),
    "field.accept": Text("接单", "Take it"),
    "field.go_on": Text("继续", "Go on"),
    "field.go_verify": Text("去核实", "Verify"),
    "field.go_check": Text("去核查", "Check"),
    "field.queued": Text("待发送", "not sent yet"),
    "field.empty": Text("没有任务", "No tasks"),
    "field.empty_hint": Text(
        "派给您或本中队的案件、指定您核实核查的案件会出现在这里",
        "Cases sent to you or your squad, and what you are asked to verify or check, appear here",
    ),
    "field.empty_checks": Text("没有核实核查任务", "Nothing to verify or check"),
    "field.as_of": Text("{} 的任务，没有网络", "Tasks as of {}, no network"),
    "field.unasked": Text("还没有取到任务，等网络", "No tasks yet: waiting for a network"),
    "field.back": Text("返回任务", "Back to the tasks"),
    "field.navigate": Text("用手机地图去", "Show in the phone's map"),
    "field.urgent": Text("紧急", "urgent"),
    "field.supervised": Text("督办", "supervised"),
    "field.rework": Text("返工", "rework"),
    "field.step_arrive": Text("到场", "At the place"),
    "field.step_photo": Text("拍照", "Pictures"),
    "field.step_result": Text("结果", "Result"),
    "field.step_look": Text("看什么", "What to look at"),
    "field.proved": Text("定位证明 距案点 {} m（精度 ±{} m）", "Proved: {} m from the place (exact to ±{} m)"),
    "field.arrived_at": Text("已到场", "There"),
    "field.arrived_why": Text("到场：{}", "There: {}"),
    "field.not_there": Text("到场后由定位证明，50 m 以内", "The position proves it, within 50 m"),
    "field.here": Text("现在距案点 {} m（精度 ±{} m）", "Now {} m from the place (exact to ±{} m)"),
    "field.locating": Text("正在定位…", "Finding where you are…"),
    "field.too_far": Text("定位距案点 {} m，超过 50 m：请写明原因", "You are {} m away, more than 50 m: say why"),
    "field.too_rough": Text(
        "定位精度只有 ±{} m，不足以证明到场：请写明原因", "The position is exact to ±{} m only: say why"
    ),
    "field.plain_http": Text(
        "此地址不是 https，手机不给定位：请写明到场情况",
        "Phones tell positions to https pages only, so write how you are there",
    ),
    "field.denied": Text("手机未允许定位：请写明到场情况", "The phone does not allow it: write how you are there"),
    "field.no_fix": Text("暂时无法定位：请写明到场情况", "No position found: write how you are there"),
    "field.why_away": Text("原因", "Why"),
    "field.why_inside": Text("室内无信号", "Indoors, no signal"),
    "field.why_fence": Text("围挡外可见", "Seen from outside the fence"),
    "field.why_point": Text("案点位置不准", "The place is marked wrong"),
    "field.shot_before": Text("前", "Before"),
    "field.shot_near": Text("后 · 近景", "After · near"),
    "field.shot_wide": Text("后 · 全景", "After · wide"),
    "field.shot_now": Text("现在 · 近景", "Now · near"),
    "field.shot_all": Text("现在 · 全景", "Now · wide"),
    "field.shot_more": Text("再拍", "More"),
    "field.shot_reported": Text("上报时", "reported"),
    "field.remove": Text("删除这张", "Remove it"),
    "field.reference": Text("对照参考画面", "Reference"),
    "field.no_photo": Text("拍不了", "No picture"),
    "field.no_photo_on": Text("不拍照，写明原因", "No pictures; say why"),
    "field.close": Text("关闭", "Close"),
    "field.fixed": Text("已整改", "Put right"),
    "field.dispersed": Text("劝离", "Moved on"),
    "field.refused": Text("拒不整改", "Refused"),
    "field.support": Text("请支援", "Need support"),
    "field.is_true": Text("属实", "True"),
    "field.is_false": Text("不属实", "Not so"),
    "field.passes": Text("合格", "Passes"),
    "field.fails": Text("不合格", "Fails"),
    "field.note": Text("备注，可不填", "A note, if needed"),
    "field.note_needed": Text("请写明原因", "Say why"),
    "field.filing": Text("立案标准", "Filed when"),
    "field.closing": Text("结案标准", "Closed when"),
    "field.evidence": Text("取证要求", "To be shown"),
    "field.no_standard": Text(
        "类目没有写明标准，按上报描述看", "The catalogue has no standard for this: look at what was reported"
    ),
    "field.do_accept": Text("接单", "Take it"),
    "field.do_depart": Text("出发", "On my way"),
    "field.do_arrive": Text("到场", "I am there"),
    "field.do_reason": Text("写明原因", "Say why"),
    "field.do_photo": Text("拍{} · 还差 {} 张", "Take {} · {} to go"),
    "field.do_result": Text("选结果", "Choose the result"),
    "field.do_look": Text("看完选结论", "Look, then choose"),
    "field.do_send": Text("交结果", "Hand in the result"),
    "field.do_support": Text("请支援", "Ask for support"),
    "field.hint_accept": Text("接单后计时不停，拍照、结果都在这一页", "The clock runs on; everything is on this page"),
    "field.hint_arrive": Text("到案点 50 m 以内点到场", "Press it within 50 m of the place"),
    "field.hint_photo": Text("拍完即可交结果；没网也能交，先存本机", "Then hand it in; no network is needed"),
    "field.hint_send": Text("没网也能交，先存本机，来网自动补发", "Without a network it is kept here and sent later"),
    "field.hint_sent": Text("已存本机，送达后从任务里消失", "Kept on this phone; it goes from the list once delivered"),
    "field.waits": Text("{}，等审批", "{}: waits for consent"),
    "field.more": Text("退回、延期、挂账", "Return, extend, suspend"),
    "field.ask_return": Text("申请退回", "Ask to return"),
    "field.ask_extend": Text("申请延期", "Ask for more time"),
    "field.ask_suspend": Text("申请挂账", "Ask to suspend"),
    "field.told_return": Text("退回派遣，全程时限照走", "Goes back to dispatch; the clock of the whole runs on"),
    "field.told_extend": Text("期限延长一倍，须两级同意", "The limit runs once more; two must consent"),
    "field.told_suspend": Text("暂停计时到所填日期，一个案件只能一次", "The clocks stop until that day, once at most"),
    "field.ask_reason": Text("原因（必填）", "Why (needed)"),
    "field.ask_until": Text("挂账到", "Suspended until"),
    "field.ask_send": Text("提交申请", "Send the request"),
    "field.cancel": Text("取消", "Cancel"),
    "field.no_map": Text("没有网络时打开的页面没有地图", "There is no map when the page is opened without a network"),
    "field.gone": Text("这项任务已不在您这里", "This task is not yours any more"),
}
