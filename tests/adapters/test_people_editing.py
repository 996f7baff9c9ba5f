"""One person changed by hand, on both databases."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.people.posts import Post, Staff
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.personal import PersonName, Phone
from dashboard.domain.rights import Role
from dashboard.errors import BadInput, Forbidden
from dashboard.services.people.editing import PeopleEditing
from data_sources.db import tables as t
from data_sources.db.people.store import SqlPeopleStore
from tests.actors import acting
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.servers import NOW

BOSS = acting("boss", Role.ADMINISTRATOR)
PHONE = "13800005678"


@pytest.fixture
def store(engine: Engine) -> SqlPeopleStore:
    """A bureau of one."""
    store = SqlPeopleStore(engine, FakeClock(NOW))
    with store.begin() as work:
        work.save_squads([Squad(code="S1", name="一中队")])
        work.save_departments([Department(code="D1", name="执法大队")])
        work.save_people(
            [Person(number="001", name=PersonName("张〇一"), post=Post.OFFICER, phone=Phone(PHONE), squad="S1")]
        )
    return store


def person(store: SqlPeopleStore, number: str) -> Person:
    with store.begin() as work:
        return next(each for each in work.people() if each.number == number)


def test_what_is_left_empty_stays_and_a_dash_clears(store: SqlPeopleStore) -> None:
    notifier = FakeNotifier()
    editing = PeopleEditing(store, notifier, FakeClock(NOW))
    assert editing.save({"number": " ００１ ", "department": "执法大队", "skills": "市容、渣土"}, BOSS) is False
    changed = person(store, "001")
    assert (changed.name.reveal(), changed.squad, changed.department) == ("张〇一", "S1", "D1")
    assert (changed.skills, changed.phone and changed.phone.reveal()) == (("市容", "渣土"), PHONE)
    editing.save({"number": "001", "squad": "-", "phone": "-", "skills": "-", "status": "left"}, BOSS)
    gone = person(store, "001")
    assert (gone.squad, gone.phone, gone.skills, gone.left_us) == (None, None, (), NOW)
    editing.save({"number": "001", "status": "active", "name": "张〇二", "staff": "辅助"}, BOSS)
    back = person(store, "001")
    assert (back.name.reveal(), back.left_us, back.staff) == ("张〇二", None, Staff.AUXILIARY)


def test_an_unknown_number_is_somebody_new(store: SqlPeopleStore) -> None:
    editing = PeopleEditing(store, FakeNotifier(), FakeClock(NOW))
    assert editing.save({"number": "002", "name": "李〇一", "post": "中队长", "squad": "一中队"}, BOSS) is True
    assert (person(store, "002").post, person(store, "002").squad) == (Post.SQUAD_LEADER, "S1")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"number": "009"},
        {"number": "009", "name": "李〇九"},
        {"number": "001", "squad": "九中队"},
        {"number": "001", "post": "皇帝"},
        {"number": "001", "phone": "call me"},
        {"number": "1.2E+11", "name": "李〇九", "post": "officer"},
        {"number": "x" * 41, "name": "李〇九", "post": "officer"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(store: SqlPeopleStore, typed: dict[str, str]) -> None:
    before = person(store, "001")
    with pytest.raises(BadInput):
        PeopleEditing(store, FakeNotifier(), FakeClock(NOW)).save(typed, BOSS)
    with store.begin() as work:
        assert list(work.people()) == [before]


def test_the_audit_log_has_what_changed_and_no_name_or_phone(engine: Engine, store: SqlPeopleStore) -> None:
    editing = PeopleEditing(store, FakeNotifier(), FakeClock(NOW))
    editing.save({"number": "001", "name": "王小明", "phone": "13911112222", "post": "grid_leader"}, BOSS)
    with pytest.raises(Forbidden):
        editing.save({"number": "001", "post": "officer"}, acting("li", Role.OPERATOR))
    with engine.connect() as connection:
        (entry,) = connection.execute(select(t.audit).where(t.audit.c.action == "edit_person")).all()
    told = json.loads(entry.detail)
    assert (told["before"]["post"], told["after"]["post"], told["renamed"]) == ("officer", "grid_leader", True)
    assert "小明" not in str(entry)
    assert "1391" not in entry.detail
