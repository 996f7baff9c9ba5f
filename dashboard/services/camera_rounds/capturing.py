"""Use case: keep what a camera of a round shows at the moment of a find."""

from __future__ import annotations

import asyncio

from dashboard.domain.camera_streams import Way
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from dashboard.errors import NotFound, Unavailable
from dashboard.services.camera_rounds.walking import RoundWalking
from dashboard.services.cameras.films import CameraFilms
from dashboard.services.cameras.relaying import CameraRelay
from dashboard.services.cameras.watching import CameraWatching


class RoundCapturing:
    """Asks the camera as live view does, with the same rights and masks."""

    def __init__(self, walking: RoundWalking, watching: CameraWatching, films: CameraFilms, relay: CameraRelay) -> None:
        self._walking = walking
        self._watching = watching
        self._films = films
        self._relay = relay

    async def capture(self, walk_key: int, position: int, actor: Actor) -> tuple[str | None, Text | None]:
        """Return the digest of the picture as it is kept among the evidence; without one, why the camera shows nothing.

        Raises Forbidden, Conflict when another seat has the round, and Unavailable when nothing can be kept.
        """
        asset_id = await asyncio.to_thread(self._walking.camera_at, walk_key, position, actor)
        try:
            content = await self._shown(asset_id, actor)
        except (NotFound, Unavailable) as error:
            return None, error.told or Text(str(error), str(error))
        return await asyncio.to_thread(self._walking.capture, walk_key, position, content, actor), None

    async def _shown(self, asset_id: str, actor: Actor) -> bytes:
        access = await asyncio.to_thread(self._watching.access, asset_id, Way.SNAPSHOT, actor)
        frame = self._films.newest(access)
        return frame.content if frame is not None else (await self._relay.picture(access)).shown.content
