"""What a camera shows now: where it is asked for that, and how old it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from dashboard.domain.camera_privacy import Polygon
from dashboard.domain.durations import SECOND_US
from dashboard.domain.text import Text

LARGEST_PICTURE_BYTES: Final = 2 * 1024 * 1024
LATE_AFTER_US: Final = 5 * SECOND_US
CUT_AFTER_US: Final = 20 * SECOND_US
_CAMERA: Final = re.compile(r"[a-z][a-z0-9_]{1,20}:[^\s/?#]{1,58}(/[0-9A-Za-z_]{1,10})?")
_LONGEST_CAMERA: Final = 80
_LONGEST_URL: Final = 400
_LONGEST_USER: Final = 80

NO_CAMERA: Final = Text(
    "设备写作 gb28181:20 位编码、jt808:终端手机号，或登记时的 device_ref",
    "a camera is written gb28181:{20 digits}, jt808:{terminal number}, or as its device_ref in the register",
)
NO_ADDRESS: Final = Text(
    f"地址写作 http://主机/路径 或 https://…，最多 {_LONGEST_URL} 字，其中不能有用户名和密码",
    f"the address is written http://host/path or https://…, with at most {_LONGEST_URL} characters and without a user "
    "or password in it",
)
LONG_USER: Final = Text(f"用户名最多 {_LONGEST_USER} 字", f"the user has at most {_LONGEST_USER} characters")


class Freshness(StrEnum):
    """How old what is shown is."""

    LIVE = "live"
    LATE = "late"
    CUT = "cut"


@dataclass(frozen=True, kw_only=True)
class CameraAccess:
    """Where a camera is asked, and as whom; `camera` is its reference. The password is never shown.

    `url` gives its picture, `mjpeg_url` and `hls_url` its film, and at `whep_url` a media server offers it over WebRTC.
    `events` is the key of the source by which it is asked for its events, at `events_url`. Each may be empty.
    `mask` is what is painted over in what it shows.
    """

    camera: str
    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    events: str = ""
    events_url: str = ""
    mjpeg_url: str = ""
    hls_url: str = ""
    whep_url: str = ""
    mask: tuple[Polygon, ...] = ()


class SealedAccess(NamedTuple):
    """The same as it is kept: the password can be read with the secret of this installation alone."""

    camera: str
    url: str
    user: str
    sealed: str
    events: str = ""
    events_url: str = ""
    mjpeg_url: str = ""
    hls_url: str = ""
    whep_url: str = ""


@dataclass(frozen=True, kw_only=True)
class WornDraft:
    """What is typed: whose device, and where it is asked for its picture; an empty `url` leaves that as it is."""

    number: str
    source: str
    url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)


class WornDevice(NamedTuple):
    """A device as it may be shown: never its password, only whether one is kept. `url` is empty where it has none."""

    source: str
    url: str
    user: str
    has_password: bool


class Shown(NamedTuple):
    """What a camera shows. `new_us` is since when it shows exactly this: a picture that stands still grows old."""

    content: bytes
    media_type: str
    new_us: int


class Look(NamedTuple):
    """What a camera shows, and how old that is."""

    shown: Shown
    age_us: int


def opened(kept: SealedAccess, password: str) -> CameraAccess:
    """Return the access with its password in clear."""
    told = {name: value for name, value in kept._asdict().items() if name != "sealed"}
    return CameraAccess(password=password, **told)


def masked(access: CameraAccess, mask: tuple[Polygon, ...]) -> CameraAccess:
    """Return the access with what is painted over. A film cannot be painted over: it is not offered then."""
    return replace(access, mask=mask, mjpeg_url="", hls_url="", whep_url="") if mask else access


def freshness(age_us: int) -> Freshness:
    """Return how a picture of this age is called."""
    if age_us >= CUT_AFTER_US:
        return Freshness.CUT
    return Freshness.LATE if age_us >= LATE_AFTER_US else Freshness.LIVE


def access_problem(access: CameraAccess) -> Text | None:
    """Return what is wrong with an access, and what to do; None when it can be kept."""
    if not _CAMERA.fullmatch(access.camera) or len(access.camera) > _LONGEST_CAMERA:
        return NO_CAMERA
    if len(access.user) > _LONGEST_USER:
        return LONG_USER
    every = (access.url, access.events_url, access.mjpeg_url, access.hls_url, access.whep_url)
    told = [url for url in every if url] or [access.url]
    if not all(_is_address(url) for url in told) or bool(access.events) != bool(access.events_url):
        return NO_ADDRESS
    return None


def still_address(kept: SealedAccess, camera_ref: str, usual_paths: Mapping[str, str]) -> str:
    """Return where the camera shows what it sees: as it is kept, with its channel for `{channel}`, else the usual path
    of the source by which it is asked for events; empty where neither is known."""
    channel = camera_ref.rpartition("/")[2] if "/" in camera_ref else "1"
    path = usual_paths.get(kept.events, "")
    origin = "/".join(kept.events_url.split("/")[:3])
    return (kept.url or (origin + path if path else "")).replace("{channel}", channel)


def _is_address(url: str) -> bool:
    if len(url) > _LONGEST_URL or re.search(r"\s", url):
        return False
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_whole and parts.scheme in ("http", "https") and parts.username is None and parts.password is None
