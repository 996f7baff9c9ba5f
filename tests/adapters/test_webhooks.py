"""Webhooks to a real receiver, on both databases: nothing is lost, and what is doubled has the same id."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook as Verifier

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.records import EntryKind, Units
from dashboard.domain.cases.states import Action
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.rights import Role
from dashboard.domain.webhooks.answers import GIVE_UP_US, Fault
from dashboard.domain.webhooks.records import (
    EVENT_KINDS,
    KEPT_US,
    Delivery,
    DeliveryState,
    WebhookDraft,
    WebhookFilter,
    WebhookState,
)
from dashboard.errors import BadInput, Forbidden, NotFound
from dashboard.services.webhooks.managing import Made, Webhooks
from dashboard.services.webhooks.sending import LEASE_US, WebhookSender
from data_sources.db import tables as t
from data_sources.db.leases import SqlLeases
from data_sources.db.webhooks.store import SqlWebhookStore
from data_sources.sealing import FernetSealing, Purpose
from tests.actors import acting
from tests.case_office import CHIEF, OFFICER, SEAT, CaseOffice
from tests.webhook_receiver import BREAK, DRIP, HANG, Receiver, posting

ROOT = Path(__file__).parents[2]
ADMIN = acting("admin", Role.ADMINISTRATOR)
SECRET = "k" * 40
ALL = frozenset(EVENT_KINDS)


class Exchange:
    """The services of webhooks over a bureau, and what sends."""

    def __init__(self, office: CaseOffice) -> None:
        self.office, self.store = office, SqlWebhookStore(office.engine, office.clock)
        self.sealing = FernetSealing(SECRET, Purpose.WEBHOOKS)
        self.webhooks = Webhooks(self.store, posting(), self.sealing, office.clock)

    def sender(self, holder: str = "one", patience_s: tuple[float, float] = (10.0, 20.0)) -> WebhookSender:
        leases, post = SqlLeases(self.office.engine), posting(*patience_s)
        clock, chance = self.office.clock, lambda: 0.5
        return WebhookSender(self.store, leases, post, self.sealing, clock=clock, holder=holder, chance=chance)

    def add(self, url: str, **meant: Any) -> Made:
        words = meant.pop("with_words", False)
        draft = WebhookDraft("市政系统", url, WebhookFilter(**{"kinds": ALL, **meant}), with_words=words)
        return self.webhooks.add(draft, ADMIN)

    def send_all(self, made: Made, sender: WebhookSender | None = None) -> None:
        sender = sender or self.sender()
        while sender.send(made.webhook.webhook_key):
            pass

    def deliveries(self, made: Made) -> list[Delivery]:
        return list(reversed(self.webhooks.deliveries(made.webhook.webhook_key, ADMIN, 500)))

    def entries(self) -> list[int]:
        with self.office.engine.connect() as connection:
            return list(
                connection.execute(select(t.case_entry.c.entry_key).order_by(t.case_entry.c.entry_key)).scalars()
            )


@pytest.fixture
def exchange(office: CaseOffice) -> Exchange:
    return Exchange(office)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver().running() as running:
        yield running


def is_signed_by(secret: str, came: Any) -> bool:
    """By the library of the standard, at the time that the message names."""
    at = datetime.fromtimestamp(int(came.headers["webhook-timestamp"]), UTC)
    signature = Verifier(secret).sign(came.id, at, came.body.decode())
    return signature in came.headers["webhook-signature"].split(" ")


def test_every_entry_of_a_case_arrives_once_in_its_order_and_signed(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    case = exchange.office.handled()
    exchange.send_all(made)
    key = made.webhook.webhook_key
    assert receiver.ids() == [f"msg_{key}_{entry}" for entry in exchange.entries()]
    assert [came.told["type"] for came in receiver.came] == [
        *("case.report", "case.register", "case.file"),
        *("case.dispatch", "case.accept", "case.arrive", "case.feedback"),
    ]
    assert all(is_signed_by(made.secret, came) for came in receiver.came)
    last = receiver.came[-1].told["data"]
    assert (last["case"]["number"], last["case"]["state"], last["case"]["squad"]) == (case.number, "feedback", "S1")
    assert (last["from"], last["to"], last["photos"]) == ("handling", "feedback", 1)
    assert {each.state for each in exchange.deliveries(made)} == {DeliveryState.DONE}


def test_a_message_tells_of_nobody(exchange: Exchange, receiver: Receiver) -> None:
    plain, wordy = exchange.add(receiver.url), exchange.add(receiver.url, with_words=True)
    case = exchange.office.accepted(description="联系人 13812345678", address="县前街 13812345678 号")
    exchange.office.act(case, Action.COMMENT, CHIEF, reason="请电 13812345678")
    for made in (plain, wordy):
        exchange.send_all(made)
    bodies = [came.body.decode() for came in receiver.came]
    for told in ("13812345678", OFFICER.name, SEAT.name, '"assignee"', '"reporter"', '"actor"'):
        assert [body for body in bodies if told in body] == []
    described = [came.told["data"]["case"].get("description") for came in receiver.came]
    assert set(described) == {None, "联系人 ****"}
    assert receiver.came[-1].told["data"]["text"] == "请电 ****"


def test_only_what_is_meant_is_told(exchange: Exchange, receiver: Receiver) -> None:
    office = exchange.office
    of_department = exchange.add(receiver.url, department="D1", kinds=frozenset({EntryKind.DISPATCH}))
    of_main = exchange.add(receiver.url, category="05", area="G01", kinds=frozenset({EntryKind.STEP}))
    of_other = exchange.add(receiver.url, category="01", kinds=ALL)
    case = office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(department="D1"))
    office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S2"), reason="改派")
    assert [len(exchange.deliveries(made)) for made in (of_department, of_main, of_other)] == [2, 3, 0]
    with pytest.raises(BadInput, match="there is no 'D9'"):
        exchange.add(receiver.url, department="D9")
    with pytest.raises(BadInput, match="kinds: at least one"):
        exchange.add(receiver.url, kinds=frozenset())


def test_what_is_undone_is_not_told(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    case = exchange.office.reported()
    before = len(exchange.deliveries(made))

    def undone() -> None:
        with exchange.office.store.begin() as work:
            exchange.office.moves.move(work, case, Move(action=Action.REGISTER, revision=case.revision), SEAT)
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    assert len(exchange.deliveries(made)) == before


def test_a_receiver_that_is_down_for_a_day_loses_nothing(exchange: Exchange) -> None:
    office, sender = exchange.office, exchange.sender()
    down = Receiver()
    port, url = down.port, down.url
    with down.running():
        made = exchange.add(url)
    first = office.handled()
    for _ in range(6 * 24):
        exchange.send_all(made, sender)
        office.clock.now_us += 10 * MINUTE_US
    office.handled()
    line = exchange.webhooks.line(made.webhook.webhook_key, ADMIN)
    assert (line.backlog.waiting, line.webhook.standing.fault) == (len(exchange.entries()), Fault.REFUSED)
    assert line.webhook.tally.failed <= 6 * 24, "who is down is asked now and then"
    with Receiver(port).running() as back:
        office.clock.now_us += 15 * MINUTE_US
        exchange.send_all(made, sender)
        assert (len(back.ids()), len(set(back.ids()))) == (len(exchange.entries()), len(exchange.entries()))
        for case_key in {first.case_key, first.case_key + 1}:
            told = [came.id for came in back.came if came.told["data"]["case"]["id"] == case_key]
            assert told == sorted(told, key=lambda name: int(name.rpartition("_")[2]))


@pytest.mark.parametrize(
    ("answer", "status", "fault"),
    [(500, 500, ""), (BREAK, None, "broken"), (302, 302, "redirect"), (429, 429, ""), (404, 404, "")],
)
def test_what_fails_is_tried_again_and_the_case_waits(
    exchange: Exchange, receiver: Receiver, answer: int, status: int | None, fault: str
) -> None:
    made = exchange.add(receiver.url)
    receiver.answer = lambda _came: answer
    exchange.office.filed()
    exchange.send_all(made)
    head, *rest = exchange.deliveries(made)
    assert (head.state, head.attempts, head.status, head.fault) == (DeliveryState.WAITING, 1, status, fault)
    assert {(each.state, each.attempts) for each in rest} == {(DeliveryState.WAITING, 0)}
    receiver.answer = lambda _came: 200
    exchange.office.clock.now_us += 30 * SECOND_US
    exchange.send_all(made)
    assert receiver.ids()[0] == receiver.ids()[1]
    assert {each.state for each in exchange.deliveries(made)} == {DeliveryState.DONE}


def test_a_case_that_is_refused_holds_up_no_other(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    first, second = exchange.office.reported(), exchange.office.reported()
    receiver.answer = lambda came: 500 if came.told["data"]["case"]["id"] == first.case_key else 200
    exchange.send_all(made)
    states = {each.case_key: each.state for each in exchange.deliveries(made)}
    assert states == {first.case_key: DeliveryState.WAITING, second.case_key: DeliveryState.DONE}


@pytest.mark.parametrize(("answer", "patience_s"), [(HANG, (0.05, 20.0)), (DRIP, (10.0, 0.05))])
def test_one_that_is_slow_is_cut_off_keeps_no_other_waiting_and_is_told_again_under_the_same_id(
    exchange: Exchange, receiver: Receiver, answer: int, patience_s: tuple[float, float]
) -> None:
    with Receiver().running() as slow:
        slow.answer = lambda _came: answer
        hanging, quick = exchange.add(slow.url), exchange.add(receiver.url)
        exchange.office.reported()
        exchange.send_all(hanging, exchange.sender(patience_s=patience_s))
        exchange.send_all(quick)
        (late,), (there,) = exchange.deliveries(hanging), exchange.deliveries(quick)
        assert (late.state, late.fault, there.state) == (DeliveryState.WAITING, "timeout", DeliveryState.DONE)
        slow.answer = lambda _came: 200
        exchange.office.clock.now_us += 30 * SECOND_US
        exchange.send_all(hanging)
    assert (len(slow.ids()), len(set(slow.ids()))) == (2, 1)


def test_who_answers_410_is_told_no_more_until_somebody_resumes_it(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    receiver.answer = lambda _came: 410
    exchange.office.filed()
    exchange.send_all(made)
    exchange.office.reported()
    key = made.webhook.webhook_key
    line = exchange.webhooks.line(key, ADMIN)
    assert (line.webhook.state, len(receiver.came), line.backlog.waiting) == (WebhookState.GONE, 1, 3)
    with exchange.office.engine.connect() as connection:
        assert "disable_webhook" in connection.execute(select(t.audit.c.action)).scalars().all()
    receiver.answer = lambda _came: 200
    exchange.webhooks.resume(key, ADMIN)
    exchange.send_all(made)
    assert len(set(receiver.ids())) == 3
    assert exchange.webhooks.replay(key, 0, exchange.office.clock.now_us + 1, ADMIN) == 4
    exchange.send_all(made)
    assert (len(set(receiver.ids())), len(receiver.ids())) == (4, 1 + 3 + 4)


def test_one_that_is_paused_collects(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    exchange.webhooks.pause(made.webhook.webhook_key, ADMIN)
    exchange.office.reported()
    exchange.send_all(made)
    assert (receiver.came, exchange.sender().due()) == ([], [])
    exchange.webhooks.resume(made.webhook.webhook_key, ADMIN)
    assert exchange.sender().due() == [made.webhook.webhook_key]
    exchange.send_all(made)
    assert len(receiver.came) == 1


def test_a_new_secret_and_the_one_before_both_sign_for_a_day(exchange: Exchange, receiver: Receiver) -> None:
    first = exchange.add(receiver.url)
    second = exchange.webhooks.rotate(first.webhook.webhook_key, ADMIN)
    exchange.office.reported()
    exchange.send_all(first)
    exchange.office.clock.now_us += DAY_US
    exchange.office.reported()
    exchange.send_all(first)
    signed = [(is_signed_by(first.secret, came), is_signed_by(second.secret, came)) for came in receiver.came]
    assert signed == [(True, True), (False, True)]
    with exchange.office.engine.connect() as connection:
        kept = connection.execute(select(t.webhook.c.secret, t.webhook.c.old_secret)).one()
    assert first.secret not in kept[1]
    assert base64.b64decode(second.secret.removeprefix("whsec_")) not in kept[0].encode()


def test_secrets_of_another_secret_key_say_so(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    exchange.sealing = FernetSealing("other" * 10, Purpose.WEBHOOKS)
    exchange.office.reported()
    exchange.send_all(made)
    assert exchange.webhooks.line(made.webhook.webhook_key, ADMIN).webhook.standing.fault == Fault.KEY
    assert receiver.came == []


def test_what_cannot_be_told_for_days_is_given_up_and_can_be_told_again(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    receiver.answer = lambda _came: 500
    exchange.office.reported()
    exchange.send_all(made)
    exchange.office.clock.now_us += GIVE_UP_US
    exchange.send_all(made)
    (lost,) = exchange.deliveries(made)
    tally = exchange.webhooks.line(made.webhook.webhook_key, ADMIN).webhook.tally
    assert (lost.state, tally.given_up, tally.failed) == (DeliveryState.GIVEN_UP, 1, 2)
    receiver.answer = lambda _came: 200
    exchange.webhooks.replay(made.webhook.webhook_key, 0, exchange.office.clock.now_us, ADMIN)
    exchange.send_all(made)
    assert [each.state for each in exchange.deliveries(made)] == [DeliveryState.DONE]
    assert len(set(receiver.ids())) == 1


def test_what_is_old_is_forgotten(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    exchange.office.reported()
    exchange.office.clock.now_us += KEPT_US + HOUR_US
    assert exchange.sender().forget(exchange.office.clock.now_us) == 1
    assert exchange.webhooks.line(made.webhook.webhook_key, ADMIN).webhook.tally.given_up == 1


def test_two_senders_never_have_one_subscription_at_once(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    exchange.office.filed()
    key = made.webhook.webhook_key
    assert exchange.sender("one").send(key) == 1
    assert exchange.sender("two").send(key) == 0
    exchange.office.clock.now_us += LEASE_US + 1
    assert exchange.sender("two").send(key) == 1
    assert len(receiver.ids()) == len(set(receiver.ids())) == 2


def test_a_sender_that_is_killed_after_the_answer_sends_it_again_under_the_same_id(
    exchange: Exchange, receiver: Receiver
) -> None:
    made = exchange.add(receiver.url)
    exchange.office.filed()
    url = exchange.office.engine.url.render_as_string(hide_password=False)
    arguments = [url, str(exchange.office.clock.now_us), str(made.webhook.webhook_key), SECRET]
    command = [sys.executable, "-m", "tests.adapters.killed_webhook", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.kill()
    exchange.office.clock.now_us += LEASE_US + 1
    exchange.send_all(made)
    ids = receiver.ids()
    assert (ids[0], len(ids), len(set(ids))) == (ids[1], 4, 3)


def test_who_may_not_manage_other_systems_is_refused(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    key = made.webhook.webhook_key
    deeds: list[Callable[[], object]] = [
        lambda: exchange.webhooks.lines(CHIEF),
        lambda: exchange.webhooks.deliveries(key, CHIEF),
        lambda: exchange.webhooks.add(made.webhook.draft, CHIEF),
        lambda: exchange.webhooks.rotate(key, CHIEF),
        lambda: exchange.webhooks.resume(key, CHIEF),
        lambda: exchange.webhooks.test(key, CHIEF),
        lambda: exchange.webhooks.replay(key, 0, 1, CHIEF),
        lambda: exchange.webhooks.remove(key, CHIEF),
    ]
    for deed in deeds:
        with pytest.raises(Forbidden):
            deed()
    exchange.webhooks.remove(key, ADMIN)
    with pytest.raises(NotFound):
        exchange.webhooks.line(key, ADMIN)


def test_a_trial_arrives_at_once_and_tells_how_it_went(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    assert exchange.webhooks.test(made.webhook.webhook_key, ADMIN).status == 204
    (came,) = receiver.came
    assert (came.told["type"], is_signed_by(made.secret, came)) == ("xiuhua.ping", True)
    assert exchange.deliveries(made) == []


def test_history_that_is_imported_is_no_news(exchange: Exchange, receiver: Receiver) -> None:
    made = exchange.add(receiver.url)
    case = exchange.office.reported()
    before = len(exchange.deliveries(made))
    with exchange.office.store.begin() as work:
        (entry, *_) = work.case_entries([case.case_key])
        work.add_case_entries([entry._replace(at_us=entry.at_us - 8 * DAY_US), entry._replace(at_us=entry.at_us)])
    assert len(exchange.deliveries(made)) == before + 1


def test_what_waits_goes_to_the_new_address_and_what_is_told_is_what_was_chosen(
    exchange: Exchange, receiver: Receiver
) -> None:
    receiver.answer = lambda _came: 503
    made = exchange.add(receiver.url, kinds=frozenset({EntryKind.STEP}))
    exchange.office.reported()
    exchange.send_all(made)
    assert {each.state for each in exchange.deliveries(made)} == {DeliveryState.WAITING}
    receiver.answer = lambda _came: 200
    draft = WebhookDraft("市政系统二", f"{receiver.url}/other", WebhookFilter(ALL), with_words=False)
    after = exchange.webhooks.change(made.webhook.webhook_key, draft, ADMIN)
    assert after.secret == made.webhook.secret
    exchange.send_all(made)
    assert {each.state for each in exchange.deliveries(made)} == {DeliveryState.DONE}
    with pytest.raises(BadInput):
        exchange.webhooks.change(made.webhook.webhook_key, draft._replace(url="bureau"), ADMIN)
    with pytest.raises(Forbidden):
        exchange.webhooks.change(made.webhook.webhook_key, draft, acting("chief", Role.DISPATCHER))
    with pytest.raises(NotFound):
        exchange.webhooks.change(999, draft, ADMIN)
