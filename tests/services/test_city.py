"""What a city calls itself, as it is typed."""

from __future__ import annotations

import pytest

from dashboard.domain.city import NAMELESS, CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.services.city import read_profile


def typed(**given: str) -> CityProfile:
    nothing = dict.fromkeys(("name", "name_en", "title", "title_en", "centre"))
    return read_profile(**{**nothing, **given})


def test_a_text_without_its_english_reads_the_same_in_both() -> None:
    assert typed(title="台州城运中心").title == Text("台州城运中心", "台州城运中心")
    assert typed(centre="121.42，28.66").centre == Position(121.42, 28.66)
    assert typed() == NAMELESS


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
