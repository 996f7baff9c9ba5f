"""Finds of cameras that become cases by themselves, on both databases."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import CaseState, Source
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Role
from dashboard.domain.text import Language
from dashboard.domain.triage.filing import FILED, Filing
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.states import EventState, RejectReason, Verdict
from dashboard.domain.triage.verdicts import Saying
from dashboard.errors import BadInput, Conflict, Forbidden
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.triage.filing import FilingByItself, FilingRules
from data_sources.db import tables as t
from tests.actors import acting
from tests.adapters.test_case_watch import DyingStore, Killed
from tests.case_office import BOSS, CHIEF, LON, SEAT, CaseOffice
from tests.case_street import Street
from tests.pictures import jpeg

ADMIN = acting("admin", Role.ADMINISTRATOR)
RULE = Filing(category="0504", is_on=True, least_precision=0.9)


def rules(office: CaseOffice) -> FilingRules:
    return FilingRules(office.store, office.rules, office.notices, office.clock)


def worker(office: CaseOffice, store: Any = None, percent: float = 0.0) -> FilingByItself:
    evidence = EventEvidence(office.store, office.storing)
    return FilingByItself(
        store or office.store,
        office.reporting,
        office.moves,
        evidence,
        office.notices,
        Language.ENGLISH,
        seed="tests",
        percent=percent,
    )


def run(office: CaseOffice, **others: Any) -> int:
    return worker(office, **others).turn(office.clock.now_us)


def prove(office: CaseOffice, street: Street, right: int = 240, wrong: int = 0, category: str = "0504") -> None:
    """So many verdicts of people, of yesterday."""
    past = {"first_us": street.at_us - DAY_US, "last_us": street.at_us - DAY_US, "judged_us": street.at_us - DAY_US}
    rows = [
        {
            "source": "test",
            "camera_ref": "canonical:C0",
            "label": "x",
            "category": category,
            "state": EventState.ACCEPTED.value,
            "updated_us": 0,
            "is_right": at < right,
            **past,
        }
        for at in range(right + wrong)
    ]
    with office.engine.begin() as connection:
        connection.execute(t.camera_event.insert(), rows)


def seen(street: Street, number: str = "CAM-1", lon: float = LON, **event: Any) -> int:
    picture = street.image(jpeg(640 + 8 * int(number[-1]), 480))
    return street.event(street.asset(number, "camera", lon), image_digest=picture, **event)


def made(office: CaseOffice) -> list[Case]:
    with office.engine.connect() as connection:
        keys = connection.execute(select(t.case_record.c.case_key).order_by(t.case_record.c.case_key)).scalars().all()
    return [office.reading.view(key, CHIEF).case for key in keys]


def state(office: CaseOffice, event: int) -> EventState:
    with office.store.look() as work:
        told = work.event_of(event)
    assert told is not None
    return told.state


def switched_on(office: CaseOffice, street: Street, **changes: Any) -> Filing:
    prove(office, street)
    saved = rules(office).save(replace(RULE, **changes), ADMIN)
    with office.engine.begin() as connection:  # what comes in these tests is of this very moment
        connection.execute(update(t.camera_filing).values(since_us=street.at_us))
    return saved


def test_a_proven_category_files_with_its_picture_and_says_by_which_rule(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    event = seen(street)
    assert [run(office) for _ in range(2)] == [1, 0]
    (case,) = made(office)
    assert (case.state, case.category, case.origin.source) == (CaseState.TO_DISPATCH, "0504", Source.AI)
    assert (case.origin.camera_event_key, state(office, event)) == (event, EventState.CONVERTED)
    told = {entry.what: entry for entry in office.reading.timeline(case.case_key, BOSS)}
    assert told["report"].data["photos"][0][1] == PhotoRole.BEFORE.value
    assert told[FILED].actor is None
    data = told[FILED].data
    assert (data["category"], data["rule_version"], data["right"], data["reviewed"]) == ("0504", 1, 240, 240)
    assert (data["low"], data["high"]) == (0.9842, 1.0)


def test_what_a_machine_filed_proves_nothing(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    seen(street)
    run(office)
    assert rules(office).line("0504", ADMIN).precision == Precision(240, 240)


def test_a_part_is_looked_at_by_people_and_their_no_counts(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    event = seen(street)
    run(office, percent=100.0)
    office.triage.judge(event, Saying(verdict=Verdict.REJECT, reason=RejectReason.NOTHING_THERE), SEAT)
    assert rules(office).line("0504", ADMIN).precision == Precision(240, 241)


def test_when_the_bound_falls_it_switches_itself_off_with_its_figures(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    prove(office, street, right=0, wrong=40)
    event = seen(street)
    assert run(office) == 0
    assert (made(office), state(office, event)) == ([], EventState.WAITING)
    rule = rules(office).line("0504", ADMIN).filing
    assert (rule.is_on, rule.version, rule.ended_us) == (False, 2, office.clock.now_us)
    assert rule.ended_with == Precision(240, 280)
    assert Feed.GATES in office.notices.feeds[-1]
    assert rules(office).ended_since(office.clock.now_us - HOUR_US, ADMIN) == [rule]
    with office.engine.connect() as connection:
        deed = connection.execute(text("SELECT actor, detail FROM audit WHERE action = 'end_filing'")).one()
    assert (deed.actor, json.loads(deed.detail)["after"]["ended_with"]) == ("filing", [240, 280])
    assert run(office) == 0


@pytest.mark.parametrize(
    "event",
    [
        {"category": "0505"},
        {"image_digest": None},
        {"asset_key": None},
        {"state": "held"},
        {"state": "rejected"},
        {"first_us": 1},
    ],
    ids=["of another category", "without a picture", "nowhere", "held back", "judged", "before it was switched on"],
)
def test_what_is_not_meant_waits_for_people(office: CaseOffice, street: Street, event: dict[str, Any]) -> None:
    switched_on(office, street)
    known = {"asset_key": street.asset("CAM-1", "camera"), "image_digest": street.image(jpeg(640, 480)), **event}
    street.event(**known)
    assert run(office) == 0
    assert made(office) == []


def test_what_somebody_has_open_is_left_to_them(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    event = seen(street)
    office.claims.claim(event, SEAT)
    assert run(office) == 0
    office.clock.now_us += HOUR_US
    assert run(office) == 1


def test_the_same_place_is_filed_once_and_the_second_find_joins_the_case(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    events = [seen(street, "CAM-1"), seen(street, "CAM-2", LON + 0.0003), seen(street, "CAM-3", LON + 0.002)]
    assert run(office) == 3
    assert len(made(office)) == 2
    assert {state(office, event) for event in events} == {EventState.CONVERTED}


def test_what_is_above_the_most_an_hour_waits_for_people(office: CaseOffice, street: Street) -> None:
    switched_on(office, street, most_an_hour=1)
    seen(street, "CAM-1")
    second = seen(street, "CAM-2", LON + 0.002)
    assert run(office) == 1
    assert state(office, second) is EventState.WAITING
    office.clock.now_us += HOUR_US + MINUTE_US
    assert run(office) == 1


def test_two_workers_file_each_find_once(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    for number in range(4):
        seen(street, f"CAM-{number}", LON + 0.002 * number)
    ready, failures = threading.Barrier(2, timeout=30), list[Exception]()

    def work() -> None:
        ready.wait()
        try:
            run(office)
        except Exception as error:
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert failures == []
    assert len(made(office)) == 4


def test_whoever_is_killed_in_the_middle_leaves_nothing_half_done(office: CaseOffice, street: Street) -> None:
    switched_on(office, street)
    event = seen(street)
    for last in range(1, 400):
        store = DyingStore(office, last)
        try:
            done = worker(office, store).turn(office.clock.now_us)
        except Killed:
            assert (made(office), state(office, event)) == ([], EventState.WAITING)
            continue
        assert (done, len(made(office))) == (1, 1)
        return
    pytest.fail("it never came to its end")


def test_what_is_not_proven_cannot_be_switched_on(office: CaseOffice, street: Street) -> None:
    prove(office, street, right=150)
    with pytest.raises(BadInput, match="fewer than 200"):
        rules(office).save(RULE, ADMIN)
    prove(office, street, right=0, wrong=60)
    with pytest.raises(BadInput, match="lower bound"):
        rules(office).save(RULE, ADMIN)
    assert rules(office).save(replace(RULE, is_on=False), ADMIN).version == 1


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (replace(RULE, category="no"), "category"),
        (replace(RULE, condition="no such"), "condition"),
        (Filing(category="0101"), "choose one"),
        (replace(RULE, least_precision=0.2), "50 %"),
        (replace(RULE, most_an_hour=0), "an hour"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(office: CaseOffice, street: Street, rule: Filing, problem: str) -> None:
    prove(office, street)
    with pytest.raises(BadInput, match=problem):
        rules(office).save(rule, ADMIN)


def test_rules_are_saved_by_who_may_and_one_after_the_other(office: CaseOffice, street: Street) -> None:
    saved = switched_on(office, street)
    with pytest.raises(Conflict, match="meanwhile"):
        rules(office).save(RULE, ADMIN)
    with pytest.raises(Forbidden):
        rules(office).save(saved, SEAT)
    lines = rules(office).lines(ADMIN)
    assert [(line.filing.category, line.name, line.problem, line.filed) for line in lines] == [
        ("0504", "店外经营", None, 0)
    ]
    with office.engine.connect() as connection:
        deeds = connection.execute(select(func.count()).where(t.audit.c.action == "edit_filing")).scalar_one()
    assert deeds == 1
