"""Saved views, presence and whose turn it is, on both databases."""

from __future__ import annotations

import pytest

from dashboard.domain.accounts import Account
from dashboard.domain.cases.desk import MOST_VIEWS, PRESENT_FOR_US, Present, SavedView
from dashboard.domain.cases.permits import turns_of
from dashboard.domain.cases.queries import CaseQuery, Sorting
from dashboard.domain.cases.records import CaseEntry, EntryKind
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.people.authors import Author
from dashboard.domain.people.posts import Post
from dashboard.domain.rights import Actor, Role
from dashboard.errors import BadInput, Forbidden, NotFound
from data_sources.db.accounts.store import SqlAccountStore
from tests.actors import acting
from tests.case_office import BOSS, CHIEF, LEADER, OFFICER, OTHER_CHIEF, SEAT, STRANGER, CaseOffice


def test_views_are_each_accounts_own_and_one_of_the_same_name_is_replaced(office: CaseOffice) -> None:
    office.desk.save_view("红灯", {"lamp": "red"}, CHIEF)
    office.clock.now_us += SECOND_US
    office.desk.save_view("  一中队 ", {"squad": "S1"}, CHIEF)
    assert office.desk.save_view("红灯", {"lamp": "red", "desc": "1"}, CHIEF) == [
        SavedView("红灯", {"lamp": "red", "desc": "1"}),
        SavedView("一中队", {"squad": "S1"}),
    ]
    assert office.desk.views(SEAT) == []
    office.desk.remove_view("红灯", SEAT)
    assert [each.name for each in office.desk.remove_view("红灯", CHIEF)] == ["一中队"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", {}),
        ("  ", {}),
        ("名" * 25, {}),
        ("大", {"q": "x" * 201}),
        ("多", {str(number): "" for number in range(17)}),
    ],
)
def test_a_view_that_cannot_be_kept_is_refused(office: CaseOffice, name: str, told: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        office.desk.save_view(name, told, CHIEF)
    assert office.desk.views(CHIEF) == []


def test_there_is_an_end_to_views(office: CaseOffice) -> None:
    for number in range(MOST_VIEWS):
        office.desk.save_view(f"{number}", {}, CHIEF)
    with pytest.raises(BadInput):
        office.desk.save_view("one more", {}, CHIEF)
    assert len(office.desk.save_view("0", {"lamp": "red"}, CHIEF)) == MOST_VIEWS


def test_two_people_on_one_case_see_each_other_until_one_leaves_or_falls_silent(office: CaseOffice) -> None:
    case, begun_us = office.filed(), office.clock()
    assert office.desk.look_at(case.case_key, CHIEF) == []
    office.clock.now_us += 10 * SECOND_US
    assert office.desk.look_at(case.case_key, OTHER_CHIEF) == [Present("chief", begun_us)]
    office.desk.leave(case.case_key, CHIEF)
    assert office.desk.look_at(case.case_key, OTHER_CHIEF) == []
    assert office.desk.look_at(case.case_key, CHIEF) == [Present("chief-2", begun_us + 10 * SECOND_US)]
    office.clock.now_us += PRESENT_FOR_US + SECOND_US
    assert office.desk.look_at(case.case_key, OTHER_CHIEF) == []


def test_who_comes_back_begins_anew(office: CaseOffice) -> None:
    case = office.filed()
    office.desk.look_at(case.case_key, CHIEF)
    office.clock.now_us += 2 * MINUTE_US
    office.desk.look_at(case.case_key, CHIEF)
    assert office.desk.look_at(case.case_key, SEAT) == [Present("chief", office.clock())]


def test_who_does_not_see_a_case_gives_no_sign(office: CaseOffice) -> None:
    case = office.dispatched()
    with pytest.raises(NotFound):
        office.desk.look_at(case.case_key, STRANGER)
    with pytest.raises(Forbidden):
        office.desk.look_at(case.case_key, acting("wall", Role.WALL))
    assert office.desk.look_at(case.case_key, CHIEF) == []


@pytest.mark.parametrize(
    ("actor", "state", "is_turn"),
    [
        (SEAT, CaseState.REPORTED, True),
        (SEAT, CaseState.TO_REGISTER, False),
        (CHIEF, CaseState.TO_DISPATCH, True),
        (CHIEF, CaseState.HANDLING, False),
        (LEADER, CaseState.HANDLING, True),
        (LEADER, CaseState.TO_CLOSE, False),
        (OFFICER, CaseState.TO_HANDLE, True),
        (BOSS, CaseState.DELAY_REQ, True),
        (BOSS, CaseState.TO_CLOSE, False),
        (CHIEF, CaseState.CLOSED, False),
    ],
)
def test_it_is_the_turn_of_who_has_the_next_move(actor: Actor, state: CaseState, *, is_turn: bool) -> None:
    assert (state in turns_of(actor)) is is_turn


def test_a_list_of_several_states_has_the_cases_of_each(office: CaseOffice) -> None:
    reported, filed, _ = office.reported(), office.filed(), office.accepted()
    query = CaseQuery(states=frozenset({CaseState.REPORTED, CaseState.TO_DISPATCH}), open_only=True)
    page = office.sheets.listing(query, None, Sorting(), 10, None, CHIEF).page
    assert {each.case_key for each in page.items} == {reported.case_key, filed.case_key}
    office.act(reported, Action.REJECT, SEAT, reason="重复")
    ended = CaseQuery(states=frozenset({CaseState.REJECTED}))
    assert office.sheets.listing(ended, None, Sorting(), 10, None, CHIEF).page.total == 1


def test_a_timeline_names_people_by_post_and_masked_name_to_who_may_see_them(office: CaseOffice) -> None:
    with SqlAccountStore(office.engine, office.clock).begin() as work:
        for name, role, person in (("officer", Role.OFFICER, "2"), ("chief", Role.DISPATCHER, None)):
            work.add_account(
                Account(
                    account_key=0, name=name, role=role, password_digest="", must_change_password=False,
                    created_us=office.clock(), person=person,
                )
            )  # fmt: skip
    case = office.accepted()
    with office.store.begin() as work:
        work.add_case_entries([CaseEntry(case.case_key, office.clock(), EntryKind.COMMENT, "comment", "3", "旧系统")])
    authors = office.sheets.sheet(case.case_key, CHIEF).file.names.authors
    assert authors == {
        "officer": Author(Role.OFFICER, "李**", Post.OFFICER, "一中队"),
        "chief": Author(Role.DISPATCHER),
        "3": Author(None, "王**", Post.OFFICER, "二中队"),
    }
    blind = CHIEF._replace(rights={right: reach for right, reach in CHIEF.rights.items() if right != "view_people"})
    assert office.sheets.sheet(case.case_key, blind).file.names.authors["officer"].name == ""
