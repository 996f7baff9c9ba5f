"""People and programs of another department: they see its cases, answer them, and reach nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.domain.cases.queries import CaseQuery, Sorting
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.people.records import Department
from dashboard.domain.rights import Actor, Means, Permission, Reach, Role, system
from dashboard.errors import BadInput, Forbidden, NotFound
from dashboard.services.accounts.administration import Accounts, NewAccount
from dashboard.services.accounts.signing_in import Origin, PasswordRules, SigningIn
from data_sources.db.accounts.store import SqlAccountStore
from tests.actors import acting
from tests.case_office import AFTER, CHIEF, CaseOffice

ROOT = system("console", Means.COMMAND_LINE)
RULES = PasswordRules(8, 10**12)
PASSWORD = "Right-pass-77"


class Digests:
    """Keeps passwords as they are: what digests do is tested with accounts."""

    def digest(self, password: str) -> str:
        return f"={password}"

    def matches(self, digest: str, password: str) -> bool:
        return digest == f"={password}"

    def is_old(self, _digest: str) -> bool:
        return False


REPORTER = acting("sz", Role.DEPARTMENT)._replace(department="D1")
OTHER = acting("jj", Role.DEPARTMENT)._replace(department="D2")


@pytest.fixture
def with_department(office: CaseOffice) -> Case:
    """A case of D1, another one of D2, and one of a squad."""
    with office.store.begin() as work:
        work.save_departments([Department(code="D2", name="交警")])
        work.add_photo(work.photos([AFTER.digest])[AFTER.digest], REPORTER.name)
    office.dispatched()
    office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(department="D2"))
    return office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(department="D1"))


def listed(office: CaseOffice, actor: Actor) -> list[int]:
    page = office.reading.page(CaseQuery(), Sorting(), 50, None, actor)
    return [case.case_key for case in page.items]


def test_a_reporter_sees_the_cases_of_the_own_department_and_no_others(
    office: CaseOffice, with_department: Case
) -> None:
    assert listed(office, REPORTER) == [with_department.case_key]
    assert with_department.case_key not in listed(office, OTHER)
    assert listed(office, REPORTER._replace(department=None)) == []
    office.reading.view(with_department.case_key, REPORTER)
    office.sheets.sheet(with_department.case_key, REPORTER)
    for deed in (office.reading.view, office.reading.timeline, office.sheets.sheet):
        with pytest.raises(NotFound):
            deed(with_department.case_key, OTHER)


def test_a_reporter_answers_from_accepting_to_the_result(office: CaseOffice, with_department: Case) -> None:
    case = office.act(with_department, Action.ACCEPT, REPORTER)
    case = office.act(case, Action.ARRIVE, REPORTER, reason="现场无定位")
    case = office.act(case, Action.COMMENT, REPORTER, reason="材料已到")
    case = office.act(case, Action.EXTEND, REPORTER, reason="等待配件")
    case = office.act(case, Action.REFUSE, CHIEF, reason="尽快")
    case = office.act(case, Action.FEEDBACK, REPORTER, photos=(AFTER,))
    assert case.state is CaseState.FEEDBACK
    entries = office.reading.timeline(case.case_key, CHIEF)
    assert [each.actor for each in entries if each.what == "feedback"] == ["sz"]


def test_a_reporter_gives_a_case_back_and_sees_it_no_more(office: CaseOffice, with_department: Case) -> None:
    case = office.act(with_department, Action.RETURN, REPORTER, reason="不属本单位")
    office.act(case, Action.APPROVE, CHIEF)
    assert listed(office, REPORTER) == []


@pytest.mark.parametrize("action", [Action.DISPATCH, Action.CLOSE, Action.SUPERVISE, Action.VOID, Action.CHECK])
def test_what_the_desk_does_is_not_theirs(office: CaseOffice, with_department: Case, action: Action) -> None:
    with pytest.raises(Forbidden):
        office.act(with_department, action, REPORTER, reason="x", units=Units(department="D2"))
    assert action not in office.reading.view(with_department.case_key, REPORTER).actions


def test_another_department_cannot_act_though_it_knows_the_number(office: CaseOffice, with_department: Case) -> None:
    with pytest.raises(NotFound):
        office.act(with_department, Action.ACCEPT, OTHER)


@pytest.fixture
def accounts(office: CaseOffice) -> tuple[Accounts, SigningIn]:
    store, digests = SqlAccountStore(office.engine, office.clock), Digests()
    return Accounts(store, digests, RULES, office.clock), SigningIn(store, digests, RULES, office.clock)


def test_an_account_and_a_token_of_a_department_reach_its_cases_alone(
    office: CaseOffice, with_department: Case, accounts: tuple[Accounts, SigningIn]
) -> None:
    managing, signing_in = accounts
    new = NewAccount("sz", Role.DEPARTMENT, PASSWORD, must_change_password=False, department="D1")
    managing.add(new, ROOT)
    signed_in = signing_in.sign_in("sz", PASSWORD, Origin("10.0.0.7", "Chrome"))
    assert set(signed_in.actor.rights.values()) == {Reach.DEPARTMENT}
    secret = managing.add_token("sz-system", [Permission.VIEW_CASES, Permission.HANDLE_CASES], ROOT, "D1")
    known = signing_in.whose_token(secret, "10.0.0.7")
    assert known is not None
    for actor in (signed_in.actor, known.actor):
        assert listed(office, actor) == [with_department.case_key]
    managing.change_department("sz", "D2", ROOT)
    changed = signing_in.actor_of("sz", "")
    assert changed is not None
    assert with_department.case_key not in listed(office, changed)


@pytest.mark.parametrize(
    "deed",
    [
        lambda managing: managing.add(NewAccount("x1", Role.DEPARTMENT, PASSWORD, department="D9"), ROOT),
        lambda managing: managing.add_token("x2", ["view_cases"], ROOT, "D9"),
        lambda managing: managing.add_token("x3", ["view_people"], ROOT, "D1"),
    ],
)
def test_what_would_reach_nothing_or_too_much_is_refused(
    accounts: tuple[Accounts, SigningIn], deed: Callable[[Any], object]
) -> None:
    with pytest.raises(BadInput):
        deed(accounts[0])
