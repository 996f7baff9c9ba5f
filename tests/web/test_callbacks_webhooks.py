"""The administrator's tab of other systems, run by POST as the browser runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.cases.records import EntryKind
from dashboard.domain.durations import HOUR_US
from dashboard.domain.rights import Means, Role
from dashboard.domain.webhooks.records import WebhookDraft, WebhookFilter
from tests.actors import acting
from tests.web.fake_webhooks import KINDS, SECRET
from tests.web.page_client import PageClient

FORM = {
    "exchange-name.value": " 市政系统 ",
    "exchange-url.value": "https://bureau.example/hook",
    "exchange-kinds.value": KINDS,
    "exchange-department.value": "D1",
    "exchange-area.value": "",
    "exchange-category.value": None,
    "exchange-words.value": ["words"],
    "exchange-from.value": "2026-11-21T08:00",
    "exchange-until.value": "2026-11-21T10:00",
}
CLICKS = {
    "add": "n_clicks",
    "test": "n_clicks",
    "switch": "n_clicks",
    "rotate": "submit_n_clicks",
    "remove": "submit_n_clicks",
    "replay": "n_clicks",
    "refresh": "n_clicks",
    "save": "n_clicks",
}


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def press(client: PageClient, button: str, **changes: Any) -> str:
    pressed = f"exchange-{button}.{CLICKS[button]}"
    told = {**FORM, pressed: 1, **changes}
    return str(client.call("exchange-said.children", told, pressed))


def test_the_list_tells_how_each_does_and_the_form_is_there(client: PageClient) -> None:
    shown = str(client.call("exchange-list.children", {}))
    for told in ("市政系统", "连接被拒绝", "对方已停用", "17", "最早一条已等", "接收地址"):
        assert told in shown


def test_one_that_is_chosen_tells_its_last_answers(client: PageClient) -> None:
    shown = str(client.call("exchange-list.children", {"exchange-list.data-one": "2"}))
    for told in ("下次尝试", "20261127-0001", "HTTP 204", "超时无应答", "已放弃", "msg_2_7", "重发这段时间"):
        assert told in shown
    assert SECRET not in shown


def test_a_new_one_is_taken_and_its_secret_is_shown_once(client: PageClient) -> None:
    assert SECRET in press(client, "add")
    meant = WebhookFilter(frozenset({EntryKind.STEP, EntryKind.DISPATCH}), "D1")
    draft = WebhookDraft("市政系统", "https://bureau.example/hook", meant, with_words=True)
    assert client.services.office.webhooks.done == [("add", draft)]


def test_one_that_is_chosen_can_be_changed_in_a_form_that_shows_what_is(client: PageClient) -> None:
    shown = str(client.call("exchange-list.children", {"exchange-list.data-one": "2"}))
    for told in ("https://bureau-2.example/hook", "待发的 17 条立即发往新地址"):
        assert told in shown
    assert "已保存：市政系统" in press(client, "save", **{"exchange-list.data-one": "2"})
    ((deed, key, draft),) = client.services.office.webhooks.done
    assert (deed, key, draft.url, draft.filter.department) == ("change", 2, FORM["exchange-url.value"], "D1")


@pytest.mark.parametrize(
    ("button", "chosen", "said", "done"),
    [
        ("test", 1, "HTTP 204", ("test", 1)),
        ("switch", 1, "已暂停", ("pause", 1)),
        ("switch", 3, "已恢复发送", ("resume", 3)),
        ("rotate", 1, SECRET, ("rotate", 1)),
        ("remove", 2, "已删除", ("remove", 2)),
        ("replay", 2, "12", ("replay", 2, 2 * HOUR_US)),
    ],
)
def test_what_is_pressed_is_done(client: PageClient, button: str, chosen: int, said: str, done: Any) -> None:
    assert said in press(client, button, **{"exchange-list.data-one": str(chosen)})
    assert client.services.office.webhooks.done == [done]


def test_bad_times_are_told_and_nothing_is_done(client: PageClient) -> None:
    changes = {"exchange-list.data-one": "1", "exchange-from.value": "yesterday"}
    answer = press(client, "replay", **changes)
    assert client.services.office.webhooks.done == []
    assert "请填写完整的日期和时间" in answer


def test_nobody_but_who_manages_them_sees_the_tab(client: PageClient) -> None:
    assert "tab=exchange" in str(client.page("/admin"))
    client.door.actor = acting("chief", Role.DISPATCHER)._replace(means=Means.COMMAND_LINE)
    assert "tab=exchange" not in str(client.page("/admin"))
