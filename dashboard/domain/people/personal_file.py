"""Everything that is kept about one person, as the person may have it (个人信息保护法 Art. 45)."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.domain.accounts import Account, Attempt, Session
from dashboard.domain.audit import Entry
from dashboard.domain.jobs import Job
from dashboard.domain.people.readouts import AreaHolder, KeptPhoto, PersonSheet, present_person
from dashboard.domain.personal import quotable
from dashboard.domain.readings import from_us
from dashboard.domain.roster.records import Absence
from dashboard.domain.roster.records import Entry as RosterEntry

EXPORTED: Final = "export_person"
ERASED: Final = "erase_person"
PHOTO_SET: Final = "set_person_photo"
PHOTO_REMOVED: Final = "remove_person_photo"
ABOUT_A_PERSON: Final = (
    "reveal_person", EXPORTED, ERASED, PHOTO_SET, PHOTO_REMOVED,
    "edit_person", "view_track", "pick_inspection", "fill_in_inspection", "sign_in_for_duty", "sign_out_of_duty",
    "look_through_camera", "set_roster", "move_roster", "swap_roster", "note_absence", "end_absence",
)  # fmt: skip
"""What is done to a person, with the number as subject: a number alone may be the key of something else, too."""
ABOUT_TOKENS: Final = ("add_token", "revoke_token")
"""What is done to a token, which may have the name of an account."""


class AccountFile(NamedTuple):
    """An account of the person, where it is signed in, and the last attempts to."""

    account: Account
    sessions: Sequence[Session]
    attempts: Sequence[Attempt]


class PersonalFile(NamedTuple):
    """Everything about one person; `sheet` is None when only accounts name the number.

    `jobs` are those that the person asked for, `reports` those of imports that refused a row of the person, `kept` what
    else there is, by what it is.
    """

    number: str
    sheet: PersonSheet | None
    photo: KeptPhoto | None
    accounts: Sequence[AccountFile]
    entries: Sequence[Entry]
    jobs: Sequence[Job]
    reports: Sequence[Job]
    roster: Sequence[RosterEntry] = ()
    absences: Sequence[Absence] = ()
    kept: Mapping[str, Sequence[Mapping[str, Any]]] = {}


def report_lines(result: Mapping[str, Any] | None, number: str) -> list[Mapping[str, Any]]:
    """Return the refused rows of a report that name this number, with the masked name behind it or without."""
    rejected = (result or {}).get("rejected", ())
    return [line for line in rejected if _names(line, number)]


def without_name(result: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Return the report of an import with the number alone where it had the masked name of that person too."""
    plain = quotable(number)
    lines = [{**line, "name": plain} if _names(line, number) else line for line in result.get("rejected", ())]
    return {**result, "rejected": lines}


def _names(line: Mapping[str, Any], number: str) -> bool:
    """Reports call a row by its number and, behind a blank, a masked name, which has no blank in it."""
    called, plain = str(line.get("name", "")), quotable(number)
    return called == plain or called.rpartition(" ")[0] == plain


def present_file(file: PersonalFile) -> dict[str, Any]:
    """Return the file as JSON-able values, whole; times are RFC 3339 in UTC. Secrets and digests are left out."""
    return {
        "number": file.number,
        "person": None if file.sheet is None else _person(file.sheet, file.photo),
        "responsibilities": [] if file.sheet is None else [_holder(each) for each in file.sheet.answers],
        "accounts": [_account(each) for each in file.accounts],
        "audit": [_entry(each) for each in file.entries],
        "jobs": [_job(each) for each in file.jobs],
        "import_reports": [_report(each, file.number) for each in file.reports],
        "roster": [{"day": each.day.isoformat(), "shift": each.shift, "area": each.area} for each in file.roster],
        "absences": [
            {"from": each.from_day.isoformat(), "until": each.until_day.isoformat(), "kind": each.kind.value}
            for each in file.absences
        ],
        **{name: [_kept(row) for row in rows] for name, rows in file.kept.items()},
    }


def _person(sheet: PersonSheet, photo: KeptPhoto | None) -> dict[str, Any]:
    shown = present_person(sheet.line, reveal=True)
    picture = None
    if photo is not None:
        content = base64.b64encode(photo.content).decode()
        picture = {"media_type": photo.media_type, "content_base64": content}
    return {**shown, "left_at": _time(sheet.line.person.left_us), "photo": picture}


def _holder(holder: AreaHolder) -> dict[str, Any]:
    return {"area": holder.area_code, "area_name": holder.area_name, "level": holder.level, "role": holder.role}


def _account(file: AccountFile) -> dict[str, Any]:
    account = file.account
    return {
        "name": account.name,
        "role": account.role.value,
        "squad": account.squad,
        "oidc_subject": account.oidc_subject,
        "must_change_password": account.must_change_password,
        "created_at": _time(account.created_us),
        "disabled_at": _time(account.disabled_us),
        "sessions": [_session(each) for each in file.sessions],
        "sign_in_attempts": [
            {"at": _time(each.at_us), "address": each.address, "succeeded": each.succeeded} for each in file.attempts
        ],
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "created_at": _time(session.created_us),
        "seen_at": _time(session.seen_us),
        "address": session.address,
        "agent": session.agent,
        "by_oidc": session.by_oidc,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {"number": entry.number, "at": _time(entry.deed.at_us), **_without(entry.deed._asdict(), "at_us")}


def _job(job: Job) -> dict[str, Any]:
    """A job without the rows that it refused: those are of other people."""
    return {
        "kind": job.kind.value,
        "file_name": job.file_name,
        "account": job.owner,
        "role": job.role.value,
        "address": job.address,
        "state": job.state.value,
        "created_at": _time(job.created_us),
        "ended_at": _time(job.ended_us),
        "result": _without(dict(job.result or {}), "rejected"),
    }


def _report(job: Job, number: str) -> dict[str, Any]:
    return {"at": _time(job.created_us), "rows": [dict(line) for line in report_lines(job.result, number)]}


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its times as times: `at_us` becomes `at`, `signed_in_us` becomes `signed_in_at`."""
    return dict(_timed(name, value) for name, value in row.items())


def _timed(name: str, value: Any) -> tuple[str, Any]:
    if not name.endswith("_us"):
        return name, value
    plain = name.removesuffix("_us")
    return plain if plain == "at" else f"{plain}_at", _time(value)


def _without(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


def _time(at_us: int | None) -> str | None:
    return None if at_us is None else from_us(at_us).isoformat().replace("+00:00", "Z")
