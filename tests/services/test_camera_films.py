"""Film of cameras for many who watch: one question to the camera, and nobody slows or ends anybody else's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.domain.camera_streams import AFTER_REFUSAL_S, NO_PICTURE, SEGMENT_GONE, STALLED, Frame, Piece
from dashboard.domain.durations import SECOND_US
from dashboard.errors import NotFound, TooManyTries, Unavailable, XiuhuaError
from dashboard.ports.cameras import CameraFilm
from dashboard.services.cameras.asking import Failures
from dashboard.services.cameras.films import CameraFilms
from dashboard.services.cameras.relaying import CameraRelay
from dashboard.services.cameras.seats import Seats
from tests.loops import complete

ACCESS = CameraAccess(
    camera="onvif:1",
    url="http://camera/still",
    mjpeg_url="http://camera/film",
    hls_url="http://camera/live/index.m3u8",
    password="geheim",
)
JPEG = b"\xff\xd8\xff"
HUGE = JPEG + b"\xff\xc0\x00\x0b\x08" + (50_000).to_bytes(2, "big") * 2 + b"\x01\x11\x00"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_us = 1_000_000 * SECOND_US

    def __call__(self) -> int:
        return self.now_us


class PlainSealing:
    """Seals nothing, so that a test can read it."""

    def seal(self, plain: str) -> str:
        return plain.encode().hex()

    def unseal(self, sealed: str) -> str | None:
        try:
            return bytes.fromhex(sealed).decode()
        except ValueError:
            return None


class NoCovers:
    """No camera here has a mask."""

    def masked(self, content: bytes, polygons: object) -> bytes:
        raise AssertionError(polygons)

    def blurred(self, content: bytes, boxes: object) -> bytes:
        raise AssertionError(boxes)


class Film(CameraFilm):
    """A camera whose pictures are put in `coming`; an error among them ends the connection."""

    def __init__(self) -> None:
        self.coming: asyncio.Queue[bytes | XiuhuaError] = asyncio.Queue()
        self.opened = self.closed = self.asked = 0
        self.still: bytes | XiuhuaError = JPEG + b"still"
        self.pieces: dict[str, bytes] = {}

    async def picture(self, access: CameraAccess) -> bytes:
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.still, XiuhuaError):
            raise self.still
        return self.still

    async def frames(self, access: CameraAccess) -> AsyncIterator[bytes]:
        self.opened += 1
        try:
            while True:
                told = await self.coming.get()
                if isinstance(told, XiuhuaError):
                    raise told
                yield told
        finally:
            self.closed += 1

    async def piece(self, access: CameraAccess, url: str) -> Piece:
        self.asked += 1
        await asyncio.sleep(0)
        if url not in self.pieces:
            raise NotFound(SEGMENT_GONE)
        return Piece(self.pieces[url], "video/mp4")

    async def answer(self, access: CameraAccess, offer: str) -> str:
        return offer


class Rig:
    """A camera, and what passes its film on."""

    def __init__(self) -> None:
        self.clock, self.film = Clock(), Film()
        failures = Failures(self.clock)
        self.films = CameraFilms(self.film, self.clock, failures)
        self.relay = CameraRelay(self.film, PlainSealing(), self.clock, failures, NoCovers())


def play(scene: Callable[[Rig], Awaitable[None]]) -> None:
    async def run() -> None:
        await scene(Rig())

    complete(run())


async def settled() -> None:
    """Until whatever can go on has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


async def contents(frames: AsyncIterator[Frame], count: int) -> list[bytes]:
    return [(await anext(frames)).content for _ in range(count)]


def test_many_who_watch_share_one_connection_and_the_last_who_leaves_closes_it() -> None:
    async def scene(rig: Rig) -> None:
        viewers = [rig.films.watch(ACCESS) for _ in range(5)]
        rig.film.coming.put_nowait(JPEG + b"1")
        first = await asyncio.gather(*(contents(each, 1) for each in viewers))
        assert first == [[JPEG + b"1"]] * 5
        assert (rig.film.opened, rig.films.watched()) == (1, 1)
        for each in viewers[1:]:
            await each.aclose()  # type: ignore[attr-defined]
        await settled()
        assert rig.film.closed == 0
        await viewers[0].aclose()  # type: ignore[attr-defined]
        await settled()
        assert (rig.film.closed, rig.films.watched()) == (1, 0)

    play(scene)


def test_a_slow_viewer_sees_fewer_pictures_and_slows_nobody() -> None:
    async def scene(rig: Rig) -> None:
        slow, quick = rig.films.watch(ACCESS), rig.films.watch(ACCESS)
        rig.film.coming.put_nowait(JPEG + b"0")
        await asyncio.gather(anext(slow), anext(quick))
        for number in range(1, 6):
            rig.film.coming.put_nowait(JPEG + b"%d" % number)
            assert await contents(quick, 1) == [JPEG + b"%d" % number]
        assert await contents(slow, 1) == [JPEG + b"5"], "the newest, and none of those between"

    play(scene)


@pytest.mark.parametrize("error", [Unavailable(STALLED), LoginRefused(NO_PICTURE)])
def test_a_film_that_ends_is_told_to_everybody_and_not_asked_for_again_at_once(error: Unavailable) -> None:
    async def scene(rig: Rig) -> None:
        viewers = [rig.films.watch(ACCESS) for _ in range(2)]
        rig.film.coming.put_nowait(JPEG)
        await asyncio.gather(*(anext(each) for each in viewers))
        rig.film.coming.put_nowait(error)
        for each in viewers:
            with pytest.raises(type(error), match=str(error)):
                await anext(each)
        with pytest.raises(type(error)):
            await anext(rig.films.watch(ACCESS))
        assert rig.film.opened == 1
        rig.clock.now_us += round(AFTER_REFUSAL_S * SECOND_US)
        rig.film.coming.put_nowait(JPEG)
        assert await contents(rig.films.watch(ACCESS), 1) == [JPEG]
        assert rig.film.opened == 2

    play(scene)


def test_a_refused_login_keeps_every_other_question_from_the_camera_for_ten_minutes() -> None:
    async def scene(rig: Rig) -> None:
        rig.film.still = LoginRefused(NO_PICTURE)
        for _ in range(5):
            with pytest.raises(LoginRefused):
                await rig.relay.picture(ACCESS)
            with pytest.raises(LoginRefused):
                await rig.relay.playlist(ACCESS)
            with pytest.raises(LoginRefused):
                await anext(rig.films.watch(ACCESS))
            rig.clock.now_us += 60 * SECOND_US
        assert (rig.film.asked, rig.film.opened) == (1, 0), "a camera locks the account after five"
        rig.film.still = JPEG
        changed = CameraAccess(camera="onvif:1", url=ACCESS.url, password="new")
        assert (await rig.relay.picture(changed)).shown.content == JPEG

    play(scene)


def test_who_asks_for_a_still_at_the_same_time_gets_the_same_one() -> None:
    async def scene(rig: Rig) -> None:
        looks = await asyncio.gather(*(rig.relay.picture(ACCESS) for _ in range(6)))
        assert (rig.film.asked, len({look.shown for look in looks})) == (1, 1)
        rig.clock.now_us += 30 * SECOND_US
        assert (await rig.relay.picture(ACCESS)).age_us == 30 * SECOND_US, "it shows exactly what it showed then"
        rig.film.still = JPEG + b"moved"
        rig.clock.now_us += SECOND_US
        assert (await rig.relay.picture(ACCESS)).age_us == 0

    play(scene)


@pytest.mark.parametrize(("content", "says"), [(HUGE, "too large"), (b"<html>", "no picture")])
def test_what_no_browser_should_draw_is_told_in_one_sentence(content: bytes, says: str) -> None:
    async def scene(rig: Rig) -> None:
        rig.film.still = content
        with pytest.raises(Unavailable, match=says):
            await rig.relay.picture(ACCESS)
        rig.film.coming.put_nowait(content)
        with pytest.raises(Unavailable, match=says):
            await anext(rig.films.watch(ACCESS))

    play(scene)


def test_pieces_of_hls_are_asked_for_once_and_playlists_again_and_again() -> None:
    async def scene(rig: Rig) -> None:
        rig.film.pieces = {
            ACCESS.hls_url: b"#EXTM3U\n#EXTINF:1,\n7.m4s\n",
            "http://camera/live/7.m4s": b"seven",
        }
        first = await rig.relay.playlist(ACCESS)
        name = first.content.decode().splitlines()[-1]
        told = await asyncio.gather(*(rig.relay.piece(ACCESS, name) for _ in range(4)))
        assert {each.content for each in told} == {b"seven"}
        assert rig.film.asked == 2
        rig.clock.now_us += 3 * SECOND_US
        again = await rig.relay.playlist(ACCESS)
        assert (again.newest_us, rig.film.asked) == (first.newest_us, 3), "nothing new came for three seconds"
        rig.film.pieces[ACCESS.hls_url] = b"#EXTM3U\n#EXTINF:1,\n7.m4s\n#EXTINF:1,\n8.m4s\n"
        rig.clock.now_us += SECOND_US
        newer = await rig.relay.playlist(ACCESS)
        assert newer.newest_us == rig.clock.now_us
        with pytest.raises(NotFound, match="does not have this piece"):
            await rig.relay.piece(ACCESS, newer.content.decode().splitlines()[-1])
        for wrong in ("zz", PlainSealing().seal("onvif:2\nhttp://camera/live/7.m4s")):
            with pytest.raises(NotFound, match="no such piece"):
                await rig.relay.piece(ACCESS, wrong)

    play(scene)


def test_a_session_that_watches_too_many_is_told_and_has_room_again_later() -> None:
    clock = Clock()
    seats = Seats(clock)
    for number in range(16):
        seats.take("session", f"CAM-{number}")
    seats.take("session", "CAM-3")
    with pytest.raises(TooManyTries, match="16 cameras"):
        seats.take("session", "CAM-16")
    seats.take("another", "CAM-16")
    clock.now_us += 10 * SECOND_US
    seats.take("session", "CAM-16")
