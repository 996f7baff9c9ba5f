"""What an upload may be, and what somebody is told whose upload is something else."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text

LARGEST_UPLOAD_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 65_000_000
LONGEST_EDGE_PX: Final = 20_000
SHORTEST_EDGE_PX: Final = 32
_MOST_MB: Final = LARGEST_UPLOAD_BYTES // 2**20
_MOST_MP: Final = MOST_PIXELS // 10**6

TOO_LARGE: Final = Text(
    f"照片超过 {_MOST_MB} MB，请在手机上选择较小的尺寸，或重新拍一张",
    f"the picture has more than {_MOST_MB} MB: choose a smaller size on the phone, or take it again",
)
LARGEST_PORTRAIT_BYTES: Final = 5 * 1024 * 1024
PORTRAIT_TOO_LARGE: Final = Text(
    f"照片超过 {LARGEST_PORTRAIT_BYTES // 2**20} MB，请选择较小的照片",
    f"the photo has more than {LARGEST_PORTRAIT_BYTES // 2**20} MB: choose a smaller one",
)
EMPTY: Final = Text("文件是空的，请重新选择照片", "the file is empty: choose the picture again")
NO_PICTURE: Final = Text(
    "这不是照片，请上传 JPEG、HEIC、PNG 或 WebP 图片", "this is no picture: send JPEG, HEIC, PNG or WebP"
)
BROKEN: Final = Text(
    "照片不完整或已损坏，请重新上传；仍不行请重新拍一张",
    "the picture is cut off or damaged: send it again; if that does not help, take it again",
)
MOVING: Final = Text(
    "这是动图，请上传静止的照片", "this is an animation: send a still picture, such as a screenshot of it"
)
MANY_PIXELS: Final = Text(
    f"照片像素过多，最多 {_MOST_MP} 百万像素：请缩小后再传",
    f"the picture has too many pixels; at most {_MOST_MP} million: make it smaller",
)
NO_FILE: Final = Text("没有照片：请在表单的 file 一栏附上一张", "there is no picture: send one as the part `file`")
NOT_STORED: Final = Text(
    "照片 {} 还没有上传，或您看不到它：请先上传", "photos: {} is not stored, or you may not see it; upload it first"
)

NO_UPLOAD: Final = Text(
    "这张照片的上传已失效，请从头再传", "this upload is gone: begin it again by POST /api/v1/photos/uploads"
)
CUT_PART: Final = Text("发来的内容超出照片大小", "the part goes beyond the size that was told")
DAMAGED_ON_THE_WAY: Final = Text(
    "照片在传输中损坏，请从头再传", "the picture came damaged, its digest is another one: begin it again"
)


def size_problem(width: int, height: int) -> Text | None:
    """Return why a picture of so many pixels is not taken, before anything of it is decoded; None when it is."""
    if min(width, height) < SHORTEST_EDGE_PX:
        return Text(
            f"照片只有 {width} × {height} 像素，看不出什么：请上传原图",
            f"the picture has {width} × {height} pixels only, which shows nothing: send the original",
        )
    if max(width, height) > LONGEST_EDGE_PX or width * height > MOST_PIXELS:
        return Text(
            f"照片有 {width} × {height} 像素，最多 {_MOST_MP} 百万像素、边长 {LONGEST_EDGE_PX}：请缩小后再传",
            f"the picture has {width} × {height} pixels; at most {_MOST_MP} million, and {LONGEST_EDGE_PX} on a side: "
            "make it smaller",
        )
    return None


def not_stored(digest: str) -> Text:
    """Return what somebody is told who names a picture that is not there for them."""
    return Text(*(part.format(digest[:12] + "…") for part in NOT_STORED))
