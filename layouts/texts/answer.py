"""The text catalogue of answers by link: the department's page, and what the desk sees of links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.answering.links import LinkStanding
from dashboard.domain.text import Text


class AnswerPage:
    """The page behind a link."""

    TITLE: Final = Text("处置单位答复", "Answer of the department")
    FOR: Final = Text("派给 {}", "Dispatched to {}")
    DUE: Final = Text("处置期限", "To be done by")
    LEFT: Final = Text("还剩 {}", "{} left")
    LATE: Final = Text("已超时 {}", "late by {}")
    NO_DUE: Final = Text("未设期限", "no limit")
    PLACE: Final = Text("位置", "Place")
    NAVIGATE: Final = Text("在地图应用中打开", "Open in a map app")
    DESCRIPTION: Final = Text("情况", "What is wrong")
    REPORTED: Final = Text("上报时间", "Reported")
    BEFORE: Final = Text("现场照片", "Pictures of the place")
    NO_PICTURES: Final = Text("没有现场照片", "There are no pictures")
    FORM: Final = Text("您的答复", "Your answer")
    DONE: Final = Text("已处置完成", "It is done")
    DONE_HINT: Final = Text("附处置后照片，或写明情况", "Add pictures of afterwards, or say what was done")
    RETURN: Final = Text("不属本单位，申请回退", "It is not ours: give it back")
    RETURN_HINT: Final = Text("写明原因，由指挥中心审核", "Say why; the command centre decides")
    WORDS: Final = Text("情况说明", "In words")
    WORDS_HINT: Final = Text("做了什么，或为什么回退", "What was done, or why it goes back")
    PHOTOS: Final = Text("处置后照片", "Pictures of afterwards")
    ADD: Final = Text("拍照或选照片", "Take or choose pictures")
    PHOTOS_HINT: Final = Text("最多 {} 张，每张 20 MB", "Up to {}, of 20 MB each")
    SEND: Final = Text("提交答复", "Send the answer")
    ONCE: Final = Text("每个链接只能答复一次", "A link takes one answer")
    VALID: Final = Text("链接有效至 {}", "The link counts until {}")
    NO_SCRIPT: Final = Text("添加照片需要启用脚本", "Adding pictures needs scripts")
    ANSWERED_AT: Final = Text("答复时间 {}", "Answered at {}")
    SENDING: Final = Text("上传中", "sending")
    FAILED: Final = Text("上传失败，点击重试", "not sent; press to try again")
    REMOVE: Final = Text("移除", "Remove")
    WAIT: Final = Text("照片还在上传，请稍候", "Pictures are still being sent; wait a moment")
    UNKNOWN: Final = Text("链接无效", "There is no such link")
    UNKNOWN_HINT: Final = Text(
        "请核对链接是否完整，或向派件的指挥中心索取新链接。",
        "See whether the address is complete, or ask the command centre for a new one.",
    )
    TROUBLE: Final = Text("现在打不开", "It cannot be shown now")
    OTHER_LANGUAGE: Final = Text("English", "中文")


CLOSED: Final[Mapping[LinkStanding, tuple[Text, Text]]] = {
    LinkStanding.ANSWERED: (
        Text("答复已收到，谢谢", "The answer is here, thank you"),
        Text(
            "这个链接已用过，不能再次答复。如需更正，请联系指挥中心。",
            "This link was used and takes no second answer. To correct it, call the command centre.",
        ),
    ),
    LinkStanding.EXPIRED: (
        Text("链接已过期", "This link has expired"),
        Text(
            "请向指挥中心索取新链接；案件仍在等待处置。", "Ask the command centre for a new one; the case still waits."
        ),
    ),
    LinkStanding.REVOKED: (
        Text("链接已撤销", "This link was revoked"),
        Text("指挥中心撤销了它，无需再答复。", "The command centre took it back; no answer is needed."),
    ),
    LinkStanding.MOVED: (
        Text("案件已改派", "The case went to somebody else"),
        Text("案件已派给其他单位或重新派遣，无需再答复。", "It was dispatched anew; no answer by this link is needed."),
    ),
    LinkStanding.NOT_NOW: (
        Text("案件已进入下一环节", "The case has moved on"),
        Text("现在不需要答复。", "No answer is needed now."),
    ),
}
"""What is said in place of the form: head and hint."""


class AnswerLinkWords:
    """What the desk sees in the drawer of a case."""

    TITLE: Final = Text("部门答复链接", "Links for the department")
    HINT: Final = Text(
        "生成一个无需登录的链接发给对方：只看这一件案件，只能答复一次。",
        "A link without a login for the department: it shows this one case and takes one answer.",
    )
    DAYS: Final = Text("有效天数", "Days")
    MAKE: Final = Text("生成链接", "Make a link")
    MADE: Final = Text("只显示这一次，请复制发给对方：", "Shown this once; copy it and send it:")
    REVOKE: Final = Text("撤销", "Revoke")
    UNTIL: Final = Text("至 {}", "until {}")
    BY: Final = Text("{} 生成", "made by {}")
    CHOOSE: Final = Text("请填有效天数", "say for how many days")
