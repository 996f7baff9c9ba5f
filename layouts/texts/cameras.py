"""Texts of the page of cameras."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Watching:
    """The tree and the chosen cameras."""

    TITLE: Final = Text("视频", "Cameras")
    TREE: Final = Text("视频点位", "Cameras by area and kind")
    SEARCH: Final = Text("名称、编号、街路或拼音首字母", "Name, number, street or pinyin initials")
    ALL: Final = Text("全部", "All")
    LIVE_OF: Final = Text("{} 路在线，共 {} 路", "{} of {} are heard")
    NO_AREA: Final = Text("不在网格内", "In no grid")
    MORE: Final = Text("再显示 {} 路", "Show {} more")
    FOUND: Final = Text("找到 {} 路，显示前 {} 路", "{} found, the first {} are shown")
    FOUND_ALL: Final = Text("找到 {} 路", "{} found")
    NOTHING: Final = Text("没有“{}”", "Nothing for “{}”")
    NOTHING_HINT: Final = Text(
        "可输入编号、名称、街路的一部分，或名称的拼音首字母。",
        "Type a part of a number, a name or a street, or the initials of the name.",
    )
    NONE: Final = Text("还没有登记视频", "No camera is registered yet")
    NONE_HINT: Final = Text(
        "导入设备表即可：kind 写 camera，可带 camera_kind 和视域三项。",
        "Import a table of devices: kind is camera, with camera_kind and the fields of the view where known.",
    )
    CHOOSE: Final = Text("从左侧选择视频", "Choose cameras on the left")
    CHOOSE_HINT: Final = Text(
        "点一路放进画面，再点一次移出；方向键在树里移动，回车选择。",
        "A click takes a camera in, another one out; arrow keys walk through the tree, Enter chooses.",
    )
    PER_PAGE: Final = Text("画面数", "Pictures at once")
    CLEAR: Final = Text("清空", "Clear")
    REMOVE: Final = Text("移出 {}", "Take {} out")
    SHOW_ON_MAP: Final = Text("在地图上显示", "Show on the map")
    STILL_OF: Final = Text("{} 的最近画面", "Newest picture of {}")
    STILL_AT: Final = Text("最近留存 {}", "Newest kept: {}")
    NO_PICTURE: Final = Text("没有留存的画面", "No picture is kept")
    KIND: Final = Text("视频类型", "What it looks at")
    VIEW_OF: Final = Text("视域", "View")
    VIEW: Final = Text("朝向 {}°，视角 {}°，{} m", "Towards {}°, {}° wide, {} m")
    MAP: Final = Text("位置与视域", "Place and view")
