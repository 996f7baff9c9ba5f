"""Use case: say what the city is called and where its middle is."""

from __future__ import annotations

from typing import Final

from dashboard.domain.city import CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.city import CityProfileStore

LONGEST_NAME: Final = 60


def read_profile(
    *, name: str | None, name_en: str | None, title: str | None, title_en: str | None, centre: str | None
) -> CityProfile:
    """Return what was typed as a profile; `centre` is "lon,lat" in degrees of WGS-84.

    A text without its English reads the same in both languages. Raises BadInput with what to do.
    """
    return CityProfile(
        name=_text("name", name, name_en), title=_text("title", title, title_en), centre=_position(centre)
    )


def describe_city(store: CityProfileStore, told: CityProfile) -> CityProfile:
    """Store what `told` tells, keep the rest, and return the whole. Raises Unavailable."""
    known = store.profile()
    profile = known.changed(told)
    if profile != known:
        store.save_profile(profile)
    return profile


def _text(what: str, zh: str | None, en: str | None) -> Text | None:
    if zh is None and en is None:
        return None
    first = (zh if zh is not None else en or "").strip()
    second = (en if en is not None else first).strip()
    if not first or not second or max(len(first), len(second)) > LONGEST_NAME:
        raise BadInput(f"the city's {what} needs 1 to {LONGEST_NAME} characters")
    return Text(first, second)


def _position(typed: str | None) -> Position | None:
    if typed is None:
        return None
    try:
        lon, lat = (float(part) for part in typed.replace("，", ",").split(","))
    except ValueError as error:
        raise BadInput(f"the centre {typed!r} is no position; write it as lon,lat such as 121.42,28.66") from error
    if not (-180 <= lon <= 180 and -85 <= lat <= 85):
        raise BadInput(f"the centre {typed} is outside the map; write longitude first: lon,lat such as 121.42,28.66")
    return Position(lon, lat)
