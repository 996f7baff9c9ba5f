"""What cameras show, passed on: asked for once however many look, and never told where it comes from."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Final, TypeVar

from dashboard.domain.camera_events import image_media_type, image_problem
from dashboard.domain.camera_pictures import CameraAccess, Look, Shown
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.domain.camera_streams import NO_PICTURE, TOO_LARGE, UNKNOWN_PIECE, Piece, Relayed
from dashboard.domain.durations import SECOND_US
from dashboard.domain.playlists import MEDIA_TYPE, is_playlist, rewrite
from dashboard.errors import BadInput, NotFound, Unavailable, XiuhuaError
from dashboard.ports.camera_privacy import CoversPictures
from dashboard.ports.cameras import CameraFilm
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.services.cameras.asking import Asking, Failures

Answer = TypeVar("Answer")

_PICTURE_US: Final = 700_000
_PLAYLIST_US: Final = 400_000
_SEGMENT_US: Final = 60 * SECOND_US
_ROOM_BYTES: Final = 48 * 1024 * 1024
_REMEMBERED: Final = 2000
"""Names and ages: more than a wall and a room full of desks look at in a minute."""


class CameraRelay:
    """Asks cameras for stills and for HLS. Methods raise Unavailable with the reason; one event loop uses it."""

    def __init__(
        self, film: CameraFilm, sealing: Sealing, clock: Clock, failures: Failures, covers: CoversPictures
    ) -> None:
        self._film = film
        self._covers = covers
        self._sealing = sealing
        self._clock = clock
        self._failures = failures
        self._pictures: Asking[Shown] = Asking(clock, lambda _: _PICTURE_US, _ROOM_BYTES, lambda it: len(it.content))
        self._pieces: Asking[Piece] = Asking(clock, _kept_us, _ROOM_BYTES, lambda it: len(it.content))
        self._last: OrderedDict[CameraAccess, tuple[bytes, int]] = OrderedDict()
        self._newest: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._names: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def picture(self, access: CameraAccess) -> Look:
        """Return what it shows now, and how long it has shown exactly this."""
        shown = await self._asked(access, ("picture", access), self._pictures, lambda: self._picture(access))
        return Look(shown, max(0, self._clock() - shown.new_us))

    async def playlist(self, access: CameraAccess) -> Relayed:
        """Return the playlist that stands at its HLS address, in our words."""
        return await self._hls(access, access.hls_url)

    async def piece(self, access: CameraAccess, name: str) -> Relayed:
        """Return what one of our names in a playlist stands for. Raises NotFound when it stands for nothing."""
        told = self._sealing.unseal(name) or ""
        camera, _, url = told.partition("\n")
        if camera != access.camera or not url:
            raise NotFound(UNKNOWN_PIECE)
        return await self._hls(access, url)

    async def _picture(self, access: CameraAccess) -> Shown:
        return self._compared(access, await self._masked(access, still(await self._film.picture(access))))

    async def _masked(self, access: CameraAccess, content: bytes) -> bytes:
        if not access.mask:
            return content
        try:
            return await asyncio.to_thread(self._covers.masked, content, access.mask)
        except BadInput as error:
            raise Unavailable(NO_PICTURE) from error

    def _compared(self, access: CameraAccess, content: bytes) -> Shown:
        digest, before = sha256(content).digest(), self._last.get(access)
        new_us = before[1] if before is not None and before[0] == digest else self._clock()
        _remember(self._last, access, (digest, new_us))
        return Shown(content, image_media_type(content) or "", new_us)

    async def _hls(self, access: CameraAccess, url: str) -> Relayed:
        piece = await self._asked(access, (url, access), self._pieces, lambda: self._film.piece(access, url))
        if not is_playlist(piece.content) and url != access.hls_url:
            return Relayed(piece.content, piece.media_type)
        told = rewrite(piece.content, url, lambda address: self._name_of(access.camera, address))
        newest_us = self._first_seen(url, told.newest) if told.newest else None
        return Relayed(told.text.encode(), MEDIA_TYPE, newest_us)

    def _name_of(self, camera: str, address: str) -> str:
        """A name under which only we know the address, the same each time as long as it is remembered."""
        name = self._names.get((camera, address)) or self._sealing.seal(f"{camera}\n{address}")
        _remember(self._names, (camera, address), name)
        return name

    def _first_seen(self, url: str, newest: str) -> int:
        before = self._newest.get(url)
        seen_us = before[1] if before is not None and before[0] == newest else self._clock()
        _remember(self._newest, url, (newest, seen_us))
        return seen_us

    async def _asked(
        self,
        access: CameraAccess,
        question: tuple[str, CameraAccess],
        among: Asking[Answer],
        ask: Callable[[], Awaitable[Answer]],
    ) -> Answer:
        """Ask, unless it was asked in vain a moment ago; one refused login holds for everything of the camera."""
        self._failures.check(access)
        self._failures.check(question)
        try:
            return await among.get(question, ask)
        except XiuhuaError as error:
            self._failures.note(access if isinstance(error, LoginRefused) else question, error)
            raise


def _kept_us(piece: Piece) -> int:
    return _PLAYLIST_US if is_playlist(piece.content) else _SEGMENT_US


def still(content: bytes) -> bytes:
    """Return a picture that browsers can draw; nothing of it is decoded. Raises Unavailable, with what to do."""
    if image_media_type(content) is None:
        raise Unavailable(NO_PICTURE)
    if image_problem(content) is not None:
        raise Unavailable(TOO_LARGE)
    return content


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _remember(among: OrderedDict[_Key, _Value], key: _Key, value: _Value) -> None:
    among[key] = value
    among.move_to_end(key)
    while len(among) > _REMEMBERED:
        among.popitem(last=False)
