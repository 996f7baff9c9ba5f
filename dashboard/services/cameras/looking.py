"""What a camera shows now, asked for once a second however many look."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from dashboard.domain.camera_events import image_media_type
from dashboard.domain.camera_pictures import CameraAccess, Shown
from dashboard.domain.durations import SECOND_US
from dashboard.domain.text import Text
from dashboard.errors import Unavailable
from dashboard.ports.cameras import CameraPicture
from dashboard.ports.operations import Clock
from dashboard.services.remembered import KEPT_AT_MOST, Remembered

_NO_PICTURE: Final = Text("摄像头返回的不是图片", "what the camera answers is no picture")


class CameraLooks:
    """Asks cameras. Who looks at the same one at the same time waits for one answer, or for one failure."""

    def __init__(self, cameras: CameraPicture, clock: Clock) -> None:
        self._cameras = cameras
        self._clock = clock
        self._remembered = Remembered()
        self._last: OrderedDict[str, Shown] = OrderedDict()

    def now(self, access: CameraAccess) -> Shown:
        """Return what it shows. Raises Unavailable with the reason."""
        answer = self._remembered.get(access, self._clock() // SECOND_US, lambda: self._ask(access))
        if isinstance(answer, Unavailable):
            raise Unavailable(answer.told or str(answer))
        return answer

    def _ask(self, access: CameraAccess) -> Shown | Unavailable:
        try:
            return self._compared(access.camera, self._cameras.picture(access))
        except Unavailable as error:
            return error

    def _compared(self, camera: str, content: bytes) -> Shown:
        media_type = image_media_type(content)
        if media_type is None:
            raise Unavailable(_NO_PICTURE)
        before = self._last.get(camera)
        is_same = before is not None and before.content == content
        shown = before if before is not None and is_same else Shown(content, media_type, self._clock())
        self._last[camera] = shown
        self._last.move_to_end(camera)
        while len(self._last) > KEPT_AT_MOST:
            self._last.popitem(last=False)
        return shown
