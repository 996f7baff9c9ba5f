"""One timeline on both databases: the readings, the alarm and what the camera saw, beside what people did."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.readouts import shown_entry
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.photos.records import PhotoSize
from dashboard.errors import NotFound, Outdated
from dashboard.services.upkeep import Upkeep
from data_sources.db.cameras.pictures import CameraPictureReader
from data_sources.db.history_store import SqlHistoryStore
from tests.case_office import BEFORE, BOSS, CHIEF, SEAT, CaseOffice
from tests.case_street import Street
from tests.pictures import jpeg


def steps(entries: Any) -> list[tuple[str, str]]:
    return [(entry.kind.value, entry.what) for entry in entries]


def from_alarm(office: CaseOffice, alarm_key: int, **draft: Any) -> Any:
    return office.reported(**{"alarm_key": alarm_key, "lon": None, "lat": None, "source": Source.IOT, **draft})


def test_readings_alarm_and_what_people_did_stand_on_one_timeline(office: CaseOffice, street: Street) -> None:
    tilts = {-20: 0.8, -10: 0.9, 0: 22.4, 10: 48.0, 20: 31.0, 30: 1.0, 40: 0.9}
    alarm = street.tilted(street.asset(), tilts)
    street.note(alarm, "acknowledged", street.at_us + MINUTE_US, actor="seat", detail="看到了")
    office.clock.now_us += 2 * MINUTE_US
    case = from_alarm(office, alarm)
    office.clock.now_us += 40 * MINUTE_US
    street.clear(alarm, street.at_us + 30 * MINUTE_US)
    timeline = office.reading.timeline(case.case_key, BOSS)
    assert steps(timeline) == [
        ("reading", "first"),
        ("alarm", "raised"),
        ("alarm", "acknowledged"),
        ("step", "report"),
        ("reading", "worst"),
        ("reading", "normal"),
        ("alarm", "cleared"),
    ]
    assert [entry.data["value"] for entry in timeline if entry.kind == "reading"] == [22.4, 48.0, 1.0]
    assert len(timeline[0].data["curve"]) == 6
    assert (timeline[2].actor, timeline[2].text) == ("seat", "看到了")
    assert timeline == sorted(timeline, key=lambda entry: entry.at_us)
    assert office.reading.view(case.case_key, CHIEF).case.state is CaseState.REPORTED, "who recovers closes nothing"
    assert [shown_entry(entry)["at"][-1] for entry in timeline] == ["Z"] * 7


def test_what_a_camera_saw_is_on_the_timeline_with_its_picture(office: CaseOffice, street: Street) -> None:
    event = street.event(street.asset("CAM-1", "camera"))
    case = office.reported(camera_event_key=event, lon=None, lat=None, source=Source.AI)
    (seen, said, reported) = office.reading.timeline(case.case_key, BOSS)
    assert (said.what, said.actor, said.data["verdict"]) == ("verdict", SEAT.name, "convert")
    assert (seen.kind, seen.what, seen.data["picture"], seen.data["confidence"]) == (
        "camera_event",
        "seen",
        "d" * 64,
        0.93,
    )
    assert reported.what == "report"


def test_what_a_camera_saw_is_evidence_of_before_on_the_case_that_is_made_of_it(
    office: CaseOffice, street: Street
) -> None:
    digest = street.image(jpeg(640, 480))
    event = street.event(street.asset("CAM-1", "camera"), image_digest=digest)
    case = office.reported(camera_event_key=event, photos=(), source=Source.AI)
    (picture,) = office.reading.view(case.case_key, CHIEF).pictures
    assert (picture.role, picture.photo and picture.photo.taken_us) == (PhotoRole.BEFORE, street.at_us)
    assert office.files.content(picture.digest, PhotoSize.FULL) is not None
    assert picture.photo is not None
    assert picture.photo.personal is not None, "it is shown blurred"
    reported = next(entry for entry in office.reading.timeline(case.case_key, BOSS) if entry.what == "report")
    assert reported.data["photos"] == [[picture.digest, "before"]]


def test_what_a_camera_saw_stays_for_as_long_as_its_case_is_open(office: CaseOffice, street: Street) -> None:
    borne, free = street.image(jpeg(640, 480)), street.image(jpeg(640, 480, shade=9))
    event = street.event(street.asset("CAM-1", "camera"), image_digest=borne)
    office.reported(camera_event_key=event, photos=(), source=Source.AI)
    Upkeep(SqlHistoryStore(office.engine)).forget(office.clock.now_us + 400 * DAY_US)
    reader = CameraPictureReader(office.engine)
    assert [reader.camera_picture(each) is not None for each in (borne, free)] == [True, False]


@pytest.mark.parametrize("content", [b"\xff\xd8\xff nothing more", None], ids=["broken", "gone"])
def test_a_picture_that_cannot_be_shown_keeps_nobody_from_reporting(
    office: CaseOffice, street: Street, content: bytes | None
) -> None:
    digest = "d" * 64 if content is None else street.image(content)
    event = street.event(street.asset("CAM-1", "camera"), image_digest=digest)
    case = office.reported(camera_event_key=event, source=Source.AI)
    assert [shot.digest for shot in office.reading.view(case.case_key, CHIEF).shots] == [BEFORE.digest]


def test_the_same_report_again_is_the_same_case_with_one_picture(office: CaseOffice, street: Street) -> None:
    event = street.event(street.asset("CAM-1", "camera"), image_digest=street.image(jpeg(640, 480)))
    draft = CaseDraft(source=Source.AI, category="0504", camera_event_key=event)
    first, again = (office.reporting.report(draft, SEAT, "key-1") for _ in range(2))
    assert first.case_key == again.case_key
    assert len(office.reading.view(first.case_key, CHIEF).shots) == 1


def test_the_alarm_of_a_case_that_was_merged_is_told_with_the_other(office: CaseOffice, street: Street) -> None:
    first = from_alarm(office, street.tilted(street.asset(), {0: 22.4}))
    second = from_alarm(office, street.tilted(street.asset("JG-2"), {0: 18.0}))
    office.act(second, Action.MERGE, CHIEF, into=first.case_key)
    told = [entry for entry in office.reading.timeline(first.case_key, BOSS) if entry.what == "raised"]
    assert [entry.data["asset_id"] for entry in told] == ["JG-1", "JG-2"]
    assert [entry.case_key for entry in told] == [first.case_key, second.case_key]


def test_silence_has_no_readings_and_a_sensor_at_a_thousand_readings_a_handful(
    office: CaseOffice, street: Street
) -> None:
    silent = from_alarm(office, street.tilted(street.asset(), {-1: 1.0}, rule_key="manhole.offline", value=90_000.0))
    assert steps(office.reading.timeline(silent.case_key, BOSS)) == [("alarm", "raised"), ("step", "report")]
    busy = street.tilted(street.asset("JG-2"), {minute: 20.0 + minute % 7 for minute in range(300)})
    office.clock.now_us += 5 * HOUR_US
    timeline = office.reading.timeline(from_alarm(office, busy).case_key, BOSS)
    assert steps(timeline).count(("reading", "first")) == 1
    assert sum(entry.kind == "reading" for entry in timeline) == 2
    assert len(timeline[0].data["curve"]) <= 48


def test_an_alarm_that_flaps_does_not_drown_the_case(office: CaseOffice, street: Street) -> None:
    alarm = street.tilted(street.asset(), {})
    for second in range(100):
        street.note(alarm, "reraised", street.at_us + second * SECOND_US)
    told = [
        entry for entry in office.reading.timeline(from_alarm(office, alarm).case_key, BOSS) if entry.kind == "alarm"
    ]
    assert (told[0].what, len(told)) == ("raised", 40)


def test_an_alarm_is_one_case_and_who_reports_it_again_is_told_which(office: CaseOffice, street: Street) -> None:
    alarm = street.tilted(street.asset(), {})
    case = from_alarm(office, alarm)
    with pytest.raises(Outdated, match=case.number) as caught:
        from_alarm(office, alarm)
    newer: Any = caught.value.newer
    assert newer.case_key == case.case_key
    office.act(case, Action.REJECT, SEAT, reason="误报")
    again = from_alarm(office, alarm)
    assert again.case_key != case.case_key


def test_an_event_is_one_case_and_an_unknown_one_is_none(office: CaseOffice, street: Street) -> None:
    event = street.event(None)
    case = office.reported(camera_event_key=event)
    with pytest.raises(Outdated, match=case.number):
        office.reported(camera_event_key=event)
    with pytest.raises(NotFound):
        office.reported(camera_event_key=event + 1)
