"""What cameras see: reports of events, their categories after GB/T 30428.2, and the merging of repeats."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.photos.limits import LONGEST_EDGE_PX, MOST_PIXELS
from dashboard.domain.picture_sizes import picture_size
from dashboard.domain.readings import Problem
from dashboard.domain.text import Text

MERGE_GAP_US: Final = 10 * MINUTE_US
"""Within ten minutes the same thing before the same camera is one event."""

PICTURE_GAP_US: Final = 10 * SECOND_US
"""A camera that sends the same thing many times a second does not fill the disk with it."""

LONGEST_US: Final = 24 * 60 * MINUTE_US
"""An end belongs to nothing that began earlier than a day before."""

MAX_IMAGE_BYTES: Final = 5 * 1024 * 1024


class Phase(StrEnum):
    """Where in its life an event is when it is reported."""

    START = "start"
    UPDATE = "update"
    END = "end"


class Box(NamedTuple):
    """A rectangle in the picture: left, top, width, height as parts (0–1) of the picture's size."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraEventReport:
    """One report of one event, as its source tells it.

    `event_ref` is the source's own name of the event, the same in all its reports; where the source has none
    (`is_named` is False) it is made of what the report says, and repeats and ends find their event by camera and
    category. `category` is the code of GB/T 30428.2 (or None: not classified) and `label` the source's word.
    `confidence` is 0–1. `at_us` is when it was seen so, `started_us` when it began, where that is told, and `dwell_s`
    how long what is seen has stood there. `image` are the verbatim bytes of a JPEG or PNG of `media_type`; when it was
    refused, `image_problem` says why. `clip` is where the source keeps a film of it, in the source's own words.
    `clock_off_h` is by how many hours the camera's clock is ahead: `at_us` is the arrival then. `personal` are the
    boxes of faces and number plates that the source tells.
    """

    event_ref: str
    camera_ref: str
    phase: Phase
    category: str | None
    label: str
    confidence: float | None
    at_us: int
    bbox: Box | None = None
    zone: str | None = None
    image: bytes | None = None
    media_type: str | None = None
    image_problem: Problem | None = None
    source: str
    is_named: bool = True
    started_us: int | None = None
    dwell_s: float | None = None
    clip: str | None = None
    clock_off_h: int = 0
    personal: tuple[Box, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraPicture:
    """A picture that a source sends apart from its event, and without the event's name.

    It belongs to the newest event of that camera and label, when that was last seen at most MERGE_GAP_US before.
    """

    camera_ref: str
    label: str
    at_us: int
    image: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraNote:
    """What a source says later of an event that it named before; nothing is said of what is None.

    `source` stands before the colon of the camera's reference. `label` is a finer word for what is seen, `severity`
    how grave the source takes it, `description` a sentence.
    """

    source: str
    event_ref: str
    at_us: int
    label: str | None = None
    category: str | None = None
    severity: str | None = None
    description: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCameraEvent:
    """A stored event to which a report may belong; `same_reference` when the report bears its event_ref."""

    camera_event_key: int
    camera_ref: str
    category: str | None
    label: str
    last_us: int
    same_reference: bool = False
    is_open: bool = True
    confidence: float | None = None
    picture_us: int | None = None
    zone: str | None = None
    first_us: int = 0
    ended_us: int | None = None
    dwell_s: float | None = None
    is_held: bool = False


def merges_into(
    previous: KnownCameraEvent, report: CameraEventReport, gap_us: int = MERGE_GAP_US, *, zones_apart: bool = False
) -> bool:
    """Whether a report is another sight of a stored event rather than a new one.

    It is when it bears the same reference, or comes from the same camera with the same category (without one:
    the same label) at most `gap_us` after, or before, the event was last seen; with `zones_apart` in the same zone,
    too. An end without a name is that of the event that has not ended, though nothing was said of it for hours.
    """
    if previous.camera_ref != report.camera_ref:
        return False
    if previous.same_reference:
        return True
    alike = previous.category == report.category and (report.category is not None or previous.label == report.label)
    if zones_apart and previous.zone != report.zone:
        return False
    if report.phase is Phase.END and not report.is_named and previous.is_open:
        gap_us = LONGEST_US
    return alike and abs(report.at_us - previous.last_us) <= gap_us


def takes_picture(previous: KnownCameraEvent, report: CameraEventReport, now_us: int) -> bool:
    """Whether the report's picture is kept in place of the one before: it is surer, or ten seconds have gone by."""
    if report.image is None or previous.picture_us is None:
        return report.image is not None
    return (report.confidence or 0.0) > (previous.confidence or 0.0) or now_us - previous.picture_us >= PICTURE_GAP_US


def counts_up(report: CameraEventReport) -> bool:
    """Whether a report that merges into an event of another reference tells of one more: repeats and ends do not."""
    return report.is_named or report.phase is Phase.START


def image_media_type(image: bytes) -> str | None:
    """`image/jpeg` or `image/png` by the first bytes, whatever the sender says; None for anything else."""
    if image.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if image.startswith(b"\x89PNG\r\n\x1a\n") else None


def image_problem(image: bytes) -> Problem | None:
    """Why a picture cannot be kept (above 5 MB or 65 million pixels, or neither JPEG nor PNG), or None when it can."""
    if len(image) > MAX_IMAGE_BYTES:
        return Problem("image_too_large", f"the picture has {len(image)} bytes; the limit is {MAX_IMAGE_BYTES}")
    if image_media_type(image) is None:
        return Problem("bad_image", "the picture is neither JPEG nor PNG")
    width, height = picture_size(image) or (0, 0)
    if max(width, height) > LONGEST_EDGE_PX or width * height > MOST_PIXELS:
        detail = f"the picture has {width} × {height} pixels; at most {MOST_PIXELS}, and {LONGEST_EDGE_PX} on a side"
        return Problem("image_too_large", detail)
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class EventCategory:
    """A category of GB/T 30428.2 that cameras recognise, and the words by which sources call it."""

    code: str
    label: Text
    words: tuple[str, ...]


def _category(code: str, zh: str, en: str, *words: str) -> EventCategory:
    return EventCategory(code=code, label=Text(zh, en), words=(code, zh, en.lower(), *words))


CATEGORIES: Final[dict[str, EventCategory]] = {
    category.code: category
    for category in (
        _category("0101", "私搭乱建", "Illegal building", "illegal_building"),
        _category(
            "0102",
            "暴露垃圾",
            "Exposed rubbish",
            "打包垃圾",
            "垃圾满溢",
            "garbage",
            "exposed_garbage",
            "trash",
            "wastedumped",
            "bin_overflow",
            "640",
            "683",
            "630",
            "681",
            "1310720",
            "1703936",
            "1507328",
        ),
        _category("0103", "积存垃圾渣土", "Heaped rubble", "渣土堆积", "rubble", "686"),
        _category("0104", "道路不洁", "Dirty road", "dirty_road"),
        _category(
            "0105", "水域不洁", "Dirty water", "漂浮物", "河道漂浮物", "floating_object", "floatingobject", "33685505"
        ),
        _category("0106", "绿地脏乱", "Dirty green space", "dirty_green"),
        _category("0109", "非装饰性树挂", "Objects hung on trees", "树挂"),
        _category("0110", "道路破损", "Road damage", "road_damage", "pothole", "698"),
        _category("0112", "道路遗撒", "Spilled load", "渣土遗撒", "spill", "697", "2490368"),
        _category(
            "0115",
            "焚烧垃圾树叶",
            "Burning rubbish or leaves",
            "焚烧",
            "烟火",
            "烟雾",
            "fire",
            "smoke",
            "firewarning",
            "691",
            "619",
            "393216",
        ),
        _category("0201", "非法小广告", "Illegal stickers", "小广告", "illegal_sticker", "674"),
        _category(
            "0202",
            "违规户外广告牌匾",
            "Illegal signboard",
            "违规横幅",
            "横幅",
            "违规广告",
            "banner",
            "banner_detection",
            "illegal_signboard",
            "670",
            "671",
            "672",
            "1638400",
        ),
        _category("0203", "占道广告牌", "Signboard on the pavement", "pavement_sign"),
        _category(
            "0302",
            "工地扬尘",
            "Construction dust",
            "裸土",
            "扬尘",
            "渣土车未密闭",
            "dust",
            "bare_soil",
            "uncovered_truck",
            "2555904",
        ),
        _category("0304", "施工占道", "Works blocking the road", "工地物料乱堆放", "works_on_road", "684", "688"),
        _category("0401", "路面塌陷", "Road collapse", "road_collapse", "699"),
        _category("0406", "道路积水", "Water on the road", "积水", "waterlogging", "road_water", "696"),
        _category("0409", "群发性事件", "Crowd", "人群聚集", "crowd_gathering", "628", "524288", "1769472"),
        _category(
            "0501",
            "无照经营游商",
            "Street vendor",
            "占道经营",
            "流动摊贩",
            "游商",
            "stall",
            "vendor",
            "street_vendor",
            "flowbusiness",
            "661",
        ),
        _category("0502", "流浪乞讨", "Vagrancy and begging", "begging"),
        _category(
            "0504",
            "店外经营",
            "Trading outside the shop",
            "出店经营",
            "跨门经营",
            "商铺占道经营",
            "shop_outside",
            "shoppresence",
            "out_of_store",
            "660",
            "1114112",
        ),
        _category(
            "0505",
            "机动车乱停放",
            "Illegal parking",
            "机动车违停",
            "违停",
            "illegal_parking",
            "parking",
            "citymotorparking",
            "603",
            "624",
        ),
        _category(
            "0506",
            "非机动车乱停放",
            "Illegal bicycle parking",
            "非机动车违停",
            "共享单车乱停放",
            "illegal_bicycle_parking",
            "citynonmotorparking",
            "629",
            "635",
            "1376256",
            "655360",
        ),
        _category(
            "0507",
            "乱堆物堆料",
            "Heaped goods",
            "乱堆物料",
            "占道堆物",
            "heap",
            "heaped_goods",
            "unattendedbaggage",
            "roadoccupationbyforeignobject",
            "685",
            "2228224",
        ),
        _category("0510", "露天烧烤", "Open-air barbecue", "违规撑伞", "barbecue", "umbrella", "667", "679", "2293760"),
        _category(
            "0511", "沿街晾挂", "Laundry along the street", "沿街晾晒", "laundry", "hanging_clothes", "668", "2359296"
        ),
    )
}

UNCLASSIFIED: Final = Text("未分类", "Unclassified")

_CODES_BY_WORD: Final = {word: category.code for category in CATEGORIES.values() for word in category.words}


def category_of(word: str) -> str | None:
    """The code of the category that a source calls `word` (a code, a name or a vendor's number), or None."""
    return _CODES_BY_WORD.get(word.strip().lower())


def category_label(code: str | None) -> Text:
    """The category's name; an unknown code is its own name."""
    if code is None:
        return UNCLASSIFIED
    category = CATEGORIES.get(code)
    return category.label if category is not None else Text(code, code)
