"""Alarms that become cases by themselves, duplicates and recurrent places, on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update

from dashboard.domain.cases.by_alarm import CaseByAlarm
from dashboard.domain.cases.records import Case, Flag
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.severity import Severity
from dashboard.domain.text import Language
from dashboard.errors import BadInput, Forbidden, NotFound
from dashboard.services.cases.by_alarm import CaseByAlarmRules, CasesByAlarm
from dashboard.services.cases.similar import SimilarCases
from data_sources.db import tables as t
from tests.actors import acting
from tests.adapters.test_case_watch import DyingStore, Killed
from tests.case_office import BOSS, CHIEF, LAT, LON, OFFICER, SEAT, STRANGER, CaseOffice
from tests.case_street import Street

TILT = CaseByAlarm(rule="manhole.tilt", severity=Severity.MAJOR, category="0102", is_enabled=True)
ADMIN = acting("admin")
NEXT_DOOR = 0.0003
"""Degrees of longitude: about 29 m here."""


def rules(office: CaseOffice) -> CaseByAlarmRules:
    return CaseByAlarmRules(office.store, office.rules, office.clock)


def switch(office: CaseOffice, *changed: CaseByAlarm) -> None:
    """Those that a new installation has are switched off: their categories are not those of the office."""
    with office.engine.begin() as connection:
        connection.execute(update(t.case_rule).values(is_enabled=False))
    for rule in changed:
        rules(office).save(rule, ADMIN)


def worker(office: CaseOffice, store: Any = None) -> CasesByAlarm:
    return CasesByAlarm(
        store or office.store, office.reporting, office.moves, office.notices, office.clock, Language.ENGLISH
    )


def run(office: CaseOffice) -> int:
    return worker(office).report(office.clock.now_us)


def made(office: CaseOffice) -> list[Case]:
    with office.engine.connect() as connection:
        keys = connection.execute(select(t.case_record.c.case_key).order_by(t.case_record.c.case_key)).scalars().all()
    return [office.reading.view(key, CHIEF).case for key in keys]


def test_an_alarm_becomes_a_case_that_is_filed_and_says_why(office: CaseOffice, street: Street) -> None:
    switch(office, TILT)
    alarm = street.tilted(street.asset(), {0: 22.4})
    assert [run(office) for _ in range(2)] == [1, 0]
    (case,) = made(office)
    assert (case.state, case.category, case.flags) == (CaseState.TO_DISPATCH, "0102", frozenset({Flag.URGENT}))
    assert (case.origin.source, case.origin.alarm_key, case.origin.asset_id) == (Source.IOT, alarm, "JG-1")
    assert (case.place.address, case.description) == ("县前街", "JG-1: Cover tilted (tilt 22.4 °, limit 15 °)")
    told = {entry.what: entry for entry in office.reading.timeline(case.case_key, BOSS)}
    assert (told["report"].actor, told["report"].data["rule"]) == (None, "manhole.tilt")


def test_a_rule_may_leave_the_filing_to_people(office: CaseOffice, street: Street) -> None:
    switch(
        office, CaseByAlarm(rule="manhole.tilt", severity=Severity.MAJOR, category="0102", files=False, is_enabled=True)
    )
    street.tilted(street.asset(), {})
    run(office)
    assert made(office)[0].state is CaseState.REPORTED


def test_a_category_with_several_conditions_waits_for_somebody_to_choose(office: CaseOffice, street: Street) -> None:
    switch(office, CaseByAlarm(rule="manhole.tilt", severity=Severity.MAJOR, category="0101", is_enabled=True))
    street.tilted(street.asset(), {})
    run(office)
    assert made(office)[0].state is CaseState.TO_REGISTER


@pytest.mark.parametrize(
    "alarm",
    [
        {"peak_severity": "minor"},
        {"rule_key": "manhole.battery"},
        {"suppressed": True},
        {"shelved_until_us": 2**60},
        {"worsened_us": 1},
    ],
    ids=["mild", "of another rule", "under maintenance", "shelved", "before it was switched on"],
)
def test_what_is_not_meant_becomes_no_case(office: CaseOffice, street: Street, alarm: dict[str, Any]) -> None:
    switch(office, TILT)
    street.tilted(street.asset(), {}, **alarm)
    assert run(office) == 0
    assert made(office) == []


def test_an_alarm_that_cleared_before_a_worker_came_is_a_case_all_the_same(office: CaseOffice, street: Street) -> None:
    switch(office, TILT)
    alarm = street.tilted(street.asset(), {})
    street.clear(alarm, street.at_us + MINUTE_US)
    office.clock.now_us += HOUR_US
    assert run(office) == 1
    assert [entry.what for entry in office.reading.timeline(made(office)[0].case_key, BOSS)][:2] == [
        "raised",
        "cleared",
    ]


def test_alarms_of_one_place_are_one_case_and_of_two_places_two(office: CaseOffice, street: Street) -> None:
    switch(office, TILT)
    for number, east in enumerate((0.0, NEXT_DOOR, 4 * NEXT_DOOR)):
        street.tilted(street.asset(f"JG-{number}", lon=LON + east), {})
    assert run(office) == 3
    first, second = made(office)
    told = office.reading.timeline(first.case_key, BOSS)
    assert [entry.data["asset_id"] for entry in told if entry.what == "raised"] == ["JG-0", "JG-1"]
    assert [round(entry.data["away_m"]) for entry in told if entry.what == "tied"] == [29]
    assert second.origin.asset_id == "JG-2"


def test_a_storm_stops_at_what_a_rule_may_make_an_hour_and_goes_on_afterwards(
    office: CaseOffice, street: Street, caplog: pytest.LogCaptureFixture
) -> None:
    switch(
        office,
        CaseByAlarm(rule="manhole.tilt", severity=Severity.MAJOR, category="0102", is_enabled=True, most_an_hour=2),
    )
    for number in range(5):
        street.tilted(street.asset(f"JG-{number}", lon=LON + number * 0.001), {})
    assert [run(office), run(office)] == [2, 0]
    assert "manhole.tilt" in caplog.text
    office.clock.now_us += HOUR_US + 1
    assert [run(office), len(made(office))] == [2, 4]


def test_a_rule_that_cannot_work_keeps_no_other_from_its_work(office: CaseOffice, street: Street) -> None:
    switch(office, TILT)
    with office.engine.begin() as connection:
        broken = update(t.case_rule).where(t.case_rule.c.rule == "manhole.cover")
        connection.execute(broken.values(is_enabled=True))
    street.tilted(street.asset(), {}, rule_key="manhole.cover")
    street.tilted(street.asset("JG-2", lon=LON + 0.01), {})
    assert run(office) == 1
    problems = {line.rule.rule: line.problem for line in rules(office).lines(CHIEF)}
    assert problems["manhole.cover"] is not None
    assert problems["manhole.tilt"] is None


def test_nothing_is_reported_twice_or_lost_wherever_the_worker_dies(office: CaseOffice, street: Street) -> None:
    switch(office, TILT)
    for number in range(2):
        street.tilted(street.asset(f"JG-{number}", lon=LON + number * 0.001), {})
    for last in range(1, 200, 3):
        try:
            worker(office, DyingStore(office, last)).report(office.clock.now_us)
        except Killed:
            continue
        break
    assert [case.origin.asset_id for case in made(office)] == ["JG-0", "JG-1"]


def test_two_workers_at_once_make_one_case_of_an_alarm(office: CaseOffice, street: Street) -> None:
    switch(office, TILT)
    for number in range(4):
        street.tilted(street.asset(f"JG-{number}", lon=LON + number * 0.001), {})
    start = threading.Barrier(2)

    def race() -> None:
        start.wait()
        run(office)

    threads = [threading.Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run(office)
    assert sorted(case.origin.asset_id or "" for case in made(office)) == ["JG-0", "JG-1", "JG-2", "JG-3"]
    with office.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(t.case_alarm)).scalar_one() == 4


def test_who_switches_a_rule_is_in_the_audit_log_and_only_who_may(office: CaseOffice) -> None:
    with pytest.raises(Forbidden):
        rules(office).save(TILT, SEAT)
    with pytest.raises(NotFound):
        rules(office).save(CaseByAlarm(rule="no.rule", severity=Severity.MAJOR, category="0102"), ADMIN)
    for category, condition in (("9999", ""), ("0101", "没有")):
        with pytest.raises(BadInput):
            rules(office).save(replace(TILT, category=category, condition=condition), ADMIN)
    with pytest.raises(BadInput):
        CaseByAlarm(rule="manhole.tilt", severity=Severity.MAJOR, category="0102", most_an_hour=0)
    saved = rules(office).save(TILT, ADMIN)
    office.clock.now_us += HOUR_US
    assert rules(office).save(TILT, ADMIN).since_us == saved.since_us, "what stays on goes on meaning what it meant"
    with office.engine.connect() as connection:
        deeds = select(func.count()).where(t.audit.c.action == "edit_case_rule")
        assert connection.execute(deeds).scalar_one() == 2


def similar(office: CaseOffice) -> SimilarCases:
    return SimilarCases(office.store, office.clock)


def test_what_may_be_the_same_is_suggested_with_distance_and_age(office: CaseOffice) -> None:
    first = office.reported(lon=LON + NEXT_DOOR)
    for other in ({"lon": LON + 0.001}, {"category": "0505"}):
        office.reported(**other)
    office.act(office.reported(), Action.REJECT, SEAT, reason="误报")
    office.clock.now_us += HOUR_US
    case = office.reported()
    (found,) = similar(office).of_case(case.case_key, CHIEF).duplicates
    assert (found.case.number, round(found.away_m), found.earlier_us) == (first.number, 29, HOUR_US)
    (back,) = similar(office).of_case(first.case_key, CHIEF).duplicates
    assert (back.case.number, back.earlier_us) == (case.number, -HOUR_US)
    assert similar(office).of_place("0504", LON, LAT, STRANGER).duplicates == [], (
        "what one may not see is not suggested"
    )
    office.clock.now_us += 2 * DAY_US
    assert similar(office).of_place("0504", LON, LAT, OFFICER).duplicates == []


def test_a_duplicate_is_merged_by_somebody_and_taken_apart_again(office: CaseOffice) -> None:
    first, second = office.reported(), office.reported()
    merged = office.act(second, Action.MERGE, CHIEF, into=first.case_key)
    assert similar(office).of_case(first.case_key, CHIEF).duplicates == []
    apart = office.act(merged, Action.MERGE, CHIEF, undo=True)
    assert (apart.state, apart.merged_into) == (CaseState.REPORTED, None)


def test_the_fourth_case_of_a_place_says_that_it_recurs(office: CaseOffice) -> None:
    earlier = [office.closed() for _ in range(3)]
    assert all(Flag.RECURRENT not in case.flags for case in earlier)
    assert Flag.RECURRENT not in office.reported(category="0505").flags
    assert Flag.RECURRENT not in office.reported(lon=LON + 0.001).flags
    case = office.reported()
    assert Flag.RECURRENT in case.flags
    (told,) = [entry.data for entry in office.reading.timeline(case.case_key, BOSS)]
    assert sorted(told["earlier"]) == sorted(each.number for each in earlier)
    office.clock.now_us += 91 * DAY_US
    assert Flag.RECURRENT not in office.reported().flags


def test_a_rule_that_is_not_there_is_proposed_switched_off(office: CaseOffice) -> None:
    assert rules(office).rule_for("manhole.cover", CHIEF).category == "B0103"
    proposed = rules(office).rule_for("parking_bay.long_stay", CHIEF)
    assert (proposed.category, proposed.is_enabled) == ("0505", False)
    assert ("0504", "街面秩序 › 店外经营") in rules(office).choices(CHIEF)
