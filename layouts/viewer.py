"""For whom a page is drawn: language, theme and the city's time zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Language, Text

WALL_PATH: Final = "/wall"
DARK_PATHS: Final = ("/", WALL_PATH)
LANGUAGE_COOKIE: Final = "xiuhua_language"
THEME_COOKIE: Final = "xiuhua_theme"
WALL_THEME_COOKIE: Final = "xiuhua_wall_theme"
"""The wall's own, set by `/wall?theme=`: a light desk in the same browser leaves the wall dark."""


class Theme(StrEnum):
    """Dark for the centre, light for the office."""

    DARK = "dark"
    LIGHT = "light"


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

    def themed(self, theme: str) -> Viewer:
        """The same viewer under another theme; an unknown one changes nothing."""
        return self._replace(theme=Theme(theme)) if theme in set(Theme) else self


def viewer_from(cookies: Mapping[str, str], *, path: str, language: Language, zone: tzinfo) -> Viewer:
    """The viewer that the cookies ask for.

    Without cookies: `language` is the city's, desk and wall are dark and every other page light.
    """
    wished = cookies.get(LANGUAGE_COOKIE)
    theme = cookies.get(WALL_THEME_COOKIE if path == WALL_PATH else THEME_COOKIE)
    return Viewer(
        Language(wished) if wished in set(Language) else language,
        Theme(theme) if theme in set(Theme) else default_theme(path),
        zone,
    )


def default_theme(path: str) -> Theme:
    """Dark for desk and wall, light for the office pages."""
    return Theme.DARK if path in DARK_PATHS else Theme.LIGHT
