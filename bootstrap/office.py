"""What the administrator's page asks beside people and accounts."""

from __future__ import annotations

from dataclasses import dataclass

from bootstrap import now_us
from bootstrap.cameras import camera_sealing
from bootstrap.webhooks import build_webhooks
from dashboard.ports.operations import LiveNotifier
from dashboard.services.audit import Audit
from dashboard.services.city import CityNames
from dashboard.services.jobs.queue import Jobs
from dashboard.services.people.editing import PeopleEditing
from dashboard.services.people.portraits import Portraits
from dashboard.services.people.revealing import Revealing
from dashboard.services.positions.worn import WornDevices
from dashboard.services.sources import Sources
from dashboard.services.squads.merging import SquadMerging
from dashboard.services.webhooks.managing import Webhooks
from dashboard.settings import Settings
from data_sources.db.audit import SqlAuditReader
from data_sources.db.audit_store import SqlAuditStore
from data_sources.db.city_store import SqlCityStore
from data_sources.db.engine import Database
from data_sources.db.jobs.store import SqlJobStore
from data_sources.db.leases import SqlLeases
from data_sources.db.people.reader import PeopleReader
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.positions.store import SqlWornStore
from data_sources.db.sources_reader import SqlSources
from data_sources.photos.pillow import PillowPictures


@dataclass(frozen=True)
class Office:
    """The services of the administrator's page."""

    city_names: CityNames
    audit: Audit
    sources: Sources
    jobs: Jobs
    revealing: Revealing
    people_editing: PeopleEditing
    portraits: Portraits
    merging: SquadMerging
    worn: WornDevices
    webhooks: Webhooks


def build_office(settings: Settings, engine: Database, notifier: LiveNotifier) -> Office:
    """What the administrator's page is made of."""
    return Office(
        city_names=CityNames(SqlCityStore(engine, now_us), now_us),
        audit=Audit(SqlAuditReader(engine), SqlAuditStore(engine, now_us), now_us),
        sources=Sources(SqlSources(engine), clock=now_us, zone=settings.timezone),
        revealing=Revealing(PeopleReader(engine), SqlPeopleStore(engine, now_us), now_us),
        people_editing=PeopleEditing(SqlPeopleStore(engine, now_us), notifier, now_us),
        portraits=Portraits(SqlPeopleStore(engine, now_us), PillowPictures(), notifier, now_us),
        merging=SquadMerging(SqlPeopleStore(engine, now_us), notifier, now_us),
        worn=WornDevices(SqlWornStore(engine, now_us), camera_sealing(settings), now_us),
        webhooks=build_webhooks(settings, engine),
        jobs=Jobs(SqlJobStore(engine, now_us), SqlLeases(engine), now_us),
    )
