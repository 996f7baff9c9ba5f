"""What else than the register is kept about one person, by what it is: for the copy that the person may have."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, case, false, or_, select, true

from dashboard.domain.metrics import METRICS_BY_NUMBER
from dashboard.domain.sensors.patrol import DUTY
from data_sources.db import tables as t
from data_sources.db.json_columns import unpacked

_P: Final = t.person.c
_C: Final = t.case_record.c
_E: Final = t.case_entry.c
_I: Final = t.inspection.c
_S: Final = t.supervision.c
_O: Final = t.observation.c
_H: Final = t.observation_hourly.c
_A: Final = t.alarm.c
_CASE: Final = _C.number.label("case")
_JSON: Final = ("marks", "told")
_SIGNED: Final = (_S.issued_by, _S.signed_by, _S.answered_by, _S.ended_by)


def kept_of(
    connection: Connection, number: str, accounts: Collection[str]
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the rows about the person and of their accounts by what they are, the oldest first.

    Nothing names anybody else: who looked, sent or decided stands in the audit log.
    """
    queries = {**_of_the_person(number), **_at_work(number, accounts), **_of_accounts(accounts)}
    found = {name: [_plain(row) for row in connection.execute(query)] for name, query in queries.items()}
    return {**found, "watched": _watched(connection, number)}


def _of_the_person(number: str) -> Mapping[str, Select[Any]]:
    position, track, signed = t.person_position.c, t.person_track.c, t.attendance.c
    measured = ("at_us", "lon", "lat", "accuracy_m", "speed_mps")
    more = ("heading_deg", "battery_pct", "still_lon", "still_lat", "still_since_us", "outside_m")
    queries = {
        "position": select(*(position[name] for name in (*measured, *more))).join_from(t.person_position, t.person),
        "track": select(*(track[name] for name in measured)).join_from(t.person_track, t.person).order_by(track.at_us),
        "devices": select(t.position_source.c.source, t.camera_access.c.url, t.camera_access.c.user)
        .join_from(t.position_source, t.person)
        .outerjoin(t.camera_access, t.camera_access.c.camera == t.position_source.c.source),
        "attendance": select(
            signed.day, t.shift.c.code.label("shift"), signed.signed_in_us, signed.signed_out_us, signed.means
        )
        .join_from(t.attendance, t.person)
        .outerjoin(t.shift, t.shift.c.shift_key == signed.shift_key)
        .order_by(signed.attendance_key),
        "former_squads": select(t.squad.c.code.label("squad"), t.former_squad.c.until_us)
        .join_from(t.former_squad, t.person, t.person.c.person_key == t.former_squad.c.person_key)
        .join(t.squad, t.squad.c.squad_key == t.former_squad.c.squad_key)
        .order_by(t.former_squad.c.until_us),
        "inspections": select(_I.picked_us, _I.candidates, _I.picked_before, _I.chance, _I.marks, _I.note, _I.ended_us)
        .join_from(t.inspection, t.person)
        .order_by(_I.inspection_key),
    }
    return {name: query.where(_P.number == number) for name, query in queries.items()}


def _at_work(number: str, accounts: Collection[str]) -> Mapping[str, Select[Any]]:
    """Alarms about the person, and the cases that the person reported, had or was to check, with what they did."""
    alarm_columns = (_A.rule_key, _A.severity, _A.peak_severity, _A.raised_us, _A.cleared_us)
    own = or_(_C.assignee == number, _C.checker == number, _C.reporter.in_(accounts))
    return {
        "alarms": select(*alarm_columns)
        .join_from(t.alarm, t.asset, t.asset.c.asset_key == _A.asset_key)
        .where(t.asset.c.device_ref == DUTY + number)
        .order_by(_A.alarm_key),
        "cases": select(
            _CASE,
            _C.category_name,
            _C.address,
            _C.state,
            _C.reported_us,
            _C.ended_us,
            _is(_C.reporter.in_(accounts), "reported"),
            _is(_C.assignee == number, "assigned"),
            _is(_C.checker == number, "to_check"),
        )
        .where(own)
        .order_by(_C.case_key),
        "case_deeds": select(_CASE, _E.at_us, _E.kind, _E.what, _E.text)
        .join_from(t.case_entry, t.case_record, _C.case_key == _E.case_key)
        .where(_E.actor.in_(accounts))
        .order_by(_E.entry_key),
    }


def _of_accounts(accounts: Collection[str]) -> Mapping[str, Select[Any]]:
    photo, sent, view, presence = t.photo.c, t.photo_upload.c, t.case_view.c, t.case_presence.c
    shown, look = t.case_photo.c, t.camera_look.c
    return {
        "pictures_sent": select(sent.at_us, photo.taken_us, photo.lon, photo.lat)
        .join_from(t.photo_upload, t.photo, photo.digest == sent.digest)
        .where(sent.account.in_(accounts))
        .order_by(sent.at_us),
        "pictures_attached": select(_CASE, shown.role, shown.added_us)
        .join_from(t.case_photo, t.case_record, _C.case_key == shown.case_key)
        .where(shown.added_by.in_(accounts))
        .order_by(shown.added_us),
        "camera_rounds": select(look.at_us, look.asset_id, look.result, look.note)
        .where(look.looked_by.in_(accounts))
        .order_by(look.at_us),
        "case_views": select(view.name, view.told, view.saved_us).where(view.account.in_(accounts)),
        "cases_open_now": select(_CASE, presence.since_us, presence.seen_us)
        .join_from(t.case_presence, t.case_record, _C.case_key == presence.case_key)
        .where(presence.account.in_(accounts)),
        "supervision": select(
            _S.number.label("task"),
            _S.title,
            *(_is(column.in_(accounts), column.name.removesuffix("_by")) for column in _SIGNED),
        )
        .where(or_(*(column.in_(accounts) for column in _SIGNED)))
        .order_by(_S.task_key),
    }


def _watched(connection: Connection, number: str) -> Sequence[Mapping[str, Any]]:
    """What was watched on duty; its hours are named one by one, as readings are clustered by them."""
    own = connection.execute(select(t.asset.c.asset_key).where(t.asset.c.device_ref == DUTY + number)).scalars().all()
    hours = select(_H.hour).where(_H.asset_key.in_(own)).union(select(t.rollup_pending.c.hour))
    found = sorted(set(connection.execute(hours).scalars())) if own else []
    query = (
        select(_O.measured_us, _O.metric, _O.value)
        .where(_O.hour.in_(found), _O.asset_key.in_(own))
        .order_by(_O.measured_us, _O.metric)
    )
    rows = connection.execute(query) if found else ()
    return [
        {"measured_us": at_us, "metric": METRICS_BY_NUMBER[metric].key, "value": value} for at_us, metric, value in rows
    ]


def _is(condition: ColumnElement[bool], name: str) -> ColumnElement[bool]:
    """The condition under a name, false also where nothing is known."""
    return case((condition, true()), else_=false()).label(name)


def _plain(row: Row[Any]) -> dict[str, Any]:
    """A row by the names of its columns, JSON read."""
    told = row._asdict()
    return {name: unpacked(value) if name in _JSON and value else value for name, value in told.items()}
