"""Why something about the walls is refused, in the words that people read."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Refused:
    """One sentence for each reason; it says what to do."""

    CODE_SHAPE: Final = Text(
        "配对码是 6 位数字，请照大屏上的输入", "The code has 6 digits; type it as the wall shows it"
    )
    CODE_UNKNOWN: Final = Text(
        "没有大屏显示这个配对码：可能输错、已过期或已用过，请输入大屏上现在的配对码",
        "No wall shows this code: mistyped, expired or used. Type the one that the wall shows now",
    )
    CODES_TOO_MANY: Final = Text("错误次数过多，请 10 分钟后再试", "Too many wrong codes; try again in ten minutes")
    PENDING_TOO_MANY: Final = Text(
        "等待配对的屏幕过多，请 10 分钟后再试", "Too many screens wait; try again in ten minutes"
    )
    PAIRED_ALREADY: Final = Text("这块屏幕已配对，请先在导播台移除", "This screen is paired already; remove it first")
    NAME_MISSING: Final = Text("请给屏幕起个名称，例如 A-01", "Give the screen a name, such as A-01")
    NAME_TOO_LONG: Final = Text("名称最多 30 个字", "A name has at most 30 characters")
    NAME_TAKEN: Final = Text(
        "已有同名屏幕，请换一个名称，或先移除旧的",
        "A screen has this name; choose another one or remove the old one first",
    )
    PLACE_TOO_LONG: Final = Text("位置最多 60 个字", "A place has at most 60 characters")
    SCREEN_UNKNOWN: Final = Text("没有这块屏幕，列表已刷新", "There is no such screen; the list was refreshed")
    SCREEN_REVOKED: Final = Text(
        "这块屏幕的配对已移除，重新配对后才能指挥", "This screen was removed; pair it anew to direct it"
    )
    SCENE_UNKNOWN: Final = Text("没有这个场景，请选择列出的场景", "There is no such scene; choose one of those shown")
    ASSET_UNKNOWN: Final = Text("没有这台设备，请重新选中一台", "There is no such device; select another one")
    DWELL_OUT_OF_RANGE: Final = Text("每个场景停留 20–60 秒", "A scene stays for 20 to 60 s")
    MESSAGE_EMPTY: Final = Text("请先写要显示的内容", "First write what the wall shall say")
    MESSAGE_TOO_LONG: Final = Text("消息最多 60 个字，请缩短", "A message has at most 60 characters; shorten it")
    MESSAGE_TIME: Final = Text("显示时长为 5 秒到 24 小时", "A message stays for 5 s to 24 h")
