"""What a city calls itself, as it is typed."""

from __future__ import annotations

import pytest

from dashboard.domain.city import NAMELESS, CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.services.city import describe_city, read_profile


class Shelf:
    """A store that counts how often it was written."""

    def __init__(self) -> None:
        self.kept, self.writes = NAMELESS, 0

    def profile(self) -> CityProfile:
        return self.kept

    def save_profile(self, profile: CityProfile) -> None:
        self.kept, self.writes = profile, self.writes + 1


def typed(**given: str) -> CityProfile:
    nothing = dict.fromkeys(("name", "name_en", "title", "title_en", "centre"))
    return read_profile(**{**nothing, **given})


def test_what_is_not_told_stays_as_it_was() -> None:
    shelf = Shelf()
    describe_city(shelf, typed(name="台州市", name_en="Taizhou", centre="121.42,28.66"))
    describe_city(shelf, typed(title="台州城运中心"))
    assert shelf.kept == CityProfile(
        name=Text("台州市", "Taizhou"), title=Text("台州城运中心", "台州城运中心"), centre=Position(121.42, 28.66)
    )


def test_nothing_told_writes_nothing() -> None:
    shelf = Shelf()
    assert describe_city(shelf, typed()) == NAMELESS
    assert shelf.writes == 0


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": " "}, "name needs 1 to 60 characters"),
        ({"title_en": "x" * 61}, "title needs 1 to 60 characters"),
        ({"centre": "Taizhou"}, "write it as lon,lat"),
        ({"centre": "28.66,121.42"}, "longitude first"),
        ({"centre": "nan,28"}, "longitude first"),
    ],
    ids=["empty name", "long title", "no position", "latitude first", "no number"],
)
def test_what_cannot_be_is_refused_with_what_to_do(given: dict[str, str], reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        typed(**given)
