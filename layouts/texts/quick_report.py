"""The text catalogue of the report from the street (快报)."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Quick:
    """What stands on the page."""

    TITLE: Final = Text("快报", "Quick report")
    BACK: Final = Text("返回任务", "Back to the tasks")
    GROUP: Final = Text("随手拍", "Photo group")
    GROUP_HINT: Final = Text("照片来自工作群：直接派给责任单位", "From a chat group: straight to the unit")
    SHOOT: Final = Text("拍照", "Take a picture")
    PICK: Final = Text("从相册选", "Choose a picture")
    WHAT: Final = Text("是什么", "What")
    WHAT_HINT: Final = Text("按此地此时猜的，点一下就行", "Guessed by place and hour: one tap")
    OTHER: Final = Text("其他小类", "Another")
    SEARCH: Final = Text("名称、代码或拼音首字母", "Name, code or pinyin initials")
    WHERE: Final = Text("在哪里", "Where")
    ADDRESS: Final = Text("门牌或地址（可不填）", "Door number or address, if it helps")
    DONE: Final = Text("举手之劳", "Done by me")
    DONE_HINT: Final = Text("我已当场处理", "put right on the spot")
    SEND: Final = Text("上报", "Report")


BROWSER_QUICK: Final = {
    "quick.most": Text("再拍一张，最多 {}", "One more, up to {}"),
    "quick.first": Text("先拍下来", "First the picture"),
    "quick.camera": Text("点快门，用手机相机拍", "Press: the phone's camera opens"),
    "quick.remove": Text("删除这张照片", "Remove this picture"),
    "quick.no_guess": Text("这里还没有案件，请搜索小类", "Nothing is known of this place: search"),
    "quick.kept_guess": Text("没有网络，用上次猜的", "No network: as guessed the last time"),
    "quick.no_match": Text("目录里没有“{}”", "The catalogue has no “{}”"),
    "quick.locating": Text("正在定位…", "Finding where you are…"),
    "quick.accuracy": Text("拖图钉可改 · 精度 ±{} m", "Drag the pin to correct it · ±{} m"),
    "quick.no_map": Text("没有网络，打不开地图；位置由手机定位", "No network, no map: the phone tells the place"),
    "quick.by_hand": Text("位置是手动选的", "Set by hand"),
    "quick.no_position": Text("没有定位：请在地图上点出位置", "No position: tap the place on the map"),
    "quick.insecure": Text(
        "此地址不是 https，手机不给定位：请在地图上点出位置",
        "Phones tell no position to pages without https: tap the place on the map",
    ),
    "quick.similar": Text("{} m 内有 1 件相似", "One like it {} m away"),
    "quick.join": Text("并入它", "Add to it"),
    "quick.joined": Text("快报并入：同一处的照片", "Quick report: pictures of the same place"),
    "quick.need_photo": Text("先拍一张照片", "Take a picture first"),
    "quick.need_category": Text("选一个小类", "Choose what it is"),
    "quick.need_place": Text("在地图上点出位置", "Tap the place on the map"),
    "quick.sending": Text("正在发送…", "Sending…"),
    "quick.send": Text("上报", "Report"),
    "quick.reported": Text("已上报 #{}，用时 {} s", "Reported as #{} in {} s"),
    "quick.added": Text("照片已附到 #{}，没有另立案件", "The pictures are with #{}; no case was added"),
    "quick.leaving": Text("已存本机，正在发送…", "Kept on this phone, on its way…"),
    "quick.kept": Text(
        "没有网络：已存本机，来网自动发送，只报一次",
        "No network: kept on this phone, and sent once by itself when there is one",
    ),
    "quick.doubled": Text(
        "刚有人报了同一处：并入它，或再点一次仍要上报",
        "Somebody has just reported the same place: add to it, or press again to report it all the same",
    ),
    "quick.tasks": Text("回到任务", "Back to the tasks"),
    "quick.again": Text("再报一件", "Report another"),
    "quick.open": Text("看这个案件", "Open the case"),
    "quick.large": Text("照片超过 {} MB：请选较小的尺寸", "More than {} MB: choose a smaller size"),
    "quick.no_picture": Text("这不是照片，请选一张照片", "This is no picture: choose one"),
    "quick.many": Text("最多 {} 张照片", "At most {} pictures"),
}
"""What the scripts write."""
