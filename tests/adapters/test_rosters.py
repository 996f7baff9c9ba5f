"""The roster read and changed by its services, on both databases."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Permission, Reach
from dashboard.domain.roster.planning import FindingKind
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry, Need, Shift, ShiftKind
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound
from dashboard.services.roster.editing import Assignment
from tests.adapters.roster_office import DISPATCHER, LEADER, MONDAY, OFFICER, RosterOffice, entry, ill

EVERY_DAY = frozenset(range(1, 8))
TUESDAY = MONDAY + timedelta(1)


@pytest.fixture
def office(engine: Engine) -> RosterOffice:
    return RosterOffice(engine)


def test_a_week_has_the_people_by_post_with_their_days_conflicts_and_coverage(office: RosterOffice) -> None:
    office.put(entry(0, "N", "001", "G1"), entry(1, "D", "001"), entry(1, "D", "002"), entry(1, "D", "003"))
    office.away(ill(1, "002"))
    office.editing.save_needs([Need("S1", "D", EVERY_DAY, 2)], LEADER)
    week = office.rosters.week("S1", MONDAY + timedelta(4), LEADER)
    assert [line.person.number for line in week.lines] == ["002", "001"]
    assert [day.isoweekday() for day in week.days] == list(range(1, 8))
    assert [(each.kind, each.person) for each in week.findings] == [
        (FindingKind.REST, "001"),
        (FindingKind.ABSENT, "002"),
    ]
    found = week.cell("001", MONDAY)
    assert found is not None
    assert (found[1].mark, found[1].entries) == ("N@G1", (entry(0, "N", "001", "G1"),))
    assert (week.strips[1].hours[9].rostered, week.strips[1].hours[9].needed) == (1, 2)
    assert [(strip.area, strip.day) for strip in week.area_strips] == [("G1", day) for day in week.days]
    assert set(week.areas) == {"G1", "L1"}
    assert week.may_edit


def test_an_officer_sees_the_own_line_only_and_no_figures(office: RosterOffice) -> None:
    office.put(entry(0, "D", "001"), entry(0, "D", "002"))
    office.away(ill(1, "001"))
    nobody = office.rosters.week("S1", MONDAY, OFFICER)
    assert (nobody.lines, nobody.strips, nobody.may_edit) == ((), (), False)
    mine = office.rosters.week("S1", MONDAY, OFFICER._replace(person="001"))
    assert [line.person.number for line in mine.lines] == ["001"]
    assert mine.lines[0].cells[1].absence == ill(1, "001")
    assert mine.strips == ()


def test_why_somebody_is_away_is_told_to_those_who_make_the_roster_only(office: RosterOffice) -> None:
    office.away(ill(1, "001"))
    watcher = LEADER._replace(name="watcher", rights={Permission.VIEW_DUTY: Reach.ALL})
    cell = office.rosters.week("S1", MONDAY, watcher).lines[1].cells[1]
    assert (cell.is_away, cell.absence, cell.findings) == (True, None, ())
    assert office.rosters.week("S1", MONDAY, LEADER).lines[1].cells[1].absence == ill(1, "001")


def test_a_right_reaches_the_own_squad(office: RosterOffice) -> None:
    with pytest.raises(Forbidden):
        office.rosters.week("S2", MONDAY, LEADER)
    with pytest.raises(Forbidden):
        office.editing.set_day("003", MONDAY, [Assignment("D")], "", LEADER)
    with pytest.raises(Forbidden):
        office.editing.set_day("001", MONDAY, [Assignment("D")], "", OFFICER)
    with pytest.raises(Forbidden):
        office.editing.copy_week("S2", MONDAY, LEADER)
    with pytest.raises(Forbidden):
        office.editing.save_needs([Need("S2", "D", EVERY_DAY, 1)], LEADER)
    assert [each.code for each in office.rosters.squads(LEADER)] == ["S1"]
    assert [each.code for each in office.rosters.squads(DISPATCHER)] == ["S1", "S2"]
    assert office.entries() == []


def test_a_day_is_set_and_the_change_audited_and_told(office: RosterOffice) -> None:
    found = office.editing.set_day("001", MONDAY, [Assignment("D", "G1"), Assignment("E")], "", LEADER)
    assert [each.kind for each in found] == [FindingKind.OVERLAP]
    office.editing.set_day("001", MONDAY, [Assignment("N")], "D@G1|E@", LEADER)
    assert office.entries() == [entry(0, "N")]
    actor, action, subject, detail = office.deeds()[-1]
    assert (actor, action, subject) == ("leader", "set_roster", "001")
    assert json.loads(detail) == {
        "before": ["001 2026-11-23 D G1", "001 2026-11-23 E"],
        "after": ["001 2026-11-23 N"],
    }
    assert [list(told.feeds) for told in office.notifier.told] == [[Feed.ROSTER]] * 2


def test_who_has_not_seen_anothers_change_does_not_undo_it(office: RosterOffice) -> None:
    office.editing.set_day("001", MONDAY, [Assignment("D")], "", LEADER)
    with pytest.raises(Conflict, match="changed this day meanwhile"):
        office.editing.set_day("001", MONDAY, [], "", DISPATCHER)
    with pytest.raises(Conflict):
        office.editing.move(entry(0, "D", area="G1"), "002", MONDAY, "", DISPATCHER)
    with pytest.raises(Conflict):
        office.editing.move(entry(0, "D"), "002", MONDAY, "N@", DISPATCHER)
    with pytest.raises(Conflict):
        office.editing.swap(entry(0, "D"), entry(1, "D", "002"), DISPATCHER)
    assert office.entries() == [entry(0, "D")]
    assert len(office.deeds()) == 1


def test_of_leaders_who_change_the_same_day_at_once_one_is_told_to_look_again(office: RosterOffice) -> None:
    def change(shift: str) -> str:
        try:
            office.editing.set_day("001", MONDAY, [Assignment(shift)], "", DISPATCHER)
        except Conflict:
            return "conflict"
        return shift

    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(change, "DENW"))
    assert ended.count("conflict") == 3
    assert [each.shift for each in office.entries()] == [shift for shift in ended if shift != "conflict"]


@pytest.mark.parametrize(
    ("person", "wanted"),
    [("404", Assignment("D")), ("001", Assignment("X")), ("001", Assignment("D", "nowhere"))],
)
def test_what_there_is_not_is_told(office: RosterOffice, person: str, wanted: Assignment) -> None:
    with pytest.raises(NotFound):
        office.editing.set_day(person, MONDAY, [wanted], "", DISPATCHER)


def test_an_entry_is_moved_with_its_area(office: RosterOffice) -> None:
    office.put(entry(0, "D", "001", "G1"), entry(1, "N", "002"))
    found = office.editing.move(entry(0, "D", "001", "G1"), "002", TUESDAY, "N@", LEADER)
    assert [each.kind for each in found] == [FindingKind.REST]
    assert office.entries() == [entry(1, "D", "002", "G1"), entry(1, "N", "002")]
    office.put(entry(1, "D", "001"))
    with pytest.raises(Conflict, match="there already"):
        office.editing.move(entry(1, "D", "001"), "002", TUESDAY, "D@G1|N@", LEADER)


def test_two_swap_and_two_who_are_both_ill_do_not(office: RosterOffice) -> None:
    first, second = entry(0, "D", "001", "G1"), entry(2, "N", "002")
    office.put(first, second)
    office.editing.swap(first, second, LEADER)
    assert office.entries() == [entry(0, "D", "002", "G1"), entry(2, "N", "001")]
    office.away(ill(0, "001"), ill(2, "002"))
    with pytest.raises(Conflict) as refused:
        office.editing.swap(entry(2, "N", "001"), entry(0, "D", "002", "G1"), LEADER)
    assert "001: away on 11-23: ill" in str(refused.value)
    assert "002: away on 11-25: ill" in str(refused.value)


def test_who_swaps_with_another_squad_needs_the_right_to_both(office: RosterOffice) -> None:
    office.put(entry(0, "D", "001"), entry(1, "D", "003"))
    with pytest.raises(Forbidden):
        office.editing.swap(entry(0, "D", "001"), entry(1, "D", "003"), LEADER)
    office.editing.swap(entry(0, "D", "001"), entry(1, "D", "003"), DISPATCHER)
    assert office.entries() == [entry(0, "D", "003"), entry(1, "D", "001")]


def test_last_week_is_shown_first_and_copied_without_touching_what_is_there(office: RosterOffice) -> None:
    office.put(entry(-7, "D"), entry(-6, "D"), entry(-5, "D", "002"), entry(-7, "D", "003"), entry(1, "N"))
    office.away(ill(2, "002"))
    preview = office.editing.preview_copy("S1", MONDAY + timedelta(3), LEADER)
    assert preview.added == (entry(0, "D"),)
    assert [each.entry for each in preview.left_out] == [entry(1, "D"), entry(2, "D", "002")]
    assert len(office.entries()) == 5
    assert office.editing.copy_week("S1", MONDAY, LEADER) == preview
    assert office.editing.copy_week("S1", MONDAY, LEADER).there == 1
    assert [each for each in office.entries() if each.day >= MONDAY] == [entry(0, "D"), entry(1, "N")]
    assert [deed[1:3] for deed in office.deeds()] == [("copy_roster", "S1 2026-11-23")]


def test_an_absence_is_noted_once_and_taken_back_without_its_reason_in_the_record(office: RosterOffice) -> None:
    leave = Absence("001", MONDAY, MONDAY + timedelta(4), AbsenceKind.ILL)
    office.editing.note_absence(leave, LEADER)
    with pytest.raises(Conflict, match="end that first"):
        office.editing.note_absence(leave._replace(from_day=TUESDAY), LEADER)
    with pytest.raises(BadInput):
        office.editing.note_absence(leave._replace(until_day=MONDAY - timedelta(1)), LEADER)
    office.editing.end_absence("001", MONDAY, LEADER)
    with pytest.raises(NotFound):
        office.editing.end_absence("001", MONDAY, LEADER)
    assert [deed[1] for deed in office.deeds()] == ["note_absence", "end_absence"]
    assert "ill" not in "".join(deed[3] for deed in office.deeds())


def test_shifts_and_needs_are_data_and_odd_ones_are_refused(office: RosterOffice) -> None:
    early = Shift("F", "早班", ShiftKind.DAY, 5 * 60, 13 * 60)
    office.editing.save_shifts([early], DISPATCHER)
    office.editing.save_needs([Need("S1", "F", EVERY_DAY, 3)], LEADER)
    assert office.rosters.week("S1", MONDAY, LEADER).strips[0].hours[6].missing == 3
    with pytest.raises(Forbidden):
        office.editing.save_shifts([early], LEADER)
    for odd in (early._replace(ends_min=5 * 60), early._replace(ends_min=40 * 60), early._replace(code="")):
        with pytest.raises(BadInput):
            office.editing.save_shifts([odd], DISPATCHER)
    for need in (Need("S1", "F", frozenset({8}), 1), Need("S1", "F", EVERY_DAY, -1)):
        with pytest.raises(BadInput):
            office.editing.save_needs([need], LEADER)
    with pytest.raises(NotFound):
        office.editing.save_needs([Need("S1", "?", EVERY_DAY, 1)], LEADER)


def test_the_plan_has_what_is_coming_of_each_shift_and_the_needs_within_reach(office: RosterOffice) -> None:
    office.editing.save_needs([Need("S1", "D", EVERY_DAY, 3), Need("S2", "N", EVERY_DAY, 1)], DISPATCHER)
    today = office.rosters.today()
    office.put(Entry("001", today, "D"), Entry("002", today, "D"), Entry("001", today - timedelta(1), "D"))
    plan = office.rosters.plan(DISPATCHER)
    assert {use.shift.code: use.coming for use in plan.shifts}["D"] == 2
    assert (sorted(plan.needs), sorted(plan.editable)) == ([("S1", "D"), ("S2", "N")], ["S1", "S2"])
    assert plan.may_edit_shifts
    own = office.rosters.plan(LEADER)
    assert (sorted(own.needs), own.editable, own.may_edit_shifts) == ([("S1", "D")], frozenset({"S1"}), False)


def test_programs_read_entries_within_their_reach(office: RosterOffice) -> None:
    office.put(entry(0, "N", "001", "G1"), entry(0, "D", "003"))

    def read(*asked: Any) -> list[str]:
        return [each.entry.person for each in office.rosters.items(*asked)]

    assert read(MONDAY, MONDAY, "", DISPATCHER) == ["003", "001"]
    assert read(MONDAY, MONDAY, "", LEADER) == ["001"]
    assert read(MONDAY, MONDAY, "", OFFICER) == []
    assert read(MONDAY, MONDAY, "", OFFICER._replace(person="001")) == ["001"]
    with pytest.raises(Forbidden):
        read(MONDAY, MONDAY, "S2", LEADER)
    with pytest.raises(BadInput):
        read(TUESDAY, MONDAY, "", DISPATCHER)
    with pytest.raises(BadInput):
        read(MONDAY, MONDAY + timedelta(62), "", DISPATCHER)
    with pytest.raises(NotFound):
        read(MONDAY, MONDAY, "S9", DISPATCHER)
