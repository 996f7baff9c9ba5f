"""Long work on both databases: claimed by one, done once, called off, taken over from a process that was killed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from bootstrap import now_us
from bootstrap.jobs import job_kinds
from dashboard.domain.jobs import (
    ATTEMPTS_AT_MOST,
    KEPT_US,
    KINDS,
    LARGEST_FILE,
    LEASE_US,
    RIGHT_GONE,
    WAIT_US,
    Job,
    JobKind,
    JobState,
)
from dashboard.domain.people.records import Squad
from dashboard.domain.rights import Actor, Role
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from dashboard.ports.jobs import Do, Run
from dashboard.services.jobs.queue import PRESENCE, Jobs
from dashboard.services.jobs.runner import Runner
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.jobs.store import SqlJobStore
from data_sources.db.leases import SqlLeases
from data_sources.db.register_store import SqlRegister
from tests.actors import acting
from tests.adapters.city_of_four import square
from tests.architecture.source import ROOT
from tests.fakes_alarms import FakeClock
from tests.fakes_geo import feature
from tests.servers import NOW

BOSS = acting("boss", Role.ADMINISTRATOR)
LI = acting("li", Role.OPERATOR)
DEVICES = b"asset_id,kind,lon,lat\nJG-1,manhole,120.58,30.03\nJG-2,manhole,120.58,30.04\nJG-3,ufo,120.58,30.05\n"
SQUADS = "code,name\nS1,一中队\nS2,二中队\n,没有编码\n".encode()
AREA = feature(square(120.0, 30.0, 1.0), code="G1", name="一网格", level="grid")
FILES = {
    JobKind.DEVICES: ("csv", DEVICES),
    JobKind.SQUADS: ("csv", SQUADS),
    JobKind.CATALOGUE: ("csv", "code,name,kind\n1,市容环境,event\n".encode()),
    JobKind.AREAS: ("geojson", json.dumps({"type": "FeatureCollection", "features": [AREA]}).encode()),
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def store(engine: Engine, clock: FakeClock) -> SqlJobStore:
    return SqlJobStore(engine, clock)


@pytest.fixture
def jobs(engine: Engine, store: SqlJobStore, clock: FakeClock) -> Jobs:
    return Jobs(store, SqlLeases(engine), clock)


def answering(run: Run) -> Mapping[str, Any]:
    """A kind that does nothing but say so."""
    run.tell(1, 1)
    return {"owner": run.actor.name}


def asker(name: str, address: str) -> Actor:
    """The boss still may do everything."""
    return BOSS._replace(name=name, address=address)


def runner(store: SqlJobStore, clock: FakeClock, do: Do = answering) -> Runner:
    return Runner(store, asker, dict.fromkeys(JobKind, do), clock)


def the_job(jobs: Jobs) -> Job:
    """The newest one."""
    return jobs.listed(BOSS)[0]


def test_work_is_asked_for_done_and_told(jobs: Jobs, store: SqlJobStore, clock: FakeClock) -> None:
    key = jobs.ask(JobKind.SQUADS, BOSS, file_name="中队.csv", content=SQUADS, dry_run=True)
    assert (the_job(jobs).state, the_job(jobs).file_name) == (JobState.QUEUED, "中队.csv")
    assert runner(store, clock).turn()
    done = the_job(jobs)
    assert (done.job_key, done.state, done.result, done.attempts) == (key, JobState.DONE, {"owner": "boss"}, 1)
    assert done.arguments == {"dry_run": True}
    assert not runner(store, clock).turn()
    with store.look() as work:
        assert work.job_file(key) == b""


def test_two_runners_never_do_one_job_twice(jobs: Jobs, store: SqlJobStore, clock: FakeClock) -> None:
    asked = {jobs.ask(JobKind.REQUEUE, BOSS) for _ in range(40)}
    seen: list[int] = []

    def do(run: Run) -> Mapping[str, Any]:
        seen.append(run.job.job_key)
        return {}

    def work_off() -> None:
        own = runner(store, clock, do)
        while own.turn():
            pass

    with ThreadPoolExecutor(2) as both:
        for ended in [both.submit(work_off), both.submit(work_off)]:
            ended.result()
    assert sorted(seen) == sorted(asked)


def test_a_job_whose_lease_ran_out_is_taken_over_and_the_late_run_cannot_end_it(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    jobs.ask(JobKind.REQUEUE, BOSS)

    def falls_asleep(run: Run) -> Mapping[str, Any]:
        clock.now_us += LEASE_US + 1
        assert runner(store, clock).turn()
        with store.begin() as work:
            run.land(work, {"owner": "the late one"})
        return {}

    assert runner(store, clock, falls_asleep).turn()
    assert the_job(jobs).result == {"owner": "boss"}
    assert the_job(jobs).attempts == 2


def test_a_lease_that_is_renewed_outlasts_itself(jobs: Jobs, store: SqlJobStore, clock: FakeClock) -> None:
    jobs.ask(JobKind.REQUEUE, BOSS)

    def takes_long(run: Run) -> Mapping[str, Any]:
        for done in range(5):
            run.tell(done, 5)
            run.renew()  # type: ignore[attr-defined]
            clock.now_us += LEASE_US - 1
            assert not runner(store, clock).turn()
        return {"owner": "the first"}

    assert runner(store, clock, takes_long).turn()
    assert (the_job(jobs).result, the_job(jobs).done) == ({"owner": "the first"}, 4)


def test_a_job_that_is_interrupted_again_and_again_is_given_up(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    jobs.ask(JobKind.REQUEUE, BOSS)
    for _ in range(ATTEMPTS_AT_MOST):
        with store.begin() as work:
            assert work.claim_job("killed", clock(), clock() + LEASE_US)
        clock.now_us += LEASE_US + 1
    assert runner(store, clock).turn()
    given_up = the_job(jobs)
    assert given_up.state is JobState.FAILED
    assert given_up.error is not None
    assert "3" in given_up.error.en


def test_work_that_waits_is_called_off_at_once_and_what_runs_when_it_is_told(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    key = jobs.ask(JobKind.REQUEUE, BOSS)
    jobs.cancel(key, BOSS)
    assert the_job(jobs).state is JobState.CANCELLED
    assert not runner(store, clock).turn()
    with pytest.raises(Conflict):
        jobs.cancel(key, BOSS)

    def is_called_off(run: Run) -> Mapping[str, Any]:
        jobs.cancel(run.job.job_key, BOSS)
        run.renew()  # type: ignore[attr-defined]
        run.tell(1, 2)
        raise AssertionError("it went on")

    jobs.ask(JobKind.REQUEUE, BOSS)
    runner(store, clock, is_called_off).turn()
    assert the_job(jobs).state is JobState.CANCELLED


def test_what_fails_says_why_and_a_database_that_is_away_is_waited_for(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    errors: Iterator[Exception] = iter([Unavailable("away"), BadInput("mend it"), ZeroDivisionError()])

    def fails(_run: Run) -> Mapping[str, Any]:
        raise next(errors)

    jobs.ask(JobKind.REQUEUE, BOSS)
    assert runner(store, clock, fails).turn()
    assert (the_job(jobs).state, the_job(jobs).attempts) == (JobState.QUEUED, 0)
    assert not runner(store, clock, fails).turn(), "it rests a while"
    clock.now_us += WAIT_US + 1
    runner(store, clock, fails).turn()
    assert the_job(jobs).error == ("mend it", "mend it")
    jobs.ask(JobKind.REQUEUE, BOSS)
    runner(store, clock, fails).turn()
    assert the_job(jobs).state is JobState.FAILED


def test_a_job_that_must_wait_does_not_hold_up_those_behind_it(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    def is_away(_run: Run) -> Mapping[str, Any]:
        raise Unavailable("the broker is away")

    jobs.ask(JobKind.REQUEUE, BOSS)
    behind = jobs.ask(JobKind.SQUADS, BOSS, file_name="a.csv", content=SQUADS)
    kinds = {JobKind.REQUEUE: is_away, JobKind.SQUADS: answering}
    own = Runner(store, asker, kinds, clock)
    assert [own.turn(), own.turn(), own.turn()] == [True, True, False]
    states = {job.job_key: job.state for job in jobs.listed(BOSS)}
    assert states.pop(behind) is JobState.DONE
    assert [*states.values()] == [JobState.QUEUED]


def test_a_job_that_was_called_off_in_its_last_step_does_not_end_as_done(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    def is_called_off_late(run: Run) -> Mapping[str, Any]:
        jobs.cancel(run.job.job_key, BOSS)
        return {"read": 3, "released": 2, "kept": 1}

    def lands_late(run: Run) -> Mapping[str, Any]:
        jobs.cancel(run.job.job_key, BOSS)
        with store.begin() as work:
            work.save_squads([Squad(code="S9", name="too late")])
            run.land(work, {})
        return {}

    for do, told in ((is_called_off_late, {"read": 3, "released": 2, "kept": 1}), (lands_late, None)):
        jobs.ask(JobKind.REQUEUE, BOSS)
        assert runner(store, clock, do).turn()
        assert (the_job(jobs).state, the_job(jobs).result) == (JobState.CANCELLED, told)
    with store.look() as work:
        assert not work.squads()


def test_a_job_whose_process_died_after_it_was_called_off_is_not_begun_again(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    key = jobs.ask(JobKind.REQUEUE, BOSS)
    with store.begin() as work:
        assert work.claim_job("killed", clock(), clock() + LEASE_US)
    jobs.cancel(key, BOSS)
    clock.now_us += LEASE_US + 1
    assert runner(store, clock).turn()
    assert (the_job(jobs).state, the_job(jobs).result) == (JobState.CANCELLED, None)


@pytest.mark.parametrize("now", [None, BOSS._replace(rights={})], ids=["disabled", "without the right"])
def test_who_lost_the_right_meanwhile_has_nothing_done(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock, now: Actor | None
) -> None:
    jobs.ask(JobKind.REQUEUE, BOSS)
    assert Runner(store, lambda _name, _address: now, dict.fromkeys(JobKind, answering), clock).turn()
    assert (the_job(jobs).state, the_job(jobs).error, the_job(jobs).result) == (JobState.FAILED, RIGHT_GONE, None)


def test_jobs_that_ended_long_ago_are_forgotten_and_open_ones_never(
    jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    jobs.ask(JobKind.REQUEUE, BOSS)
    assert runner(store, clock).turn()
    waiting = jobs.ask(JobKind.REQUEUE, BOSS)
    assert jobs.forget(clock() + KEPT_US) == 0
    assert jobs.forget(clock() + KEPT_US + 1) == 1
    assert [job.job_key for job in jobs.listed(BOSS)] == [waiting]


def test_each_sees_and_cancels_the_own_work_alone(jobs: Jobs) -> None:
    key = jobs.ask(JobKind.REQUEUE, BOSS)
    assert jobs.listed(LI) == []
    with pytest.raises(NotFound):
        jobs.cancel(key, LI)
    with pytest.raises(NotFound):
        jobs.cancel(key + 100, BOSS)


@pytest.mark.parametrize("content", [b"", b"x" * (LARGEST_FILE + 1)], ids=["empty", "too large"])
def test_a_file_that_cannot_be_is_refused(jobs: Jobs, content: bytes) -> None:
    with pytest.raises(BadInput, match=r"empty|larger"):
        jobs.ask(JobKind.SQUADS, BOSS, file_name="a.csv", content=content)
    assert jobs.listed(BOSS) == []


def test_who_may_not_import_may_not_ask_for_it(jobs: Jobs) -> None:
    for kind in JobKind:
        with pytest.raises(Forbidden):
            jobs.ask(kind, LI, file_name="a.csv", content=b"x")


def squad_codes(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(t.squad.c.code).order_by(t.squad.c.code)).scalars())


def asset_ids(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(t.asset.c.asset_id).order_by(t.asset.c.asset_id)).scalars())


def audited(engine: Engine, action: str) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).where(t.audit.c.action == action)).scalar_one()


def test_every_kind_is_done_somehow(engine: Engine, settings: Settings) -> None:
    assert set(job_kinds(settings, engine)) == set(KINDS) == set(JobKind)


def test_an_import_lands_with_its_report_and_a_trial_changes_nothing(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore
) -> None:
    kinds = job_kinds(settings, engine)
    for dry_run in (True, False):
        jobs.ask(JobKind.SQUADS, BOSS, file_name="squads.csv", content=SQUADS, dry_run=dry_run)
        assert Runner(store, asker, kinds, now_us).turn()
        result = the_job(jobs).result
        assert result is not None
        assert (the_job(jobs).state, result["accepted"], result["refused"]) == (JobState.DONE, 2, 1)
        assert squad_codes(engine) == ([] if dry_run else ["S1", "S2"])
    assert audited(engine, "import_squads") == 1


def test_an_import_of_devices_lands_with_its_entry_and_a_trial_changes_nothing(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore
) -> None:
    for dry_run in (True, False):
        jobs.ask(JobKind.DEVICES, BOSS, file_name="井盖.csv", content=DEVICES, crs="wgs84", dry_run=dry_run)
        assert Runner(store, asker, job_kinds(settings, engine), now_us).turn()
        result = the_job(jobs).result
        assert result is not None
        assert (the_job(jobs).state, result["accepted"], result["refused"]) == (JobState.DONE, 2, 1)
        assert asset_ids(engine) == ([] if dry_run else ["JG-1", "JG-2"])
    with engine.connect() as connection:
        query = select(t.audit.c.actor, t.audit.c.subject, t.audit.c.detail)
        ((actor, subject, detail),) = connection.execute(query.where(t.audit.c.action == "import_devices")).all()
    told = {"new": 2, "updated": 0, "refused": 1, "crs": "wgs84", "before": {"count": 0}, "after": {"count": 2}}
    assert (actor, subject, json.loads(detail)) == ("boss", "井盖.csv", told)


def test_devices_of_which_none_may_land_end_their_job_and_leave_no_entry(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore
) -> None:
    content = b"asset_id,kind,lon,lat\nJG-1,ufo,120.58,30.03\n"
    jobs.ask(JobKind.DEVICES, BOSS, file_name="ufo.csv", content=content, crs="wgs84")
    assert Runner(store, asker, job_kinds(settings, engine), now_us).turn()
    result = the_job(jobs).result
    assert result is not None
    assert (the_job(jobs).state, result["accepted"], result["refused"]) == (JobState.DONE, 0, 1)
    assert (asset_ids(engine), audited(engine, "import_devices")) == ([], 0)


def test_a_catalogue_lands_from_its_day_under_its_name_and_tells_the_difference(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore
) -> None:
    name, content = FILES[JobKind.CATALOGUE]
    told = {"valid_from": "2027-01-01", "name": "新版"}
    for more in ({**told, "dry_run": True}, told):
        jobs.ask(JobKind.CATALOGUE, BOSS, file_name=f"类目.{name}", content=content, **more)
        assert Runner(store, asker, job_kinds(settings, engine), now_us).turn()
        result = the_job(jobs).result
        assert result is not None
        lines = [pair[0] for pair in result["lines"]]
        assert lines == ["版本「新版」自 2027-01-01 起生效", "新增 1 类，修改 0 类，取消 0 类", "  新增: 1 市容环境"]
    with SqlCatalogueStore(engine, now_us).look() as work:
        assert [(each.name, str(each.valid_from)) for each in work.catalogue_versions()] == [("新版", "2027-01-01")]


@pytest.mark.parametrize("kind", FILES)
def test_an_import_that_wakes_after_another_run_did_it_is_undone(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore, clock: FakeClock, kind: JobKind
) -> None:
    """The first run sleeps, a second one claims the job and ends it, the first wakes and makes its effect too."""
    kinds = job_kinds(settings, engine)
    jobs.ask(kind, BOSS, file_name=f"a.{FILES[kind][0]}", content=FILES[kind][1], crs="wgs84")

    def falls_asleep(run: Run) -> Mapping[str, Any]:
        clock.now_us += LEASE_US + 1
        assert Runner(store, asker, {kind: lambda _: {"by": "the second run"}}, clock).turn()
        return kinds[kind](run)

    assert Runner(store, asker, {kind: falls_asleep}, clock).turn()
    assert the_job(jobs).result == {"by": "the second run"}
    assert (asset_ids(engine), squad_codes(engine), audited(engine, kind)) == ([], [], 0)
    assert SqlRegister(engine, clock).list_areas() == []


@pytest.mark.parametrize("kind", FILES)
def test_an_import_ends_its_job_and_is_noted_once(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore, clock: FakeClock, kind: JobKind
) -> None:
    jobs.ask(kind, BOSS, file_name=f"a.{FILES[kind][0]}", content=FILES[kind][1], crs="wgs84")
    assert Runner(store, asker, job_kinds(settings, engine), clock).turn()
    assert (the_job(jobs).state, audited(engine, kind)) == (JobState.DONE, 1)


def test_an_import_of_devices_that_was_called_off_before_it_lands_is_undone(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore, clock: FakeClock
) -> None:
    kinds = job_kinds(settings, engine)
    key = jobs.ask(JobKind.DEVICES, BOSS, file_name="a.csv", content=DEVICES, crs="wgs84")

    def is_called_off(run: Run) -> Mapping[str, Any]:
        jobs.cancel(key, BOSS)
        return kinds[JobKind.DEVICES](run)

    assert Runner(store, asker, {JobKind.DEVICES: is_called_off}, clock).turn()
    assert the_job(jobs).state is JobState.CANCELLED
    assert (asset_ids(engine), audited(engine, "import_devices")) == ([], 0)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"a,b\n1,2\n", b"\n"], ids=["picture", "columns", "empty"]
)
def test_a_file_that_is_no_such_table_fails_with_what_to_do(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore, content: bytes
) -> None:
    jobs.ask(JobKind.PEOPLE, BOSS, file_name="people.csv", content=content)
    Runner(store, asker, job_kinds(settings, engine), now_us).turn()
    job = the_job(jobs)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert "xiuhua-job" not in "".join(job.error)
    assert re.search("[一-龥]", job.error.zh)


def test_a_process_that_is_killed_in_the_middle_neither_loses_nor_doubles_its_job(
    engine: Engine, settings: Settings, jobs: Jobs, store: SqlJobStore
) -> None:
    jobs.ask(JobKind.SQUADS, BOSS, file_name="squads.csv", content=SQUADS)
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.adapters.killed_job", url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    process.wait()
    process.stdout.close()
    kinds = job_kinds(settings, engine)
    assert not Runner(store, asker, kinds, now_us).turn()
    assert squad_codes(engine) == []
    assert Runner(store, asker, kinds, lambda: now_us() + LEASE_US + 1_000_000).turn()
    assert squad_codes(engine) == ["S1", "S2"]
    assert (the_job(jobs).state, the_job(jobs).attempts) == (JobState.DONE, 2)
    assert audited(engine, "import_squads") == 1


def test_the_heart_beats_while_a_job_is_done(jobs: Jobs, store: SqlJobStore, clock: FakeClock) -> None:
    clock.now_us += 1_000

    def waits_for_a_beat(run: Run) -> Mapping[str, Any]:
        run.tell(3, 7)
        while the_job(jobs).done != 3:
            threading.Event().wait(0.001)
        return {}

    jobs.ask(JobKind.REQUEUE, BOSS)
    kinds = dict.fromkeys(JobKind, waits_for_a_beat)
    assert Runner(store, asker, kinds, clock, heartbeat_s=0.001).turn()
    assert (the_job(jobs).state, the_job(jobs).total) == (JobState.DONE, 7)


def test_it_is_known_whether_anybody_takes_jobs(engine: Engine, jobs: Jobs, clock: FakeClock) -> None:
    assert not jobs.is_taken_care_of()
    SqlLeases(engine).take(PRESENCE, "jobs-1", clock(), clock() + 15_000_000)
    assert jobs.is_taken_care_of()
    clock.now_us += 15_000_001
    assert not jobs.is_taken_care_of()
