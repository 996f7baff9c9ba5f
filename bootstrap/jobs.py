"""What `manage.py jobs` is made of, and how each kind of long work is done."""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final

from bootstrap import now_us, open_database, process_name
from bootstrap.accounts import build_accounts
from bootstrap.tools import requeueing
from dashboard.domain.imports import ImportReport
from dashboard.domain.jobs import JobKind
from dashboard.domain.sensors import device_types
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput, Unavailable
from dashboard.ports.jobs import Do, Run
from dashboard.services.catalogue.imports import CatalogueImport, import_catalogue
from dashboard.services.imports import import_devices, import_grids
from dashboard.services.jobs.queue import PRESENCE
from dashboard.services.jobs.runner import Runner
from dashboard.services.people.imports import import_departments, import_people, import_squads
from dashboard.services.roster.imports import import_roster
from dashboard.settings import Settings
from data_sources.db.engine import Database
from data_sources.db.jobs.store import SqlJobStore
from data_sources.db.leases import SqlLeases
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.register_store import SqlRegister
from data_sources.db.transactions import SqlTransaction
from data_sources.geo.geodata import Geodata
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access
from data_sources.mqtt.topics import status_topic
from data_sources.sheets import CsvSheets

_PRESENT_US: Final = 15_000_000
_REJECTIONS_KEPT: Final = 200
_PAUSE_S: Final = 1.0
_SIGN_EVERY_S: Final = 1.0
log = logging.getLogger(__name__)


@dataclass
class JobProcess:
    """What `manage.py jobs` runs. `name` is its own, `process` what it is called on /health."""

    runner: Runner
    leases: SqlLeases
    connection: Connection
    name: str
    process: str
    done: int = 0
    problem: str = ""

    def run(self, stop: threading.Event) -> None:
        """Do what is in the queue until told to stop; a database that is away is waited for."""
        self.connection.start()
        present = threading.Thread(target=self._show_presence, args=(stop,), daemon=True, name="presence")
        present.start()
        try:
            while not stop.is_set():
                if not self._turn():
                    stop.wait(_PAUSE_S)
            present.join()
        finally:
            self.connection.stop()

    def _turn(self) -> bool:
        try:
            has_done = self.runner.turn()
        except Unavailable as error:
            self._tell_problem(str(error))
            return False
        self._tell_problem("")
        self.done += has_done
        return has_done

    def _tell_problem(self, problem: str) -> None:
        if problem and not self.problem:
            log.warning("jobs wait: %s", problem)
        self.problem = problem

    def _show_presence(self, stop: threading.Event) -> None:
        """Say that somebody takes jobs, also while one takes long: to the pages and to /health."""
        while not stop.is_set():
            status = {"state": "online", "done": self.done} | ({"problem": self.problem} if self.problem else {})
            self.connection.publish(status_topic(self.process), json.dumps(status).encode(), retain=True)
            try:
                self.leases.take(PRESENCE, self.name, now_us(), now_us() + _PRESENT_US)
            except Unavailable as error:
                log.debug("the presence cannot be told now: %s", error)
            stop.wait(_SIGN_EVERY_S)


def build_jobs(settings: Settings) -> JobProcess:
    """The process of long work."""
    engine = open_database(settings)
    owner = build_accounts(settings, engine)[0].actor_of
    runner = Runner(SqlJobStore(engine, now_us), owner, job_kinds(settings, engine), now_us)
    name, process = process_name("jobs", os.getpid()), process_name("jobs")
    access = broker_access(settings, BrokerUser.JOBS)
    connection = Connection(access.endpoints, access.client_id(name), process=process)
    return JobProcess(runner, SqlLeases(engine), connection, name, process)


def job_kinds(settings: Settings, engine: Database) -> Mapping[JobKind, Do]:
    """How each kind is done."""
    return {
        JobKind.PEOPLE: _bureau_import(engine, import_people),
        JobKind.SQUADS: _bureau_import(engine, import_squads),
        JobKind.DEPARTMENTS: _bureau_import(engine, import_departments),
        JobKind.ROSTER: _bureau_import(engine, partial(import_roster, zone=settings.timezone)),
        JobKind.CATALOGUE: _catalogue_import(engine, settings.timezone),
        JobKind.AREAS: _area_import(engine),
        JobKind.DEVICES: _device_import(engine),
        JobKind.REQUEUE: _requeue(settings),
    }


class _LandingStore(SqlPeopleStore):
    """A store whose transaction also ends the job: either people and end are there, or neither is."""

    def __init__(self, engine: Database, land: Callable[[SqlTransaction], None]) -> None:
        super().__init__(engine, now_us)
        self._land = land

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        with super().begin() as work:
            yield work
            self._land(work)


class _LandingRegister(SqlRegister):
    """The same for areas and devices."""

    def __init__(self, engine: Database, land: Callable[[SqlTransaction], None]) -> None:
        super().__init__(engine, now_us)
        self._land = land

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        with super().begin() as work:
            yield work
            self._land(work)


def _bureau_import(engine: Database, bring_in: Callable[..., ImportReport]) -> Do:
    def do(run: Run) -> Mapping[str, Any]:
        run.tell(0, 2)
        with _as_file(run) as path:
            common: dict[str, Any] = {"actor": run.actor, "clock": now_us, "uploaded_as": run.job.file_name}
            plain = SqlPeopleStore(engine, now_us)
            told = _told(bring_in(plain, CsvSheets(), path, dry_run=True, **common))
            if run.job.arguments.get("dry_run"):
                return told
            run.tell(1, 2)
            bring_in(_LandingStore(engine, lambda work: run.land(work, told)), CsvSheets(), path, **common)
        return told

    return do


def _catalogue_import(engine: Database, zone: tzinfo) -> Do:
    """From the day and under the name that were asked for; the report tells the difference."""

    def do(run: Run) -> Mapping[str, Any]:
        run.tell(0, 2)
        asked = run.job.arguments
        day = date.fromisoformat(asked["valid_from"]) if asked.get("valid_from") else None
        common = {"valid_from": day, "name": asked.get("name", ""), "uploaded_as": run.job.file_name, "zone": zone}
        common |= {"actor": run.actor, "clock": now_us}
        with _as_file(run) as path:
            outcome = import_catalogue(SqlPeopleStore(engine, now_us), CsvSheets(), path, dry_run=True, **common)
            told = {**_told(outcome.report), "lines": _in_both(outcome)}
            if asked.get("dry_run"):
                return told
            run.tell(1, 2)
            import_catalogue(_LandingStore(engine, lambda work: run.land(work, told)), CsvSheets(), path, **common)
        return told

    return do


def _in_both(outcome: CatalogueImport) -> list[tuple[str, str]]:
    return list(zip(outcome.lines(Language.CHINESE), outcome.lines(Language.ENGLISH), strict=True))


def _device_import(engine: Database) -> Do:
    return _register_import(engine, import_devices, kinds={key: kind.label for key, kind in device_types().items()})


def _area_import(engine: Database) -> Do:
    return _register_import(engine, import_grids, level=None)


def _register_import(engine: Database, bring_in: Callable[..., ImportReport], **facts: Any) -> Do:
    def do(run: Run) -> Mapping[str, Any]:
        run.tell(0, 2)
        with _as_file(run) as path:
            common = {"actor": run.actor, "clock": now_us, "uploaded_as": run.job.file_name, **facts}
            common["crs"] = run.job.arguments.get("crs")
            told = _told(bring_in(SqlRegister(engine, now_us), Geodata(), path, dry_run=True, **common))
            if run.job.arguments.get("dry_run"):
                return told
            run.tell(1, 2)
            bring_in(_LandingRegister(engine, lambda work: run.land(work, told)), Geodata(), path, **common)
        return told

    return do


def _requeue(settings: Settings) -> Do:
    def do(run: Run) -> Mapping[str, Any]:
        with requeueing(settings) as requeue:
            total = requeue.waiting()
            done = requeue.run(run.actor, lambda so_far: run.tell(so_far.read, max(total, so_far.read)))
        return {"read": done.read, "released": done.released, "kept": done.kept}

    return do


@contextmanager
def _as_file(run: Run) -> Iterator[Path]:
    """The job's file on the disk, under a name of ours, with the ending that says what it is."""
    with tempfile.TemporaryDirectory(prefix="xiuhua-job-") as folder:
        path = Path(folder) / f"input{Path(run.job.file_name).suffix.lower()[:10]}"
        path.write_bytes(run.content)
        try:
            yield path
        except BadInput as error:
            told = error.told or Text(str(error), str(error))
            raise BadInput(Text(*(each.replace(str(path), run.job.file_name) for each in told))) from error


def _told(report: ImportReport) -> Mapping[str, Any]:
    """The report, with the first rejections; names in it are masked already."""
    rejected = [
        {"where": list(each.where), "name": each.name, "reason": list(each.reason)}
        for each in report.rejected[:_REJECTIONS_KEPT]
    ]
    counts = {"accepted": report.accepted, "updated": report.updated, "refused": len(report.rejected)}
    return {**counts, "rejected": rejected}
