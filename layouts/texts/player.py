"""Texts of live view."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Live:
    """The player and the grid of players."""

    OF: Final = Text("{} 实时画面", "Live view of {}")


BROWSER_CAMERAS: Final = {
    "camera.whep": Text("WebRTC 流", "WebRTC"),
    "camera.hls": Text("HLS 流", "HLS"),
    "camera.mjpeg": Text("MJPEG 流", "MJPEG"),
    "camera.snapshot": Text("快照", "stills"),
    "camera.by": Text("{}（{}）", "{} ({})"),
    "camera.waiting": Text("正在连接摄像头…", "Reaching the camera…"),
    "camera.age": Text("{} 秒前", "{} s ago"),
    "camera.late": Text("画面延迟 {} 秒", "{} s behind"),
    "camera.cut": Text("断流 {}", "No film for {}"),
    "camera.why": Text("{}；{}", "{}; {}"),
    "camera.check": Text(
        "请检查摄像头的供电和网络，恢复后自动继续",
        "check the camera's power and network; it goes on by itself once it answers",
    ),
    "camera.unreached": Text("连不上服务器，正在重试", "the server cannot be reached, trying again"),
    "camera.none": Text(
        "没有配置画面：请管理员用 manage.py camera set 填写地址",
        "no picture is set up: an administrator says where it is (manage.py camera set)",
    ),
    "camera.paused": Text("已暂停", "Paused"),
    "camera.pause": Text("暂停 {}", "Pause {}"),
    "camera.play": Text("播放 {}", "Play {}"),
    "camera.full": Text("{} 全屏", "{} full screen"),
    "camera.of": Text("{} 实时画面", "Live view of {}"),
}
