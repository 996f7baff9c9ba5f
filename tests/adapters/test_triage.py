"""What people say of camera events, on both databases: verdicts, undo, claims, second looks, the queue."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.photos.records import PhotoSize
from dashboard.domain.rights import Role
from dashboard.domain.triage.claims import HELD_FOR_US
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.readouts import Order, PlacePast, QueueQuery
from dashboard.domain.triage.states import EventState, HeldBecause, RejectReason, Verdict
from dashboard.domain.triage.verdicts import NOTE_LENGTH, Saying
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound, Outdated
from data_sources.db import tables as t
from tests.actors import acting
from tests.case_office import CHIEF, LEADER, OFFICER, SEAT, CaseOffice
from tests.case_street import Street
from tests.pictures import jpeg

OTHER = acting("seat-2", Role.OPERATOR)
ACCEPT = Saying(verdict=Verdict.ACCEPT)
CONVERT = Saying(verdict=Verdict.CONVERT)
WRONG = Saying(verdict=Verdict.REJECT, reason=RejectReason.NOTHING_THERE)
FIRST = QueueQuery()


def into(event: int) -> Saying:
    return Saying(verdict=Verdict.MERGE, into=event)


def line(office: CaseOffice, event: int) -> Any:
    with office.store.look() as work:
        return work.event_of(event)


def trust(office: CaseOffice, event: int) -> Precision:
    file = office.queue.file_of(event, SEAT)
    assert file is not None
    return file.trust


@pytest.fixture
def camera(street: Street) -> int:
    return street.asset("CAM-1", "camera")


def test_an_event_that_is_confirmed_is_a_registered_case_with_its_picture(
    office: CaseOffice, street: Street, camera: int
) -> None:
    event = street.event(camera, image_digest=street.image(jpeg(640, 480)))
    case = office.triage.judge(event, CONVERT, SEAT).case
    assert case is not None
    assert (case.state, case.category, case.origin.source) == (CaseState.TO_REGISTER, "0504", Source.AI)
    (picture,) = office.reading.view(case.case_key, CHIEF).pictures
    assert picture.role is PhotoRole.BEFORE
    assert office.files.content(picture.digest, PhotoSize.FULL) is not None
    told = line(office, event)
    assert (told.state, told.case_number, told.judged_by) == (EventState.CONVERTED, case.number, SEAT.name)
    assert trust(office, event) == (1, 1)


def test_who_registers_nothing_reports_it(office: CaseOffice, street: Street, camera: int) -> None:
    leader = LEADER._replace(areas=frozenset({"G01"}))
    event = street.event(camera, grid_key=grid_key(office))
    case = office.triage.judge(event, CONVERT, leader).case
    assert case is not None
    assert case.state is CaseState.REPORTED


def test_a_report_by_the_form_is_a_verdict_too(office: CaseOffice, street: Street, camera: int) -> None:
    event = street.event(camera)
    case = office.reported(camera_event_key=event, source=Source.AI)
    assert line(office, event).state is EventState.CONVERTED
    assert trust(office, event) == (1, 1)
    with pytest.raises(Outdated, match=case.number):
        office.triage.judge(event, CONVERT, OTHER)


def test_what_is_not_classified_is_left_to_the_form(office: CaseOffice, street: Street, camera: int) -> None:
    event = street.event(camera, category=None, label="fielddetection/human")
    with pytest.raises(BadInput, match="choose one"):
        office.triage.judge(event, CONVERT, SEAT)
    assert line(office, event).state is EventState.WAITING
    assert office.triage.judge(event, CONVERT, SEAT, category="0504").case is not None


def test_the_same_verdict_again_changes_nothing_and_another_is_refused(
    office: CaseOffice, street: Street, camera: int
) -> None:
    event = street.event(camera)
    first, again = (office.triage.judge(event, WRONG, SEAT) for _ in range(2))
    assert first.event.verdict_key == again.event.verdict_key
    with pytest.raises(Conflict, match=SEAT.name):
        office.triage.judge(event, ACCEPT, OTHER)
    made = street.event(camera, label="店外经营 2")
    cases = [office.triage.judge(made, CONVERT, SEAT).case for _ in range(2)]
    assert len({case.case_key for case in cases if case is not None}) == 1
    assert trust(office, event) == (1, 2)


@pytest.mark.parametrize(
    ("saying", "problem"),
    [
        (Saying(verdict=Verdict.REJECT), "reason"),
        (Saying(verdict=Verdict.ACCEPT, note="x" * (NOTE_LENGTH + 1)), "note"),
        (Saying(verdict=Verdict.MERGE), "into"),
        (Saying(verdict=Verdict.MERGE, into=9_999), "into"),
        (Saying(verdict=Verdict.CONVERT, case_key=9_999), "case"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_done(
    office: CaseOffice, street: Street, camera: int, saying: Saying, problem: str
) -> None:
    event = street.event(camera)
    with pytest.raises(BadInput, match=problem):
        office.triage.judge(event, saying, SEAT)
    assert line(office, event).state is EventState.WAITING


def test_only_who_may_judges_and_only_in_the_own_areas(office: CaseOffice, street: Street, camera: int) -> None:
    event = street.event(camera)
    for actor in (OFFICER, LEADER._replace(areas=frozenset({"G01"}))):
        with pytest.raises(Forbidden):
            office.triage.judge(event, ACCEPT, actor)
    with pytest.raises(NotFound):
        office.triage.judge(event + 1, ACCEPT, SEAT)


def test_a_duplicate_is_merged_and_counts_neither_for_nor_against(
    office: CaseOffice, street: Street, camera: int
) -> None:
    first, second = street.event(camera), street.event(camera)
    office.triage.judge(second, into(first), SEAT)
    assert (line(office, second).state, line(office, second).merged_into) == (EventState.MERGED, first)
    assert trust(office, first) == (0, 0)
    with pytest.raises(BadInput, match="into"):
        office.triage.judge(first, into(second), SEAT)


def test_an_event_joins_a_case_that_is_open_already(office: CaseOffice, street: Street, camera: int) -> None:
    event, case = street.event(camera), office.filed()
    joined = office.triage.judge(event, Saying(verdict=Verdict.CONVERT, case_key=case.case_key), SEAT)
    assert joined.case is not None
    assert line(office, event).case_number == case.number
    told = [(entry.kind.value, entry.what) for entry in office.reading.timeline(case.case_key, CHIEF)]
    assert ("camera_event", "seen") in told
    office.triage.undo(event, SEAT)
    assert (line(office, event).case_number, line(office, event).state) == (None, EventState.WAITING)


@pytest.mark.parametrize("saying", [ACCEPT, WRONG, CONVERT], ids=lambda saying: saying.verdict)
def test_an_undo_leaves_everything_as_it_was(office: CaseOffice, street: Street, camera: int, saying: Saying) -> None:
    event = street.event(camera)
    case = office.triage.judge(event, saying, SEAT).case
    with pytest.raises(Conflict):
        office.triage.undo(event, OTHER)
    office.triage.undo(event, SEAT)
    told = line(office, event)
    assert (told.state, told.judged_by, told.reject_reason) == (EventState.WAITING, None, None)
    assert trust(office, event) == (0, 0)
    assert case is None or office.reading.view(case.case_key, CHIEF).case.state is CaseState.REJECTED
    with pytest.raises(Conflict):
        office.triage.undo(event, SEAT)
    assert office.triage.judge(event, saying, OTHER).event.by == OTHER.name


def test_an_undo_leads_back_to_the_verdict_of_before(office: CaseOffice, street: Street, camera: int) -> None:
    event = street.event(camera)
    office.triage.judge(event, WRONG, OTHER)
    office.triage.judge(event, CONVERT, SEAT)
    office.triage.undo(event, SEAT)
    told = line(office, event)
    assert (told.state, told.judged_by, told.reject_reason) == (
        EventState.REJECTED,
        OTHER.name,
        RejectReason.NOTHING_THERE,
    )
    assert trust(office, event) == (0, 1)
    office.triage.undo(event, OTHER)
    assert line(office, event).state is EventState.WAITING


def test_a_case_that_somebody_took_up_is_not_undone(office: CaseOffice, street: Street, camera: int) -> None:
    event = street.event(camera)
    case = office.triage.judge(event, CONVERT, SEAT).case
    assert case is not None
    office.act(case, Action.FILE, CHIEF)
    with pytest.raises(Conflict, match="moved on"):
        office.triage.undo(event, SEAT)
    assert line(office, event).state is EventState.CONVERTED


def test_two_operators_never_hold_the_same_event(office: CaseOffice, street: Street, camera: int) -> None:
    newer = [street.event(camera, first_us=street.at_us + minute * MINUTE_US) for minute in range(3)]
    assert taken(office, SEAT) == newer[2]
    assert taken(office, OTHER) == newer[1]
    with pytest.raises(Conflict, match=SEAT.name):
        office.claims.claim(newer[2], OTHER)
    with pytest.raises(Conflict, match=SEAT.name):
        office.triage.judge(newer[2], ACCEPT, OTHER)
    assert taken(office, SEAT, after=newer[2]) == newer[0]
    assert line(office, newer[2]).holder is None, "who goes on lets the last one go"
    office.claims.release(OTHER)
    assert line(office, newer[1]).holder is None


def test_a_claim_ends_by_itself_and_is_renewed_while_somebody_looks(
    office: CaseOffice, street: Street, camera: int
) -> None:
    event = street.event(camera)
    office.claims.claim(event, SEAT)
    office.clock.now_us += HELD_FOR_US - 1
    renewed = office.claims.claim(event, SEAT)
    office.clock.now_us += HELD_FOR_US - 1
    with pytest.raises(Conflict):
        office.claims.claim(event, OTHER)
    office.clock.now_us += 1
    assert renewed is not None
    assert renewed.until_us == office.clock.now_us
    assert taken(office, OTHER) == event
    office.triage.judge(event, ACCEPT, OTHER)
    assert office.claims.claim(event, SEAT) is None, "what is judged needs no claim"


def test_the_next_one_goes_round_and_ends_with_the_last(office: CaseOffice, street: Street, camera: int) -> None:
    older, newer = (street.event(camera, first_us=street.at_us - minute * MINUTE_US) for minute in (9, 1))
    assert taken(office, SEAT, after=newer) == older
    assert taken(office, SEAT, after=older) == newer
    office.triage.judge(newer, ACCEPT, SEAT)
    assert taken(office, SEAT, after=newer) == older
    assert taken(office, SEAT, after=older) is None
    assert office.claims.take_next(QueueQuery(order=Order.OLDEST), SEAT) is not None


def test_a_second_look_comes_to_another_who_is_told_nothing_of_the_first(
    office: CaseOffice, street: Street, camera: int
) -> None:
    event = street.event(camera)
    office.looking.judge(event, ACCEPT, SEAT)
    assert taken(office, SEAT) is None
    assert taken(office, OTHER) == event
    file = office.queue.file_of(event, OTHER)
    assert file is not None
    assert (file.is_second_look, file.may_judge, file.verdicts, file.may_undo) == (True, True, (), False)
    office.looking.judge(event, WRONG, OTHER)
    assert line(office, event).state is EventState.ACCEPTED, "a second look changes nothing but the count"
    assert trust(office, event) == (0, 1)
    assert office.queue.waiting(FIRST, SEAT, None).looked == (1, 1)
    assert taken(office, OTHER) is None
    with pytest.raises(Conflict, match="second time"):
        office.looking.undo(event, SEAT)


def test_who_undoes_a_verdict_takes_its_second_look_back(office: CaseOffice, street: Street, camera: int) -> None:
    event = street.event(camera)
    office.looking.judge(event, WRONG, SEAT)
    office.looking.undo(event, SEAT)
    office.triage.judge(event, ACCEPT, SEAT)
    assert taken(office, OTHER) is None


def test_the_queue_tells_what_waits_in_groups_and_counts_it_truly(
    office: CaseOffice, street: Street, camera: int
) -> None:
    for minute in range(12):
        street.event(camera, first_us=street.at_us - minute * MINUTE_US)
    street.event(camera, category=None, label="fielddetection/human", first_us=street.at_us - HOUR_US)
    street.event(camera, state="held", held_because="score")
    queue = office.queue.queue(FIRST, SEAT, 1)
    assert [(part.group.key.label, part.group.total, len(part.events)) for part in queue.parts] == [
        ("0504", 12, 8),
        ("fielddetection/human", 1, 1),
    ]
    waiting = queue.waiting
    assert (waiting.total, waiting.ageing, waiting.held, waiting.looks) == (13, 1, {HeldBecause.SCORE: 1}, 0)
    assert waiting.oldest_us == street.at_us - HOUR_US
    opened = office.queue.queue(FIRST, SEAT, 1, (queue.parts[0].group.key, 20))
    assert len(opened.parts[0].events) == 12
    nowhere = office.queue.queue(QueueQuery(grids=frozenset({"G01"})), SEAT, 1)
    assert (list(nowhere.parts), nowhere.waiting.total) == ([], 0)


def test_what_helps_to_judge_stands_beside_the_event(office: CaseOffice, street: Street, camera: int) -> None:
    saw = [street.event(camera, first_us=street.at_us - day * 24 * HOUR_US) for day in (3, 2)]
    office.triage.judge(saw[0], CONVERT, SEAT)
    office.triage.judge(saw[1], WRONG, SEAT)
    event, later = street.event(camera), street.event(camera, first_us=street.at_us + MINUTE_US)
    file = office.queue.file_of(event, SEAT)
    assert file is not None
    assert (file.trust, file.past) == (Precision(1, 2), PlacePast(seen=2, right=1, cases=1))
    assert [like.event.event_key for like in file.like_events] == [later]
    assert [like.away_m for like in file.like_cases] == [0.0]
    assert (file.may_judge, file.following and file.following.event_key) == (True, later)
    office.claims.claim(event, OTHER)
    held = office.queue.file_of(event, SEAT)
    assert held is not None
    assert (held.may_judge, held.holder and held.holder.holder) == (False, OTHER.name)


def test_events_looks_and_verdicts_join_the_one_timeline_of_the_case(
    office: CaseOffice, street: Street, camera: int
) -> None:
    event, again = street.event(camera), street.event(camera, first_us=street.at_us - MINUTE_US)
    office.triage.judge(event, WRONG, SEAT)
    office.triage.undo(event, SEAT)
    case = office.looking.judge(event, CONVERT, SEAT).case
    office.triage.judge(again, into(event), SEAT)
    office.looking.judge(event, WRONG, OTHER)
    assert case is not None
    timeline = [entry for entry in office.reading.timeline(case.case_key, CHIEF) if entry.kind == "camera_event"]
    told = [(entry.what, entry.actor, entry.data.get("verdict")) for entry in timeline]
    assert sorted(told, key=str) == sorted(
        [
            ("seen", None, None),
            ("seen", None, None),
            ("verdict", SEAT.name, "reject"),
            ("verdict", SEAT.name, "undo"),
            ("verdict", SEAT.name, "convert"),
            ("verdict", SEAT.name, "merge"),
            ("second_look", OTHER.name, "reject"),
        ],
        key=str,
    )


def taken(office: CaseOffice, actor: Any, after: int | None = None) -> int | None:
    found = office.claims.take_next(FIRST, actor, after)
    return None if found is None else found.event_key


def grid_key(office: CaseOffice) -> int:
    with office.engine.connect() as connection:
        return int(connection.execute(select(t.area.c.area_key).where(t.area.c.code == "G01")).scalar_one())
