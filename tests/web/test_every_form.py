"""Every callback of every page, on real services, with anything in any field: done or refused, nothing half done."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import chain, cycle, islice
from typing import Any, Final, NamedTuple

import pytest

from bootstrap import now_us
from bootstrap.web import Services, build_services
from callbacks._problems import log
from dashboard.domain.audit import first_broken
from dashboard.domain.camera_rounds.records import RoundPlan
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, Source
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.imports import AssetRecord
from dashboard.domain.people.records import Squad
from dashboard.domain.readings import Delivery, from_us
from dashboard.domain.rights import Means, Role, system
from dashboard.domain.roster.shifts import USUAL_SHIFTS
from dashboard.services.accounts.administration import NewAccount
from dashboard.settings import Settings
from data_sources.db.audit import SqlAuditReader
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.engine import create
from data_sources.db.migrate import migrate
from data_sources.db.register_store import SqlRegister
from tests.actors import acting
from tests.adapters.test_accounts import PlainDigests
from tests.case_office import BEFORE, CHIEF, LAT, LON, SEAT, CaseOffice
from tests.traces import traces
from tests.web.bad_values import ODD
from tests.web.good_values import OTHERS, good
from tests.web.page_client import PageClient

HTML: Final = "<img src=x onerror=alert(1)>"
VALUES: Final = [*ODD.values(), HTML, "\x01\x1b[31m\r\n", "🧵👩‍👩‍👧", "７", "-1", "1e999", [{}], {}, []]
SECRETS: Final = ("欧阳绣花", "13987654321", "330299199001011234", "浙B8K321")
SEARCHED: Final = SECRETS[1:3]
"""What the export of a list of cases keeps out of its address: words that it is searched for may be places."""
TYPED: Final = " ".join(SECRETS)
STRIDE: Final = 29
"""Of so many odd calls one is made, another one on each database; 1 makes all of them, which takes minutes."""
ANSWERED: Final = ("200", "204", "422")
COUNTED: Final = ("..director-said.children...pairing-said.children..",)
"""Where what is refused is counted on purpose: codes of walls that were guessed."""


class Call(NamedTuple):
    """A press of a button, or a change of a field, with what the page holds."""

    entry: dict[str, Any]
    moved: str
    shown: dict[str, Any]


class Site:
    """The pages on a real database, for somebody who may everything."""

    def __init__(self, services: Services, looker: sqlite3.Connection | None) -> None:
        self.services, self.pages, self._looker = services, PageClient(services), looker
        root = next(each for each in services.accounts.accounts(system()) if each.name == "root")
        who = acting("root")._replace(means=Means.PROGRAM, account_key=root.account_key, person="1", squad="S1")
        self.pages.door.actor = who

    @property
    def is_on_postgres(self) -> bool:
        """Whether the other half of what is tried is this one's."""
        return self.services.engine.dialect.name == "postgresql"

    def revision(self) -> int:
        """A number that moves with every commit of others; 0 where the database has none."""
        return self._looker.execute("PRAGMA data_version").fetchone()[0] if self._looker else 0

    def served(self) -> list[dict[str, Any]]:
        """What the server answers, of all callbacks."""
        return [each for each in self.pages.dependencies if each["clientside_function"] is None]

    def answer(self, call: Call) -> str:
        """What the server says."""
        entry = call.entry
        names = entry["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        body = {
            "output": entry["output"],
            "outputs": outputs if entry["output"].startswith("..") else outputs[0],
            "inputs": [{**part, "value": call.shown.get(named(part))} for part in entry["inputs"]],
            "state": [{**part, "value": call.shown.get(named(part))} for part in entry["state"]],
            "changedPropIds": [call.moved],
        }
        headers = {"content-type": "application/json"}
        answer = self.pages.http.post("/_dash-update-component", content=json.dumps(body), headers=headers)
        text = json.dumps(answer.json(), ensure_ascii=False) if answer.status_code == 200 else answer.text
        return f"{answer.status_code} {text}"


def named(part: dict[str, Any]) -> str:
    return f"{part['id']}.{part['property']}"


def is_field(name: str) -> bool:
    return not name.endswith("n_clicks")


def with_odd(value: Any) -> Iterator[Any]:
    """What may stand in the place of a value, or of a part of it; and the value without that part."""
    yield from VALUES
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in parts:
        for odd in with_odd(inner):
            copy: Any = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = odd
            yield copy
    if isinstance(value, dict):
        yield from ({name: each for name, each in value.items() if name != left_out} for left_out in value)


def presses(entry: dict[str, Any]) -> Iterator[Call]:
    """Each button of a callback, or else its first field, with good values."""
    inputs, parts = [*map(named, entry["inputs"])], [named(part) for part in (*entry["inputs"], *entry["state"])]
    for moved in [name for name in inputs if not is_field(name)] or inputs[:1]:
        yield Call(entry, moved, {name: good(name) for name in parts if is_field(name) or name == moved})


def good_calls_of(call: Call) -> list[Call]:
    """The call as the page makes it, with each other good value."""
    others = [(name, other) for name in call.shown for other in OTHERS.get(name, ())]
    return [call, *(call._replace(shown={**call.shown, name: other}) for name, other in others)]


def odd_calls_of(call: Call) -> Iterator[Call]:
    """The same with one thing odd, beside each of the good values in turn."""
    turns = cycle(good_calls_of(call))
    for name in filter(is_field, call.shown):
        values = [call.shown[name], *OTHERS.get(name, ())]
        odd = (each for value in values for each in with_odd(value))
        yield from (turn._replace(shown={**turn.shown, name: each}) for each, turn in zip(odd, turns, strict=False))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A bureau with an alarm, an unknown device, cases, a roster and accounts."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("forms"), allowed_hosts=("testserver",))
    with ExitStack() as at_end:
        if request.param == "postgresql":
            cluster = request.getfixturevalue("postgres")
            at_end.callback(cluster.give_back, url := cluster.new_database())
            settings = settings.model_copy(update={"database_url": url})
        engine = create(settings.database)
        at_end.callback(engine.dispose)
        migrate(engine, now_us())
        CaseOffice(engine)
        services = build_services(settings)
        at_end.callback(services.engine.dispose)
        settle(services)
        is_file = request.param == "sqlite"
        looker = at_end.enter_context(closing(sqlite3.connect(settings.data_dir / "xiuhua.db"))) if is_file else None
        site = Site(services, looker)
        at_end.enter_context(site.pages.http)
        yield site


def settle(services: Services) -> None:
    """What the good values speak of."""
    accounts: Any = services.accounts
    accounts._digests = PlainDigests()
    for name, role in (("li", Role.OPERATOR), ("root", Role.ADMINISTRATOR)):
        accounts.add(NewAccount(name, role, "Spring-2026"), system())
    with SqlCaseStore(services.engine, now_us).begin() as work:
        work.save_squads([Squad(code="S3", name="三中队")])
    services.roster.editing.save_shifts(USUAL_SHIFTS, acting("root"))
    services.duty.sign_in.sign_in(acting("officer", Role.OFFICER)._replace(person="2", squad="S1"))
    reported, sent = file_case(services), file_case(services)
    assert (reported.case_key, sent.case_key) == (1, 2)
    for action, units in (
        (Action.REGISTER, Units()),
        (Action.FILE, Units()),
        (Action.DISPATCH, Units(department="D1")),
    ):
        sent = services.cases.moves.act(2, Move(action=action, revision=sent.revision, units=units), CHIEF)
    hear(services)
    plan_round(services)


def plan_round(services: Services) -> None:
    """A round of one camera, which is taken."""
    camera = AssetRecord(asset_id="CAM-1", kind="camera", name="东门", position=Position(LON, LAT), grid="G01")
    SqlRegister(services.engine, now_us).upsert_assets([camera])
    local = from_us(now_us() + 2 * MINUTE_US).astimezone(services.settings.timezone)
    plan = RoundPlan(("CAM-1",), frozenset(range(1, 8)), (local.hour * 60 + local.minute,), 60)
    key, now = services.rounds.planning.add("早高峰", plan, acting("root")), now_us()
    (occasion,) = services.rounds.walking.occasions(now, now + 5 * MINUTE_US, acting("root"))
    assert services.rounds.walking.take(key, occasion.planned_us, acting("root")) == 1


def file_case(services: Services) -> Case:
    draft = CaseDraft(source=Source.COLLECTOR, category="0504", lon=LON, lat=LAT, photos=(BEFORE,))
    return services.cases.reporting.report(draft, SEAT)


def hear(services: Services) -> None:
    """A tilted cover, and one that nobody registered."""
    cover = AssetRecord(
        asset_id="JG-1", kind="manhole", name="井", position=Position(LON, LAT), device_ref="canonical:JG-1"
    )
    SqlRegister(services.engine, now_us).upsert_assets([cover])
    services.ingest.refresh()
    for device in ("JG-1", "JG-NEW"):
        body = json.dumps({"values": {"tilt_deg": 80.0, "cover": "open"}}).encode()
        services.ingest.record([Delivery(f"xiuhua/v1/manhole/{device}/observation", body, now_us())])


def calls(site: Site, first: int) -> Iterator[Call]:
    """Every good call, and some of the odd ones from this one on."""
    pressed = list(chain.from_iterable(map(presses, site.served())))
    yield from chain.from_iterable(map(good_calls_of, pressed))
    yield from islice(chain.from_iterable(map(odd_calls_of, pressed)), first, None, STRIDE)


def fault_of(site: Site, call: Call, caplog: pytest.LogCaptureFixture) -> str:
    """What is wrong with the answer to a call; empty when it was done, or refused whole."""
    caplog.clear()
    before = site.revision()
    told = site.answer(call)
    failures = [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]
    refused = [record.getMessage() for record in caplog.records if record.name == log.name]
    if failures:
        return f"failed: {failures[0].exc_info or failures[0].getMessage()}"
    if not told.startswith(ANSWERED):
        return told
    if refused and site.revision() != before and call.entry["output"] not in COUNTED:
        return f"written though refused: {refused}"
    return (
        "not escaped" if any(HTML in drawn for drawn in re.findall(r'"data-html": "((?:[^"\\]|\\.)*)"', told)) else ""
    )


def test_every_callback_with_anything_in_any_field_does_it_or_refuses_it_whole(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    found = [
        (call, fault)
        for call in calls(site, site.is_on_postgres * STRIDE // 2)
        if (fault := fault_of(site, call, caplog))
    ]
    assert [told_of(call, fault) for call, fault in found] == []
    reader = SqlAuditReader(site.services.engine)
    assert first_broken(reader.entries(), reader.head(), {}) is None


def told_of(call: Call, what: object) -> str:
    return f"{call.entry['output'][:80]} {call.moved} {json.dumps(call.shown, ensure_ascii=True)[:400]}: {what!s:.300}"


def about_somebody(call: Call) -> Iterator[Call]:
    """The call with a name, a phone, an identity number and a plate in each field that people type into."""
    for name in filter(is_field, call.shown):
        if name.endswith(".value") and isinstance(call.shown[name], str):
            yield call._replace(shown={**call.shown, name: TYPED})
        if isinstance(call.shown[name], dict):
            texts = [part for part, value in call.shown[name].items() if isinstance(value, str) and part != "action"]
            for part in texts:
                yield call._replace(shown={**call.shown, name: {**call.shown[name], part: TYPED}})


def kept_out(call: Call) -> tuple[str, ...]:
    """What no address may show: what was typed; a store holds codes, which come from addresses themselves."""
    if "cases-view.data" in call.shown:
        return SEARCHED
    return SECRETS if TYPED in call.shown.values() else ()


def addresses_in(told: str) -> list[str]:
    """What the browser would be led to."""
    return re.findall(r'href(?:": |=\\)"([^"\\]+)', told)


def test_what_people_type_anywhere_reaches_no_log_and_no_address(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    shown, addresses = [], []
    typed = chain.from_iterable(map(about_somebody, chain.from_iterable(map(presses, site.served()))))
    for call in islice(typed, site.is_on_postgres, None, 2):
        caplog.clear()
        addresses += (led_to := addresses_in(site.answer(call)))
        logged = [logging.Formatter("%(name)s %(message)s").format(record) for record in caplog.records]
        shown += [told_of(call, trace) for trace in traces(logged, SECRETS)]
        shown += [told_of(call, trace) for trace in traces(led_to, kept_out(call))]
    assert shown == []
    assert len(addresses) > 20
