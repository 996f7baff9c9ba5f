"""Live view: by what ways a camera shows what it sees, and what is told when it does not."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.text import Text

STALLED_AFTER_S: Final = 10.0
"""A film of which nothing comes for so long has stalled, though its connection stands."""
LARGEST_SEGMENT_BYTES: Final = 16 * 1024 * 1024
LARGEST_PLAYLIST_BYTES: Final = 512 * 1024
LARGEST_SDP_BYTES: Final = 64 * 1024
AFTER_FAILURE_S: Final = 2.0
"""For so long everybody who asks is told of the same failure, and the camera is left alone."""
AFTER_REFUSAL_S: Final = 600.0
"""Cameras lock an account for half an hour after five to seven wrong passwords."""
MOST_CAMERAS: Final = 16
"""So many cameras one session watches at once."""

NO_CAMERA: Final = Text("没有这个摄像头：它可能已从台账删除", "there is no such camera; it may have left the register")
NOT_OFFERED: Final = Text(
    "这个摄像头没有配置画面：请管理员用 manage.py camera set 填写地址",
    "no picture of this camera is set up: an administrator says where it is (manage.py camera set)",
)
OTHER_KEY: Final = Text(
    "摄像头密码是用另一个 XIUHUA_SECRET_KEY 加密的：请管理员用 manage.py camera set 重新填写",
    "its password was encrypted with another XIUHUA_SECRET_KEY: an administrator enters it again (manage.py camera)",
)
WAY_NOT_OFFERED: Final = Text("这个摄像头没有这种画面", "this camera has no picture of that kind")
STALLED: Final = Text("摄像头连着，但不再送画面", "the camera is connected and sends nothing any more")
CUT_OFF: Final = Text("摄像头中断了画面", "the camera cut the film off")
NO_PICTURE: Final = Text("摄像头返回的不是图片", "what the camera answers is no picture")
TOO_LARGE: Final = Text(
    "摄像头的画面太大：请在摄像头上调低分辨率或画质",
    "the camera's picture is too large: set a lower resolution or quality at the camera",
)
TOO_MANY: Final = Text(
    f"同时看的摄像头已有 {MOST_CAMERAS} 个：请先关掉几个",
    f"{MOST_CAMERAS} cameras are watched already: close some first",
)
SEGMENT_GONE: Final = Text("这段画面摄像头已经不留了", "the camera does not have this piece of film any more")
NO_PLAYLIST: Final = Text("摄像头返回的不是 HLS 播放列表", "what the camera answers is no HLS playlist")
ELSEWHERE: Final = Text(
    "播放列表指向另一台主机，已拒绝：请检查摄像头的 HLS 地址",
    "the playlist points to another host, which is refused: check the camera's HLS address",
)
UNKNOWN_PIECE: Final = Text("没有这段画面", "there is no such piece of film")
NO_ANSWER_TO_OFFER: Final = Text(
    "流媒体服务器没有接受 WebRTC 请求", "the media server does not accept the WebRTC offer"
)


class Way(StrEnum):
    """How a film comes, the quickest first."""

    WHEP = "whep"
    HLS = "hls"
    MJPEG = "mjpeg"
    SNAPSHOT = "snapshot"


class WatchedCamera(NamedTuple):
    """A camera of the register. `areas` are the codes of those that it stands in, of every level."""

    asset_id: str
    name: str
    camera: str
    areas: frozenset[str]


class CameraOffer(NamedTuple):
    """By what ways a camera can be watched, the quickest first."""

    asset_id: str
    name: str
    ways: tuple[Way, ...]


class Frame(NamedTuple):
    """One picture of a film, and when it came."""

    content: bytes
    media_type: str
    at_us: int


class Piece(NamedTuple):
    """Something that HLS is made of: a playlist, an init section or a segment."""

    content: bytes
    media_type: str


class Relayed(NamedTuple):
    """What of HLS goes to the browser. Of a playlist, `newest_us` is when its last segment was first seen here."""

    content: bytes
    media_type: str
    newest_us: int | None = None


def ways_of(access: CameraAccess) -> tuple[Way, ...]:
    """Return the ways that a camera offers, the quickest first. A still can be taken of MJPEG too."""
    addresses = {
        Way.WHEP: access.whep_url,
        Way.HLS: access.hls_url,
        Way.MJPEG: access.mjpeg_url,
        Way.SNAPSHOT: access.url or access.mjpeg_url,
    }
    return tuple(way for way, address in addresses.items() if address)
