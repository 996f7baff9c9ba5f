"""Everything about one person is handed out and erased, on both databases."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, select, update

from dashboard.domain.accounts import Attempt
from dashboard.domain.audit import first_broken
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.jobs import Ending, JobKind, JobState, new_job
from dashboard.domain.people.personal_file import present_file
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Responsibility
from dashboard.domain.personal import PersonName, Phone, Photo
from dashboard.domain.rights import Means, Role, system
from dashboard.domain.roster.records import Absence, AbsenceKind
from dashboard.domain.roster.records import Entry as RosterEntry
from dashboard.domain.roster.shifts import USUAL_SHIFTS
from dashboard.errors import Conflict, Forbidden, NotFound, NotSignedIn
from dashboard.services.accounts.administration import Accounts, NewAccount
from dashboard.services.accounts.signing_in import Origin, PasswordRules, SigningIn
from dashboard.services.people.personal_data import PersonalData
from dashboard.services.people.revealing import Revealing
from data_sources.db import tables as t
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.audit import SqlAuditReader
from data_sources.db.people.personal_store import SqlPersonalStore
from data_sources.db.people.reader import PeopleReader
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.transactions import SqlTransactions
from tests.actors import OPERATOR, acting
from tests.adapters.city_of_four import settle
from tests.adapters.test_accounts import PlainDigests
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

CONSOLE = system("console", Means.COMMAND_LINE)
RULES = PasswordRules(8, 30 * MINUTE_US, "https://sso.example")
NAME, PHONE, PASSWORD = "欧阳绣花", "13987654321", "Spring-2026"
PICTURE, DIGEST = b"\xff\xd8 a face", "5e" * 32
HERE = Origin("10.1.2.3", "a browser of hers")


@dataclass
class Bureau:
    """Two officers; number 007 has an account, a photo, an area, and stands in the report of an import."""

    engine: Engine
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))

    def __post_init__(self) -> None:
        settle(self.engine)
        self.work = SqlTransactions(self.engine, self.clock)
        self.data = PersonalData(SqlPersonalStore(self.engine, self.clock), self.clock)
        store = SqlAccountStore(self.engine, self.clock)
        self.accounts = Accounts(store, PlainDigests(), RULES, self.clock)
        self.signing_in = SigningIn(store, PlainDigests(), RULES, self.clock)
        self._add_people()
        self._add_accounts()
        self._add_report()

    def _add_people(self) -> None:
        first = Person(
            number="007", name=PersonName(NAME), post=Post.OFFICER, phone=Phone(PHONE), squad="S1", photo=Photo(DIGEST)
        )
        other = Person(number="0077", name=PersonName("张〇一"), post=Post.OFFICER, phone=Phone("10000000001"))
        with self.work.begin() as work:
            work.save_people([first, other])
            answers = [Responsibility(area="L1", role="line_officer", person=number) for number in ("007", "0077")]
            work.replace_responsibilities(answers, people=["007", "0077"])
        with self.engine.begin() as connection:
            picture = {"digest": DIGEST, "media_type": "image/jpeg", "content": PICTURE, "stored_us": NOW}
            connection.execute(insert(t.image).values(picture))

    def _add_accounts(self) -> None:
        self.accounts.add(NewAccount("admin", Role.ADMINISTRATOR, PASSWORD), CONSOLE)
        new = NewAccount("o7", Role.OPERATOR, PASSWORD, person="007", squad="S1", subject="subject-of-7")
        self.accounts.add(new, CONSOLE)
        self.secret, self.actor = self.signing_in.sign_in("o7", PASSWORD, HERE)

    def _add_report(self) -> None:
        rows = [
            {"where": ["第 2 行", "line 2"], "name": f"{number} 欧**", "reason": ["", ""]} for number in ("007", "0077")
        ]
        with self.work.begin() as work:
            work.add_job(new_job(JobKind.PEOPLE, self.actor, "people.csv", {}, NOW), b"")
            job = work.claim_job("claim", NOW, NOW + MINUTE_US)
            assert job is not None
            result = {"accepted": 1, "updated": 0, "refused": 2, "rejected": rows}
            assert work.end_job(job, Ending(JobState.DONE, result), NOW)

    def reveal(self, number: str) -> None:
        leader = acting("leader", Role.DISPATCHER)
        store = SqlPeopleStore(self.engine, self.clock)
        Revealing(PeopleReader(self.engine), store, self.clock).reveal(number, "电话联系现场", leader)

    def export(self) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(json.dumps(present_file(self.data.export("007", CONSOLE))))
        return shown

    def everything(self) -> str:
        """All rows of all tables as text."""
        with self.engine.connect() as connection:
            return "\n".join(
                repr(row) for table in t.metadata.sorted_tables for row in connection.execute(select(table))
            )

    def entries(self) -> list[tuple[str, str, str]]:
        return [
            (each.deed.actor, each.deed.action, each.deed.subject) for each in SqlAuditReader(self.engine).entries()
        ]


@pytest.fixture
def bureau(engine: Engine) -> Bureau:
    return Bureau(engine)


def test_an_export_has_everything_about_one_person_whole(bureau: Bureau) -> None:
    bureau.reveal("007")
    file = bureau.export()
    person = file["person"]
    assert (person["name"], person["phone"], person["squad"]) == (NAME, PHONE, "S1")
    assert base64.b64decode(person["photo"]["content_base64"]) == PICTURE
    assert [(each["area"], each["role"]) for each in file["responsibilities"]] == [("L1", "line_officer")]
    [account] = file["accounts"]
    assert (account["name"], account["role"], account["oidc_subject"]) == (
        "o7",
        "operator",
        "https://sso.example#subject-of-7",
    )
    assert [(each["address"], each["agent"]) for each in account["sessions"]] == [HERE]
    assert [(each["address"], each["succeeded"]) for each in account["sign_in_attempts"]] == [("10.1.2.3", True)]
    assert [(each["actor"], each["action"], each["subject"]) for each in file["audit"]] == [
        ("console", "add_account", "o7"),
        ("o7", "sign_in", "o7"),
        ("leader", "reveal_person", "007"),
    ]
    assert [(each["kind"], each["file_name"], each["result"]) for each in file["jobs"]] == [
        ("import_people", "people.csv", {"accepted": 1, "updated": 0, "refused": 2})
    ]
    assert [[row["name"] for row in each["rows"]] for each in file["import_reports"]] == [["007 欧**"]]


def test_an_export_has_the_roster_and_the_absences_of_the_person_alone(bureau: Bureau) -> None:
    day = date(2026, 11, 27)
    with bureau.work.begin() as work:
        work.save_shifts(USUAL_SHIFTS)
        work.save_entries([RosterEntry("007", day, "D", "L1"), RosterEntry("0077", day, "N")])
        work.save_absence(Absence("007", day, day, AbsenceKind.ILL))
    file = bureau.export()
    assert file["roster"] == [{"day": "2026-11-27", "shift": "D", "area": "L1"}]
    assert file["absences"] == [{"from": "2026-11-27", "until": "2026-11-27", "kind": "ill"}]
    bureau.data.erase("007", CONSOLE)
    with bureau.work.begin() as work:
        assert work.entries(day, day) == [RosterEntry("0077", day, "N")]
        assert work.absences(day, day) == []


def test_an_export_has_nothing_of_others_and_no_secret(bureau: Bureau) -> None:
    bureau.reveal("0077")
    told = json.dumps(bureau.export(), ensure_ascii=False)
    assert "0077" not in told
    assert "张" not in told
    assert "admin" not in told
    assert "digest" not in told
    assert bureau.secret not in told


def test_an_export_is_audited_by_number_in_its_own_transaction(bureau: Bureau) -> None:
    bureau.export()
    assert bureau.entries()[-1] == ("console", "export_person", "007")
    assert bureau.export()["audit"][-1]["action"] == "export_person"


def test_only_accounts_may_name_a_number(bureau: Bureau) -> None:
    """As after somebody's row was removed by hand."""
    bureau.accounts.add(NewAccount("o9", Role.OFFICER, PASSWORD), CONSOLE)
    with bureau.engine.begin() as connection:
        connection.execute(update(t.account).where(t.account.c.name == "o9").values(person="009"))
    file = bureau.data.export("009", CONSOLE)
    assert (file.sheet, [each.account.name for each in file.accounts]) == (None, ["o9"])
    assert bureau.data.erase("009", CONSOLE).accounts == ("o9",)


def test_who_is_erased_is_nowhere_any_more_but_as_a_number_in_the_record(bureau: Bureau) -> None:
    assert all(each in bureau.everything() for each in (NAME, PHONE, DIGEST, "subject-of-7", "10.1.2.3"))
    done = bureau.data.erase("007", CONSOLE)
    assert done == (("o7",), 1, 1, 1)
    left = bureau.everything()
    assert all(each not in left for each in (NAME, PHONE, DIGEST, "a face", "007 欧", "a browser of hers"))
    assert "0077 欧**" in left, "what others left stays"
    with bureau.engine.connect() as connection:
        assert connection.execute(select(t.session)).all() == []
        assert connection.execute(select(t.person.c.number)).scalars().all() == ["0077"]
        assert (
            len(connection.execute(select(t.responsibility).where(t.responsibility.c.person_key.is_not(None))).all())
            == 1
        )
        assert bureau.entries()[-1] == ("console", "erase_person", "007")
    reader = SqlAuditReader(bureau.engine)
    assert first_broken(reader.entries(), reader.head(), {}) is None


def test_the_account_of_who_was_erased_lets_nobody_in(bureau: Bureau) -> None:
    bureau.data.erase("007", CONSOLE)
    assert bureau.signing_in.who(bureau.secret, "") is None
    with pytest.raises(NotSignedIn):
        bureau.signing_in.sign_in("o7", PASSWORD, HERE)
    with pytest.raises(NotSignedIn):
        bureau.signing_in.sign_in_as("subject-of-7", HERE)
    [account] = [each for each in bureau.accounts.accounts(CONSOLE) if each.name == "o7"]
    assert (account.disabled_us, account.person, account.squad, account.oidc_subject, account.password_digest) == (
        bureau.clock.now_us,
        None,
        None,
        None,
        "",
    )


@pytest.mark.parametrize("number", ["007", "404", "", "0", "00"])
def test_of_whom_nothing_is_kept_nothing_is_handed_out_or_erased(bureau: Bureau, number: str) -> None:
    if number == "007":
        bureau.data.erase("007", CONSOLE)
    before = bureau.entries()
    with pytest.raises(NotFound, match="nothing is kept"):
        bureau.data.erase(number, CONSOLE)
    with pytest.raises(NotFound, match="nothing is kept"):
        bureau.data.export(number, CONSOLE)
    assert bureau.entries() == before


def test_the_last_administrator_is_not_erased(bureau: Bureau) -> None:
    bureau.accounts.change_role("o7", Role.ADMINISTRATOR, CONSOLE)
    bureau.accounts.disable("admin", CONSOLE)
    before = bureau.everything()
    with pytest.raises(Conflict, match="last administrator"):
        bureau.data.erase("007", CONSOLE)
    assert bureau.everything() == before
    bureau.accounts.enable("admin", CONSOLE)
    assert bureau.data.erase("007", CONSOLE).accounts == ("o7",)


def test_nobody_is_erased_while_an_import_may_bring_them_in_again(bureau: Bureau) -> None:
    with bureau.work.begin() as work:
        key = work.add_job(new_job(JobKind.PEOPLE, OPERATOR, "people.csv", {}, NOW), b"")
    with pytest.raises(Conflict, match="import of people waits"):
        bureau.data.erase("007", CONSOLE)
    with bureau.work.begin() as work:
        work.ask_to_cancel(key, NOW)
    bureau.data.erase("007", CONSOLE)


def test_a_picture_that_a_camera_event_shows_too_stays(bureau: Bureau) -> None:
    event = {
        "source": "canonical",
        "camera_ref": "c",
        "label": "0505",
        "first_us": NOW,
        "last_us": NOW,
        "image_digest": DIGEST,
        "updated_us": NOW,
    }
    with bureau.engine.begin() as connection:
        connection.execute(insert(t.camera_event).values(event))
    bureau.data.erase("007", CONSOLE)
    with bureau.engine.connect() as connection:
        assert connection.execute(select(t.image.c.digest)).scalars().all() == [DIGEST]


def test_a_photo_whose_picture_is_gone_is_no_obstacle(bureau: Bureau) -> None:
    with bureau.engine.begin() as connection:
        connection.execute(delete(t.image))
    assert bureau.export()["person"]["photo"] is None


def test_attempts_at_the_account_go_with_it_and_those_at_others_stay(bureau: Bureau) -> None:
    with bureau.work.begin() as work:
        work.add_attempt(Attempt(NOW, "admin", "10.9.9.9", succeeded=False), 0)
    bureau.data.erase("007", CONSOLE)
    with bureau.engine.connect() as connection:
        assert connection.execute(select(t.sign_in_attempt.c.account)).scalars().all() == ["admin"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.DISPATCHER, Role.SQUAD_LEADER, Role.OFFICER, Role.MANAGER])
def test_who_has_not_both_rights_erases_nobody(bureau: Bureau, role: Role) -> None:
    with pytest.raises(Forbidden):
        bureau.data.erase("007", acting("somebody", role))


def test_what_was_erased_is_not_in_the_free_space_of_the_file_either(new_engine: Any, tmp_path: Path) -> None:
    bureau = Bureau(new_engine("sqlite"))
    database = Path(str(bureau.engine.url.database))
    _settle_file(bureau.engine)
    traces = [each.encode() for each in (NAME, PHONE)] + [PICTURE]
    assert all(each in database.read_bytes() for each in traces)
    bureau.data.erase("007", CONSOLE)
    _settle_file(bureau.engine)
    assert [each for each in traces if each in database.read_bytes()] == []


def _settle_file(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
