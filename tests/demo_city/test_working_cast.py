"""Who of the demo bureau works at Xiuhua, and the accounts that are made for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bootstrap import now_us
from bootstrap.accounts import build_accounts, console
from bootstrap.bureau import settle_bureau_accounts
from commands.demo import simulate_options
from dashboard.domain.accounts import NAME_PATTERN
from dashboard.domain.rights import Role
from dashboard.settings import Settings
from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from data_sources.db.people.store import SqlPeopleStore
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.case_mix import topics
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.working.cast import cast_of, players_of


def test_everybody_who_is_needed_has_one_account_that_can_be_made(city: DemoCity) -> None:
    players = players_of(make_bureau(city))
    cast = cast_of(players)
    names = [each.account for each in players]
    squads = {squad.key for squad in city.squads}
    assert len(set(names)) == len(names) < 130
    assert all(NAME_PATTERN.fullmatch(name) for name in names)
    assert set(cast.leaders) == set(cast.officers) == squads
    assert {topic.unit for topic in topics() if topic.unit is not None} <= set(cast.handlers)
    assert len(cast.chiefs) >= 3  # one asks, two others decide


def test_nobody_of_the_bureau_administers_or_looks_at_the_audit_log(city: DemoCity) -> None:
    roles = {each.role for each in players_of(make_bureau(city))}
    at_desks = {Role.OPERATOR, Role.DISPATCHER, Role.MANAGER}
    assert roles == at_desks | {Role.SQUAD_LEADER, Role.OFFICER, Role.DEPARTMENT}


def test_accounts_are_made_once_and_what_was_interrupted_is_gone_on_with(city: DemoCity, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    engine = create(settings.database)
    migrate(engine, now_us())
    people = make_bureau(city)
    with SqlPeopleStore(engine, now_us).begin() as work:
        work.save_squads(people.squads)
        work.save_departments(people.departments)
        work.save_people(people.people)
    players = players_of(make_bureau(city))
    first = settle_bureau_accounts(settings, engine, players[:2])
    again = settle_bureau_accounts(settings, engine, players[:3])
    made = build_accounts(settings, engine)[1].accounts(console())
    assert first == again
    assert [(each.name, each.person, each.must_change_password) for each in made] == [
        (each.account, each.person, False) for each in players[:3]
    ]


@pytest.mark.parametrize(
    ("given", "bureau", "told"),
    [
        ({"speed": None, "seed": None}, True, ""),
        ({"speed": 10.0, "seed": 3}, True, "--speed 10.0 --seed 3"),
        ({"speed": 10.0}, False, "--speed 10.0 --without-bureau"),
    ],
)
def test_the_demo_hands_its_options_on(given: dict[str, object], bureau: bool, told: str) -> None:
    assert simulate_options(given, bureau=bureau) == told
