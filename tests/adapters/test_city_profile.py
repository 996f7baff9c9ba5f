"""The city's profile on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from dashboard.domain.city import NAMELESS, CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.text import Text
from data_sources.db.city import save_document
from data_sources.db.city_profile import SqlCityProfile
from data_sources.db.feeds import revisions
from tests.servers import NOW

TAIZHOU = CityProfile(
    name=Text("台州市", "Taizhou"), title=Text("台州城运", "Taizhou Ops"), centre=Position(121.4, 28.6)
)


def test_a_profile_is_kept_whole_or_in_part_and_maps_hear_of_it(engine: Engine) -> None:
    store = SqlCityProfile(engine, lambda: NOW)
    assert store.profile() == NAMELESS
    for number, profile in enumerate((TAIZHOU, CityProfile(name=TAIZHOU.name), NAMELESS), start=1):
        store.save_profile(profile)
        assert store.profile() == profile
        assert revisions(engine)[Feed.REGISTRY] == number


def test_the_demo_city_has_its_generated_name_until_a_profile_tells_another(engine: Engine) -> None:
    store = SqlCityProfile(engine, lambda: NOW)
    save_document(engine, "city", {"seed": 1, "zh": "绣城区", "en": "Xiucheng"}, NOW)
    assert store.profile().name == Text("绣城区", "Xiucheng")
    store.save_profile(TAIZHOU)
    assert store.profile() == TAIZHOU
