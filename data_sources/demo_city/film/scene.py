"""What a camera of the demo sees at a moment: a street with shops, cars, people, the light and the weather of the hour.

The same camera and the same moment give the same picture, so that nothing need be drawn while nobody looks, and pieces
of film fit together whoever draws them. Name and clock are burnt in, and that it is a demonstration.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont
from PIL.ImageDraw import ImageDraw as Pen

from data_sources.demo_city.chance import Dice, scatter
from data_sources.demo_city.photos import chinese_font, street_without

SIZE: Final = (640, 360)
_W, _H = SIZE
_PAVEMENT_Y: Final = 268
_ROAD_YS: Final = (306, 331)
Colour = tuple[int, int, int]
_BODIES: Final[tuple[Colour, ...]] = (
    (188, 192, 196),
    (60, 66, 74),
    (142, 48, 46),
    (58, 86, 128),
    (222, 222, 216),
    (48, 128, 92),
)
_COATS: Final[tuple[Colour, ...]] = ((58, 82, 128), (128, 60, 60), (70, 104, 84), (190, 150, 70), (96, 92, 120))
_DAWN_H, _DUSK_H = 6.0, 18.6
_RAINY: Final = 0.18
"""So many of a camera's hours it rains in."""


class Place(NamedTuple):
    """A camera of the demo: its number draws its street; the name is burnt in."""

    number: str
    name: str


class _Mover(NamedTuple):
    """Somebody who crosses the picture again and again: from where, how fast (px a second), on which line."""

    sprite: Image.Image
    y: int
    speed: float
    offset: float
    lap: float


def frame(place: Place, at: datetime) -> Image.Image:
    """Return what the camera sees at a moment in the zone of the city."""
    light = _light(at)
    image = _ground(place, round(light, 1), at.hour).copy()
    for mover in _movers(place.number):
        _put(image, mover, at.timestamp(), light)
    if _rains(place.number, at):
        _rain(ImageDraw.Draw(image), place.number, at)
    _stamp(image, at)
    return image


def _light(at: datetime) -> float:
    """How light it is, 0 at night and 1 by day; it dawns and falls for an hour."""
    hour = at.hour + at.minute / 60
    return max(0.0, min(1.0, hour - _DAWN_H, _DUSK_H + 0.6 - hour))


def _rains(number: str, at: datetime) -> bool:
    return scatter(_seed(number), at.toordinal(), at.hour) < _RAINY


def _seed(number: str) -> int:
    return int.from_bytes(number.encode()[-7:], "big")


@lru_cache(maxsize=48)
def _ground(place: Place, light: float, hour: int) -> Image.Image:
    """The street itself in this light, with what stands there in this hour."""
    whole = street_without(place.number, hour if scatter(_seed(place.number), hour) < 0.6 else None)
    image = whole.crop((0, 60, 960, 600)).resize(SIZE, Image.Resampling.LANCZOS)
    if light < 1:
        image = _at_night(image, place.number, light)
    _plate(image, place)
    return image


def _at_night(image: Image.Image, number: str, light: float) -> Image.Image:
    blue = Image.new("RGB", SIZE, (10, 16, 34))
    dark = Image.blend(ImageEnhance.Brightness(image).enhance(0.34 + 0.66 * light), blue, 0.34 * (1 - light))
    glow = Image.new("L", SIZE)
    pen = ImageDraw.Draw(glow)
    for lamp in range(3):
        x = _W * (lamp + 0.5) / 3 + 60 * (scatter(_seed(number), lamp) - 0.5)
        pen.ellipse((x - 120, 120, x + 120, 330), fill=round(215 * (1 - light)))
    return Image.composite(ImageEnhance.Color(image).enhance(0.9), dark, glow.filter(ImageFilter.GaussianBlur(46)))


@lru_cache(maxsize=256)
def _movers(number: str) -> tuple[_Mover, ...]:
    return tuple(_drawn_movers(Dice.of("film", number)))


def _drawn_movers(dice: Dice) -> Iterator[_Mover]:
    for _ in range(dice.randint(2, 4)):
        way = dice.choice((-1, 1))
        sprite = _person(dice.choice(_COATS))
        yield _Mover(sprite, _PAVEMENT_Y - dice.randint(0, 22), way * dice.uniform(14, 34), *_lap(dice, 1.6))
    for lane, y in enumerate(_ROAD_YS):
        for _ in range(dice.randint(1, 3)):
            way = -1 if lane == 0 else 1
            sprite = _vehicle(dice, dice.choice(_BODIES))
            sprite = sprite if way > 0 else sprite.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            yield _Mover(sprite, y, way * dice.uniform(70, 150), *_lap(dice, 3.0))


def _lap(dice: Dice, longest: float) -> tuple[float, float]:
    """Where it begins, and how far it goes until it comes again."""
    lap = _W * dice.uniform(1.4, longest + 1)
    return dice.uniform(0, lap), lap


def _put(image: Image.Image, mover: _Mover, at_s: float, light: float) -> None:
    wide, high = mover.sprite.size
    x = (mover.offset + mover.speed * at_s) % mover.lap - wide
    if x >= _W:
        return
    step = round(2 * math.sin(at_s * 9 + mover.offset)) if abs(mover.speed) < 40 else 0
    sprite = mover.sprite if light > 0.9 else _dimmed(mover.sprite, round(0.4 + 0.6 * light, 1))
    image.paste(sprite, (round(x), mover.y - high + step), sprite)


def _dimmed(sprite: Image.Image, share: float) -> Image.Image:
    red, green, blue, alpha = sprite.split()
    return Image.merge(
        "RGBA", [band.point(lambda value: round(value * share)) for band in (red, green, blue)] + [alpha]
    )


def _person(coat: Colour) -> Image.Image:
    image = Image.new("RGBA", (52, 132))
    pen = ImageDraw.Draw(image)
    pen.ellipse((14, 0, 38, 26), fill=(214, 178, 150, 255))
    pen.rounded_rectangle((6, 24, 46, 82), 10, fill=(*coat, 255))
    pen.rectangle((11, 78, 24, 130), fill=(44, 46, 54, 255))
    pen.rectangle((28, 78, 41, 126), fill=(52, 54, 62, 255))
    return image.resize((25, 64), Image.Resampling.LANCZOS)


def _vehicle(dice: Dice, body: Colour) -> Image.Image:
    """A car, now and then a van."""
    is_van = dice.random() < 0.3
    image = Image.new("RGBA", (300, 136))
    pen = ImageDraw.Draw(image)
    roof = [(20, 70), (26, 8), (226, 8), (284, 70)] if is_van else [(52, 62), (92, 10), (206, 10), (252, 62)]
    pen.polygon(roof, fill=(*body, 255))
    pen.rounded_rectangle((6, 58, 296, 112), 16, fill=(*body, 255))
    panes = [((40, 56), (44, 20), (120, 20), (120, 56)), ((132, 56), (132, 20), (220, 20), (258, 56))]
    if not is_van:
        panes = [((74, 58), (102, 20), (144, 20), (144, 58)), ((154, 58), (154, 20), (200, 20), (232, 58))]
    for pane in panes:
        pen.polygon(list(pane), fill=(52, 66, 80, 255))
    pen.rounded_rectangle((276, 72, 297, 86), 5, fill=(255, 232, 150, 255))
    pen.rounded_rectangle((4, 72, 14, 88), 4, fill=(190, 40, 36, 255))
    for wheel in (64, 232):
        pen.ellipse((wheel - 24, 86, wheel + 24, 134), fill=(26, 28, 32, 255))
        pen.ellipse((wheel - 10, 100, wheel + 10, 120), fill=(158, 162, 166, 255))
    return image.resize((112, 51), Image.Resampling.LANCZOS)


def _rain(pen: Pen, number: str, at: datetime) -> None:
    tick = round(at.timestamp() * 8)
    for drop in range(70):
        x, y = scatter(_seed(number), drop, tick) * _W, scatter(drop, tick) * _H
        pen.line((x, y, x - 3, y + 13), fill=(196, 208, 218), width=1)


def _plate(image: Image.Image, place: Place) -> None:
    """What does not change: whose picture it is, and that it is drawn."""
    pen = ImageDraw.Draw(image)
    words = f"{place.number}  {place.name}"
    font = chinese_font(16)
    pen.rectangle((0, _H - 26, _W, _H), fill=(10, 14, 20))
    pen.text((8, _H - 13), words, fill=(236, 240, 244), font=font, anchor="lm")
    pen.rounded_rectangle((_W - 262, _H - 23, _W - 190, _H - 3), 4, fill=(176, 58, 46))
    pen.text((_W - 226, _H - 13), "演示画面", fill=(255, 255, 255), font=chinese_font(14), anchor="mm")


def _stamp(image: Image.Image, at: datetime) -> None:
    pen = ImageDraw.Draw(image)
    text = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 100_000}"
    pen.text((_W - 8, _H - 13), text, fill=(236, 240, 244), font=_figures(), anchor="rm")


@lru_cache(maxsize=1)
def _figures() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=16)
