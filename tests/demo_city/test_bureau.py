"""The demo city's bureau: everybody made up, and nobody's area forgotten."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from bootstrap import now_us, open_database
from bootstrap.city import settle_demo_city
from dashboard.domain.people.departments import check_tree
from dashboard.domain.people.posts import Post, SquadKind
from dashboard.domain.people.readouts import PeopleQuery
from dashboard.services.people.directory import People
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.engine import create, writing
from data_sources.db.migrate import migrate
from data_sources.db.people.reader import PeopleReader
from data_sources.demo_city.bureau import DemoBureau, make_bureau
from data_sources.demo_city.records import DemoCity
from tests.actors import OPERATOR


@pytest.fixture(scope="module")
def bureau(city: DemoCity) -> DemoBureau:
    return make_bureau(city)


def test_the_same_city_has_the_same_bureau(city: DemoCity, bureau: DemoBureau) -> None:
    assert make_bureau(city) == bureau


def test_six_squads_and_about_150_people_of_every_post(bureau: DemoBureau) -> None:
    assert len(bureau.squads) == 6
    assert [each.code for each in bureau.squads if each.kind is SquadKind.MOBILE] == ["mobile"]
    assert 140 <= len(bureau.people) <= 160
    posts = Counter(each.post for each in bureau.people)
    assert set(posts) == set(Post) - {Post.COLLECTOR}
    assert (posts[Post.SQUAD_LEADER], posts[Post.AREA_LEADER], posts[Post.GRID_LEADER]) == (6, 9, 21)


def test_nobody_real_is_meant(bureau: DemoBureau) -> None:
    names = [each.name.reveal() for each in bureau.people]
    phones = [each.phone.reveal() for each in bureau.people if each.phone]
    assert all(re.fullmatch("[一-龥][〇一二三四五六七八九]{2}", name) for name in names)
    assert all(re.fullmatch("100[0-9]{8}", phone) for phone in phones)
    assert len(set(names)) == len(set(phones)) == len({each.number for each in bureau.people}) == len(names)


def test_departments_are_a_tree(bureau: DemoBureau) -> None:
    assert check_tree(bureau.departments, {}).refused == {}
    homes = {each.department for each in bureau.people}
    assert homes <= {each.code for each in bureau.departments}


@pytest.mark.parametrize(
    ("level", "count", "role"),
    [("block", 9, "block_leader"), ("grid", 21, "grid_leader"), ("line", 125, "line_officer")],
)
def test_each_area_of_a_level_has_somebody_of_its_own_squad(
    city: DemoCity, bureau: DemoBureau, level: str, count: int, role: str
) -> None:
    squad_of = {each.number: each.squad for each in bureau.people}
    areas = {area.code: area.squad for area in city.areas if area.level == level}
    held = {each.area: squad_of[each.person] for each in bureau.responsibilities if each.role == role and each.person}
    assert held == areas
    assert len(held) == count


def test_a_demo_of_before_gets_its_bureau_once_and_what_was_changed_since_stays(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    migrate(create(settings.database), now_us())
    settle_demo_city(settings, 7, 60)
    engine = open_database(settings)
    people = People(PeopleReader(engine))
    total = people.page(PeopleQuery(), OPERATOR).total
    with writing(engine) as connection:
        connection.execute(delete(t.responsibility))
        for table in (t.absence, t.roster_entry, t.attendance, t.person_track, t.person_position, t.position_source):
            connection.execute(delete(table))
        connection.execute(delete(t.person))
        connection.execute(delete(t.city_document).where(t.city_document.c.key == "bureau"))
        grid = select(t.area.c.area_key).where(t.area.c.level == "grid").limit(1).scalar_subquery()
        title = {"area_key": grid, "role": "grid_leader", "title": "网格长"}
        connection.execute(t.responsibility.insert().values(**title))
    settle_demo_city(settings, 7, 60)
    assert people.page(PeopleQuery(), OPERATOR).total == total
    with writing(engine) as connection:
        titles = select(func.count()).where(t.responsibility.c.title.is_not(None))
        assert connection.scalar(titles) == 0
        connection.execute(update(t.person).where(t.person.c.number == "XC0001").values(post="assessor"))
    settle_demo_city(settings, 7, 60)
    sheet = people.person("XC0001", OPERATOR)
    assert sheet is not None
    assert sheet.line.person.post is Post.ASSESSOR
