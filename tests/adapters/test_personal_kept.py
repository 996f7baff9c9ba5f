"""What duty and cases keep about one person is handed out and erased, on both databases; no table is forgotten."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest
from sqlalchemy import Engine, Table, insert, select

from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from data_sources.db import tables as t
from data_sources.db.people.kept import kept_of
from tests.adapters.test_personal_data import CONSOLE, Bureau
from tests.architecture.source import ROOT
from tests.servers import NOW

AT: Final = "2025-11-21T04:40:00Z"
IN_THE_RECORD: Final = "what was done stands in the audit log"
NAMING: Final = {
    "account.person": "accounts",
    "session.account_key": "accounts",
    "sign_in_attempt.account": "accounts",
    "job.owner": "jobs",
    "audit.actor": "audit",
    "responsibility.person_key": "responsibilities",
    "roster_entry.person_key": "roster",
    "absence.person_key": "absences",
    "person_position.person_key": "position",
    "person_track.person_key": "track",
    "position_source.person_key": "devices",
    "attendance.person_key": "attendance",
    "former_squad.person_key": "former_squads",
    "inspection.person_key": "inspections",
    "inspection.inspector": IN_THE_RECORD,
    "case_record.reporter": "cases",
    "case_record.assignee": "cases",
    "case_record.checker": "cases",
    "case_entry.actor": "case_deeds",
    "case_command.actor": IN_THE_RECORD,
    "case_photo.added_by": "pictures_attached",
    "photo_upload.account": "pictures_sent",
    "case_view.account": "case_views",
    "case_presence.account": "cases_open_now",
    "supervision.issued_by": "supervision",
    "supervision.signed_by": "supervision",
    "supervision.answered_by": "supervision",
    "supervision.ended_by": "supervision",
    "answer_link.created_by": IN_THE_RECORD,
    "dispatch_rule_version.author": IN_THE_RECORD,
    "webhook.created_by": IN_THE_RECORD,
    "alarm.acknowledged_by": IN_THE_RECORD,
    "alarm.shelved_by": IN_THE_RECORD,
    "alarm_event.actor": IN_THE_RECORD,
    "rule_override.updated_by": IN_THE_RECORD,
    "case_rule.updated_by": IN_THE_RECORD,
    "maintenance_window.opened_by": IN_THE_RECORD,
    "wall_screen.paired_by": IN_THE_RECORD,
    "api_token.created_by": IN_THE_RECORD,
    "case_clip.added_by": IN_THE_RECORD,
    "camera_walk.begun_by": IN_THE_RECORD,
    "camera_walk.held_by": IN_THE_RECORD,
    "camera_walk.ended_by": IN_THE_RECORD,
    "camera_look.looked_by": "camera_rounds",
    "camera_verdict.actor": IN_THE_RECORD,
    "camera_event.judged_by": IN_THE_RECORD,
    "camera_event.held_by": IN_THE_RECORD,
    "camera_second_look.first_by": IN_THE_RECORD,
    "camera_second_look.looked_by": IN_THE_RECORD,
    "camera_filing.updated_by": IN_THE_RECORD,
    "camera_gate.updated_by": IN_THE_RECORD,
}
"""Each column that names a person or an account: which part of the copy has it, or why none."""
_WORDS: Final = re.compile(
    r"(^|_)(person|account|actor|reporter|assignee|checker|owner|author|inspector|officer)(_key)?$"
)
_NO_PERSON: Final = {
    "account.account_key",
    "person.person_key",
    "case_record.provisional_by",
    "case_entry.actor_key",
    "camera_verdict.by_person",
}


def naming_columns() -> set[str]:
    """The columns that name a person or an account, by how they are called."""
    every = ((table, column.name) for table in t.metadata.sorted_tables for column in table.c)
    found = {f"{table.name}.{name}" for table, name in every if _WORDS.search(name) or name.endswith("_by")}
    return found - _NO_PERSON


def test_every_column_that_names_somebody_is_in_the_copy_or_said_not_to_be() -> None:
    assert naming_columns() == NAMING.keys()


def test_every_table_that_names_somebody_stands_in_the_inventory() -> None:
    inventory = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert [name for name in sorted({key.split(".")[0] for key in NAMING}) if f"`{name}" not in inventory] == []


@pytest.fixture
def bureau(engine: Engine) -> Bureau:
    bureau = Bureau(engine)
    with engine.begin() as connection:
        for table, row in _rows(bureau):
            connection.execute(insert(table).values(row))
    return bureau


def _keys(bureau: Bureau) -> dict[str, int]:
    with bureau.engine.connect() as connection:
        return dict(connection.execute(select(t.person.c.number, t.person.c.person_key)).all())


def _rows(bureau: Bureau) -> list[tuple[Table, dict[str, Any]]]:
    """One row of each kind about number 007 and account o7, and the same about a colleague."""
    keys = _keys(bureau)
    return [
        (t.shift, {"shift_key": 1, "code": "D", "name": "日间", "kind": "day", "starts_min": 480, "ends_min": 960}),
        *_of_both("007", "o7", keys["007"], 1, 121.41),
        *_of_both("0077", "o8", keys["0077"], 2, 121.99),
    ]


def _of_both(number: str, account: str, key: int, own: int, lon: float) -> list[tuple[Table, dict[str, Any]]]:
    place = {"at_us": NOW, "lon": lon, "lat": 29.65}
    still = {"received_us": NOW, "still_lon": lon, "still_lat": 29.65, "still_since_us": NOW}
    asset = {"asset_key": 900 + own, "asset_id": f"P-{number}", "kind": "patrol", "name": number, "lon": lon}
    hour = NOW // HOUR_US
    watched = {"hour": hour, "asset_key": 900 + own, "metric": _still_metric(), "measured_us": NOW, "discriminator": 1}
    case = {"case_key": own, "number": f"C-{own}", "revision": 1, "state": "handling", "category": "0504"}
    case |= {"category_name": "店外经营", "lon": lon, "lat": 29.65, "source": "collector", "reported_us": NOW}
    task = {"task_key": own, "number": f"S-{own}", "revision": 1, "state": "answered", "kind": "case", "title": "督办"}
    task |= {"demand": "整改", "due_us": NOW, "issued_by": "chief", "issued_us": NOW, "request_key": str(own)}
    photo = {"digest": str(own) * 64, "width": 9, "height": 9, "size_bytes": 9, "stored_us": NOW, "taken_us": NOW}
    photo |= {"wanted_us": NOW}
    picked = {"inspector": "chief", "picked_us": NOW, "candidates": 4, "picked_before": 0, "chance": 0.5}
    return [
        (t.person_track, {"person_key": key, **place, "accuracy_m": 8.0, "speed_mps": 1.2}),
        (t.person_position, {"person_key": key, **place, **still}),
        (t.position_source, {"source": f"gb28181:{number}", "person_key": key}),
        (t.camera_access, {"camera": f"gb28181:{number}", "url": f"http://10.1.2.3/{number}", **_ASKED}),
        (t.camera_pull, {"camera": f"gb28181:{number}", **_STOOD}),
        (t.attendance, {"person_key": key, "day": "2026-11-21", "shift_key": 1, "signed_in_us": NOW, "means": "hand"}),
        (t.former_squad, {"person_key": key, "until_us": NOW, "squad_key": 1}),
        (t.inspection, {"person_key": key, **picked, "marks": '{"uniform":"good"}', "note": f"of {number}"}),
        (t.asset, {**asset, "lat": 29.65, "device_ref": f"duty:{number}"}),
        (t.observation, {**watched, "value": 12.0, "received_us": NOW, "flags": 0}),
        (t.observation_hourly, {"asset_key": 900 + own, "metric": _still_metric(), "hour": hour, **_ROLLED}),
        (t.alarm, {"asset_key": 900 + own, **_RAISED}),
        (t.case_record, {**case, "reporter": "seat", "assignee": number, "checker": None, "address": f"路 {own}"}),
        (t.case_entry, {"case_key": own, "at_us": NOW, "kind": "step", "what": "accept", "actor": account}),
        (t.photo, {**photo, "lon": lon, "lat": 29.65}),
        (t.photo_upload, {"digest": str(own) * 64, "account": account, "at_us": NOW}),
        (t.case_photo, {"case_key": own, "digest": str(own) * 64, "role": "after", **_added(account)}),
        (t.case_view, {"account": account, "name": f"红灯 {own}", "told": '{"lamp":"red"}', "saved_us": NOW}),
        (t.case_presence, {"case_key": own, "account": account, "since_us": NOW, "seen_us": NOW + SECOND_US}),
        (t.supervision, {**task, "answered_by": account, "answered_us": NOW}),
        (t.camera_round, {"round_key": own, "name": f"巡 {own}", "revision": 1}),
        (t.camera_walk, {"walk_key": own, "round_key": own, **_WALKED, "begun_by": account}),
        (t.camera_look, {"walk_key": own, "position": 0, "asset_id": f"CAM-{own}", "looked_by": account, **_LOOKED}),
    ]


_WALKED: Final = {"planned_us": NOW, "cameras": "[]", "begun_us": NOW, "held_until_us": 0}
_LOOKED: Final = {"at_us": NOW, "result": "nothing"}
_ASKED: Final = {"user": "viewer", "sealed": "x", "updated_us": NOW}
_STOOD: Final = {"state": "live", "detail": "", "since_us": NOW, "mark_us": NOW, "received": 1}
_ROLLED: Final = {"count": 1, "minimum": 12.0, "maximum": 12.0, "mean": 12.0}
_RAISED: Final = {
    "rule_key": "patrol.still",
    "severity": "minor",
    "peak_severity": "minor",
    "raised_us": NOW,
    "last_raised_us": NOW,
    "worsened_us": NOW,
    "cleared_us": NOW + MINUTE_US,
    "updated_us": NOW,
}


def _added(account: str) -> dict[str, Any]:
    return {"added_us": NOW, "added_by": account}


def _still_metric() -> int:
    from dashboard.domain.metrics import METRICS

    return METRICS["still_min"].number


def test_a_copy_has_what_duty_kept_of_the_person(bureau: Bureau) -> None:
    file = bureau.export()
    assert [(each["at"], each["lon"], each["speed_mps"]) for each in file["track"]] == [(AT, 121.41, 1.2)]
    assert [(each["at"], each["lon"], each["still_since_at"]) for each in file["position"]] == [(AT, 121.41, AT)]
    assert file["devices"] == [{"source": "gb28181:007", "url": "http://10.1.2.3/007", "user": "viewer"}]
    [signed] = file["attendance"]
    assert (signed["day"], signed["shift"], signed["signed_in_at"], signed["means"]) == ("2026-11-21", "D", AT, "hand")
    assert [each["until_at"] for each in file["former_squads"]] == [AT]
    [inspected] = file["inspections"]
    assert (inspected["picked_at"], inspected["marks"], inspected["note"]) == (AT, {"uniform": "good"}, "of 007")
    assert file["watched"] == [{"measured_at": AT, "metric": "still_min", "value": 12.0}]
    assert [(each["rule_key"], each["raised_at"]) for each in file["alarms"]] == [("patrol.still", AT)]


def test_a_copy_has_the_cases_and_what_the_person_did_there(bureau: Bureau) -> None:
    file = bureau.export()
    [case] = file["cases"]
    assert (case["case"], case["address"], case["reported"], case["assigned"], case["to_check"]) == (
        "C-1",
        "路 1",
        False,
        True,
        False,
    )
    assert [(each["case"], each["at"], each["what"]) for each in file["case_deeds"]] == [("C-1", AT, "accept")]
    assert [(each["at"], each["lon"]) for each in file["pictures_sent"]] == [(AT, 121.41)]
    assert [(each["case"], each["role"]) for each in file["pictures_attached"]] == [("C-1", "after")]
    assert [(each["name"], each["told"]) for each in file["case_views"]] == [("红灯 1", {"lamp": "red"})]
    assert [each["case"] for each in file["cases_open_now"]] == ["C-1"]
    [task] = file["supervision"]
    assert (task["task"], task["issued"], task["answered"]) == ("S-1", False, True)
    assert [(each["at"], each["asset_id"], each["result"]) for each in file["camera_rounds"]] == [
        (AT, "CAM-1", "nothing")
    ]


def test_a_copy_has_what_the_record_says_of_the_person(bureau: Bureau) -> None:
    deeds = ("view_track", "edit_person", "pick_inspection", "fill_in_inspection", "sign_in_for_duty", "reveal_person")
    with bureau.work.begin() as work:
        for number in ("007", "0077"):
            for deed in deeds:
                work.note_in_audit(CONSOLE, deed, number, {}, NOW)
    told = [(each["action"], each["subject"]) for each in bureau.export()["audit"]]
    assert told[-len(deeds) :] == [(deed, "007") for deed in deeds]


def test_a_copy_has_nothing_that_duty_and_cases_kept_of_others(bureau: Bureau) -> None:
    told = json.dumps(bureau.export(), ensure_ascii=False)
    others = ("0077", "o8", "121.99", "C-2", "S-2", "路 2", "红灯 2", "chief", "seat", "digest")
    assert [each for each in others if each in told] == []


def test_what_duty_kept_goes_with_the_person_and_that_of_others_stays(bureau: Bureau) -> None:
    bureau.data.erase("007", CONSOLE)
    with bureau.engine.connect() as connection:
        left = kept_of(connection, "007", ["o7"])
        others = kept_of(connection, "0077", ["o8"])
    by_number = {"alarms", "cases", "case_deeds", "pictures_sent", "pictures_attached", "supervision", "camera_rounds"}
    assert {name for name, rows in left.items() if rows} == by_number, "a number and an account's name alone"
    with bureau.engine.connect() as connection:
        asked = [connection.execute(select(kept.c.camera)).scalars().all() for kept in (t.camera_access, t.camera_pull)]
    assert asked == [["gb28181:0077"]] * 2
    assert [name for name, rows in others.items() if not rows] == []


def test_each_part_of_a_copy_that_a_column_is_said_to_be_in_is_there(bureau: Bureau) -> None:
    assert set(NAMING.values()) - {IN_THE_RECORD} <= bureau.export().keys()
