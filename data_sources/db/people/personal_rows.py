"""Everything that is kept about one person, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import and_, delete, func, or_, select, update

from dashboard.domain.accounts import Attempt
from dashboard.domain.audit import Entry
from dashboard.domain.jobs import OPEN_STATES, Job, JobKind
from dashboard.domain.people.personal_file import ABOUT_A_PERSON, ABOUT_TOKENS, report_lines
from dashboard.domain.people.readouts import KeptPhoto, PersonSheet
from dashboard.domain.personal import Photo, quotable
from dashboard.domain.rights import Means
from dashboard.domain.roster.records import Absence
from dashboard.domain.roster.records import Entry as RosterEntry
from dashboard.ports.personal import PersonalRows
from data_sources.db import tables as t
from data_sources.db.audit import entry_of
from data_sources.db.cameras.rows import remove_accesses
from data_sources.db.jobs.rows import job_of
from data_sources.db.json_columns import packed
from data_sources.db.like import like
from data_sources.db.part import SqlPart
from data_sources.db.people.kept import kept_of
from data_sources.db.people.portraits import overwrite_freed_space, picture_of, remove_picture
from data_sources.db.people.reader import sheet_of
from data_sources.db.positions.posts import erase_watched
from data_sources.db.roster.rows import absence_of_row, absences_query, entries_query, entry_of_row

_A: Final = t.audit.c
_J: Final = t.job.c
_P: Final = t.person.c
_OF_A_PERSON: Final = (
    t.inspection,
    t.person_track,
    t.person_position,
    t.position_source,
    t.attendance,
    t.former_squad,
    t.absence,
    t.roster_entry,
)
"""What goes with a person."""
_Y: Final = t.sign_in_attempt.c
_PEOPLES_MEANS: Final = (Means.SESSION.value, Means.OIDC.value)
_TABLES_OF_PEOPLE: Final = (JobKind.PEOPLE.value, JobKind.ROSTER.value)
_OPEN: Final = [state.value for state in OPEN_STATES]


class SqlPersonalRows(SqlPart, PersonalRows):
    """What is read and removed of one person."""

    def person_sheet(self, number: str) -> PersonSheet | None:
        """The person with everything that is theirs to answer for, also what they hold by their post."""
        return sheet_of(self._connection, number)

    def photo(self, photo: Photo) -> KeptPhoto | None:
        """The picture behind a photo."""
        return picture_of(self._connection, photo.reveal())

    def attempts_at(self, account: str) -> Sequence[Attempt]:
        """The attempts to sign in with an account that are still kept, the oldest first."""
        columns = (_Y[name] for name in Attempt._fields)
        query = select(*columns).where(_Y.account == account).order_by(_Y.attempt_key)
        return [Attempt(*row) for row in self._connection.execute(query)]

    def entries_about(self, number: str, accounts: Collection[str]) -> Sequence[Entry]:
        """What the audit log has of the person, and of what was done by and to these accounts, the oldest first."""
        of_person = and_(_A.subject == number, _A.action.in_(ABOUT_A_PERSON))
        by_account = and_(_A.actor.in_(accounts), _A.means.in_(_PEOPLES_MEANS))
        to_account = and_(_A.subject.in_(accounts), _A.action.not_in(ABOUT_TOKENS))
        query = select(t.audit).where(or_(of_person, by_account, to_account)).order_by(_A.number)
        return [entry_of(row) for row in self._connection.execute(query)]

    def roster_of(self, number: str) -> tuple[Sequence[RosterEntry], Sequence[Absence]]:
        """What the roster has of the person, and when they are away, by day."""
        entries = entries_query().where(_P.number == number)
        absences = absences_query().where(_P.number == number)
        return (
            [entry_of_row(row) for row in self._connection.execute(entries)],
            [absence_of_row(row) for row in self._connection.execute(absences)],
        )

    def kept_of(self, number: str, accounts: Collection[str]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What else is kept about the person and of these accounts, by what it is; times as `…_us`."""
        return kept_of(self._connection, number, accounts)

    def forget_habits(self, account: str) -> None:
        """Remove the views that an account keeps, and the signs of which cases it has open."""
        for table in (t.case_view, t.case_presence):
            self._connection.execute(delete(table).where(table.c.account == account))

    def open_imports(self) -> int:
        """How many imports of people wait or run."""
        query = select(func.count()).where(_J.kind == JobKind.PEOPLE.value, _J.state.in_(_OPEN))
        return int(self._connection.execute(query).scalar_one())

    def reports_naming(self, number: str) -> Sequence[Job]:
        """The ended imports of people and rosters that refused a row of this number, the oldest first."""
        query = (
            select(*(_J[name] for name in Job._fields))
            .where(_J.kind.in_(_TABLES_OF_PEOPLE), _J.state.not_in(_OPEN))
            .where(_J.result.like(like(_as_json(quotable(number))), escape="\\"))
            .order_by(_J.job_key)
        )
        found = [job_of(row) for row in self._connection.execute(query)]
        return [job for job in found if report_lines(job.result, number)]

    def save_report(self, job_key: int, result: Mapping[str, Any]) -> None:
        """Put this report in place of the one that an ended job has."""
        self._overwrite_freed_space()
        self._connection.execute(update(t.job).where(_J.job_key == job_key).values(result=packed(dict(result))))

    def forget_attempts(self, account: str) -> None:
        """Remove the attempts to sign in with an account."""
        self._connection.execute(delete(t.sign_in_attempt).where(_Y.account == account))

    def remove_person(self, number: str) -> int:
        """Remove the person, the photo unless something else shows it too, and what they hold by themselves."""
        self._overwrite_freed_space()
        row = self._connection.execute(select(_P.person_key, _P.photo_digest).where(_P.number == number)).first()
        if row is None:
            return 0
        held = delete(t.responsibility).where(t.responsibility.c.person_key == row.person_key)
        ended = int(self._connection.execute(held).rowcount)
        erase_watched(self._connection, number)
        worn = select(t.position_source.c.source).where(t.position_source.c.person_key == row.person_key)
        remove_accesses(self._connection, worn)
        for table in _OF_A_PERSON:
            self._connection.execute(delete(table).where(table.c.person_key == row.person_key))
        self._connection.execute(delete(t.person).where(_P.person_key == row.person_key))
        if row.photo_digest:
            remove_picture(self._connection, row.photo_digest)
        return ended

    def _overwrite_freed_space(self) -> None:
        overwrite_freed_space(self._connection, self._dialect)


def _as_json(text: str) -> str:
    """The text as it stands inside a JSON string."""
    return packed(text)[1:-1]
