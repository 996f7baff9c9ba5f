"""Evidence pictures of the demo, drawn: a street with the thing that a case is about, and the same street without it.

`street_photo` gives a JPEG as a phone would send it. The same dice draw the same street, so that before and after fit.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont
from PIL.ExifTags import GPS, IFD, Base
from PIL.ImageDraw import ImageDraw as Pen

from dashboard.domain.coordinates import Position
from data_sources.demo_city.chance import Dice

SIZE: Final = (960, 600)
_FINE: Final = 2
"""Drawn so many times larger, so that edges are smooth."""
_W: Final = SIZE[0]
_PAVEMENT: Final = 395
_KERB: Final = 480
Colour = tuple[int, int, int]
_CLOTHS: Final = ((214, 92, 92), (232, 228, 214), (92, 132, 190), (224, 190, 92), (126, 172, 134))
_BODIES: Final = ((188, 192, 196), (60, 66, 74), (142, 48, 46), (58, 86, 128), (222, 222, 216))


class Taken(NamedTuple):
    """When, in the zone of the city, and where a picture was taken."""

    at: datetime
    place: Position


def street_photo(category: str, purpose: tuple[str | float, ...], taken: Taken, *, after: bool) -> bytes:
    """Return the picture; `purpose` names the street, `category` is a code of the catalogue."""
    canvas = _Canvas(Dice.of(*purpose))
    canvas.street()
    if not after:
        _subject_of(category)(canvas)
    image = canvas.image.resize(SIZE, Image.Resampling.BOX)
    _stamp(ImageDraw.Draw(image), taken)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=72, exif=_exif(taken))
    return written.getvalue()


def street_without(number: str, hour: int | None) -> Image.Image:
    """Return the street before a camera, with what stands there in an hour of the day, or with nothing."""
    canvas = _Canvas(Dice.of("camera", number))
    canvas.street()
    if hour is not None:
        subjects = (_stall, _goods, _bicycles, _car, _bags, _laundry)
        subjects[Dice.of("camera", number, hour).randrange(len(subjects))](canvas)
    return canvas.image.resize(SIZE, Image.Resampling.BOX)


class _Canvas:
    """A picture with a pen whose measures are those of the picture in the end."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.image = Image.new("RGB", (SIZE[0] * _FINE, SIZE[1] * _FINE))
        self._pen: Pen = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, round_by: float = 0) -> None:
        edges = tuple(round(each * _FINE) for each in (x, y, x + w, y + h))
        self._pen.rounded_rectangle(edges, round_by * _FINE, fill=colour)

    def disc(self, x: float, y: float, r: float, colour: Colour, flat: float = 1.0) -> None:
        edges = tuple(round(each * _FINE) for each in (x - r, y - r * flat, x + r, y + r * flat))
        self._pen.ellipse(edges, fill=colour)

    def shape(self, colour: Colour, *points: tuple[float, float]) -> None:
        self._pen.polygon([(round(x * _FINE), round(y * _FINE)) for x, y in points], fill=colour)

    def line(self, colour: Colour, width: float, *points: tuple[float, float]) -> None:
        corners = [(round(x * _FINE), round(y * _FINE)) for x, y in points]
        self._pen.line(corners, fill=colour, width=round(width * _FINE), joint="curve")

    def fade(self, y: float, h: float, top: Colour, bottom: Colour) -> None:
        for k in range(round(h)):
            share = k / max(1.0, h - 1)
            red, green, blue = (round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
            self.box(0, y + k, _W, 1, (red, green, blue))

    def street(self) -> None:
        """Sky, houses with shops, a tree, tiles, kerb and road."""
        light = self.dice.randint(-14, 10)
        self.fade(0, 260, (140 + light, 172 + light, 204 + light), (214 + light, 222 + light, 226 + light))
        x = -self.dice.uniform(0, 90)
        while x < _W:
            wide = self.dice.uniform(180, 290)
            self._house(x, wide)
            x += wide
        self.fade(_PAVEMENT, _KERB - _PAVEMENT, (168, 166, 160), (184, 181, 174))
        for y in (412, 436, 464):
            self.line((150, 148, 142), 1, (0, y), (_W, y))
        for column in range(-14, 15):
            self.line((150, 148, 142), 1, (_W / 2 + column * 52, _PAVEMENT), (_W / 2 + column * 92, _KERB))
        self.box(0, _KERB, _W, 12, (206, 204, 198))
        self.fade(_KERB + 12, SIZE[1] - _KERB, (86, 90, 95), (104, 108, 112))
        for mark in range(-1, 7):
            self.box(mark * 170 + 30, 556, 92, 8, (222, 222, 214))
        self._tree(self.dice.choice((70.0, 890.0)))

    def _house(self, x: float, wide: float) -> None:
        grey = self.dice.randint(150, 205)
        wall = (grey, grey - self.dice.randint(0, 14), grey - self.dice.randint(8, 30))
        top = self.dice.uniform(20, 110)
        self.box(x, top, wide, _PAVEMENT - top, wall)
        pane = (max(0, wall[0] - 74), max(0, wall[1] - 56), max(0, wall[2] - 34))
        for row in range(int((208 - top) // 56)):
            for column in range(int((wide - 24) // 54)):
                self.box(x + 18 + column * 54, top + 18 + row * 56, 32, 36, pane, 2)
        sign = self.dice.choice(((166, 46, 42), (38, 92, 150), (40, 122, 92), (176, 120, 36), (98, 62, 132)))
        self.box(x + 8, 232, wide - 16, 40, sign, 3)
        for word in range(self.dice.randint(3, 5)):
            self.box(x + wide / 2 - 62 + word * 30, 241, 20, 22, (246, 236, 214), 3)
        self.box(x + 14, 278, wide - 28, _PAVEMENT - 278, (62, 66, 74))
        self.box(x + 22, 288, (wide - 56) * 0.62, 92, (126, 146, 156))
        self.box(x + 32 + (wide - 56) * 0.62, 288, (wide - 56) * 0.3, _PAVEMENT - 288, (92, 84, 78))
        for stripe in range(int((wide - 16) // 20)):
            colour = (238, 234, 226) if stripe % 2 else sign
            self.box(x + 8 + stripe * 20, 270, 20, 18, colour)

    def _tree(self, x: float) -> None:
        self.box(x - 9, 250, 18, 190, (98, 78, 60))
        for _ in range(16):
            green = self.dice.randint(96, 146)
            across, up = self.dice.uniform(-74, 74), self.dice.uniform(-66, 52)
            self.disc(x + across, 205 + up, self.dice.uniform(26, 46), (54, green, 62))

    def person(self, x: float, coat: Colour = (58, 82, 128)) -> None:
        self.box(x, 360, 30, 62, coat, 8)
        self.disc(x + 15, 346, 13, (214, 178, 150))
        self.box(x + 3, 418, 10, 46, (44, 46, 54), 3)
        self.box(x + 17, 418, 10, 46, (44, 46, 54), 3)


def _bags(canvas: _Canvas) -> None:
    x = canvas.dice.uniform(260, 520)
    canvas.disc(x + 100, 466, 150, (150, 147, 140), 0.14)
    for _ in range(13):
        shade = canvas.dice.randint(34, 78)
        colour = canvas.dice.choice(((shade, shade + 4, shade + 8), (206, 208, 202), (64, 96, 122), (120, 104, 74)))
        canvas.disc(
            x + canvas.dice.uniform(0, 200), 446 + canvas.dice.uniform(-22, 16), canvas.dice.uniform(20, 34), colour
        )


def _car(canvas: _Canvas) -> None:
    x, body = canvas.dice.uniform(220, 420), canvas.dice.choice(_BODIES)
    canvas.disc(x + 180, 478, 190, (120, 118, 112), 0.09)
    canvas.shape(body, (x + 70, 398), (x + 106, 340), (x + 250, 340), (x + 300, 398))
    canvas.box(x, 394, 360, 66, body, 20)
    canvas.shape((52, 66, 80), (x + 90, 394), (x + 116, 350), (x + 172, 350), (x + 172, 394))
    canvas.shape((52, 66, 80), (x + 184, 394), (x + 184, 350), (x + 242, 350), (x + 276, 394))
    canvas.box(x + 322, 418, 38, 12, (240, 214, 120), 5)
    for wheel in (76, 284):
        canvas.disc(x + wheel, 460, 34, (26, 28, 32))
        canvas.disc(x + wheel, 460, 15, (158, 162, 166))


def _bicycles(canvas: _Canvas) -> None:
    x, lies = canvas.dice.uniform(150, 300), canvas.dice.random() < 0.5
    for k in range(canvas.dice.randint(6, 9)):
        colour, at = canvas.dice.choice(((54, 142, 214), (238, 184, 52), (72, 170, 112))), x + k * 56
        low = 14 if lies and k % 2 else 0
        for wheel in (0, 58):
            canvas.disc(at + wheel, 452 + low, 26, (34, 36, 40), 0.6 if low else 1.0)
            canvas.disc(at + wheel, 452 + low, 21, (170, 168, 162), 0.6 if low else 1.0)
        canvas.line(colour, 5, (at, 452 + low), (at + 24, 414 + low), (at + 58, 452 + low), (at + 16, 446 + low))
        canvas.line((40, 42, 46), 4, (at + 24, 414 + low), (at + 30, 398 + low), (at + 44, 396 + low))


def _goods(canvas: _Canvas) -> None:
    x = canvas.dice.uniform(230, 430)
    for k in range(6):
        crate = canvas.dice.choice(((196, 128, 62), (70, 138, 176), (178, 148, 92), (106, 142, 84)))
        left, top = x + k % 3 * 92, 400 + k // 3 * 38
        canvas.box(left, top, 84, 38, crate, 3)
        for fruit in range(6):
            ripe = canvas.dice.choice(((226, 92, 56), (238, 190, 60), (128, 178, 72)))
            canvas.disc(left + 10 + fruit * 13, top + 3, 8, ripe)
    canvas.person(x + 300, (128, 60, 60))


def _stall(canvas: _Canvas) -> None:
    x, cloth = canvas.dice.uniform(260, 460), canvas.dice.choice(((206, 62, 58), (48, 120, 188), (234, 168, 52)))
    canvas.line((226, 226, 220), 6, (x + 120, 270), (x + 120, 430))
    canvas.shape(cloth, (x - 30, 290), (x + 120, 232), (x + 270, 290))
    canvas.box(x, 404, 220, 46, (150, 110, 72), 4)
    canvas.box(x + 10, 388, 200, 20, (222, 182, 88), 4)
    for wheel in (34, 186):
        canvas.disc(x + wheel, 456, 20, (32, 34, 38))
    canvas.person(x + 240)


def _laundry(canvas: _Canvas) -> None:
    canvas.line((232, 232, 226), 3, (210, 268), (480, 282), (760, 266))
    for k in range(8):
        cloth, x = canvas.dice.choice(_CLOTHS), 232 + k * 62
        canvas.box(x, 276, 46, canvas.dice.uniform(64, 108), cloth, 4)


def _water(canvas: _Canvas) -> None:
    canvas.fade(430, 170, (132, 150, 162), (84, 104, 122))
    for _ in range(70):
        x, y = canvas.dice.uniform(0, _W), canvas.dice.uniform(440, 596)
        canvas.line((176, 192, 200), 2, (x, y), (x + canvas.dice.uniform(30, 120), y))


def _hole(canvas: _Canvas) -> None:
    x = canvas.dice.uniform(380, 560)
    canvas.disc(x, 540, 92, (66, 68, 70), 0.34)
    canvas.disc(x, 542, 78, (20, 22, 24), 0.34)
    canvas.shape((122, 124, 124), (x + 40, 520), (x + 168, 496), (x + 196, 526), (x + 70, 552))
    _cone(canvas, x - 190)


def _cone(canvas: _Canvas, x: float) -> None:
    canvas.shape((228, 92, 40), (x, 552), (x + 26, 456), (x + 42, 456), (x + 68, 552))
    canvas.shape((240, 238, 232), (x + 13, 506), (x + 19, 484), (x + 49, 484), (x + 55, 506))
    canvas.box(x - 12, 548, 92, 12, (206, 78, 32), 3)


def _smoke(canvas: _Canvas) -> None:
    _stall(canvas)
    for k in range(16):
        grey = 186 + k * 3
        across = canvas.dice.uniform(-60, 60)
        canvas.disc(480 + across + k * 6, 380 - k * 20, 22 + k * 3, (grey, grey, grey - 4), 0.8)


def _posters(canvas: _Canvas) -> None:
    for _ in range(13):
        x, y = canvas.dice.uniform(180, 720), canvas.dice.uniform(284, 356)
        canvas.box(x, y, 40, 54, canvas.dice.choice(((246, 240, 214), (250, 226, 110), (240, 198, 196))), 1)
        for text in range(4):
            canvas.box(x + 6, y + 8 + text * 11, 28, 5, (90, 60, 60))


def _sign(canvas: _Canvas) -> None:
    x = canvas.dice.uniform(340, 520)
    canvas.box(x, 316, 110, 136, (196, 52, 48), 6)
    canvas.box(x + 10, 328, 90, 84, (250, 238, 210), 4)
    canvas.box(x + 44, 452, 22, 22, (60, 62, 66))


def _broken(canvas: _Canvas) -> None:
    """Something that stands at the street lies there."""
    x = canvas.dice.uniform(320, 460)
    canvas.line((196, 200, 204), 12, (x, 440), (x + 250, 466))
    canvas.line((228, 180, 40), 12, (x + 60, 446), (x + 120, 452))
    for post in (0, 130, 250):
        canvas.line((176, 180, 184), 9, (x + post, 430 + post / 10), (x + post + 16, 474))
    _cone(canvas, x - 130)


_SUBJECTS: Final[Mapping[str, Callable[[_Canvas], None]]] = {
    "0505": _car,
    "0311": _car,
    "0506": _bicycles,
    "0517": _bicycles,
    "0504": _goods,
    "0507": _goods,
    "0501": _stall,
    "0510": _smoke,
    "0116": _smoke,
    "0302": _smoke,
    "0511": _laundry,
    "0406": _water,
    "0404": _water,
    "0121": _water,
    "0201": _posters,
    "0203": _sign,
    "0110": _hole,
    "B01": _hole,
    "B02": _broken,
    "B04": _broken,
    "B0305": _bags,
}
"""By codes, or how codes begin; everything else is rubbish."""


def _subject_of(category: str) -> Callable[[_Canvas], None]:
    found = _SUBJECTS.get(category) or _SUBJECTS.get(category[:3])
    return found or _bags


def _stamp(pen: Pen, taken: Taken) -> None:
    """As the trade's cameras write it into the picture; and that it is a demonstration, so that nobody believes it."""
    text = f"{taken.at:%Y-%m-%d %H:%M:%S}   {taken.place.lat:.5f}N {taken.place.lon:.5f}E"
    pen.rectangle((0, SIZE[1] - 34, SIZE[0], SIZE[1]), fill=(14, 18, 24))
    pen.text((14, SIZE[1] - 29), text, fill=(236, 240, 244), font=ImageFont.load_default(size=20))
    pen.rounded_rectangle((SIZE[0] - 74, SIZE[1] - 29, SIZE[0] - 12, SIZE[1] - 5), 4, fill=(176, 58, 46))
    pen.text((SIZE[0] - 43, SIZE[1] - 17), "演示", fill=(255, 255, 255), font=chinese_font(20), anchor="mm")


@cache
def chinese_font(size: int) -> ImageFont.FreeTypeFont:
    """Return Noto Sans SC, which paper is set in, too."""
    fonts = files("justmytype_intl_cjk").joinpath("fonts", "ofl", "notosanssc")
    with as_file(fonts.joinpath("NotoSansSC[wght].ttf")) as file:
        font = ImageFont.truetype(file, size)
    font.set_variation_by_name("Medium")
    return font


def _exif(taken: Taken) -> Image.Exif:
    told = Image.Exif()
    inside, gps = told.get_ifd(IFD.Exif), told.get_ifd(IFD.GPSInfo)
    inside[Base.DateTimeOriginal] = f"{taken.at:%Y:%m:%d %H:%M:%S}"
    inside[Base.OffsetTimeOriginal] = taken.at.isoformat(timespec="seconds")[19:]
    gps[GPS.GPSLatitudeRef], gps[GPS.GPSLongitudeRef] = "N", "E"
    gps[GPS.GPSLatitude], gps[GPS.GPSLongitude] = _parts(taken.place.lat), _parts(taken.place.lon)
    return told


def _parts(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees - int(degrees)) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)
