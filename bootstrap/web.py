"""What a web process is made of."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import brotli

from bootstrap import now_us, open_database
from bootstrap.accounts import DemoAccount, Doorkeeper, build_accounts, build_oidc, demo_accounts
from bootstrap.answering import build_answer_links
from bootstrap.camera_clips import ClipServices, build_clips
from bootstrap.camera_rounds import RoundServices, build_rounds
from bootstrap.cameras import CameraLive, build_camera_live, build_camera_masks
from bootstrap.cases import CaseServices, build_cases, build_open311, suspension_bounds
from bootstrap.duty import DutyServices, build_duty
from bootstrap.gates import GateServices, build_gates
from bootstrap.ingest import build_ingest_service
from bootstrap.office import Office, build_office
from bootstrap.photos import PhotoServices, build_photos
from bootstrap.roster import Roster, build_roster
from bootstrap.squads import SquadServices, build_squads
from bootstrap.supervision import build_supervision
from bootstrap.triage import TriageServices, build_triage
from dashboard.domain.wall_facts import WallPeople
from dashboard.errors import Unavailable
from dashboard.services.accounts.administration import Accounts
from dashboard.services.accounts.oidc import Oidc
from dashboard.services.accounts.signing_in import SigningIn
from dashboard.services.alarms.handling import Alarms
from dashboard.services.alarms.previews import RulePreviews
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.answering.links import AnswerLinks
from dashboard.services.assets import Assets
from dashboard.services.broker_health import COUNTERS
from dashboard.services.cameras.masks import CameraMasks
from dashboard.services.cameras.register import CameraRegister
from dashboard.services.catalogue.reading import Catalogues
from dashboard.services.ghosts import Ghosts
from dashboard.services.health import Health
from dashboard.services.ingest.camera_pushes import CameraPushes
from dashboard.services.ingest.pushes import Pushes
from dashboard.services.ingest.quarantine import Quarantine
from dashboard.services.ingest.recording import Ingest
from dashboard.services.live.board import Board
from dashboard.services.live.channel import LiveChannel
from dashboard.services.live.hub import LiveHub
from dashboard.services.live.map_data import MapData
from dashboard.services.open311.requests import ServiceRequests
from dashboard.services.people.directory import People
from dashboard.services.search import Search
from dashboard.services.sensors_overview import SensorsOverview
from dashboard.services.sightings import Sightings
from dashboard.services.supervision.tasks import Supervision
from dashboard.services.views import Views
from dashboard.services.walls.pictures import Wall
from dashboard.services.walls.screens import Walls
from dashboard.settings import Settings
from data_sources.db.alarms.rule_pasts import SqlRulePasts
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.asset_reader import AssetReader
from data_sources.db.cameras.tree import CameraTreeReader
from data_sources.db.cases.board import CaseBoardReader
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.city import CityReader
from data_sources.db.device_read_models import DeviceReader
from data_sources.db.engine import Database
from data_sources.db.feeds import FeedReader
from data_sources.db.ghost_store import SqlGhostStore
from data_sources.db.health_reader import HealthReader
from data_sources.db.ingest.quarantine_reader import QuarantineReader
from data_sources.db.people.reader import PeopleReader
from data_sources.db.read_models import DeskReader
from data_sources.db.walls.read_models import WallReader
from data_sources.db.walls.store import SqlWallStore
from data_sources.geo.geodata import Geodata
from data_sources.geo.tiles import TileFile
from data_sources.mqtt.client import Connection, Received
from data_sources.mqtt.credentials import BrokerUser, broker_access
from data_sources.mqtt.notifier import MqttNotifier, encode_pace
from data_sources.mqtt.topics import LIVE_FRAMES, LIVE_PACE, STATUS_FILTER

log = logging.getLogger(__name__)


@dataclass
class LookUps:
    """What is only looked up in the database."""

    city: CityReader
    search: Search
    camera_register: CameraRegister
    assets: Assets
    quarantine: Quarantine
    sightings: Sightings
    people: People
    health: Health


@dataclass
class Services(LookUps):
    """What pages and the API may use."""

    settings: Settings
    live: LiveChannel
    map_data: MapData
    ingest: Ingest
    ghosts: Ghosts
    views: Views
    sensors_overview: SensorsOverview
    alarms: Alarms
    rule_previews: RulePreviews
    pushes: Pushes
    camera_pushes: CameraPushes
    camera_live: CameraLive
    rounds: RoundServices
    clips: ClipServices
    roster: Roster
    catalogue: Catalogues
    tiles: TileFile | None
    wall: Wall
    walls: Walls
    signing_in: SigningIn
    oidc: Oidc | None
    accounts: Accounts
    office: Office
    duty: DutyServices
    cases: CaseServices
    triage: TriageServices
    open311: ServiceRequests
    supervision: Supervision
    squads: SquadServices
    gates: GateServices
    photos: PhotoServices
    camera_masks: CameraMasks
    answer_links: AnswerLinks
    engine: Database
    connection: Connection
    notifier: MqttNotifier
    returned: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Loads the board and follows the live channel; frames that arrive while it loads are not lost."""
        counters = () if self.settings.has_embedded_broker else COUNTERS
        self.connection.listen([LIVE_FRAMES, STATUS_FILTER, *counters], self._hear, qos=0)
        self.connection.when_listening(self.returned.set)
        self.connection.start()
        self.live.board.load()
        self.ingest.refresh()

    def follow(self) -> None:
        """Pick up what changed in the register, or while the broker was away; once a second, off the event loop.

        What cannot be read now is caught up by a later call.
        """
        try:
            if self.returned.is_set():
                self.returned.clear()
                self.live.catch_up()
            if self.ingest.refresh():
                self.live.reload()
        except Unavailable as error:
            self.returned.set()
            log.debug("the register cannot be followed now: %s", error)

    def tell_pace(self, window_s: float, late_s: float) -> None:
        """Say how far apart frames should be for the pages of this process; without pages nothing is said."""
        interval_s = self.live.pace.look(window_s, late_s)
        if self.live.hub.clients and self.connection.connected:
            self.connection.publish(LIVE_PACE, encode_pace(self.live.hub.epoch, interval_s))

    def stop(self) -> None:
        """Ends what `start` began."""
        self.health.close()
        self.camera_pushes.close()
        self.photos.lane.shutdown()
        self.clips.lane.shutdown()
        self.duty.lane.shutdown()
        self.notifier.close()
        self.connection.stop()

    @property
    def doorkeeper(self) -> Doorkeeper:
        """Who knows sessions, tokens and screens."""
        return Doorkeeper(self.signing_in, self.walls)

    def demo_accounts(self) -> tuple[list[DemoAccount], str] | None:
        """The accounts of the demo, for its login page; None outside the demo. Raises Unavailable."""
        return demo_accounts(self.engine)

    def _hear(self, received: Received) -> None:
        topic, payload = received.delivery.topic, received.delivery.payload
        if topic == LIVE_FRAMES:
            self.live.on_frame(payload)
        elif topic in COUNTERS:
            self.live.broker_counters.hear(topic, payload)
        else:
            self.live.on_status(topic.rpartition("/")[2], payload)


def _connect(settings: Settings) -> tuple[str, Connection, MqttNotifier]:
    """The name of this process's frames, its connection to the broker, and who tells changes over it."""
    epoch = f"{os.getpid():x}{secrets.token_hex(4)}"
    access = broker_access(settings, BrokerUser.WEB)
    connection = Connection(access.endpoints, access.client_id(f"web-{socket.gethostname()}-{epoch}"))
    return epoch, connection, MqttNotifier(connection)


def _page_reads(
    settings: Settings, engine: Database, desk: DeskReader, live: LiveChannel
) -> tuple[Views, SensorsOverview]:
    """What the desk and the device page ask."""
    views = Views(desk, clock=now_us, zone=settings.timezone)
    devices = DeviceReader(engine)
    return views, SensorsOverview(devices, clock=now_us, zone=settings.timezone, ingest_counts=live.ingest_counts)


def _alarms(engine: Database, notifier: MqttNotifier) -> tuple[Alarms, RulePreviews]:
    """Handling of alarms, and what changed rules would do."""
    store = SqlAlarmStore(engine, now_us)
    return Alarms(store, RuleBook(store), notifier, now_us), RulePreviews(SqlRulePasts(engine), store, now_us)


def _ingest_and_duty(settings: Settings, engine: Database, notifier: MqttNotifier) -> tuple[Ingest, DutyServices]:
    """What takes messages in, and what is asked about people on duty."""
    ingest = build_ingest_service(settings, engine, notifier)
    return ingest, build_duty(settings, engine, ingest, notifier)


def _wall(
    settings: Settings, engine: Database, desk: DeskReader, reads: tuple[Views, SensorsOverview], duty: DutyServices
) -> Wall:
    """What walls ask."""
    asked = duty.desk
    dots = asked.dots if settings.wall_people is WallPeople.DOTS else tuple
    own = (WallReader(engine), desk, *reads)
    boards = CaseBoardReader(engine)
    return Wall(*own, clock=now_us, zone=settings.timezone, cases=boards, duty=asked.by_squad, dots=dots)


def _look_ups(settings: Settings, engine: Database, connection: Connection, live: LiveChannel) -> LookUps:
    """What is only looked up."""
    desk, quarantine = DeskReader(engine), QuarantineReader(engine)
    return LookUps(
        city=CityReader(engine),
        search=Search(desk),
        camera_register=CameraRegister(CameraTreeReader(engine), now_us),
        assets=Assets(AssetReader(engine)),
        quarantine=Quarantine(quarantine),
        sightings=Sightings(desk),
        people=People(PeopleReader(engine)),
        health=Health(HealthReader(engine, suspension_bounds(settings)), connection, live),
    )


def _evidence(settings: Settings, engine: Database, cases: CaseServices, notifier: MqttNotifier) -> dict[str, Any]:
    """Pictures, what other departments answer with them, and what is judged by them."""
    photos = build_photos(settings, engine)
    links = build_answer_links(settings, engine, cases.moves, photos, notifier)
    triage = build_triage(settings, engine, cases, notifier)
    masks = build_camera_masks(engine)
    cameras = _cameras(settings, engine, cases, notifier)
    return {"photos": photos, "answer_links": links, "camera_masks": masks, "triage": triage, **cameras}


def _cameras(settings: Settings, engine: Database, cases: CaseServices, notifier: MqttNotifier) -> dict[str, Any]:
    """What cameras are asked for, and the rounds in which they are looked at."""
    live = build_camera_live(settings, engine)
    clips = build_clips(settings, engine, notifier)
    return {
        "camera_live": live,
        "clips": clips,
        "rounds": build_rounds(settings, engine, cases.reporting, live, notifier),
    }


def _pushes(ingest: Ingest) -> dict[str, Any]:
    """What takes what others push."""
    return {
        "pushes": Pushes(ingest, now_us),
        "camera_pushes": CameraPushes(ingest, now_us),
    }


def _rules(settings: Settings, engine: Database, notifier: MqttNotifier) -> dict[str, Any]:
    """What cases are about, and what of the finds of cameras waits for people."""
    return {
        "catalogue": Catalogues(SqlCatalogueStore(engine, now_us), now_us, settings.timezone),
        "gates": build_gates(settings, engine, notifier),
    }


def build_services(settings: Settings) -> Services:
    """What a web process is made of."""
    engine = open_database(settings)
    city, desk, (epoch, connection, notifier) = CityReader(engine), DeskReader(engine), _connect(settings)
    live = LiveChannel(LiveHub(epoch, now_us), Board(city), now_us, FeedReader(engine))
    alarms, rule_previews = _alarms(engine, notifier)
    ingest, duty = _ingest_and_duty(settings, engine, notifier)
    signing_in, accounts = build_accounts(settings, engine)
    cases, (views, overview) = build_cases(settings, engine, notifier), _page_reads(settings, engine, desk, live)
    return Services(
        **vars(_look_ups(settings, engine, connection, live)),
        settings=settings,
        live=live,
        map_data=MapData(city, live.board, partial(brotli.compress, quality=11)),
        ingest=ingest,
        ghosts=Ghosts(SqlGhostStore(engine, now_us), ingest.meet, Geodata(), notifier, now_us),
        views=views,
        sensors_overview=overview,
        alarms=alarms,
        rule_previews=rule_previews,
        **_pushes(ingest),
        **_rules(settings, engine, notifier),
        roster=build_roster(settings, engine, notifier),
        tiles=TileFile(settings.basemap_file) if settings.basemap_file else None,
        wall=_wall(settings, engine, desk, (views, overview), duty),
        walls=Walls(SqlWallStore(engine, now_us), notifier, now_us),
        signing_in=signing_in,
        oidc=build_oidc(settings, signing_in),
        accounts=accounts,
        office=build_office(settings, engine, notifier),
        duty=duty,
        cases=cases,
        open311=build_open311(settings, engine),
        supervision=build_supervision(settings, engine, cases.moves, notifier),
        squads=build_squads(settings, engine),
        **_evidence(settings, engine, cases, notifier),
        engine=engine,
        connection=connection,
        notifier=notifier,
    )
