"""Use case: say what the city is called and where its middle is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Final

from dashboard.domain.audit import before_and_after
from dashboard.domain.city import CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.city import CityProfileStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require

LONGEST_NAME: Final = 60
_WORDS: Final = {"name": "城市名称", "title": "大屏标题"}


def read_profile(
    *, name: str | None, name_en: str | None, title: str | None, title_en: str | None, centre: str | None
) -> CityProfile:
    """Return what was typed as a profile; `centre` is "lon,lat" in degrees of WGS-84.

    A text without its English reads the same in both languages. Raises BadInput with what to do.
    """
    return CityProfile(
        name=_text("name", name, name_en), title=_text("title", title, title_en), centre=_position(centre)
    )


class CityNames:
    """The city's profile, for whoever may set it. Each method raises Unavailable."""

    def __init__(self, store: CityProfileStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def profile(self) -> CityProfile:
        """What the city calls itself now."""
        with self._store.look() as work:
            return work.city_profile()

    def tell(self, told: CityProfile, actor: Actor) -> CityProfile:
        """Store what `told` tells, keep the rest, and return the whole. Raises Forbidden."""
        return self._change(lambda known: known.changed(told), actor)

    def replace(self, profile: CityProfile, actor: Actor) -> CityProfile:
        """Store the profile in place of the one before; what it does not tell is told no more. Raises Forbidden."""
        return self._change(lambda _known: profile, actor)

    def _change(self, changed: Callable[[CityProfile], CityProfile], actor: Actor) -> CityProfile:
        require(actor, Permission.MANAGE_CITY)
        with self._store.begin() as work:
            known = work.city_profile()
            profile = changed(known)
            if profile != known:
                work.save_city_profile(profile)
                work.bump([Feed.REGISTRY])
                detail = before_and_after(asdict(known), asdict(profile))
                work.note_in_audit(actor, "describe_city", "city", detail, self._clock())
        return profile


def _text(what: str, zh: str | None, en: str | None) -> Text | None:
    if zh is None and en is None:
        return None
    first = (zh if zh is not None else en or "").strip()
    second = (en if en is not None else first).strip()
    if not first or not second or max(len(first), len(second)) > LONGEST_NAME:
        raise BadInput(
            Text(
                f"{_WORDS[what]}须为 1 到 {LONGEST_NAME} 个字",
                f"the city's {what} needs 1 to {LONGEST_NAME} characters",
            )
        )
    return Text(first, second)


def _position(typed: str | None) -> Position | None:
    if typed is None:
        return None
    try:
        lon, lat = (float(part) for part in typed.replace("，", ",").split(","))
    except ValueError as error:
        raise BadInput(
            Text(
                f"中心点「{typed:.40}」不是坐标：请写成 经度,纬度，如 121.42,28.66",
                f"the centre {typed!r:.60} is no position; write it as lon,lat such as 121.42,28.66",
            )
        ) from error
    if not (-180 <= lon <= 180 and -85 <= lat <= 85):
        raise BadInput(
            Text(
                f"中心点 {typed:.40} 超出地图范围：经度在前，如 121.42,28.66",
                f"the centre {typed:.60} is outside the map; write longitude first: lon,lat such as 121.42,28.66",
            )
        )
    return Position(lon, lat)
