"""What walls ask over HTTP, and what the desk's director does, run as the browser runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain import walls as rules
from dashboard.domain.text import Text
from dashboard.domain.wall_refusals import Refused
from dashboard.domain.walls import EVERY_SCREEN, Heartbeat, Level, Reload
from dashboard.services.walls.screens import Walls
from layouts.ids import Director
from tests.actors import OPERATOR
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.fakes_walls import FakeWallStore
from tests.readout_builders import NOW_US
from tests.web.conftest import Site
from tests.web.page_client import PageClient

WALLS = "/api/v1/walls"
BEAT = {"width": 5760, "height": 2160, "dpr": 1, "scene": "flood", "started_at": 1_763_700_000_000.5}


def pair(site: Site, name: str = "A-01") -> int:
    """Pairs the client's browser; gives the screen's key."""
    code = site.post(f"{WALLS}/pairing")["code"]
    return site.services.walls.confirm_pairing(code, name, "指挥大厅", OPERATOR).screen_key


def beat(site: Site, status: int = 204, **changes: Any) -> Any:
    """A heartbeat of the client's browser."""
    answer = site.client.post(f"{WALLS}/heartbeat", json={**BEAT, **changes})
    assert answer.status_code == status, answer.text
    return answer


def test_an_unpaired_wall_goes_round_by_itself(site: Site) -> None:
    assert site.get(f"{WALLS}/me") == {
        "paired": False,
        "known": True,
        "code": None,
        "screen": None,
        "direction": {
            "revision": 0,
            "scene": None,
            "rotate": True,
            "dwell_s": 30,
            "fly": None,
            "message": None,
            "reload_at": None,
        },
    }


def test_the_code_is_shown_until_the_desk_confirms_it(site: Site) -> None:
    shown = site.post(f"{WALLS}/pairing")
    assert site.post(f"{WALLS}/pairing") == shown
    assert site.get(f"{WALLS}/me")["code"] == shown["code"]
    key = site.services.walls.confirm_pairing(shown["code"], "A-01", "指挥大厅", OPERATOR).screen_key
    me = site.get(f"{WALLS}/me")
    assert (me["paired"], me["code"]) == (True, None)
    assert me["screen"] == {"key": str(key), "name": "A-01", "place": "指挥大厅"}
    assert site.post(f"{WALLS}/pairing", status=422)["code"] == "bad_input"


def test_the_token_is_for_the_server_alone_and_lasts_a_year(site: Site) -> None:
    for answer in (site.client.post(f"{WALLS}/pairing"), _paired_me(site)):
        cookie = answer.headers["set-cookie"]
        for part in ("HttpOnly", "Max-Age=31536000", "Path=/", "SameSite=strict"):
            assert part in cookie


def _paired_me(site: Site) -> Any:
    pair(site)
    return site.client.get(f"{WALLS}/me")


def test_a_paired_wall_is_told_what_the_desk_directs(site: Site) -> None:
    key = pair(site)
    now_us = site.services.views.now_us()
    changes = (rules.pinned("flood", ["flood"]), rules.rotation(False, 20), rules.flight("JG-1", now_us))
    for change in (*changes, rules.message("人民路封闭", 60, Level.URGENT, now_us), rules.reload(now_us)):
        site.services.walls.direct(key, change, OPERATOR)
    direction = site.get(f"{WALLS}/me")["direction"]
    assert direction == {
        "revision": direction["revision"],
        "scene": "flood",
        "rotate": False,
        "dwell_s": 20,
        "fly": {"asset": "JG-1", "at": now_us // 1000},
        "message": {"text": "人民路封闭", "until": (now_us + 60_000_000) // 1000, "level": "urgent"},
        "reload_at": now_us // 1000,
    }


def test_the_screen_says_how_it_is(site: Site) -> None:
    pair(site)
    reloads = [{"at": 1_763_700_001_000, "why": "heap"}, {"at": "2025-11-21T04:40:00Z", "why": "older"}]
    beat(site, heap_mb=180.2, reloads=reloads, error="WebSocket\x00 closed " + "!" * 600)
    (line,) = site.services.walls.screen_list().lines
    assert line.screen.beat == Heartbeat(
        width=5760,
        height=2160,
        dpr=1.0,
        scene="flood",
        started_us=1_763_700_000_000_500,
        heap_mb=180.2,
        error=line.screen.error,
    )
    assert line.screen.error is not None
    assert line.screen.error.startswith("WebSocket closed !!")
    assert len(line.screen.error) == 500
    assert line.screen.reload == Reload(1_763_700_001_000_000, "heap")


def test_of_an_unpaired_or_revoked_screen_nothing_is_kept(site: Site) -> None:
    beat(site)
    key = pair(site)
    site.services.walls.revoke(key, OPERATOR)
    beat(site)
    assert site.get(f"{WALLS}/me")["paired"] is False
    assert site.services.walls.screen_list().lines == []
    assert site.post(f"{WALLS}/pairing")["code"]


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 0},
        {"height": "tall"},
        {"dpr": 0},
        {"scene": "x" * 41},
        {"started_at": "soon"},
        {"reloads": [{"at": 1}]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_heartbeat_that_makes_no_sense_is_refused(site: Site, changes: dict[str, Any]) -> None:
    assert beat(site, 422, **changes).json()["detail"].startswith(next(iter(changes)))


def test_a_cookie_that_is_far_too_long_is_refused(site: Site) -> None:
    site.client.cookies.set("xiuhua_wall", "x" * 300, path=WALLS)
    assert site.client.get(f"{WALLS}/me").status_code == 422


def test_two_pages_with_one_cookie_are_noticed(site: Site) -> None:
    pair(site)
    beat(site)
    beat(site, started_at=1_763_600_000_000)
    screens = site.services.walls.screen_list()
    assert screens.lines[0].screen.is_twin(screens.now_us)


class Desk:
    """The director's callbacks on a store in memory."""

    def __init__(self) -> None:
        self.pages = PageClient()
        self.store = FakeWallStore(["JG-0413"])
        self.walls = Walls(self.store, FakeNotifier(), FakeClock(NOW_US))
        services: Any = self.pages.services
        services.walls = self.walls

    def pair(self, name: str) -> tuple[str, int]:
        """A screen with its secret."""
        shown = self.walls.begin_pairing(None)
        return shown.secret, self.walls.confirm_pairing(shown.pairing.code, name, "", OPERATOR).screen_key

    def say(self, action: str, language: str = "zh-CN", **more: Any) -> dict[str, Any]:
        """Runs a command as the browser sends it."""
        data = {"action": action, "target": EVERY_SCREEN, "at": 1, **more}
        output = f"{Director.SAID}.children"
        return self.pages.call(output, {f"{Director.COMMAND}.data": data}, language=language)

    def look(self, target: int = EVERY_SCREEN, asset: str | None = None, language: str = "zh-CN") -> str:
        """What the open panel shows."""
        values = {
            f"{Director.OPENED}.data": 1,
            f"{Director.TARGET}.data": target,
            "selected-asset.data": {"id": asset} if asset else None,
        }
        answer = self.pages.call(f"{Director.SCREENS}.children", values, language=language)
        return json.dumps(answer, ensure_ascii=False)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    with desk.pages.http:
        yield desk


def test_a_closed_director_asks_nothing(desk: Desk) -> None:
    assert desk.pages.call(f"{Director.SCREENS}.children", {f"{Director.OPENED}.data": None}) == {}


def test_without_screens_the_director_says_how_to_pair_one(desk: Desk) -> None:
    assert "还没有配对的屏幕" in desk.look()
    assert "No screen is paired yet" in desk.look(language="en")


def test_a_screen_is_paired_at_the_desk(desk: Desk) -> None:
    code = desk.walls.begin_pairing(None).pairing.code
    answer = desk.say("pair", code=f"{code[:4]}-{code[4:]}", name="A-01", place="指挥大厅")
    assert "已配对：A-01" in json.dumps(answer, ensure_ascii=False)
    assert "A-01" in desk.look()


def test_a_wrong_code_is_told_beside_the_code(desk: Desk) -> None:
    answer = desk.say("pair", code="999999", name="A-01", place="")
    assert list(answer) == [Director.PAIRING_SAID]
    assert "没有大屏显示这个配对码" in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize(
    ("command", "field", "expected"),
    [
        ({"action": "pin", "scene": "flood"}, "scene", "flood"),
        ({"action": "unpin"}, "scene", None),
        ({"action": "rotate", "dwell": "45"}, "dwell_s", 45),
        ({"action": "stop", "dwell": "20"}, "rotate", False),
        ({"action": "hush"}, "message", None),
        ({"action": "reload"}, "reload_us", NOW_US),
    ],
    ids=lambda value: value["action"] if isinstance(value, dict) else "",
)
def test_a_command_holds_for_all_screens(desk: Desk, command: dict[str, Any], field: str, expected: Any) -> None:
    secret, _ = desk.pair("A-01")
    assert Director.SAID in desk.say(**command)
    assert getattr(desk.walls.briefing(secret).direction, field) == expected


def test_a_message_and_a_flight_reach_one_screen(desk: Desk) -> None:
    (first, key), (second, _) = desk.pair("A-01"), desk.pair("A-02")
    desk.say("say", target=key, text="人民路封闭", lasts="60", level="urgent")
    desk.say("fly", target=key, to="JG-0413")
    direction = desk.walls.briefing(first).direction
    assert direction.message == rules.Message("人民路封闭", NOW_US + 60_000_000, Level.URGENT)
    assert direction.fly == rules.Fly("JG-0413", NOW_US)
    assert desk.walls.briefing(second).direction == rules.Direction()
    assert "人民路封闭" in desk.look(key)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"action": "pin", "scene": "nowhere"}, Refused.SCENE_UNKNOWN),
        ({"action": "fly", "to": "JG-9999"}, Refused.ASSET_UNKNOWN),
        ({"action": "rotate", "dwell": "5"}, Refused.DWELL_OUT_OF_RANGE),
        ({"action": "say", "text": " ", "lasts": 60}, Refused.MESSAGE_EMPTY),
        ({"action": "say", "text": "字" * 61, "lasts": 60}, Refused.MESSAGE_TOO_LONG),
        ({"action": "say", "text": "字", "lasts": 4}, Refused.MESSAGE_TIME),
        ({"action": "unpin", "target": 99}, Refused.SCREEN_UNKNOWN),
    ],
    ids=lambda value: value.en if isinstance(value, Text) else "",
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_bad_input_is_told_in_the_viewers_language(
    desk: Desk, command: dict[str, Any], reason: Text, language: str
) -> None:
    said = json.dumps(desk.say(language=language, **command), ensure_ascii=False)
    assert (reason.en if language == "en" else reason.zh) in said
    assert desk.store.tables.audit == []


def test_a_screen_is_removed_and_the_panel_falls_back_to_all(desk: Desk) -> None:
    _, key = desk.pair("A-01")
    assert "移除配对" in desk.look(key)
    assert "已移除：A-01" in json.dumps(desk.say("revoke", target=key), ensure_ascii=False)
    assert "移除配对" not in desk.look(key)


def test_the_panel_offers_the_selected_asset(desk: Desk) -> None:
    assert "飞到该设备" in desk.look(asset="JG-0413")
    assert "先在地图、列表或搜索中选中一台设备" in desk.look()


def test_a_screen_shows_its_size_scene_error_and_reload(desk: Desk) -> None:
    secret, _ = desk.pair("A-01")
    told = Heartbeat(
        width=1920, height=540, dpr=2.0, scene="flood", started_us=NOW_US, error="boom", reload=Reload(NOW_US, "heap")
    )
    desk.walls.hear(secret, told)
    shown = desk.look()
    for text in ("3840×1080", "1920 / 540", "防汛排水", "boom", "内存过高", f'"data-since": "{NOW_US // 1000}"'):
        assert text in shown
