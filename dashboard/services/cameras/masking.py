"""Paints the masks of cameras over their pictures before anything is stored."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

from dashboard.domain.camera_events import CameraEventReport, CameraPicture
from dashboard.domain.camera_privacy import CameraMask
from dashboard.domain.readings import Delivery, Problem
from dashboard.errors import BadInput, UnreadablePayload
from dashboard.ports.camera_privacy import CoversPictures

log = logging.getLogger(__name__)

_CANNOT: Final = Problem("bad_image", "the camera has a mask, and the picture cannot be painted over: it is not kept")
_Said = TypeVar("_Said", CameraEventReport, CameraPicture)


class Masking:
    """Knows the masks; `masks` is replaced whenever they change. What cannot be masked is not kept."""

    def __init__(self, covers: CoversPictures) -> None:
        self._covers = covers
        self.masks: Mapping[str, CameraMask] = {}

    def applied(self, said: _Said) -> _Said:
        """Return it with its picture masked. Raises UnreadablePayload for a picture alone that cannot be."""
        mask = self.masks.get(said.camera_ref)
        if mask is None or said.image is None:
            return said
        try:
            return replace(said, image=self._covers.masked(said.image, mask.polygons), media_type="image/jpeg")
        except BadInput as error:
            log.info("a picture of %s cannot be masked: %s", said.camera_ref, error)
        if isinstance(said, CameraPicture):
            raise UnreadablePayload(_CANNOT.code, _CANNOT.detail)
        return replace(said, image=None, media_type=None, image_problem=_CANNOT)

    def kept_of(self, delivery: Delivery, camera: str) -> Delivery:
        """Return what quarantine may keep of a delivery of this camera: of one with a mask not its bytes."""
        return delivery._replace(payload=b"") if camera in self.masks else delivery
