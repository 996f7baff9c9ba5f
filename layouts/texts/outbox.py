"""What the phone says of what has not left it; written by the scripts of the street."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Offline:
    """The page that starts without a network."""

    TITLE: Final = Text("外勤 · 无网络", "Field · no network")
    NOTE: Final = Text("无网络启动：任务以上次为准，结果先存本机", "Started without a network: tasks as of last time")
    BACK: Final = Text("网络已恢复", "There is a network again")
    RELOAD: Final = Text("重新打开", "Open again")


BROWSER_OUTBOX: Final = {
    "outbox.all_there": Text("全部已送达", "All delivered"),
    "outbox.waiting": Text("{} 条待发送 · 已存本机", "{} waiting · kept on this phone"),
    "outbox.sending": Text("正在发送，还有 {} 条", "Sending, {} to go"),
    "outbox.refused": Text("{} 条服务器另有答复", "{} answered otherwise"),
    "outbox.offline_since": Text("{} 起没有网络", "no network since {}"),
    "outbox.offline": Text("没有网络，结果先存本机", "No network: what you do is kept on this phone"),
    "outbox.pictures": Text("照片 {} 张 {}", "pictures: {}, {}"),
    "outbox.by_itself": Text("来网自动补发", "sent once there is a network"),
    "outbox.busy": Text("服务器暂时不接受，稍后自动重试", "the server does not take it now; tried again by itself"),
    "outbox.sign_in": Text("登录后继续发送", "sent once you sign in"),
    "outbox.fault": Text("本机存储出错：{}", "the storage of this phone fails: {}"),
    "outbox.foreign": Text(
        "本机另有 {} 条属于其他账号，由其本人登录后发送", "{} more belong to another account and go when they sign in"
    ),
    "outbox.open": Text("查看待发送", "Show what waits"),
    "outbox.title": Text("发件箱", "Outbox"),
    "outbox.close": Text("关闭", "Close"),
    "outbox.retry": Text("立即重试", "Try now"),
    "outbox.seen": Text("知道了", "I have read it"),
    "outbox.again": Text("按最新情况重发", "Send as the case is now"),
    "outbox.none": Text("没有待发送的内容", "Nothing waits"),
    "outbox.none_hint": Text(
        "在现场做的每一步都先存在这里，再按顺序发送", "What you do is kept here first, then sent in order"
    ),
    "outbox.state.waiting": Text("待发送", "Waiting"),
    "outbox.state.sending": Text("发送中", "Sending"),
    "outbox.state.delivered": Text("已送达", "Delivered"),
    "outbox.state.refused": Text("未采用", "Not taken"),
    "outbox.picture_of": Text("照片 {} / {}，{} %", "picture {} of {}, {} %"),
    "outbox.answer": Text("服务器答复：{}", "The server says: {}"),
    "outbox.kept_pictures": Text("照片仍在本机", "its pictures are still on this phone"),
    "outbox.plain": Text(
        "此地址不是 https：没有网络时请不要关闭本页，关闭后要等来网才能再打开；已存的内容不会丢",
        "No https here: keep the page open without a network, it opens again only with one; what is kept stays",
    ),
    "outbox.nobody": Text(
        "不知道您是谁，没有存下：请先登录再提交", "Nobody is signed in, so it was not kept: sign in, then send it again"
    ),
    "outbox.full": Text(
        "手机存储已满，没有存下：请先腾出空间再提交，表单里的内容还在",
        "This phone is full, so it was not kept: make room and send it again; the form still has everything",
    ),
    "outbox.low": Text(
        "手机存储快满了，照片可能存不下：请先腾出空间再拍",
        "This phone is nearly full and may not keep a picture: make room first",
    ),
    "outbox.not_kept": Text(
        "没有存下（{}）：请再提交一次，表单里的内容还在",
        "It was not kept ({}): send it again; the form still has everything",
    ),
    "outbox.lost": Text("手机已清除这张照片，请重拍", "this phone has removed the picture: take it again"),
}
