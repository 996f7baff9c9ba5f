"""Cases on both databases: from the report to the closing, and what is refused on the way."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from sqlalchemy import func, select

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.queries import CaseQuery, CaseSort, LampCount, Sorting
from dashboard.domain.cases.records import Flag, Units
from dashboard.domain.cases.states import ENDED, Action, CaseState, Source
from dashboard.domain.cases.timing import whole_lamp
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.feeds import Feed
from dashboard.errors import BadInput, Conflict, Forbidden, Incomplete, NotFound, Outdated
from data_sources.db import tables as t
from data_sources.db.cases.reach import of_squad, one_of
from tests.case_office import (
    AFTER,
    BOSS,
    CHIEF,
    LAT,
    LEADER,
    LON,
    OFFICER,
    OTHER_CHIEF,
    SEAT,
    STRANGER,
    CaseOffice,
    keep_photos,
)


def count(office: CaseOffice, table: Any, **where: Any) -> int:
    conditions = [table.c[name] == value for name, value in where.items()]
    with office.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def lamps_of(office: CaseOffice, query: CaseQuery) -> LampCount:
    """How many have each lamp, as lists tell it beside a page."""
    return office.reading.lit_page(query, Sorting(), 1, None, CHIEF)[1]


def test_a_case_goes_from_report_to_closing_by_four_people(office: CaseOffice) -> None:
    case = office.reported(description="占道约 9 平方米")
    assert (case.number[-5:], case.state, case.place.area, case.place.line) == (
        "-0001",
        CaseState.REPORTED,
        "G01",
        "L01",
    )
    closed = office.closed()
    assert (closed.state, closed.on_time, closed.counts.dispatches) == (CaseState.CLOSED, True, 1)
    view = office.reading.view(closed.case_key, CHIEF)
    assert view.case == closed
    assert view.actions == (Action.COMMENT,)
    steps = [(each.what, each.actor) for each in office.reading.timeline(closed.case_key, BOSS)]
    assert steps == [
        ("report", "seat"),
        ("register", "seat"),
        ("file", "chief"),
        ("dispatch", "chief"),
        ("accept", "officer"),
        ("arrive", "officer"),
        ("feedback", "officer"),
        ("check", "seat"),
        ("check", "leader"),
        ("close", "chief"),
    ]
    assert count(office, t.audit, action="case_close") == 1
    assert all(set(feeds) == {Feed.CASES} for feeds in office.notices.feeds)


def test_the_same_report_under_its_key_is_one_case(office: CaseOffice) -> None:
    draft = CaseDraft(source=Source.HOTLINE, category="0102", lon=LON, lat=LAT)
    first = office.reporting.report(draft, SEAT, "k1")
    assert office.reporting.report(draft, SEAT, "k1") == first
    assert office.reporting.report(draft, CHIEF, "k1").case_key != first.case_key, "keys are those of one account"
    with pytest.raises(Conflict, match="another command"):
        office.reporting.report(CaseDraft(source=Source.HOTLINE, category="0504", lon=LON, lat=LAT), SEAT, "k1")
    assert count(office, t.case_record) == 2


def test_the_same_move_under_its_key_is_done_once(office: CaseOffice) -> None:
    case = office.filed()
    move = Move(action=Action.DISPATCH, revision=case.revision, units=Units(squad="S1"))
    moved = office.moves.act(case.case_key, move, CHIEF, "k2")
    assert office.moves.act(case.case_key, move, CHIEF, "k2") == moved
    assert moved.counts.dispatches == 1


def test_the_second_of_two_who_move_a_case_gets_the_newer_one(office: CaseOffice) -> None:
    case = office.filed()
    moved = office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1"))
    with pytest.raises(Outdated) as caught:
        office.act(case, Action.DISPATCH, OTHER_CHIEF, units=Units(squad="S2"))
    assert caught.value.newer == moved


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        ({"category": "9999"}, "no code '9999'"),
        ({"category": "05"}, "choose one below 05"),
        ({"lon": None}, "where it is"),
        ({"lon": 0.0, "lat": 0.0}, "0"),
        ({"asset_id": "NO-1", "lon": None, "lat": None}, "no such asset"),
        ({"alarm_key": 77}, "no such asset, alarm"),
        ({"description": "字" * 1001}, "at most 1000"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused_with_what_to_mend(
    office: CaseOffice, draft: dict[str, Any], message: str
) -> None:
    with pytest.raises((BadInput, NotFound), match=message):
        office.reported(**draft)
    assert count(office, t.case_record) == 0
    assert count(office, t.case_number) == 0


def test_a_case_has_twelve_pictures_at_most(office: CaseOffice) -> None:
    digests = [f"{number:064x}" for number in range(13)]
    with office.store.begin() as work:
        keep_photos(work, digests)
    shots = tuple(Shot(digest, PhotoRole.BEFORE) for digest in digests)
    with pytest.raises(BadInput, match="at most 12"):
        office.reported(photos=shots)
    case = office.reported(photos=shots[:12])
    with pytest.raises(Incomplete, match="at most 12"):
        office.act(case, Action.COMMENT, SEAT, reason="还有一张", photos=shots[12:])
    assert len(office.reading.view(case.case_key, SEAT).pictures) == 12


def test_who_may_not_is_refused_and_what_the_state_does_not_allow_too(office: CaseOffice) -> None:
    case = office.reported()
    with pytest.raises(Forbidden):
        office.act(case, Action.REGISTER, BOSS)
    with pytest.raises(NotFound):
        office.act(case, Action.COMMENT, STRANGER, reason="看看")
    with pytest.raises(Conflict, match="does not allow"):
        office.act(case, Action.CLOSE, CHIEF)
    with pytest.raises(BadInput, match="needs a reason"):
        office.act(case, Action.REJECT, SEAT)
    with pytest.raises(BadInput, match="there is no 'S9'"):
        office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(squad="S9"))


def test_what_went_to_a_squad_is_taken_by_one_of_it_and_then_is_nobody_elses(office: CaseOffice) -> None:
    case = office.dispatched()
    with pytest.raises(NotFound):
        office.act(case, Action.ACCEPT, STRANGER)
    taken = office.act(case, Action.ACCEPT, OFFICER)
    assert taken.units.assignee == "2"
    colleague = OFFICER._replace(name="colleague", person="4")
    with pytest.raises(Forbidden):
        office.act(taken, Action.DEPART, colleague)
    assert office.act(taken, Action.DEPART, LEADER).times.departed_us == office.clock.now_us


def test_an_arrival_is_proven_by_a_position_or_says_why_not(office: CaseOffice) -> None:
    case = office.accepted()
    for position, message in (
        ({}, "no position"),
        ({"lon": LON + 0.01, "lat": LAT, "accuracy_m": 5.0}, "m away"),
        ({"lon": LON, "lat": LAT, "accuracy_m": 80.0}, "exact to"),
    ):
        with pytest.raises(BadInput, match=message):
            office.act(case, Action.ARRIVE, OFFICER, **position)
    arrived = office.act(case, Action.ARRIVE, OFFICER, reason="地下室无信号")
    assert arrived.times.arrived_us is not None


def test_a_result_needs_a_picture_and_a_closing_all_of_its_conditions(office: CaseOffice) -> None:
    case = office.accepted()
    with pytest.raises(BadInput, match="picture of afterwards"):
        office.act(case, Action.FEEDBACK, OFFICER)
    case = office.act(case, Action.FEEDBACK, OFFICER, photos=(AFTER,))
    case = office.act(case, Action.CHECK, SEAT, units=Units(checker="1"))
    case = office.act(case, Action.CHECK, LEADER)
    with pytest.raises(BadInput, match="arrival"):
        office.act(case, Action.CLOSE, CHIEF)


def test_a_return_is_decided_by_somebody_else_and_goes_back_to_dispatch(office: CaseOffice) -> None:
    case = office.act(office.dispatched(), Action.RETURN, LEADER, reason="不属本中队")
    assert case.state is CaseState.RETURN_REQ
    with pytest.raises(Forbidden):
        office.act(case, Action.APPROVE, LEADER)
    case = office.act(case, Action.APPROVE, CHIEF)
    assert (case.state, case.units, case.counts.returns) == (CaseState.TO_DISPATCH, Units(), 1)
    case = office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    assert case.counts.units == 2


def test_an_extension_takes_two_consents_and_adds_one_limit(office: CaseOffice) -> None:
    case = office.accepted()
    due_us = (case.times.filed_us or 0) + 2 * HOUR_US
    assert case.clocks.due_us == due_us
    case = office.act(case, Action.EXTEND, OFFICER, reason="商户配合需要时间")
    case = office.act(case, Action.APPROVE, LEADER)
    assert case.state is CaseState.DELAY_REQ
    with pytest.raises(Forbidden):
        office.act(case, Action.APPROVE, LEADER)
    case = office.act(case, Action.APPROVE, CHIEF)
    assert (case.state, case.clocks.due_us, case.counts.extensions) == (CaseState.HANDLING, due_us + 2 * HOUR_US, 1)


def test_no_extension_once_it_is_late_and_no_third_one(office: CaseOffice) -> None:
    case = office.accepted()
    for _ in range(2):
        case = office.act(case, Action.EXTEND, OFFICER, reason="再等")
        case = office.act(office.act(case, Action.APPROVE, LEADER), Action.APPROVE, CHIEF)
    with pytest.raises(Conflict, match="extended 2 times"):
        office.act(case, Action.EXTEND, OFFICER, reason="再等")
    late = office.accepted()
    office.clock.now_us += 3 * HOUR_US
    with pytest.raises(BadInput, match="late already"):
        office.act(late, Action.EXTEND, OFFICER, reason="晚了")


def test_a_suspension_stops_the_clocks_and_moves_the_deadline_by_as_much(office: CaseOffice) -> None:
    case = office.accepted()
    due_us = case.clocks.due_us
    assert due_us is not None
    case = office.act(case, Action.SUSPEND, OFFICER, reason="暴雨", until_us=office.clock.now_us + DAY_US)
    case = office.act(case, Action.APPROVE, CHIEF)
    assert (case.state, case.clocks.due_us) == (CaseState.HUNG, None)
    office.clock.now_us += 5 * HOUR_US
    assert lamps_of(office, CaseQuery()).grey == 1
    case = office.act(case, Action.RESUME, LEADER)
    assert (case.clocks.due_us, case.clocks.paused_us) == (due_us + 5 * HOUR_US, 5 * HOUR_US)
    with pytest.raises(Conflict, match="suspended once"):
        office.act(case, Action.SUSPEND, OFFICER, reason="又下雨", until_us=office.clock.now_us + DAY_US)


def test_what_fails_its_check_goes_back_to_the_same_squad_with_the_old_deadline(office: CaseOffice) -> None:
    case = office.act(office.handled(), Action.CHECK, SEAT, units=Units(checker="1"))
    case = office.act(case, Action.REWORK, LEADER, reason="桌椅仍在")
    assert (case.state, case.units.squad, case.counts.reworks) == (CaseState.REWORK, "S1", 1)
    assert case.clocks.due_us == (case.times.filed_us or 0) + 2 * HOUR_US
    assert case.times.handled_us is None


def test_who_closes_late_makes_nobody_else_late(office: CaseOffice) -> None:
    case = office.checked()
    office.clock.now_us += DAY_US
    assert office.act(case, Action.CLOSE, CHIEF).on_time is True
    late = office.accepted()
    office.clock.now_us += 3 * HOUR_US
    late = office.act(late, Action.ARRIVE, OFFICER, lon=LON, lat=LAT)
    late = office.act(late, Action.FEEDBACK, OFFICER, photos=(AFTER,))
    late = office.act(late, Action.CHECK, SEAT, units=Units(checker="1"))
    late = office.act(office.act(late, Action.CHECK, LEADER), Action.CLOSE, CHIEF)
    assert late.on_time is False
    late = office.act(late, Action.EXEMPT, LEADER, reason="道路封闭")
    late = office.act(office.act(late, Action.APPROVE, CHIEF), Action.APPROVE, BOSS)
    assert Flag.EXEMPT in late.flags


def test_what_was_put_right_on_the_spot_is_confirmed_by_somebody_else(office: CaseOffice) -> None:
    draft = CaseDraft(source=Source.HANDHELD, category="0102", lon=LON, lat=LAT, photos=(AFTER,), is_done=True)
    case = office.reporting.report(draft, OFFICER)
    assert case.state is CaseState.SELF_DONE
    with pytest.raises(Forbidden):
        office.act(case, Action.APPROVE, OFFICER)
    assert office.act(case, Action.APPROVE, CHIEF).state is CaseState.CLOSED


def test_voiding_and_forcing_closed_need_a_second_person(office: CaseOffice) -> None:
    case = office.act(office.reported(), Action.VOID, SEAT, reason="测试件")
    assert case.state is CaseState.REPORTED
    assert office.act(case, Action.APPROVE, CHIEF).state is CaseState.VOID
    case = office.act(office.accepted(), Action.FORCE_CLOSE, CHIEF, reason="店铺已拆除")
    with pytest.raises(Forbidden):
        office.act(case, Action.APPROVE, CHIEF)
    case = office.act(case, Action.REFUSE, BOSS, reason="请补照片")
    assert (case.state, case.pending) == (CaseState.HANDLING, None)


def test_a_duplicate_is_merged_and_taken_apart_again(office: CaseOffice) -> None:
    kept, double = office.filed(), office.reported()
    merged = office.act(double, Action.MERGE, SEAT, into=kept.case_key)
    assert (merged.state, merged.merged_into) == (CaseState.VOID, kept.case_key)
    told = [each.case_key for each in office.reading.timeline(kept.case_key, CHIEF)]
    assert double.case_key in told
    undone = office.act(merged, Action.MERGE, SEAT, undo=True)
    assert (undone.state, undone.merged_into, undone.flags) == (CaseState.REPORTED, None, frozenset())


def test_several_conditions_ask_which_one_holds(office: CaseOffice) -> None:
    case = office.act(office.reported(category="0101"), Action.REGISTER, SEAT)
    with pytest.raises(BadInput, match="停工"):
        office.act(case, Action.FILE, CHIEF)
    filed = office.act(case, Action.FILE, CHIEF, condition="停工")
    assert filed.clocks.frozen["condition"] == "停工"


def test_lists_filter_sort_and_page_without_gap_or_double(office: CaseOffice) -> None:
    for number in range(7):
        office.clock.now_us += MINUTE_US
        office.reported(category="0504" if number % 2 else "0102", address=f"县前街 {number} 号")
    dispatched = office.dispatched(category="0505")
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = office.reading.page(CaseQuery(), Sorting(CaseSort.CATEGORY, descending=False), 3, cursor, CHIEF)
        found += [case.case_key for case in page.items]
        assert page.total == 8
        if page.next is None:
            break
        cursor = page.next
    assert len(found) == len(set(found)) == 8
    below = office.reading.with_categories(CaseQuery(), "05")
    assert office.reading.page(below, Sorting(), 50, None, CHIEF).total == 4
    assert office.reading.page(CaseQuery(text="街 3"), Sorting(), 50, None, CHIEF).total == 1
    assert office.reading.page(CaseQuery(area="G01"), Sorting(), 50, None, CHIEF).total == 8
    mine = office.reading.page(CaseQuery(), Sorting(), 50, None, OFFICER).items
    assert [case.case_key for case in mine] == [dispatched.case_key]
    with pytest.raises(BadInput, match="cursor"):
        office.reading.page(CaseQuery(), Sorting(), 50, "nonsense", CHIEF)


def test_lamps_are_counted_by_the_database_as_the_rules_say(office: CaseOffice) -> None:
    office.filed()
    for later_us, lamp in ((0, Lamp.GREEN), (100 * MINUTE_US, Lamp.YELLOW), (130 * MINUTE_US, Lamp.RED)):
        office.clock.now_us += later_us
        assert office.reading.page(CaseQuery(lamp=lamp), Sorting(), 5, None, CHIEF).total == 1, lamp
        assert getattr(lamps_of(office, CaseQuery()), lamp.value) == 1


def test_a_check_that_comes_late_turns_no_lamp_of_a_unit_that_was_in_time(office: CaseOffice) -> None:
    early = office.handled()
    late = office.accepted()
    office.clock.now_us += 130 * MINUTE_US
    late = office.act(late, Action.ARRIVE, OFFICER, lon=LON, lat=LAT, accuracy_m=5.0)
    late = office.act(late, Action.FEEDBACK, OFFICER, photos=(AFTER,))
    office.clock.now_us += 10 * MINUTE_US
    assert [whole_lamp(case, office.clock()) for case in (early, late)] == [Lamp.GREEN, Lamp.RED]
    for case, lamp in ((early, Lamp.GREEN), (late, Lamp.RED)):
        page = office.reading.page(CaseQuery(lamp=lamp), Sorting(), 5, None, CHIEF)
        assert [found.case_key for found in page.items] == [case.case_key]
    assert lamps_of(office, CaseQuery()) == LampCount(green=1, red=1)
    face = office.sheets.sheet(early.case_key, CHIEF).file.faces[-1]
    assert (face.step, face.lamp, face.stopped_us) == (None, Lamp.GREEN, early.times.handled_us)


def test_a_failed_check_lets_the_old_deadline_run_on(office: CaseOffice) -> None:
    case = office.act(office.handled(), Action.CHECK, SEAT, units=Units(checker="1"))
    case = office.act(case, Action.REWORK, LEADER, reason="桌椅仍在")
    office.clock.now_us += 130 * MINUTE_US
    assert whole_lamp(case, office.clock()) is Lamp.RED
    assert lamps_of(office, CaseQuery()).red == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("垃圾", [1, 3]),
        ("垃圾堆", [1]),
        ("圾堆", [1]),
        ("圾 堆", [1]),
        ("堆垃", []),
        ("人民路 垃圾", [3]),
        ("rainy", [2]),
        ("RAINY day", [2]),
        ("12-3", [2]),
        ("店外经营", [2]),
        ("-0003", [3]),
        ("20251121", [1, 2, 3]),
        ("！？", []),
        ("a' OR 1=1 \" NEAR(b)", []),
    ],
)
def test_words_are_found_in_any_part_of_a_case(office: CaseOffice, text: str, found: list[int]) -> None:
    office.reported(category="0102", description="门口有垃圾堆，占道", address="县前街")
    office.reported(category="0504", description="A Rainy day: ￥12-3", address="桥头")
    office.reported(category="0102", description="垃圾遗撒", address="人民路3号")
    page = office.reading.page(CaseQuery(text=text), Sorting(descending=False), 50, None, CHIEF)
    assert [int(case.number[-1]) for case in page.items] == found
    assert page.total == len(found)


def test_many_cases_are_told_row_by_row_and_few_by_their_keys_alike(office: CaseOffice) -> None:
    own = office.dispatched()
    office.reported()
    query = select(t.case_record.c.case_key)
    with office.engine.connect() as connection:
        conditions = [one_of(connection, of_squad("S1"), broad=broad) for broad in (1, 1_000)]
        assert [connection.execute(query.where(each)).scalars().all() for each in conditions] == [[own.case_key]] * 2


def counted_anew(office: CaseOffice) -> dict[str, int]:
    case = t.case_record.c
    query = select(case.end_lamp, func.count()).where(case.ended_us.is_not(None)).group_by(case.end_lamp)
    with office.engine.connect() as connection:
        return dict(connection.execute(query).all())


def test_what_has_ended_is_counted_by_its_kind_as_it_comes_and_goes(office: CaseOffice) -> None:
    def told() -> dict[str, int]:
        lamps = lamps_of(office, CaseQuery(states=ENDED))
        return {lamp: count for lamp, count in lamps._asdict().items() if count}

    assert told() == counted_anew(office) == {}
    for _ in range(4):
        office.closed()
    assert told() == counted_anew(office) == {"green": 4}
    merged = office.act(office.reported(), Action.MERGE, SEAT, into=office.filed().case_key)
    assert told() == counted_anew(office) == {"green": 4, "grey": 1}
    office.act(merged, Action.MERGE, SEAT, undo=True)
    assert told() == counted_anew(office) == {"green": 4}
    rows = count(office, t.case_tally)
    with office.store.begin() as work:
        assert work.fold_tally() == rows - 1
        assert work.fold_tally() == 0
    assert told() == {"green": 4}
    assert office.reading.page(CaseQuery(state=CaseState.CLOSED), Sorting(), 2, None, CHIEF).total == 4


@pytest.mark.parametrize("text", ["", "县前街"])
def test_a_page_comes_with_all_lamps_whichever_one_is_asked_for(office: CaseOffice, text: str) -> None:
    office.closed(address="县前街 1 号")
    late = office.handled(address="县前街 2 号")
    office.filed(address="县前街 3 号")
    office.clock.now_us += 130 * MINUTE_US
    for lamp, keys in ((None, 3), (Lamp.GREEN, 2), (Lamp.RED, 1), (Lamp.GREY, 0)):
        first, lamps = office.reading.lit_page(CaseQuery(text=text, lamp=lamp), Sorting(), 2, None, CHIEF)
        assert (first.total, lamps) == (keys, LampCount(green=2, red=1)), lamp
        rest = (
            () if first.next is None else office.reading.page(CaseQuery(text=text), Sorting(), 2, first.next, CHIEF)[0]
        )
        assert len({case.case_key for case in (*first.items, *rest)}) == keys
    assert whole_lamp(late, office.clock()) is Lamp.GREEN


def test_what_has_ended_is_never_due_in_the_order_of_steps(office: CaseOffice) -> None:
    closed, open_ = office.closed(), office.filed()
    for descending, expected in ((False, [open_, closed]), (True, [closed, open_])):
        found: list[int] = []
        cursor: str | None = None
        while len(found) < 2:
            page = office.reading.page(CaseQuery(), Sorting(CaseSort.STEP_DUE, descending), 1, cursor, CHIEF)
            found += [case.case_key for case in page.items]
            cursor = page.next
        assert (found, cursor) == ([case.case_key for case in expected], None)


def test_every_filter_and_sort_lists_what_it_counts(office: CaseOffice) -> None:
    for number in range(4):
        office.reported(category="0504" if number % 2 else "0102", address=f"县前街 {number} 号")
    office.dispatched(category="0505")
    office.closed(address="县前街 9 号")
    queries = [
        CaseQuery(),
        CaseQuery(open_only=True),
        CaseQuery(state=CaseState.TO_HANDLE),
        CaseQuery(lamp=Lamp.GREEN),
        CaseQuery(squad="S1"),
        CaseQuery(source=Source.COLLECTOR),
        CaseQuery(area="L01"),
        CaseQuery(text="-000"),
        CaseQuery(text="县前街", open_only=True),
        CaseQuery(area="G01", squad="S1", text="县前街"),
        CaseQuery(text="县前街", lamp=Lamp.GREY),
        CaseQuery(pending_only=True),
        CaseQuery(state=CaseState.CLOSED, squad="S1", area="G01"),
        CaseQuery(from_us=office.clock.now_us),
    ]
    for query, by, descending in product(queries, CaseSort, (True, False)):
        sorting = Sorting(by, descending)
        first = office.reading.page(query, sorting, 3, None, CHIEF)
        rest = office.reading.page(query, sorting, 3, first.next, CHIEF).items if first.next else ()
        assert len({case.case_key for case in (*first.items, *rest)}) == first.total, (query, sorting)
