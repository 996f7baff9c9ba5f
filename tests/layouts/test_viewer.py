"""For whom a page is drawn."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.text import Language
from layouts.viewer import Theme, viewer_from


@pytest.mark.parametrize(
    ("path", "cookies", "theme"),
    [
        ("/", {}, Theme.DARK),
        ("/sensors", {}, Theme.LIGHT),
        ("/", {"xiuhua_theme": "light"}, Theme.LIGHT),
        ("/wall", {"xiuhua_theme": "light"}, Theme.DARK),
        ("/wall", {"xiuhua_wall_theme": "light"}, Theme.LIGHT),
        ("/", {"xiuhua_wall_theme": "light"}, Theme.DARK),
        ("/sensors", {"xiuhua_theme": "pink"}, Theme.LIGHT),
        ("/sensors", {"xiuhua_theme": "sunlight"}, Theme.LIGHT),
        ("/field", {"xiuhua_theme": "dark"}, Theme.SUNLIGHT),
        ("/field", {"xiuhua_field_theme": "dark"}, Theme.DARK),
    ],
)
def test_desk_wall_and_phone_have_their_own_theme_unless_their_own_cookie_says_otherwise(
    path: str, cookies: dict[str, str], theme: Theme
) -> None:
    viewer = viewer_from(cookies, path=path, language=Language.CHINESE, zone=ZoneInfo("Asia/Shanghai"))
    assert viewer.theme is theme
