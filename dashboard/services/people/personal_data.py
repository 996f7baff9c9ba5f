"""Use cases: hand somebody everything that is kept about them, and erase it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dashboard.domain.accounts import Account, Refused, administers
from dashboard.domain.feeds import Feed
from dashboard.domain.jobs import Job
from dashboard.domain.people.personal_file import (
    ERASED,
    EXPORTED,
    AccountFile,
    PersonalFile,
    report_lines,
    without_name,
)
from dashboard.domain.people.readouts import PersonSheet
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import Conflict, NotFound
from dashboard.ports.operations import Clock
from dashboard.ports.personal import PersonalStore, PersonalWork
from dashboard.services.access import require

_ALL: Final = 1_000_000
_IMPORT_WAITS: Final = Text(
    "有人员导入正在等待或进行，可能再次写入此人；请等它结束后再删除",
    "an import of people waits or runs and may bring them in again: let it end, or call it off, and erase then",
)


class Erasure(NamedTuple):
    """What was erased: the accounts that were disabled, and how many sessions, responsibilities and report lines."""

    accounts: tuple[str, ...]
    sessions: int
    responsibilities: int
    report_lines: int


class PersonalData:
    """The rights of those whose data are kept. Each method raises Forbidden, NotFound, Unavailable."""

    def __init__(self, store: PersonalStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def export(self, number: str, actor: Actor) -> PersonalFile:
        """Return everything that is kept about a person; that it was taken out is noted first."""
        require(actor, Permission.REVEAL_PERSONAL_DATA)
        with self._store.begin() as work:
            sheet, accounts = _known(work, number)
            file = _file(work, number, sheet, accounts)
            told = {"accounts": [each.name for each in accounts], "entries": len(file.entries)}
            work.note_in_audit(actor, EXPORTED, number, told, self._clock())
        return file

    def erase(self, number: str, actor: Actor) -> Erasure:
        """Remove a person, disable their accounts and blank what these say of them; nothing of it comes back.

        The audit log keeps its entries, which have the number and the accounts' names. Raises Conflict for the last
        administrator, and while an import of people waits or runs.
        """
        require(actor, Permission.MANAGE_PEOPLE)
        require(actor, Permission.MANAGE_ACCOUNTS)
        with self._store.begin() as work:
            work.lock_accounts()
            _, accounts = _known(work, number)
            _refuse_the_last_administrator(work.accounts(), accounts)
            if work.open_imports():
                raise Conflict(_IMPORT_WAITS)
            now_us = self._clock()
            responsibilities = work.remove_person(number)
            sessions = sum(_blank_account(work, each, now_us) for each in accounts)
            names = tuple(each.name for each in accounts)
            done = Erasure(names, sessions, responsibilities, _blank_reports(work, number))
            work.note_in_audit(actor, ERASED, number, done._asdict(), now_us)
            work.bump([Feed.PEOPLE])
        return done


def _known(work: PersonalWork, number: str) -> tuple[PersonSheet | None, list[Account]]:
    """The person and their accounts. Raises NotFound when there is neither."""
    sheet = work.person_sheet(number)
    accounts = [each for each in work.accounts() if each.person == number]
    if sheet is None and not accounts:
        raise NotFound(
            Text(f"没有保存工号 {number:.40} 的个人信息", f"nothing is kept about a person with number {number:.40}")
        )
    return sheet, accounts


def _file(work: PersonalWork, number: str, sheet: PersonSheet | None, accounts: Sequence[Account]) -> PersonalFile:
    names = [each.name for each in accounts]
    roster, absences = work.roster_of(number)
    photo = sheet.line.person.photo if sheet else None
    return PersonalFile(
        number=number,
        sheet=sheet,
        photo=work.photo(photo) if photo else None,
        accounts=[AccountFile(each, work.sessions(each.account_key), work.attempts_at(each.name)) for each in accounts],
        entries=work.entries_about(number, names),
        jobs=[job for name in names for job in _oldest_first(work.jobs(name, _ALL))],
        reports=work.reports_naming(number),
        roster=roster,
        absences=absences,
        kept=work.kept_of(number, names),
    )


def _oldest_first(jobs: Iterable[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: job.job_key)


def _refuse_the_last_administrator(every: Iterable[Account], going: Iterable[Account]) -> None:
    keys = {each.account_key for each in going}
    administrators = {each.account_key for each in every if administers(each)}
    if administrators and administrators <= keys:
        raise Conflict(Refused.LAST_ADMINISTRATOR)


def _blank_reports(work: PersonalWork, number: str) -> int:
    """Leave the number alone where reports of imports have the masked name too; return in how many lines."""
    lines = 0
    for job in work.reports_naming(number):
        lines += len(report_lines(job.result, number))
        work.save_report(job.job_key, without_name(job.result or {}, number))
    return lines


def _blank_account(work: PersonalWork, account: Account, now_us: int) -> int:
    """Leave of an account its name and role, so that the record stays readable; return how many sessions ended."""
    blank = {"disabled_us": account.disabled_us or now_us, "person": None, "squad": None, "oidc_subject": None}
    blank |= {"department": None}
    work.save_account(account.account_key, {**blank, "password_digest": "", "must_change_password": True})
    work.forget_attempts(account.name)
    work.forget_habits(account.name)
    return work.remove_sessions(account.account_key)
