"""What the administrator's page asks, on fixed records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from dashboard.domain.accounts import Account, ApiToken, Session
from dashboard.domain.audit import BEGINNING, AuditQuery, Entry, Link, deed_of, next_link
from dashboard.domain.camera_pictures import WornDevice, WornDraft
from dashboard.domain.city import CityProfile
from dashboard.domain.jobs import Job, JobKind, JobState, new_job
from dashboard.domain.people.readouts import KeptPhoto
from dashboard.domain.rights import USUAL_RIGHTS, Actor, Reach, Role
from dashboard.domain.sources import SourceLine
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.services.audit import Audit
from dashboard.services.city import CityNames
from dashboard.services.jobs.queue import Jobs
from dashboard.services.people.editing import PeopleEditing
from dashboard.services.people.portraits import Portraits
from dashboard.services.people.revealing import Revealing
from dashboard.services.sources import Sources
from tests.actors import acting
from tests.readout_builders import HOUR_US, NOW_US


class FakeNotes:
    """The deeds that were noted."""

    def __init__(self) -> None:
        self.noted: list[str] = []
        self.photos: dict[str, KeptPhoto] = {}
        self.details: list[Any] = []

    @contextmanager
    def begin(self) -> Iterator[Any]:
        yield self

    look = begin

    def portrait(self, number: str) -> KeptPhoto | None:
        return self.photos.get(number)

    def replace_portrait(self, number: str, photo: KeptPhoto | None) -> bool:
        self.photos.pop(number, None)
        if photo:
            self.photos[number] = photo
        return number == "001"

    def bump(self, _feeds: Any) -> dict[str, int]:
        return {}

    def note_in_audit(self, _actor: Any, action: str, *told: Any) -> None:
        self.noted.append(action)
        self.details.append(told[:2])


class FakeCityStore(FakeNotes):
    """A profile, and the deeds that were noted."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = CityProfile(name=Text("绣城区", "Xiucheng"))

    def city_profile(self) -> CityProfile:
        return self.kept

    def save_city_profile(self, profile: CityProfile) -> None:
        self.kept = profile

    def bump(self, feeds: Any) -> dict[Any, int]:
        return {}


class FakeSourceReads:
    """Manholes by two systems, one of them silent for two days, and the areas."""

    def __init__(self) -> None:
        self.lines = [
            SourceLine("manhole", "deveui", 400, NOW_US - 3_000_000, is_live=True),
            SourceLine("manhole", None, 31, None, is_live=True),
            SourceLine("rain", "alink", 9, NOW_US - 48 * HOUR_US, is_live=True),
            SourceLine("areas", "", 155, None, is_live=False),
        ]
        self.specs: list[Mapping[str, Any]] = [
            {
                "match": {"uplink": "chirpstack", "profile": "EM500"},
                "fields": [{"path": "object.depth", "metric": "level_m", "unit": "cm"}],
            },
            {"match": {"uplink": "generic", "topic": "noise/.+"}, "ignore": True},
        ]

    def sources(self) -> Sequence[SourceLine]:
        return self.lines

    def mapping_specs(self) -> Sequence[Mapping[str, Any]]:
        return self.specs


class FakeAuditReads(FakeNotes):
    """A hundred and twenty entries, the last with what was before and after; `queries` are those that were asked."""

    def __init__(self) -> None:
        super().__init__()
        link = Link(0, BEGINNING)
        self.kept: list[Entry] = []
        for number in range(1, 121):
            detail = {"before": {"role": "officer"}, "after": {"role": "manager"}} if number == 120 else {}
            actor = acting("root" if number % 2 else "li", Role.ADMINISTRATOR)
            deed = deed_of(actor, "change_role" if number == 120 else "sign_in", f"=account{number}", detail, NOW_US)
            link = next_link(link, deed)
            self.kept.append(Entry(link.number, deed, link.digest))
        self.queries: list[AuditQuery] = []

    def head(self) -> Link:
        return Link(self.kept[-1].number, self.kept[-1].digest)

    def entries(self) -> Sequence[Entry]:
        return self.kept

    def actions(self) -> Sequence[str]:
        return ["change_role", "sign_in"]

    def find(self, query: AuditQuery, limit: int, before: int | None) -> Sequence[Entry]:
        self.queries.append(query)
        newest_first = [entry for entry in reversed(self.kept) if before is None or entry.number < before]
        return [entry for entry in newest_first if query.actor in ("", entry.deed.actor)][:limit]


class FakeAccounts:
    """An administrator and an officer, each signed in once, and a token."""

    def __init__(self) -> None:
        self.kept = [
            Account(1, "root", Role.ADMINISTRATOR, "", must_change_password=False, created_us=NOW_US),
            Account(2, "zhang", Role.OFFICER, "", must_change_password=True, created_us=NOW_US, squad="S1"),
        ]

    def accounts(self, _actor: Actor) -> Sequence[Account]:
        return self.kept

    def sessions(self, _name: str, _actor: Actor) -> Sequence[Session]:
        return [Session(7, 2, NOW_US, NOW_US, "10.0.0.7", "Mozilla/5.0 (X11; Linux) Chrome/156.0")]

    def own_sessions(self, actor: Actor) -> Sequence[Session]:
        return self.sessions(actor.name, actor)

    def tokens(self, _actor: Actor) -> Sequence[ApiToken]:
        return [ApiToken(1, "gateway", ("push_observations",), NOW_US, "root", None)]

    def rights(self, _actor: Actor) -> Mapping[Role, Mapping[str, Reach]]:
        return {role: {right.value: reach for right, reach in USUAL_RIGHTS[role].items()} for role in Role}


class FakeJobs:
    """A job of each kind of end; `asked` and `cancelled` are what came."""

    def __init__(self) -> None:
        self.asked: list[tuple[JobKind, str, bytes, dict[str, Any]]] = []
        self.cancelled: list[int] = []
        self.present = True
        report = {
            "accepted": 5,
            "updated": 2,
            "refused": 1,
            "rejected": [{"where": ["第 3 行", "row 3"], "name": "7 王**", "reason": ["没有编号", "no number"]}],
        }
        first = new_job(JobKind.PEOPLE, acting("root"), "people.csv", {}, NOW_US)
        self.kept = [
            first._replace(job_key=4),
            first._replace(job_key=3, state=JobState.RUNNING, done=1, total=2),
            first._replace(job_key=2, state=JobState.DONE, result=report, arguments={"dry_run": True}),
            first._replace(job_key=1, state=JobState.FAILED, error=Text("不是表格", "no table")),
        ]

    def listed(self, _actor: Actor) -> Sequence[Job]:
        return self.kept

    def is_taken_care_of(self) -> bool:
        return self.present

    def ask(self, kind: JobKind, _actor: Actor, *, file_name: str = "", content: bytes = b"", **more: Any) -> int:
        self.asked.append((kind, file_name, content, more))
        return 5

    def cancel(self, job_key: int, _actor: Actor) -> None:
        self.cancelled.append(job_key)


class FakeOffice(NamedTuple):
    """What the administrator's page asks; see bootstrap/office.py."""

    city_names: CityNames
    audit: Audit
    sources: Sources
    jobs: Jobs
    revealing: Revealing
    people_editing: PeopleEditing
    portraits: Portraits
    webhooks: Any
    worn: Any


class FakeWorn:
    """Person 001 wears one camera; `saved` is what was typed."""

    def __init__(self) -> None:
        self.saved: list[WornDraft] = []

    def of(self, _number: str, _actor: Actor) -> Sequence[WornDevice]:
        return [WornDevice("gb28181:34020000001320000001", "http://10.1.2.3/x.jpg", "viewer", has_password=True)]

    def save(self, draft: WornDraft, actor: Actor) -> Sequence[WornDevice]:
        self.saved.append(draft)
        return self.of(draft.number, actor)

    def remove(self, _number: str, _source: str, _actor: Actor) -> Sequence[WornDevice]:
        return []


class FakePeopleEditing:
    """`saved` is what was typed; 404 is refused."""

    def __init__(self) -> None:
        self.saved: list[Mapping[str, str]] = []

    def save(self, typed: Mapping[str, str], _actor: Actor) -> bool:
        if typed["number"] == "404":
            raise BadInput(Text("name 为空，请填写", "name is empty; fill it in"))
        self.saved.append(typed)
        return typed["number"] != "001"
