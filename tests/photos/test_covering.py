"""Masks are painted over pictures, and faces and number plates in them are blurred."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.domain.camera_events import Box, category_of
from dashboard.domain.camera_privacy import MOST_CORNERS, MOST_POLYGONS, personal_boxes, polygons_of
from dashboard.errors import BadInput
from data_sources.photos.covering import PillowCovers
from data_sources.photos.finding import found
from tests.cameras.test_makers import png
from tests.pictures import RED, exif, face, plate, two_coloured, written

COVERS = PillowCovers(found)
QUARTER = ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (0.0, 0.5))
STREET, BLACK = (120, 125, 118), (0, 0, 0)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG",)).convert("RGB")


def street(*things: tuple[Image.Image, tuple[int, int]]) -> Image.Image:
    picture = Image.new("RGB", (640, 480), STREET)
    for thing, where in things:
        picture.paste(thing, where)
    return picture


def edges_in(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How much changes from pixel to pixel, which is what can be read."""
    return float(np.abs(np.diff(np.asarray(picture.crop(box).convert("L"), np.int16))).mean())


def test_a_mask_is_black_and_the_rest_stays() -> None:
    masked = opened(COVERS.masked(written(two_coloured(), "PNG"), [QUARTER]))
    assert masked.getpixel((100, 100)) == pytest.approx(BLACK, abs=8)
    assert masked.getpixel((500, 400)) == pytest.approx((40, 40, 200), abs=8)


def test_a_mask_lies_where_people_see_it_when_the_camera_is_turned() -> None:
    lying = written(two_coloured(), exif=exif(turn=6))
    masked = opened(COVERS.masked(lying, [((0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (0.5, 0.5))]))
    assert masked.size == (480, 640)
    assert masked.getpixel((400, 100)) == pytest.approx(BLACK, abs=8), "where its red quarter is seen"
    assert not masked.getexif()


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff cut", png(50_000, 50_000), written(two_coloured())[:900]])
def test_what_cannot_be_decoded_is_refused_and_never_passed_on(content: bytes) -> None:
    with pytest.raises(BadInput):
        COVERS.masked(content, [QUARTER])
    with pytest.raises(BadInput):
        COVERS.blurred(content, [])


def test_a_face_and_a_number_plate_are_found_and_blurred() -> None:
    picture = street((face(96), (100, 120)), (plate(110), (420, 360)))
    blurred = opened(COVERS.blurred(written(picture, quality=95), []))
    eyes, letters = (110, 155, 186, 180), (424, 364, 526, 391)
    for part in (eyes, letters):
        assert edges_in(blurred, part) < edges_in(picture, part) / 2


def test_nothing_is_found_on_an_empty_street() -> None:
    assert found(street()) == []


def test_what_the_source_tells_is_blurred_though_nobody_would_find_it() -> None:
    noise = Image.effect_noise((60, 60), 90).convert("RGB")
    picture, area = street((noise, (300, 200))), (300, 200, 360, 260)
    blurred = opened(COVERS.blurred(written(picture), [Box(300 / 640, 200 / 480, 60 / 640, 60 / 480)]))
    assert edges_in(blurred, area) < edges_in(picture, area) / 10


def test_a_box_at_the_edge_is_blurred_as_far_as_the_picture_goes() -> None:
    assert opened(COVERS.blurred(written(two_coloured()), [Box(0.9, 0.9, 0.1, 0.1), Box(0, 0, 0.001, 0.001)]))
    assert opened(COVERS.blurred(written(two_coloured()), [])).getpixel((10, 10)) == pytest.approx(RED, abs=8)


@pytest.mark.parametrize(
    ("label", "covered"),
    [
        ("person", Box(0.2, 0.2, 0.1, 0.136)),
        ("fielddetection/human", Box(0.2, 0.2, 0.1, 0.136)),
        ("car", Box(0.2, 0.38, 0.1, 0.22)),
        ("MotorVehicle", Box(0.2, 0.38, 0.1, 0.22)),
        ("stall", None),
        ("0505", Box(0.2, 0.38, 0.1, 0.22)),
    ],
)
def test_of_a_person_the_head_and_of_a_vehicle_the_plates_are_covered(label: str, covered: Box | None) -> None:
    told = Box(0.7, 0.7, 0.02, 0.02)
    boxes = personal_boxes(label, category_of(label), Box(0.2, 0.2, 0.1, 0.4), [told])
    assert boxes[0] == told
    assert [tuple(box) for box in boxes[1:]] == ([] if covered is None else [pytest.approx(tuple(covered))])


def test_without_a_box_what_is_told_is_all() -> None:
    assert personal_boxes("person", None, None, []) == ()


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "0,0 1,1",
        [[]],
        [[[0, 0], [1, 1]]],
        [[[0, 0], [1, 0], [1.01, 1]]],
        [[[0, 0], [1, 0], [float("nan"), 1]]],
        [[[0, 0], [1, 0], [True, 1]]],
        [[[0, 0], [1, 0], "x"]],
        [[[0, 0], [0.5, 0.5], [1, 1]]],
        [[[0, 0]] * (MOST_CORNERS + 1)],
        [[list(corner) for corner in QUARTER]] * (MOST_POLYGONS + 1),
    ],
)
def test_what_is_no_mask_is_refused(value: object) -> None:
    with pytest.raises(BadInput, match="polygons"):
        polygons_of(value)


def test_a_mask_is_taken_as_it_is_written() -> None:
    assert polygons_of([[list(corner) for corner in QUARTER]]) == (QUARTER,)
