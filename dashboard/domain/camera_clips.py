"""Clips of recorders as evidence: what is asked for, and what may be kept."""

from __future__ import annotations

from typing import Final, NamedTuple

from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.text import Text

LARGEST_CLIP_BYTES: Final = 128 * 1024 * 1024
LONGEST_CLIP_US: Final = 10 * MINUTE_US
BEFORE_US: Final = 10 * SECOND_US
AFTER_US: Final = 20 * SECOND_US
"""So much before and after what happened is in a clip for which nobody tells a time."""

GONE: Final = Text("录像机已没有这段录像", "the recorder does not have this clip any more")
TOO_LARGE: Final = Text(
    f"录像超过 {LARGEST_CLIP_BYTES // 1_048_576} MB，请缩短时间",
    f"the clip has more than {LARGEST_CLIP_BYTES // 1_048_576} MB: ask for a shorter time",
)
NO_CLIP: Final = Text("录像机返回的不是录像", "what the recorder answers is no clip")
BAD_TIME: Final = Text(
    f"请给出起止时间，结束晚于开始，最长 {LONGEST_CLIP_US // MINUTE_US} 分钟，且已经过去",
    f"give both times, the end after the beginning, {LONGEST_CLIP_US // MINUTE_US} minutes at most, and in the past",
)
NO_RECORDER: Final = Text(
    "这个摄像头没有配置录像机：请管理员用 manage.py camera set --events frigate 或 hikvision 填写",
    "no recorder of this camera is set up: an administrator says where it is (manage.py camera set --events …)",
)
MASKED: Final = Text(
    "这个摄像头设了隐私遮挡，录像无法遮挡，不能取",
    "this camera has a privacy mask, which a clip cannot be given: it is not fetched",
)
NO_CAMERA: Final = Text("这个案件没有摄像头，请写明 asset_id", "the case has no camera: say which (asset_id)")
_LONGEST_BOX: Final = 8


class ClipWish(NamedTuple):
    """What is asked of a recorder: a time of a camera, and where it keeps the film of one event, in its own words."""

    camera_ref: str
    from_us: int
    until_us: int
    event_clip: str | None = None

    @property
    def channel(self) -> str:
        """Return the channel of the camera at its recorder, 1 where it has none of its own."""
        return self.camera_ref.rpartition("/")[2] if "/" in self.camera_ref else "1"


class Clip(NamedTuple):
    """A clip as it is kept; `digest` is the SHA-256 of its file."""

    digest: str
    media_type: str
    size_bytes: int
    asset_id: str
    from_us: int
    until_us: int
    stored_us: int


class RecordedEvent(NamedTuple):
    """A camera event as its recorder knows it; `clip` is where the source keeps a film of it."""

    asset_id: str | None
    first_us: int
    last_us: int
    clip: str | None


def clip_media_type(head: bytes) -> str | None:
    """Return what a film is by its first bytes; None for what is none. Only MP4 and WebM play in browsers."""
    if head[4:_LONGEST_BOX] == b"ftyp":
        return "video/mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    if head.startswith((b"\x00\x00\x01\xba", b"IMKH", b"\x47")):
        return "video/mpeg"
    return None


def around(event: RecordedEvent) -> tuple[int, int]:
    """Return the time of a clip around an event, of a long one its beginning."""
    from_us = event.first_us - BEFORE_US
    return from_us, min(max(event.last_us, event.first_us) + AFTER_US, from_us + LONGEST_CLIP_US)
