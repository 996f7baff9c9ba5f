"""Pictures as phones, screens and attackers send them."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import IFDRational

from dashboard.domain.coordinates import Position
from dashboard.domain.photos.limits import BROKEN, MANY_PIXELS, MOVING, NO_PICTURE
from dashboard.domain.photos.records import LONGEST_SIDE_PX, PhotoSize
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from data_sources.photos.pillow import PillowPictures
from tests.architecture.source import ROOT
from tests.pictures import BLUE, RED, WHITE, chunk, exif, jpeg, opened, png_of, two_coloured, written

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
PHOTOS = ROOT.parent / "shared" / "fixtures" / "data" / "photos_street_faults"
HEIC = ROOT / "tests" / "fixtures" / "photos" / "phone.heic"
PICTURES = PillowPictures()
NO_NUMBER, ENDLESS = IFDRational(0, 0), IFDRational(1, 0)


def looks_like(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


def corners(content: bytes) -> dict[str, object]:
    image = opened(content)
    right, bottom = image.width - 8, image.height - 8
    return {
        "top left": image.getpixel((8, 8)),
        "top right": image.getpixel((right, 8)),
        "bottom left": image.getpixel((8, bottom)),
        "bottom right": image.getpixel((right, bottom)),
    }


@pytest.mark.parametrize(
    ("turn", "red", "size"),
    [
        (1, "top left", (640, 480)),
        (2, "top right", (640, 480)),
        (3, "bottom right", (640, 480)),
        (4, "bottom left", (640, 480)),
        (5, "top left", (480, 640)),
        (6, "top right", (480, 640)),
        (7, "bottom right", (480, 640)),
        (8, "bottom left", (480, 640)),
    ],
)
def test_a_picture_is_turned_upright(turn: int, red: str, size: tuple[int, int]) -> None:
    content = written(two_coloured(), quality=95, exif=exif(turn=turn))
    read = PICTURES.prepare(content)
    assert (read.width, read.height) == size
    found = corners(read.sizes[PhotoSize.FULL])
    assert [where for where, colour in found.items() if looks_like(colour, RED)] == [red]


def test_nothing_but_pixels_is_left_of_a_picture() -> None:
    camera = exif("2026:11:20 09:41:00", "+08:00", Position(120.09, 30.86), turn=6)
    camera[0x010F] = "a maker"
    content = written(two_coloured(), comment=b"secret words", exif=camera) + b"secret words"
    read = PICTURES.prepare(content)
    for size in read.sizes.values():
        assert b"secret" not in size
        assert b"a maker" not in size
        assert b"Exif" not in size
        assert not opened(size).getexif()


def test_when_and_where_it_was_taken_is_read() -> None:
    zone = timezone(timedelta(hours=8))
    read = PICTURES.prepare(jpeg(taken="2026:11:20 09:41:00", offset="+08:00", position=Position(-2.5, -33.25)))
    assert read.taken == datetime(2026, 11, 20, 9, 41, tzinfo=zone)
    assert read.position is not None
    assert read.position == pytest.approx((-2.5, -33.25), abs=1e-6)


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "2026:13:45 99:99:99", "", "gestern", "1970:01:01 00:00:00", "2026-11-20"]
)
def test_a_time_that_is_none_is_no_time(taken: str) -> None:
    assert PICTURES.prepare(jpeg(taken=taken, offset="+8")).taken is None


def test_a_time_without_a_zone_is_left_without_one() -> None:
    assert PICTURES.prepare(jpeg(taken="2026:11:20 09:41:00")).taken == datetime(2026, 11, 20, 9, 41)  # noqa: DTZ001


@pytest.mark.parametrize("place", [Position(0.0, 0.0), Position(500.0, 20.0), Position(120.0, 91.0)])
def test_a_place_that_is_none_is_no_place(place: Position) -> None:
    assert PICTURES.prepare(jpeg(position=place)).position is None


@pytest.mark.parametrize("parts", [(1.0,), (NO_NUMBER, 0.0, 0.0), (ENDLESS, 0.0, 0.0), 7.0])
def test_a_place_that_cannot_be_read_is_no_place(parts: object) -> None:
    camera = exif(position=Position(120.09, 30.86))
    camera.get_ifd(0x8825)[4] = parts
    assert PICTURES.prepare(written(two_coloured(), exif=camera)).position is None


@pytest.mark.parametrize("length", [0, 1, 5, 20, 60, 200])
def test_metadata_that_is_cut_off_keeps_no_picture_out(length: int) -> None:
    told = exif("2026:11:20 09:41:00", "+08:00", Position(120.09, 30.86)).tobytes()[:length]
    assert PICTURES.prepare(written(two_coloured(), exif=told)).width == 640


def test_every_size_is_kept_and_none_is_enlarged() -> None:
    read = PICTURES.prepare(written(two_coloured(4000, 3000)))
    assert (read.width, read.height) == (2560, 1920)
    assert {size: max(opened(content).size) for size, content in read.sizes.items()} == LONGEST_SIDE_PX
    small = PICTURES.prepare(jpeg(400, 300))
    assert {max(opened(content).size) for content in small.sizes.values()} == {320, 400}


def test_a_very_long_picture_keeps_its_shape() -> None:
    assert PICTURES.prepare(written(two_coloured(9000, 64))).height == 18


def test_the_same_file_is_the_same_picture() -> None:
    assert PICTURES.prepare(jpeg()).sizes == PICTURES.prepare(jpeg()).sizes


def test_heic_of_a_phone_is_read_and_turned_once() -> None:
    read = PICTURES.prepare(HEIC.read_bytes())
    assert (read.width, read.height) == (64, 96)
    assert read.taken == datetime(2026, 11, 20, 9, 41, tzinfo=timezone(timedelta(hours=8)))
    assert read.position == pytest.approx((120.09, 30.86))
    assert looks_like(corners(read.sizes[PhotoSize.FULL])["top right"], (192, 57, 43))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("RGB", "RGBA", "L", "LA", "P", "1")),
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK", "YCbCr")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
def test_whatever_colours_a_picture_has_it_looks_the_same(kind: str, mode: str) -> None:
    found = opened(PICTURES.prepare(written(two_coloured(mode=mode), kind)).sizes[PhotoSize.FULL])
    assert found.mode == "RGB"
    red, blue = found.getpixel((40, 40)), found.getpixel((600, 440))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red != blue
    if mode in ("RGB", "RGBA", "P", "CMYK", "YCbCr"):
        assert looks_like(red, RED)
        assert looks_like(blue, BLUE)


def sixteen_bit() -> Image.Image:
    return two_coloured(mode="L").convert("I").point(lambda value: value * 256).convert("I;16")


def test_a_picture_of_16_bits_is_not_washed_out() -> None:
    found = opened(PICTURES.prepare(written(sixteen_bit(), "PNG")).sizes[PhotoSize.FULL])
    plain = opened(PICTURES.prepare(written(two_coloured(mode="L"), "PNG")).sizes[PhotoSize.FULL])
    for place in ((40, 40), (600, 440)):
        assert looks_like(found.getpixel(place), plain.getpixel(place))  # type: ignore[arg-type]


def test_what_is_transparent_is_white() -> None:
    image = Image.new("RGBA", (100, 100), (*RED, 0))
    assert looks_like(opened(PICTURES.prepare(written(image, "PNG")).sizes[PhotoSize.FULL]).getpixel((50, 50)), WHITE)


@pytest.mark.parametrize("profile", [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()])
def test_a_profile_of_colours_is_used_or_left_aside(profile: bytes) -> None:
    read = PICTURES.prepare(written(two_coloured(), icc_profile=profile))
    assert looks_like(opened(read.sizes[PhotoSize.FULL]).getpixel((40, 40)), RED)
    assert b"ICC_PROFILE" not in read.sizes[PhotoSize.FULL]


def test_further_pictures_in_a_phones_file_do_not_matter() -> None:
    content = written(two_coloured(), "MPO", save_all=True, append_images=[two_coloured(320, 240)])
    assert PICTURES.prepare(content).width == 640


def animation(kind: str) -> bytes:
    return written(two_coloured(), kind, save_all=True, append_images=[Image.new("RGB", (640, 480), WHITE)])


def with_bomb_in_text() -> bytes:
    return png_of(64, 64, more=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(70_000_000))), rows=bytes(64 * 193))


def heic_that_claims(width: int) -> bytes:
    """A HEIC that says to be far larger than what is in it."""
    return HEIC.read_bytes().replace(struct.pack(">II", 96, 64), struct.pack(">II", width, width))


def noise() -> Image.Image:
    return Image.effect_noise((640, 480), 60)


BAD: dict[str, tuple[Callable[[], bytes], Text | None]] = {
    "text": (lambda: b"no picture at all", NO_PICTURE),
    "html": (lambda: b"<html><script>alert(1)</script>", NO_PICTURE),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NO_PICTURE),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", NO_PICTURE),
    "zip": (lambda: b"PK\x03\x04" + bytes(100), NO_PICTURE),
    "video": (lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(200), NO_PICTURE),
    "zeros": (lambda: bytes(5000), NO_PICTURE),
    "a program": (lambda: b"\x7fELF" + bytes(400), NO_PICTURE),
    "bmp": (lambda: written(two_coloured(), "BMP"), NO_PICTURE),
    "tiff": (lambda: written(two_coloured(), "TIFF"), NO_PICTURE),
    "eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n", NO_PICTURE),
    "icon": (lambda: written(two_coloured(64, 64), "ICO"), NO_PICTURE),
    "still gif": (lambda: written(two_coloured(), "GIF"), NO_PICTURE),
    "animated gif": (lambda: animation("GIF"), MOVING),
    "animated png": (lambda: animation("PNG"), MOVING),
    "animated webp": (lambda: animation("WEBP"), MOVING),
    "jpeg cut in half": (lambda: written(noise(), quality=90)[:60_000], BROKEN),
    "jpeg without an end": (lambda: written(noise(), quality=90)[:-400], BROKEN),
    "jpeg of the head alone": (lambda: jpeg()[:200], None),
    "jpeg of its first bytes": (lambda: b"\xff\xd8\xff\xe0", None),
    "png cut off": (lambda: written(two_coloured(), "PNG")[:-300], BROKEN),
    "png with a wrong sum": (lambda: written(two_coloured(), "PNG").replace(b"IDAT", b"IDAU", 1), None),
    "png without pixels": (lambda: png_of(64, 64), BROKEN),
    "webp cut off": (lambda: written(two_coloured(), "WEBP")[:-200], None),
    "heic cut off": (lambda: HEIC.read_bytes()[:-300], None),
    "heic that lies about its size": (lambda: heic_that_claims(30_000), None),
    "png of 50 000 × 50 000": (lambda: png_of(50_000, 50_000), MANY_PIXELS),
    "png of 9 000 × 9 000": (lambda: png_of(9_000, 9_000), None),
    "png of 30 000 × 40": (lambda: png_of(30_000, 40), None),
    "png of nothing": (lambda: png_of(0, 0), None),
    "bomb in a text": (with_bomb_in_text, None),
    "one pixel": (lambda: written(two_coloured(1, 1), "PNG"), None),
    "a line": (lambda: written(two_coloured(4000, 4)), None),
}
"""What is refused, with the sentence that is said; None where the sentence has figures in it or may differ."""


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_used_is_refused_with_what_to_do(name: str) -> None:
    make, sentence = BAD[name]
    content = make()
    with pytest.raises(BadInput) as refused:
        PICTURES.prepare(content)
    told = refused.value.told
    assert told is not None
    assert sentence in (None, told)
    assert any(word in told.en for word in ("send", "make it smaller")), told.en
    assert any(word in told.zh for word in ("请上传", "请重新", "请缩小", "上传原图")), told.zh


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_just_above_the_limit_is_refused_where_warnings_are_no_errors() -> None:
    with pytest.raises(BadInput, match="make it smaller"):
        PICTURES.prepare(png_of(10_000, 10_000))


def test_a_picture_just_above_the_limit_is_refused_where_warnings_are_errors() -> None:
    with pytest.raises(BadInput, match="make it smaller"):
        PICTURES.prepare(png_of(10_000, 10_000))


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_ends_in_anything_but_a_picture_or_a_sentence(seed: int) -> None:
    dice = random.Random(seed)
    phone = jpeg(96, 64, taken="2026:11:20 09:41:00", turn=6)
    source = dice.choice([phone, written(two_coloured(96, 64), "PNG"), HEIC.read_bytes()])
    content = bytearray(source)
    for _ in range(dice.randint(1, 12)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    cut = bytes(content[: dice.randint(1, len(content))] if seed % 3 == 0 else content)
    assert outcome(cut) in (set(PhotoSize), "a sentence")


def outcome(content: bytes) -> object:
    try:
        return set(PICTURES.prepare(content).sizes)
    except BadInput as refused:
        return "a sentence" if refused.told else None


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="the folder of real data is not here")
@pytest.mark.parametrize(
    ("name", "size", "lat"),
    [
        ("bath_photo.JPG", (1296, 968), 51.4135),
        ("bath_photo_2.JPG", (968, 1296), 51.4144),
        ("bath_photo_3.JPG", (968, 1296), 51.4144),
        ("bath_photo_4.JPG", None, 51.4102),
    ],
)
def test_real_photos_of_street_faults_are_read(name: str, size: tuple[int, int] | None, lat: float) -> None:
    read = PICTURES.prepare((PHOTOS / name).read_bytes())
    assert size in (None, (read.width, read.height))
    assert read.taken is not None
    assert read.taken.year == 2017
    assert read.position is not None
    assert read.position.lat == pytest.approx(lat, abs=1e-3)
    assert all(b"Exif" not in content for content in read.sizes.values())
