"""The text catalogue of evidence pictures: gallery, lightbox, upload."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class Photos:
    """Pictures of a case."""

    TITLE: Final = Text("证据照片", "Evidence")
    COUNT: Final = Text("{} / {} 张", "{} of {}")
    BEFORE: Final = Text("处置前", "Before")
    AFTER: Final = Text("处置后", "After")
    NO_BEFORE: Final = Text("没有处置前照片", "No picture of before")
    NO_AFTER: Final = Text("还没有处置后照片", "No picture of afterwards yet")
    GONE: Final = Text("已过保存期限", "its time is over")
    NO_TIME: Final = Text("无拍摄时间", "no time of its own")
    ALT: Final = Text("{}，{}", "{}, {}")
    OPEN: Final = Text("放大照片：{}", "Enlarge: {}")
    COMPARE: Final = Text("前后对比", "Compare")


class Upload:
    """The field that takes pictures."""

    LABEL: Final = Text("照片", "Pictures")
    TAKE: Final = Text("拍照", "Take a picture")
    PICK: Final = Text("选照片", "Choose")
    HINT: Final = Text("可拖入或粘贴，最多 {} 张，每张 {} MB", "Drop or paste them too; up to {}, of {} MB each")


BROWSER_PHOTOS: Final = {
    "photo.sending": Text("上传中 {} %", "Sending, {} %"),
    "photo.checking": Text("正在处理…", "Being looked at…"),
    "photo.retry": Text("重试", "Try again"),
    "photo.remove": Text("移除照片", "Remove the picture"),
    "photo.role": Text("这张照片是", "What it shows"),
    "photo.failed": Text("没有上传成功，请重试", "It was not sent: try again"),
    "photo.large": Text("超过 {} MB：请选较小的尺寸", "More than {} MB: choose a smaller size"),
    "photo.many": Text("最多 {} 张照片，多余的没有上传", "At most {} pictures; the others were not sent"),
    "photo.busy": Text("照片上传完才能提交", "Wait until the pictures are sent"),
    "photo.close": Text("关闭（Esc）", "Close (Esc)"),
    "photo.before": Text("上一张（←）", "Previous (←)"),
    "photo.after": Text("下一张（→）", "Next (→)"),
    "photo.nearer": Text("放大（+）", "Zoom in (+)"),
    "photo.farther": Text("缩小（−）", "Zoom out (−)"),
    "photo.compare": Text("前后对比（C）", "Compare before and after (C)"),
    "photo.single": Text("单张（C）", "One at a time (C)"),
    "photo.viewer": Text("照片", "Pictures"),
    "photo.place": Text("第 {} 张，共 {} 张", "{} of {}"),
}
"""What the scripts write."""
