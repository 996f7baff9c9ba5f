"""The people of the bureau over HTTP."""

from __future__ import annotations

import pytest

from bootstrap import now_us
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.personal import PersonName, Phone
from dashboard.domain.rights import Role
from dashboard.errors import Forbidden, NotFound
from data_sources.db.engine import create
from data_sources.db.people.store import SqlPeopleStore
from tests.actors import acting
from tests.web.conftest import Site


@pytest.fixture
def people(site: Site) -> Site:
    """Three people, one of whom left."""
    with SqlPeopleStore(create(site.services.settings.database), now_us).begin() as work:
        work.save_squads([Squad(code="S1", name="一中队")])
        work.save_departments([Department(code="D1", name="局机关"), Department(code="D2", name="科室", parent="D1")])
        work.save_people(
            [
                Person(
                    number="1", name=PersonName("王小明"), phone=Phone("13812345678"), post=Post.OFFICER, squad="S1"
                ),
                Person(number="2", name=PersonName("李明"), post=Post.ASSESSOR, department="D2", skills=("市容",)),
                Person(number="3", name=PersonName("谢明"), post=Post.OFFICER, squad="S1", left_us=now_us()),
            ]
        )
    return site


def numbers(site: Site, query: str = "") -> list[str]:
    return [item["number"] for item in site.get(f"/api/v1/people{query}")["items"]]


def test_people_are_listed_masked(people: Site) -> None:
    answer = people.client.get("/api/v1/people")
    assert answer.json()["items"][0] == {
        "number": "1",
        "name": "王**",
        "phone": "138****5678",
        "post": "officer",
        "squad": "S1",
        "squad_name": "一中队",
        "department": None,
        "department_name": None,
        "skills": [],
        "staff": "regular",
        "active": True,
    }
    assert "小明" not in answer.text
    assert "12345678" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_they_are_filtered_and_read_page_by_page(people: Site) -> None:
    assert numbers(people) == ["1", "2"]
    assert numbers(people, "?left=true") == ["1", "2", "3"]
    assert numbers(people, "?squad=S1") == ["1"]
    assert numbers(people, "?department=D1") == ["2"]
    assert numbers(people, "?post=assessor") == ["2"]
    first = people.get("/api/v1/people?limit=1")
    assert numbers(people, f"?limit=1&cursor={first['next']}") == ["2"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("limit=0", "limit"),
        ("limit=501", "500"),
        ("cursor=x", "cursor"),
        ("post=emperor", "officer"),
        ("q=王小明", "no parameter"),
        ("squad=%00", "zero byte"),
    ],
)
def test_what_cannot_be_asked_is_told(people: Site, query: str, reason: str) -> None:
    problem = people.get(f"/api/v1/people?{query}", 422)
    assert reason in problem["detail"]


def test_who_is_shown_whole_stands_in_the_audit_log_by_number_alone(people: Site) -> None:
    leader = acting("leader", Role.SQUAD_LEADER)._replace(squad="S1")
    assert people.services.office.revealing.reveal("1", "电话联系现场", leader).line.person.name.reveal() == "王小明"
    with pytest.raises(Forbidden):
        people.services.office.revealing.reveal("2", "电话联系现场", leader)
    with pytest.raises(NotFound):
        people.services.office.revealing.reveal("404", "电话联系现场", leader)
    answer = people.client.get("/api/v1/audit")
    assert [(item["actor"], item["subject"], item["detail"]) for item in answer.json()["items"]] == [
        ("leader", "1", {"reason": "电话联系现场", "fields": ["name", "phone"]})
    ]
    assert "小明" not in answer.text
