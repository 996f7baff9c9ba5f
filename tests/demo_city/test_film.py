"""The demo's cameras: what they draw, and the server that shows it, asked as any other camera is."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import aclosing
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageStat

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.errors import NotFound, Unavailable
from data_sources.camera_streams.http import HttpCameraFilm
from data_sources.demo_city.film.boxes import read_film
from data_sources.demo_city.film.coding import PER_S, is_kept, number_of, piece, playlist
from data_sources.demo_city.film.scene import SIZE, Place, frame
from data_sources.demo_city.film.server import USER, FilmServer, addresses
from tests.loops import complete

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 28, 12, 30, tzinfo=ZONE)
PLACE = Place("CAM-0001", "东门")


def test_the_same_moment_is_the_same_picture_and_the_next_one_another() -> None:
    now, again, next_one = (frame(PLACE, at).tobytes() for at in (NOON, NOON, NOON + timedelta(milliseconds=200)))
    assert now == again
    assert now != next_one
    assert frame(Place("CAM-0002", "东门"), NOON).tobytes() != now


def test_nights_are_darker_than_days() -> None:
    day, night = (ImageStat.Stat(frame(PLACE, NOON.replace(hour=hour)).convert("L")).mean[0] for hour in (12, 2))
    assert night < 0.7 * day


def test_a_piece_is_a_second_that_begins_with_a_whole_picture() -> None:
    made = piece(PLACE, number_of(NOON), ZONE)
    assert made == piece(PLACE, number_of(NOON), ZONE)
    assert made[4:8] == b"moof"
    assert made.count(b"trun") == 1
    written = io.BytesIO()
    images = [frame(PLACE, NOON + timedelta(milliseconds=125 * count)) for count in range(PER_S)]
    images[0].save(written, "AVIF", save_all=True, append_images=images[1:], duration=125, speed=10)
    film = read_film(written.getvalue())
    assert [each.is_key for each in film.samples] == [True] + [False] * (PER_S - 1)


def test_a_playlist_names_pieces_that_can_be_had() -> None:
    lines = playlist(NOON).splitlines()
    numbers = [int(line.removesuffix(".m4s")) for line in lines if not line.startswith("#")]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert all(is_kept(number, NOON) for number in numbers)
    assert not is_kept(number_of(NOON), NOON), "it has not ended"
    assert not is_kept(numbers[0] - 100, NOON)


@pytest.fixture
def server() -> Iterator[FilmServer]:
    def clock(zone: tzinfo) -> datetime:
        return NOON.astimezone(zone)

    made = FilmServer(lambda: {"CAM-0001": "东门"}, "geheim-7", ZONE, clock=clock)
    thread = threading.Thread(target=made.run)
    thread.start()
    yield made
    made.close()
    thread.join()


def access(server: FilmServer, password: str = "geheim-7") -> CameraAccess:
    at = addresses(server.url, "CAM-0001")
    return CameraAccess(
        camera="x1:1", url=at.still, mjpeg_url=at.film, hls_url=at.playlist, user=USER, password=password
    )


def test_stills_mjpeg_and_hls_come_behind_a_digest_login(server: FilmServer) -> None:
    async def ask() -> None:
        film, asked = HttpCameraFilm(), access(server)
        still = await film.picture(asked)
        assert Image.open(io.BytesIO(still)).size == SIZE
        async with aclosing(film.frames(asked)) as frames:  # type: ignore[type-var]
            assert [await anext(frames) for _ in range(2)] == [still, still], "the clock of this test stands"
        listed = (await film.piece(asked, asked.hls_url)).content.decode()
        base = asked.hls_url.rpartition("/")[0]
        begin = await film.piece(asked, f"{base}/init.mp4")
        assert (begin.content[4:8], begin.media_type) == (b"ftyp", "video/mp4")
        newest = await film.piece(asked, f"{base}/{listed.splitlines()[-1]}")
        assert newest.content[4:8] == b"moof"
        with pytest.raises(NotFound):
            await film.piece(asked, f"{base}/1.m4s")
        with pytest.raises(LoginRefused):
            await film.picture(access(server, "wrong"))

    complete(ask())


def test_a_camera_that_is_not_there_any_more_is_told(server: FilmServer) -> None:
    gone = access(server)
    server.close()

    async def ask() -> None:
        with pytest.raises(Unavailable, match="does not answer"):
            await HttpCameraFilm().picture(gone)

    complete(ask())
