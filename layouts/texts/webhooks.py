"""The text catalogue of other systems that are told of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.cases.records import EntryKind
from dashboard.domain.text import Text


class Exchange:
    """The administrator's tab."""

    TAB: Final = Text("外部系统", "Other systems")
    INTRO: Final = Text(
        "案件每有进展，就以签名的 HTTP 消息推送给对方；送不到会一直重试，不丢不乱序。",
        "Whatever happens to a case is told to these systems in signed messages, again until it arrives.",
    )
    NONE: Final = Text("还没有外部系统", "No other systems yet")
    NONE_HINT: Final = Text(
        "在右侧填写名称和地址；密钥只显示一次。", "Name one and its address; its secret is shown once."
    )
    NEW: Final = Text("新增外部系统", "Add a system")
    NAME: Final = Text("名称", "Name")
    URL: Final = Text("接收地址", "Address")
    KINDS: Final = Text("推送哪些事件", "What is told")
    DEPARTMENT: Final = Text("仅限处置单位", "Cases of the department")
    AREA: Final = Text("仅限区域（代码）", "Cases in the area (code)")
    CATEGORY: Final = Text("仅限类目（代码）", "Cases of the category (code)")
    ANY: Final = Text("不限", "any")
    WORDS: Final = Text("附带文字（电话、证件号打星）", "with what people wrote (phones starred)")
    ADD: Final = Text("新增", "Add")
    ADDED: Final = Text("已新增：{}", "Added: {}")
    CHANGE: Final = Text("修改", "Change")
    CHANGE_HINT: Final = Text(
        "密钥不变。换了接收地址，待发的 {} 条立即发往新地址；换了事件或范围，只管以后的。",
        "The secret stays. With another address the {} that wait go there at once; another choice holds from now on.",
    )
    SAVE: Final = Text("保存", "Save")
    SAVED: Final = Text("已保存：{}", "Saved: {}")
    SECRET: Final = Text(
        "签名密钥，只显示这一次，请交给对方系统：", "The secret, shown this once; hand it to the other system:"
    )
    OLD_SECRET: Final = Text("旧密钥 24 小时内仍同时签名。", "The one before also signs for 24 hours.")
    TEST: Final = Text("发测试消息", "Send a trial")
    TESTED: Final = Text("测试消息：{}", "Trial message: {}")
    PAUSE: Final = Text("暂停", "Pause")
    RESUME: Final = Text("恢复发送", "Resume")
    PAUSED: Final = Text("已暂停，新事件继续积存", "Paused; what happens goes on to be collected")
    RESUMED: Final = Text("已恢复发送", "Resumed")
    ROTATE: Final = Text("换密钥", "New secret")
    ROTATE_ASK: Final = Text("生成新密钥？旧密钥 24 小时后失效。", "Make a new secret? The old one ends in 24 hours.")
    REMOVE: Final = Text("删除", "Remove")
    REMOVE_ASK: Final = Text("删除这个外部系统和它待发的消息？", "Remove it and all that waits for it?")
    REMOVED: Final = Text("已删除：{}", "Removed: {}")
    REPLAY: Final = Text("重发这段时间", "Tell it again")
    REPLAY_HEAD: Final = Text("重发", "Tell again")
    REPLAY_HINT: Final = Text(
        "消息编号不变，对方可据此去重。", "Messages keep their ids, so that receivers know them again."
    )
    REPLAYED: Final = Text("{} 条消息将重发", "{} messages are told again")
    FROM: Final = Text("从", "From")
    UNTIL: Final = Text("到", "To")
    REFRESH: Final = Text("刷新", "Refresh")
    WAITING: Final = Text("待发", "waiting")
    DELIVERED: Final = Text("已送达", "delivered")
    FAILED: Final = Text("失败次数", "failed attempts")
    GIVEN_UP: Final = Text("已放弃", "given up")
    OLDEST: Final = Text("最早一条已等 {}", "the oldest waits for {}")
    NEXT: Final = Text("下次尝试 {}", "tried again at {}")
    LAST: Final = Text("最近答复", "Last answers")
    MESSAGE: Final = Text("消息", "Message")
    EVENT: Final = Text("事件", "Event")
    STATE: Final = Text("状态", "State")
    TRIES: Final = Text("次数", "Tries")
    ANSWER: Final = Text("答复", "Answer")
    AT: Final = Text("时间", "At")
    NO_MESSAGES: Final = Text("还没有消息", "No messages yet")
    NO_MESSAGES_HINT: Final = Text(
        "符合条件的案件一有进展就会出现在这里。", "They appear as soon as something happens to such a case."
    )
    NEVER: Final = Text("尚未发送", "nothing was sent yet")
    KIND: Final[Mapping[EntryKind, Text]] = {
        EntryKind.STEP: Text("流程步骤", "steps"),
        EntryKind.DISPATCH: Text("派遣", "dispatching"),
        EntryKind.APPROVAL: Text("审批", "approvals"),
        EntryKind.CLOCK: Text("时限预警", "clocks"),
        EntryKind.SUPERVISION: Text("督办", "supervision"),
        EntryKind.PHOTO: Text("照片", "pictures"),
        EntryKind.COMMENT: Text("批注", "comments"),
        EntryKind.MERGE: Text("合并", "merging"),
        EntryKind.ALARM: Text("告警并入", "alarms that joined"),
    }
