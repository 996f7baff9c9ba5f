"""Commands with anything in them: each is done or refused with what to mend, and none is an internal error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pytest
from pydantic import BaseModel, TypeAdapter

from callbacks._problems import log
from dashboard.commands.alarms import (
    ALARM_COMMANDS,
    AcknowledgeAlarm,
    AcknowledgeAlarms,
    Acknowledgement,
    Shelf,
    ShelveAlarm,
)
from dashboard.commands.fields import FIELDS
from dashboard.commands.ghosts import GHOST_COMMANDS, FieldMeaning, TakeInDevice, TryFields
from dashboard.commands.maintenance import WINDOW_COMMANDS, OpenWindow
from dashboard.commands.reading import read
from dashboard.commands.roster import ROSTER_COMMANDS, MoveEntry, OpenDay
from dashboard.commands.rules import RULE_COMMANDS, EditRule, RuleFields
from dashboard.commands.walls import WALL_COMMANDS
from dashboard.errors import BadInput
from dashboard.services.walls.screens import Walls
from layouts.duty_ids import Roster
from layouts.ids import Director, Sensors, Shell
from layouts.texts.shell import Said
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.fakes_walls import FakeWallStore
from tests.readout_builders import NOW_US
from tests.web.bad_values import ODD
from tests.web.conftest import Site
from tests.web.page_client import PageClient


class Route(NamedTuple):
    """Where commands of one kind arrive, what is read there, and where a refusal may be said."""

    output: str
    store: str
    reads: TypeAdapter[Any]
    said: tuple[str, ...] = (Shell.NOTICE,)


ALARMS: Final = Route("notice.children", Shell.ALARM_COMMAND, ALARM_COMMANDS)
RULES: Final = Route("sensors-rules-changed.data", Shell.RULE_COMMAND, RULE_COMMANDS)
WINDOWS: Final = Route("notice.children", Shell.WINDOW_COMMAND, WINDOW_COMMANDS)
WALLS: Final = Route(
    f"{Director.SAID}.children", Director.COMMAND, WALL_COMMANDS, (Director.SAID, Director.PAIRING_SAID)
)
GHOSTS: Final = Route("sensors-ghost-form.children", Shell.GHOST_COMMAND, GHOST_COMMANDS)
TRIES: Final = Route(
    "sensors-ghost-previews.data-html", Shell.GHOST_DRAFT, GHOST_COMMANDS, (Shell.NOTICE, "sensors-ghost-previews")
)
ROSTER: Final = Route("roster-form.children", Shell.ROSTER_COMMAND, ROSTER_COMMANDS, (Shell.NOTICE, Roster.FORM))
ROUTES: Final = {
    "alarms": ALARMS,
    "rules": RULES,
    "windows": WINDOWS,
    "walls": WALLS,
    "ghosts": GHOSTS,
    "roster": ROSTER,
}

RULE: Final = {"rule": "manhole.tilt", "scope": "kind", "kind": "manhole", "scope_ref": "", "at": 1}
FORM: Final = {"minor": "1", "major": "", "critical": "", "hysteresis": "", "minimum_duration_s": "", "enabled": "true"}
GHOST: Final = {
    "device_ref": "generic:city/7/A-1",
    "kind": "manhole",
    "datum_m": "",
    "fields": [{"path": "data.tilt", "meaning": "tilt_deg", "unit": "", "scale": ""}],
    "at": 1,
}
GOOD: Final[dict[str, tuple[Route, dict[str, Any]]]] = {
    "acknowledge": (ALARMS, {"alarm": "1", "note": "x", "at": 1}),
    "acknowledge_all": (ALARMS, {"alarms": ["1", "2"], "note": "x", "at": 1}),
    "shelve": (ALARMS, {"alarm": "1", "reason": "x", "hours": 4, "at": 1}),
    "unshelve": (ALARMS, {"alarm": "1", "at": 1}),
    "save": (RULES, {**RULE, "fields": FORM}),
    "reset": (RULES, RULE),
    "open": (
        WINDOWS,
        {"scope": "asset", "scope_ref": "JG-0413", "reason": "x", "from": "", "until": "", "hours": 4, "at": 1},
    ),
    "end": (WINDOWS, {"window": "3", "at": 1}),
    "try": (TRIES, GHOST),
    "take_in": (GHOSTS, {**GHOST, "asset_id": "A-1", "name": "", "lon": "1", "lat": "2", "alike": False}),
    "open_day": (ROSTER, {"person": "001", "day": "2026-11-27", "shift": "", "at": 1}),
    "move_entry": (
        ROSTER,
        {
            "person": "001",
            "day": "2026-11-27",
            "shift": "D",
            "area": "",
            "to_person": "002",
            "to_day": "2026-11-28",
            "seen": "",
            "at": 1,
        },
    ),
    "pair": (WALLS, {"target": 0, "code": "482107", "name": "A-01", "place": "", "at": 1}),
    "revoke": (WALLS, {"target": 1, "name": "A-01", "at": 1}),
    "pin": (WALLS, {"target": 0, "name": "", "scene": "flood", "at": 1}),
    "unpin": (WALLS, {"target": 0, "name": "", "at": 1}),
    "rotate": (WALLS, {"target": 0, "name": "", "dwell": "45", "at": 1}),
    "stop": (WALLS, {"target": 0, "name": "", "dwell": "45", "at": 1}),
    "fly": (WALLS, {"target": 0, "name": "", "to": "JG-0413", "at": 1}),
    "say": (WALLS, {"target": 0, "name": "", "text": "x", "lasts": "60", "level": "info", "at": 1}),
    "hush": (WALLS, {"target": 0, "name": "", "at": 1}),
    "reload": (WALLS, {"target": 0, "name": "", "at": 1}),
}


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    services: Any = pages.services
    services.walls = Walls(FakeWallStore(["JG-0413"]), FakeNotifier(), FakeClock(NOW_US))
    with pages.http:
        yield pages


def _answer(client: PageClient, route: Route, given: Any) -> dict[str, Any]:
    return client.call(route.output, {f"{route.store}.data": given}, f"{route.store}.data")


def _variants(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The command with each field missing, each field odd, and one field too many."""
    for field in command:
        yield {key: value for key, value in command.items() if key != field}
        yield from ({**command, field: odd} for odd in ODD.values())
    yield {**command, "surplus": 1}
    if isinstance(fields := command.get("fields"), dict):
        yield from ({**command, "fields": inner} for inner in _variants(fields))
    if isinstance(fields, list):
        yield from ({**command, "fields": [inner]} for inner in _variants(fields[0]))


def test_every_command_of_the_pages_is_in_the_table() -> None:
    tags = [tag for route in ROUTES.values() for tag in route.reads.json_schema()["discriminator"]["mapping"]]
    assert sorted(tags) == sorted(GOOD)


@pytest.mark.parametrize("action", GOOD)
def test_a_command_with_anything_in_it_is_done_or_refused(
    client: PageClient, action: str, caplog: pytest.LogCaptureFixture
) -> None:
    route, fields = GOOD[action]
    for command in _variants({"action": action, **fields}):
        answer = _answer(client, route, command)
        assert set(answer) & set(route.said), command
    assert [record.message for record in caplog.records if record.name == log.name and record.exc_info] == []


@pytest.mark.parametrize("action", ["save", "reset"])
def test_a_rule_with_anything_in_it_is_tried_or_refused(
    client: PageClient, action: str, caplog: pytest.LogCaptureFixture
) -> None:
    trials = Route(f"{Sensors.RULE_PREVIEW}.data-html", Sensors.RULE_TRIED, RULE_COMMANDS)
    for command in [*_variants({"action": action, **GOOD[action][1]}), *ODD.values()]:
        answer = _answer(client, trials, command)
        assert list(answer) == [Sensors.RULE_PREVIEW], command
    assert [record.message for record in caplog.records if record.name == log.name and record.exc_info] == []
    assert client.services.alarms.done == []


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("route", ROUTES)
def test_what_is_no_command_at_all_is_refused(client: PageClient, route: str, odd: str) -> None:
    answer = _answer(client, ROUTES[route], ODD[odd])
    assert list(answer) == [ROUTES[route].said[0]]
    assert "无法识别的指令" in json.dumps(answer, ensure_ascii=False)
    assert client.services.alarms.done == []


@pytest.mark.parametrize(
    ("action", "change", "told"),
    [
        ("acknowledge", {"alarm": None}, "告警编号（alarm）"),
        ("acknowledge", {"alarm": "x"}, "1 到 2147483647 的整数"),
        ("acknowledge", {"alarm": True}, "告警编号（alarm）"),
        ("acknowledge_all", {"alarms": []}, "1 到 2000 个告警编号"),
        ("shelve", {"hours": float("nan")}, "小时数（hours）"),
        ("shelve", {"hours": None}, "结束时间、分钟数、小时数"),
        ("shelve", {"reason": ""}, "原因（reason）"),
        ("save", {"scope": "moon"}, "kind、area 或 asset"),
        ("save", {"kind": ""}, "scope_ref"),
        ("save", {"fields": {"major": float("inf")}}, "橙色阈值（major）"),
        ("save", {"fields": "x"}, "表单（fields）"),
        ("save", {"fields": {**FORM, "minor": ""}}, "表单是空的"),
        ("save", {"fields": {**FORM, "minor": " ", "hysteresis": "1"}}, "至少填写一个级别"),
        ("open", {"from": "?"}, "完整的日期和时间"),
        ("open", {"until": "9999-12-31T23:59"}, "年份在 2000 到 2100 之间"),
        ("end", {"window": 10**400}, "检修窗口编号（window）"),
        ("take_in", {"asset_id": "x" * 300}, "编号（asset_id）"),
        ("take_in", {"alike": "maybe"}, "true 或 false"),
        ("try", {"fields": [{"path": ""}]}, "字段路径（path）"),
        ("open_day", {"day": 20260101}, "日期（day）"),
        ("move_entry", {"to_day": "2026-02-30"}, "移到的日期（to_day）"),
        ("unpin", {"target": "x"}, "屏幕编号（target）"),
        ("say", {"lasts": None}, "显示秒数（lasts）"),
        ("say", {"level": "loud"}, "info 或 urgent"),
        ("pair", {"code": None}, "大屏上的 6 位数字"),
        ("reload", {"scene": "flood"}, "这个指令不含场景（scene）"),
    ],
)
def test_a_refusal_names_the_field_and_what_it_may_be(
    client: PageClient, action: str, change: dict[str, Any], told: str
) -> None:
    route, fields = GOOD[action]
    answer = _answer(client, route, {"action": action, **fields, **change})
    assert told in json.dumps(answer, ensure_ascii=False)
    assert Said.INTERNAL.zh not in json.dumps(answer, ensure_ascii=False)


def test_a_refusal_is_told_in_english_too(client: PageClient) -> None:
    given = {"action": "acknowledge", "at": 1}
    answer = client.call("notice.children", {"alarm-command.data": given}, "alarm-command.data", language="en")
    assert "alarm: the alarm's number is missing; give a whole number from 1 to 2147483647" in str(answer)


def test_a_failure_of_ours_is_told_as_such_and_logged(client: PageClient, caplog: pytest.LogCaptureFixture) -> None:
    client.services.alarms = None
    assert Said.INTERNAL.zh in str(_answer(client, ALARMS, {"action": "unshelve", "alarm": 1, "at": 1}))
    assert caplog.records[-1].exc_info


@pytest.mark.parametrize(
    "model",
    [
        AcknowledgeAlarm,
        AcknowledgeAlarms,
        ShelveAlarm,
        EditRule,
        RuleFields,
        OpenWindow,
        TryFields,
        TakeInDevice,
        FieldMeaning,
        OpenDay,
        MoveEntry,
    ],
)
def test_every_field_has_its_words(model: type[BaseModel]) -> None:
    assert {field.alias or name for name, field in model.model_fields.items()} <= set(FIELDS)


def test_every_field_of_the_table_has_its_words() -> None:
    assert {field for _, command in GOOD.values() for field in command} <= set(FIELDS)


def test_a_command_is_frozen_and_never_partly_read() -> None:
    command: Any = read(ALARM_COMMANDS, {"action": "acknowledge", "alarm": 1, "at": 1})
    with pytest.raises(ValueError, match="frozen"):
        command.alarm = 2
    with pytest.raises(BadInput, match="surplus"):
        read(ALARM_COMMANDS, {"action": "acknowledge", "alarm": 1, "at": 1, "surplus": 1})


@pytest.mark.parametrize(
    ("route", "model"), [("acknowledge", Acknowledgement), ("shelve", Shelf), ("unshelve", None)], ids=str
)
def test_a_body_with_anything_in_it_is_taken_or_refused(site: Site, route: str, model: type[BaseModel] | None) -> None:
    good: dict[str, dict[str, Any]] = {"acknowledge": {"note": "x"}, "shelve": {"reason": "x", "minutes": 5}}
    fields = good.get(route, {})
    bodies = [*ODD.values(), *_variants(fields)]
    bodies += [{**fields, name: odd} for name in (model.model_fields if model else ()) for odd in ODD.values()]
    for body in bodies:
        answer = site.client.post(
            f"/api/v1/alarms/77/{route}", content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {404, 422}, (body, answer.text)
        assert answer.json()["code"] in {"not_found", "bad_input"}


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "nan", "99999999999", "9" * 400])
def test_an_alarm_s_number_is_checked(site: Site, number: str) -> None:
    assert site.post(f"/api/v1/alarms/{number}/acknowledge", status=422)["code"] == "bad_input"
