"""For whom a page is drawn: language, theme and the city's time zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Language, Text

WALL_PATH: Final = "/wall"
FIELD_PATH: Final = "/field"
DARK_PATHS: Final = ("/", WALL_PATH)
LANGUAGE_COOKIE: Final = "xiuhua_language"
THEME_COOKIE: Final = "xiuhua_theme"
WALL_THEME_COOKIE: Final = "xiuhua_wall_theme"
"""The wall's own, set by `/wall?theme=`: a light desk in the same browser leaves the wall dark."""
FIELD_THEME_COOKIE: Final = "xiuhua_field_theme"
"""The phone page's own: what is read in the sun is no wish for the desk."""
OWN_THEMES: Final[Mapping[str, str]] = {WALL_PATH: WALL_THEME_COOKIE, FIELD_PATH: FIELD_THEME_COOKIE}
"""The cookies of pages whose theme is their own."""


class Theme(StrEnum):
    """Dark for the centre, light for the office, sunlight for the street."""

    DARK = "dark"
    LIGHT = "light"
    SUNLIGHT = "sunlight"


class Viewer(NamedTuple):
    """Language, theme and time zone of one request."""

    language: Language
    theme: Theme
    zone: tzinfo

    def say(self, text: Text) -> str:
        """`text` in the viewer's language."""
        return text.in_language(self.language)

    @property
    def zone_name(self) -> str:
        """The time zone's IANA name, as the browser knows it."""
        return str(self.zone)

    def themed(self, theme: object) -> Viewer:
        """The same viewer under another theme; an unknown one changes nothing."""
        return self._replace(theme=next((each for each in Theme if each == theme), self.theme))


def viewer_from(cookies: Mapping[str, str], *, path: str, language: Language, zone: tzinfo) -> Viewer:
    """The viewer that the cookies ask for.

    Without cookies: `language` is the city's, desk and wall are dark, the phone page is for sunlight, and every other
    page light.
    """
    wished = cookies.get(LANGUAGE_COOKIE)
    theme = cookies.get(theme_cookie(path))
    return Viewer(
        Language(wished) if wished in set(Language) else language,
        Theme(theme) if theme is not None and theme in set(themes_of(path)) else default_theme(path),
        zone,
    )


def theme_cookie(path: str) -> str:
    """Return the cookie that keeps the theme of a page."""
    return OWN_THEMES.get(path, THEME_COOKIE)


def themes_of(path: str) -> Sequence[Theme]:
    """Return the themes that a page may have, the usual one of the phone page first."""
    return (Theme.SUNLIGHT, Theme.LIGHT, Theme.DARK) if path == FIELD_PATH else (Theme.DARK, Theme.LIGHT)


def default_theme(path: str) -> Theme:
    """Return dark for desk and wall, sunlight for the phone page, light for the office pages."""
    if path == FIELD_PATH:
        return Theme.SUNLIGHT
    return Theme.DARK if path in DARK_PATHS else Theme.LIGHT
