"""The text catalogue of the director: the menu in the top bar, the panel, the pairing dialog, and what was done."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text
from dashboard.domain.walls import Level


class DirectorText:
    """Menu, screens and controls."""

    MENU: Final = Text("大屏", "Walls")
    MENU_HINT: Final = Text("大屏与导播", "Walls and director")
    OPEN_WALL: Final = Text("在新标签页打开大屏", "Open the wall in a new tab")
    OPEN: Final = Text("导播台", "Director")
    OPEN_HINT: Final = Text("固定场景、飞到设备、发消息、配对屏幕", "Pin scenes, fly, send messages, pair screens")
    TITLE: Final = Text("大屏导播", "Wall director")
    CLOSE: Final = Text("关闭", "Close")
    COUNT: Final = Text("{} 块屏幕 · {} 块在线", "{} screens · {} online")
    PAIR: Final = Text("配对屏幕", "Pair a screen")
    ALL: Final = Text("全部屏幕", "All screens")
    ALL_HINT: Final = Text("同时指挥 {} 块", "directs all {}")
    ONE: Final = Text("只指挥这一块", "this screen only")
    NO_SCREENS: Final = Text("还没有配对的屏幕", "No screen is paired yet")
    NO_SCREENS_HINT: Final = Text(
        "在大屏的浏览器中打开 /wall，角落会显示配对码；点「配对屏幕」输入它。",
        "Open /wall in the screen's browser; its corner shows a code. Enter it under “Pair a screen”.",
    )
    PIXELS: Final = Text("{}×{}", "{}×{}")
    NEVER: Final = Text("等待首次心跳", "no heartbeat yet")
    SILENT: Final = Text("失联", "Silent")
    ALIVE: Final = Text("在线", "Alive")
    HEARTBEAT: Final = Text("心跳", "heard")
    PINNED: Final = Text("固定", "Pinned")
    STILL: Final = Text("轮播已停", "Rotation off")
    SAYING: Final = Text("插播中", "Message up")
    TWIN: Final = Text("重复打开", "Open twice")
    TWIN_HINT: Final = Text(
        "两个页面在用同一个配对，请关闭一个；若是两台机器，请移除后分别配对。",
        "Two pages use this pairing: close one of them; if they are two machines, remove it and pair each.",
    )
    ERROR: Final = Text("最近错误", "Last error")
    RELOADED: Final = Text("最近重载", "Last reload")

    SCENE: Final = Text("场景", "Scene")
    FREE: Final = Text("轮播", "Rotation")
    FREE_ON: Final = Text("每场景 {} 秒", "{} s each")
    FREE_OFF: Final = Text("已停止", "stopped")
    HOLDS: Final = Text("已固定", "pinned")
    PIN_IT: Final = Text("点按固定", "click to pin")
    ROTATION: Final = Text("轮播", "Rotation")
    ROTATE_ON: Final = Text("开", "On")
    ROTATE_OFF: Final = Text("停", "Off")
    DWELL: Final = Text("每个场景", "Each scene")
    SECONDS: Final = Text("{} 秒", "{} s")
    WAITS: Final = Text("固定期间不轮播", "waits while a scene is pinned")
    FLY: Final = Text("地图", "Map")
    FLY_TO: Final = Text("飞到该设备", "Fly there")
    FLY_NOTHING: Final = Text(
        "先在地图、列表或搜索中选中一台设备", "First select a device on the map, in a list or by search"
    )
    MESSAGE: Final = Text("插播消息", "Message")
    MESSAGE_HINT: Final = Text("例如：21:30 起人民路双向封闭", "Such as: Renmin Road closed from 21:30")
    LASTS: Final = Text("显示", "For")
    LEVEL: Final = {Level.INFO: Text("普通", "Normal"), Level.URGENT: Text("紧急", "Urgent")}
    TIMES: Final = (
        (30, Text("30 秒", "30 s")),
        (60, Text("1 分", "1 min")),
        (300, Text("5 分", "5 min")),
        (1800, Text("30 分", "30 min")),
    )
    SEND: Final = Text("发送到大屏", "Send")
    SHOWING: Final = Text("正在显示，至 {}", "On screen until {}")
    TAKE_DOWN: Final = Text("撤下", "Take down")
    RELOAD: Final = Text("重新加载页面", "Reload the page")
    RELOAD_HINT: Final = Text("画面会短暂重启，状态保留", "The picture restarts for a moment and keeps its state")
    REMOVE: Final = Text("移除配对", "Remove")
    REMOVE_SURE: Final = Text("再点一次以移除", "Click again to remove")

    CODE: Final = Text("大屏上显示的配对码", "The code on the wall")
    CODE_HINT: Final = Text(
        "在大屏的浏览器中打开 /wall，配对码在画面角落。它 10 分钟内有效，只能用一次。",
        "Open /wall in the screen's browser: the code is in its corner. It holds for 10 minutes and works once.",
    )
    NAME: Final = Text("名称", "Name")
    NAME_HINT: Final = Text("例如 A-01", "such as A-01")
    PLACE: Final = Text("位置", "Place")
    PLACE_HINT: Final = Text("例如 指挥大厅 主屏", "such as Control room, centre")
    READ_ONLY: Final = Text(
        "配对的屏幕只能看：不属于任何人，不能确认告警，也不能改任何设置。",
        "A paired screen can only look: it belongs to no person, confirms no alarm and changes no setting.",
    )
    DO_PAIR: Final = Text("配对", "Pair")
    CANCEL: Final = Text("取消", "Cancel")

    WHY: Final = {
        "director": Text("导播指令", "the director asked"),
        "version": Text("版本更新", "a new version"),
        "daily": Text("每日例行", "daily routine"),
        "heap": Text("内存过高", "too much memory"),
        "frames": Text("画面卡顿", "slow frames"),
        "channel": Text("实时通道中断", "the live channel was silent"),
        "picture": Text("数据停更", "the data stood still"),
    }


SAID: Final = {
    "pair": Text("已配对：{}，几秒内接受导播", "Paired: {}; it follows the director within seconds"),
    "pin": Text("{}：已固定「{}」", "{}: pinned “{}”"),
    "unpin": Text("{}：已取消固定", "{}: no scene is pinned"),
    "rotate": Text("{}：轮播已开，每场景 {} 秒", "{}: rotation on, {} s each"),
    "stop": Text("{}：轮播已停", "{}: rotation off"),
    "fly": Text("{}：正飞往 {}", "{}: flying to {}"),
    "say": Text("{}：消息已发送", "{}: the message is up"),
    "hush": Text("{}：消息已撤下", "{}: the message was taken down"),
    "reload": Text("{}：已通知重新加载", "{}: told to reload"),
    "revoke": Text("已移除：{}", "Removed: {}"),
}
