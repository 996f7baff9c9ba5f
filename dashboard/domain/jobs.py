"""Long work: what waits, what runs, and how it ends; nothing is lost or done twice when its process is killed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.durations import DAY_US, SECOND_US
from dashboard.domain.rights import Actor, Permission, Role
from dashboard.domain.text import Text

LEASE_US: Final = 30 * SECOND_US
"""For so long a job belongs to the process that claimed it; a sign of life prolongs it."""
KEPT_US: Final = 90 * DAY_US
"""So long the list remembers a job that has ended; the audit log does for good."""
ATTEMPTS_AT_MOST: Final = 3
WAIT_US: Final = 5 * SECOND_US
"""So long a job rests that found the database or the broker away; others are done meanwhile."""
LARGEST_FILE: Final = 5 * 1024 * 1024
TOO_LARGE: Final = Text(
    f"文件超过 {LARGEST_FILE // 1024 // 1024} MB：请拆分，或在服务器上用 manage.py import 导入",
    f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB: split it, or import it by manage.py on the server",
)


class JobState(StrEnum):
    """Where a job stands. The values are stored: they never change."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_STATES: Final = (JobState.QUEUED, JobState.RUNNING)


class JobKind(StrEnum):
    """What long work there is; bootstrap/jobs.py says how each is done. The values are stored: they never change."""

    PEOPLE = "import_people"
    SQUADS = "import_squads"
    DEPARTMENTS = "import_departments"
    AREAS = "import_areas"
    DEVICES = "import_devices"
    REQUEUE = "requeue"
    ROSTER = "import_roster"
    CATALOGUE = "import_catalogue"


class KindFacts(NamedTuple):
    """What a kind is called, who may ask for it, and whether it needs a file and a coordinate system."""

    label: Text
    permission: Permission
    takes_file: bool = True
    takes_crs: bool = False


KINDS: Final[Mapping[JobKind, KindFacts]] = {
    JobKind.PEOPLE: KindFacts(Text("导入人员", "Import people"), Permission.MANAGE_PEOPLE),
    JobKind.SQUADS: KindFacts(Text("导入中队", "Import squads"), Permission.MANAGE_PEOPLE),
    JobKind.DEPARTMENTS: KindFacts(Text("导入处置单位", "Import departments"), Permission.MANAGE_PEOPLE),
    JobKind.ROSTER: KindFacts(Text("导入排班", "Import a roster"), Permission.EDIT_ROSTER),
    JobKind.CATALOGUE: KindFacts(Text("导入案件类目", "Import the catalogue"), Permission.MANAGE_CATALOGUE),
    JobKind.AREAS: KindFacts(Text("导入网格", "Import areas"), Permission.REGISTER_DEVICES, takes_crs=True),
    JobKind.DEVICES: KindFacts(Text("导入设备", "Import devices"), Permission.REGISTER_DEVICES, takes_crs=True),
    JobKind.REQUEUE: KindFacts(Text("重读隔离报文", "Read the quarantine again"), Permission.REGISTER_DEVICES, False),
}


ASKERS: Final = tuple(dict.fromkeys(facts.permission for facts in KINDS.values()))
"""The rights with any of which there is something to ask for."""


class Job(NamedTuple):
    """One piece of long work. Times are µs since the epoch.

    `claim` names the run that has it: only this one may end it. `done` of `total` is how far it came, `total` 0 while
    that is not known. `arguments` and `result` are JSON-able.
    """

    job_key: int
    kind: JobKind
    arguments: Mapping[str, Any]
    file_name: str
    owner: str
    role: Role
    address: str
    created_us: int
    state: JobState = JobState.QUEUED
    attempts: int = 0
    claim: str | None = None
    lease_until_us: int = 0
    done: int = 0
    total: int = 0
    result: Mapping[str, Any] | None = None
    error: Text | None = None
    cancel_asked: bool = False
    started_us: int | None = None
    ended_us: int | None = None


def new_job(kind: JobKind, actor: Actor, file_name: str, arguments: Mapping[str, Any], now_us: int) -> Job:
    """Return a job that was asked for just now."""
    return Job(0, kind, arguments, file_name, actor.name, actor.role, actor.address, now_us)


class Ending(NamedTuple):
    """How a job ends."""

    state: JobState
    result: Mapping[str, Any] | None = None
    error: Text | None = None


INTERRUPTED: Final = Text(
    f"进程中断了 {ATTEMPTS_AT_MOST} 次，未再重试；请查看日志后重新提交",
    f"its process was interrupted {ATTEMPTS_AT_MOST} times and it is not tried again; look at the log, then ask anew",
)
RIGHT_GONE: Final = Text(
    "提交人已停用或不再有此权限，任务未执行",
    "whoever asked for it is disabled or has no right to it any more; nothing was done",
)
FAILED: Final = Text("服务器内部错误，已记入日志", "internal error, recorded in the log")
