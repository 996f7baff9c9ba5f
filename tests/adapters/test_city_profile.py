"""The city's profile, set by whoever may, on both databases."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.city import NAMELESS, CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Role
from dashboard.domain.text import Text
from dashboard.errors import Forbidden
from dashboard.services.city import CityNames
from data_sources.db import tables as t
from data_sources.db.city import CityReader, save_document
from data_sources.db.city_store import SqlCityStore
from data_sources.db.feeds import revisions
from tests.actors import acting
from tests.servers import NOW

TAIZHOU = CityProfile(
    name=Text("台州市", "Taizhou"), title=Text("台州城运", "Taizhou Ops"), centre=Position(121.4, 28.6)
)
ROOT = acting("root", Role.ADMINISTRATOR)


@pytest.fixture
def city(engine: Engine) -> CityNames:
    return CityNames(SqlCityStore(engine, lambda: NOW), lambda: NOW)


def audited(engine: Engine) -> list[tuple[str, str, str]]:
    """Actor, action and detail of each entry."""
    with engine.connect() as connection:
        rows = connection.execute(select(t.audit.c.actor, t.audit.c.action, t.audit.c.detail))
        return [(actor, action, detail) for actor, action, detail in rows]


def test_what_is_not_told_stays_as_it_was(city: CityNames) -> None:
    city.tell(CityProfile(name=TAIZHOU.name, centre=TAIZHOU.centre), ROOT)
    assert city.tell(CityProfile(title=TAIZHOU.title), ROOT) == TAIZHOU
    assert city.profile() == TAIZHOU


def test_a_form_replaces_the_whole_and_maps_hear_of_each_change(engine: Engine, city: CityNames) -> None:
    for number, profile in enumerate((TAIZHOU, CityProfile(name=TAIZHOU.name), NAMELESS), start=1):
        city.replace(profile, ROOT)
        assert city.profile() == CityReader(engine).profile() == profile
        assert revisions(engine)[Feed.REGISTRY] == number


def test_the_record_has_who_and_what_was_before(engine: Engine, city: CityNames) -> None:
    city.replace(TAIZHOU, ROOT)
    city.replace(TAIZHOU, ROOT)
    ((actor, action, detail),) = audited(engine)
    assert (actor, action) == ("root", "describe_city")
    assert json.loads(detail)["before"]["name"] is None
    assert json.loads(detail)["after"]["name"] == ["台州市", "Taizhou"]


def test_who_may_not_name_the_city_changes_nothing(engine: Engine, city: CityNames) -> None:
    with pytest.raises(Forbidden):
        city.replace(TAIZHOU, acting("li", Role.OPERATOR))
    assert city.profile() == NAMELESS
    assert audited(engine) == []


def test_the_demo_city_has_its_generated_name_until_a_profile_tells_another(engine: Engine, city: CityNames) -> None:
    save_document(engine, "city", {"seed": 1, "zh": "绣城区", "en": "Xiucheng"}, NOW)
    assert city.profile().name == Text("绣城区", "Xiucheng")
    city.replace(TAIZHOU, ROOT)
    assert city.profile() == TAIZHOU
