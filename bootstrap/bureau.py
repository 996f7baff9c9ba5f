"""The demo bureau at work: its accounts, and the thread on which its people use the API."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import Final

from bootstrap import now_us, open_database
from bootstrap.accounts import build_accounts, console
from dashboard.domain.rights import Role
from dashboard.errors import Unavailable
from dashboard.services.accounts.administration import NewAccount
from dashboard.settings import Settings
from data_sources.db.city import CityReader, save_document
from data_sources.db.engine import Database
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.case_mix import topics
from data_sources.demo_city.case_places import make_ground
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.simulator import Stop
from data_sources.demo_city.working.acting import Acting, Streets
from data_sources.demo_city.working.api import BureauApi
from data_sources.demo_city.working.bureau import WorkingBureau
from data_sources.demo_city.working.cast import Player, cast_of, players_of
from data_sources.demo_city.working.crew import Crew
from data_sources.demo_city.working.deeds import Deciding
from data_sources.demo_city.working.evidence import Evidence
from data_sources.demo_city.working.planning import ReportPlan
from data_sources.demo_city.working.reporting import Reporters

_DOCUMENT: Final = "bureau_accounts"
_STEP_S: Final = 1.0
_LATER_S: Final = 5.0
_TELLS_EACH_S: Final = 600.0
_LOG: Final = logging.getLogger("xiuhua.bureau")


def settle_bureau_accounts(settings: Settings, engine: Database, players: tuple[Player, ...]) -> str:
    """Make the accounts that are missing; return the generated password that all of them have.

    They are the people's own, beside the accounts that the login page names, and are told nowhere.
    """
    reader, accounts = CityReader(engine), build_accounts(settings, engine)[1]
    told = reader.document_value(_DOCUMENT)
    if told is None:
        told = {"password": f"Xiuhua-{secrets.token_urlsafe(18)}1a"}
        save_document(engine, _DOCUMENT, told, now_us())
    password = str(told["password"])
    known = {account.name: account.role for account in accounts.accounts(console())}
    for each in players:
        if each.account not in known:
            accounts.add(_account_of(each, password), console())
        elif known[each.account] is not each.role:  # an older demo gave it another one
            accounts.change_department(each.account, each.department, console())
            accounts.change_role(each.account, each.role, console())
    return password


def _account_of(player: Player, password: str) -> NewAccount:
    department = player.department if player.role is Role.DEPARTMENT else None
    return NewAccount(
        player.account,
        player.role,
        password,
        player.person,
        player.squad,
        must_change_password=False,
        department=department,
    )


def played_by_people(settings: Settings, engine: Database, players: tuple[Player, ...]) -> frozenset[str]:
    """Return the numbers of those who have an account beside that of the bureau, with which people sign in."""
    own = {each.account for each in players}
    accounts = build_accounts(settings, engine)[1].accounts(console())
    others = (each for each in accounts if each.name not in own and each.disabled_us is None)
    return frozenset(each.person for each in others if each.person is not None)


def build_acting(
    settings: Settings, city: DemoCity, players: tuple[Player, ...], api: BureauApi, streets: Streets, speed: float
) -> Acting:
    """The people of the demo bureau, whose only way to the cases is this API."""
    return Acting(
        api=api,
        crew=Crew(cast_of(players), {area.code: area.squad for area in city.areas if area.squad}),
        deciding=Deciding(seed=city.seed, speed=speed),
        evidence=Evidence(seed=city.seed, zone=settings.timezone),
        streets=streets,
    )


def build_reporters(settings: Settings, city: DemoCity, acting: Acting, scenario: Scenario) -> Reporters:
    """Those of them who report what comes up from now on."""
    kinds = sorted({topic.kind for topic in topics() if topic.kind is not None})
    ground, speed = make_ground(city, make_bureau(city), kinds), acting.deciding.speed
    plan = ReportPlan(city.seed, ground, settings.timezone, scenario, speed, now_us())
    return Reporters(acting.api, acting.crew, acting.evidence, plan)


@dataclass
class BureauThread:
    """Lets the bureau work beside the devices until told to stop; whatever the web process does, it goes on."""

    settings: Settings
    city: DemoCity
    streets: Streets
    speed: float
    scenario: Scenario

    def run(self, stop: Stop) -> None:
        """Work. Without an answer it waits a little and looks again."""
        from data_sources.demo_city.working.http_api import HttpApi, new_client  # 15 MB that only the bureau needs

        players = players_of(make_bureau(self.city))
        password = self._password(players, stop)
        if password is None:
            return
        with new_client(self.settings.web_url) as client:
            api = HttpApi(client, password)
            acting = build_acting(self.settings, self.city, players, api, self.streets, self.speed)
            reporters = build_reporters(self.settings, self.city, acting, self.scenario)
            engine = open_database(self.settings)
            played = partial(played_by_people, self.settings, engine, players)
            keep_working(WorkingBureau(acting, reporters, self.speed, played), stop)

    def _password(self, players: tuple[Player, ...], stop: Stop) -> str | None:
        """What all accounts have, as soon as the database is there; None when it is time to stop."""
        pause_s = 0.0
        while not stop.wait(pause_s):
            try:
                return settle_bureau_accounts(self.settings, open_database(self.settings), players)
            except Unavailable as error:
                _LOG.info("the bureau has no accounts yet: %s", error)
                pause_s = _LATER_S
        return None


def keep_working(bureau: WorkingBureau, stop: Stop) -> None:
    """Let the bureau do what is due, second by second, until told to stop. Without an answer it waits a little."""
    pause_s, deeds, told_s = _STEP_S, 0, time.monotonic()
    while not stop.wait(pause_s):
        try:
            deeds += bureau.step(now_us())
            pause_s = _STEP_S
        except Unavailable as error:
            if pause_s == _STEP_S:
                _LOG.info("the bureau waits: %s", error)
            pause_s = _LATER_S
        if time.monotonic() - told_s >= _TELLS_EACH_S:
            _tell(bureau, deeds)
            told_s = time.monotonic()


def _tell(bureau: WorkingBureau, deeds: int) -> None:
    used_s = time.thread_time()
    _LOG.info(
        "the bureau did %d things so far in %.1f s of the processor; %d cases are open",
        deeds,
        used_s,
        bureau.open_cases,
    )
    for number, why in bureau.waiting().items():
        _LOG.info("case %s waits: %s", number, why)
