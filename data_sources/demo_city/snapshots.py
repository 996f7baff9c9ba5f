"""Small generated street pictures as PNG, so that a camera event has something to show."""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

from data_sources.demo_city.chance import Dice

WIDTH: Final = 400
HEIGHT: Final = 226
_DARKENED: Final = bytes(value * 11 // 20 for value in range(256))
Colour = tuple[int, int, int]
Bbox = tuple[float, float, float, float]


class Snapshot(NamedTuple):
    """A PNG and where in it the thing is: left, top, width, height as shares of the picture."""

    png: bytes
    bbox: Bbox


class _Canvas:
    """A picture to paint rectangles on, in 8-bit RGB."""

    def __init__(self) -> None:
        self.rows = [bytearray(WIDTH * 3) for _ in range(HEIGHT)]

    def paint(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        """Fill a rectangle; what lies outside the picture is cut off."""
        left, right = max(0, round(x)), min(WIDTH, round(x + w))
        if right > left:
            run = bytes(colour) * (right - left)
            for row in self.rows[max(0, round(y)) : min(HEIGHT, round(y + h))]:
                row[left * 3 : right * 3] = run

    def fade(self, y: float, h: float, top: Colour, bottom: Colour) -> None:
        """Fill the whole width with a gradient from top to bottom."""
        for k in range(round(h)):
            share = k / max(1.0, h - 1)
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
            self.paint(0, y + k, WIDTH, 1, (mixed[0], mixed[1], mixed[2]))

    def png(self) -> bytes:
        """The picture as PNG (ISO/IEC 15948): truecolour, 8 bits, no interlacing."""
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        pixels = zlib.compress(b"".join(b"\0" + row for row in self.rows), 6)
        chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(rng: Dice, category: str, *, night: bool = False) -> Snapshot:
    """A street scene with the thing that `category` (a code such as 0504) is about."""
    canvas = _Canvas()
    _street(canvas, rng)
    bbox = _SUBJECTS.get(category, _heap)(canvas, rng)
    if night:
        canvas.rows = [row.translate(_DARKENED) for row in canvas.rows]
    return Snapshot(canvas.png(), bbox)


def _street(canvas: _Canvas, rng: Dice) -> None:
    """Sky, houses with shop fronts and awnings, pavement, road with markings."""
    canvas.fade(0, 150, (118, 138, 158), (176, 188, 194))
    x = -rng.uniform(0, 40)
    while x < WIDTH:
        wide = rng.uniform(62, 118)
        _house(canvas, rng, x, wide)
        x += wide + rng.choice((0.0, 0.0, 5.0))
    canvas.fade(150, 16, (138, 140, 142), (124, 127, 130))
    canvas.paint(0, 165, WIDTH, 2, (172, 174, 174))
    canvas.fade(167, HEIGHT - 167, (74, 79, 85), (92, 97, 103))
    for mark in range(-1, 8):
        canvas.paint(mark * 62 + rng.uniform(0, 3), 196, 34, 3, (206, 208, 204))


def _house(canvas: _Canvas, rng: Dice, x: float, wide: float) -> None:
    grey = rng.randint(92, 140)
    wall = (grey, grey + rng.randint(-4, 8), grey + rng.randint(0, 18))
    top = rng.uniform(8, 46)
    canvas.paint(x, top, wide, 150 - top, wall)
    window = (wall[0] - 36, wall[1] - 26, wall[2] - 12)
    for row in range(int((92 - top) // 22)):
        for column in range(int(wide // 24)):
            canvas.paint(x + 8 + column * 24, top + 8 + row * 22, 13, 13, window)
    sign = rng.choice(((150, 56, 52), (44, 92, 142), (52, 118, 92), (158, 118, 46), (96, 66, 128)))
    canvas.paint(x + 4, 96, wide - 8, 12, sign)
    canvas.paint(x + 6, 110, wide - 12, 40, (54, 58, 66))
    canvas.paint(x + 10, 114, (wide - 24) / 2, 32, (86, 104, 116))


def _goods(canvas: _Canvas, rng: Dice) -> Bbox:
    """Baskets and crates in front of a shop."""
    x, count = rng.uniform(90, 220), rng.randint(4, 6)
    for k in range(count):
        colour = rng.choice(((196, 120, 58), (70, 138, 176), (188, 176, 80), (120, 158, 92), (178, 84, 74)))
        canvas.paint(x + k * 17, 146 + k % 2 * 8, 15, 13, colour)
        canvas.paint(x + k * 17 + 2, 143 + k % 2 * 8, 11, 4, (224, 214, 190))
    return _share(x - 5, 138, count * 17 + 8, 32)


def _stall(canvas: _Canvas, rng: Dice) -> Bbox:
    """A tricycle with a parasol, and somebody behind it."""
    x = rng.uniform(90, 250)
    canvas.paint(x - 12, 116, 78, 8, rng.choice(((196, 62, 58), (48, 120, 178), (226, 168, 62))))
    canvas.paint(x + 26, 124, 3, 36, (220, 220, 214))
    canvas.paint(x, 146, 54, 18, (150, 110, 72))
    canvas.paint(x + 4, 140, 46, 7, (214, 176, 84))
    canvas.paint(x + 6, 162, 10, 10, (32, 34, 38))
    canvas.paint(x + 40, 162, 10, 10, (32, 34, 38))
    _person(canvas, rng, x + 60)
    return _share(x - 15, 112, 92, 64)


def _car(canvas: _Canvas, rng: Dice) -> Bbox:
    x = rng.uniform(60, 250)
    body = rng.choice(((188, 192, 196), (60, 66, 74), (142, 48, 46), (58, 86, 128), (222, 222, 216)))
    canvas.paint(x, 158, 104, 24, body)
    canvas.paint(x + 20, 142, 60, 18, body)
    canvas.paint(x + 25, 145, 24, 13, (44, 58, 70))
    canvas.paint(x + 53, 145, 23, 13, (44, 58, 70))
    for wheel in (14, 74):
        canvas.paint(x + wheel, 175, 17, 13, (22, 24, 27))
    return _share(x - 4, 138, 112, 54)


def _bicycles(canvas: _Canvas, rng: Dice) -> Bbox:
    x, count = rng.uniform(70, 190), rng.randint(5, 8)
    for k in range(count):
        colour = rng.choice(((64, 142, 206), (228, 178, 60), (84, 168, 116)))
        canvas.paint(x + k * 16, 150, 12, 4, colour)
        canvas.paint(x + k * 16 + 5, 142, 3, 14, colour)
        canvas.paint(x + k * 16 - 1, 157, 6, 9, (30, 32, 36))
        canvas.paint(x + k * 16 + 9, 157, 6, 9, (30, 32, 36))
    return _share(x - 6, 138, count * 16 + 10, 32)


def _heap(canvas: _Canvas, rng: Dice) -> Bbox:
    """Rubbish bags, crates or rubble on the pavement."""
    x = rng.uniform(80, 270)
    for _ in range(14):
        colour = rng.choice(((52, 56, 60), (88, 92, 82), (142, 128, 96), (66, 90, 106), (196, 196, 188)))
        canvas.paint(x + rng.uniform(0, 52), 148 + rng.uniform(-8, 14), rng.uniform(8, 17), rng.uniform(6, 12), colour)
    return _share(x - 4, 136, 78, 42)


def _laundry(canvas: _Canvas, rng: Dice) -> Bbox:
    x, count = rng.uniform(70, 230), rng.randint(5, 8)
    canvas.paint(x - 4, 84, count * 14 + 8, 2, (226, 226, 220))
    for k in range(count):
        colour = rng.choice(((214, 92, 92), (232, 228, 214), (92, 132, 190), (224, 190, 92), (126, 172, 134)))
        canvas.paint(x + k * 14, 86, 10, rng.uniform(14, 26), colour)
    return _share(x - 8, 80, count * 14 + 16, 36)


def _water(canvas: _Canvas, rng: Dice) -> Bbox:
    """Water over the road, with streaks of light."""
    canvas.fade(172, HEIGHT - 172, (96, 116, 132), (66, 86, 106))
    for _ in range(40):
        canvas.paint(rng.uniform(0, WIDTH), rng.uniform(174, HEIGHT), rng.uniform(14, 60), 1, (150, 168, 180))
    canvas.paint(150, 158, 104, 18, (150, 154, 158))
    canvas.paint(170, 144, 60, 16, (150, 154, 158))
    return _share(20, 166, WIDTH - 40, HEIGHT - 172)


def _person(canvas: _Canvas, rng: Dice, x: float) -> None:
    canvas.paint(x, 142, 10, 22, rng.choice(((62, 82, 122), (128, 60, 60), (70, 104, 84))))
    canvas.paint(x + 2, 133, 7, 8, (206, 170, 144))
    canvas.paint(x + 1, 164, 3, 9, (40, 42, 48))
    canvas.paint(x + 6, 164, 3, 9, (40, 42, 48))


def _share(x: float, y: float, w: float, h: float) -> Bbox:
    left, top = max(0.0, x) / WIDTH, max(0.0, y) / HEIGHT
    return (round(left, 4), round(top, 4), round(min(w / WIDTH, 1 - left), 4), round(min(h / HEIGHT, 1 - top), 4))


_SUBJECTS: Final = {
    "0504": _goods,
    "0501": _stall,
    "0505": _car,
    "0506": _bicycles,
    "0102": _heap,
    "0507": _heap,
    "0511": _laundry,
    "0406": _water,
}
