"""Pairing, heartbeats and direction, on a store in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.domain import walls as rules
from dashboard.domain.text import Text
from dashboard.domain.wall_refusals import Refused
from dashboard.domain.walls import EVERY_SCREEN, Heartbeat, Level, Pairing, WallScreen
from dashboard.errors import BadInput
from dashboard.services.walls.screens import Shown, Walls
from tests.actors import OPERATOR
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.fakes_walls import FakeWallStore

NOW = 1_763_700_000_000_000
MINUTE = 60_000_000
BEAT = Heartbeat(width=1920, height=1080, dpr=1.0, scene="flood", started_us=NOW)


class Rig:
    """The service on a store in memory; codes count up."""

    def __init__(self, codes: Iterator[str]) -> None:
        self.clock = FakeClock(NOW)
        self.store = FakeWallStore()
        self.notifier = FakeNotifier()
        self.walls = Walls(self.store, self.notifier, self.clock, lambda: next(codes))

    def pair(self, name: str = "A-01") -> tuple[str, WallScreen]:
        """A paired screen with its secret."""
        shown = self.walls.begin_pairing(None)
        return shown.secret, self.walls.confirm_pairing(shown.pairing.code, name, "指挥大厅", OPERATOR)

    def refusal(self, shown: Shown | None = None, code: str = "", name: str = "A-01") -> Text | None:
        """Why pairing is refused."""
        with pytest.raises(BadInput) as refused:
            self.walls.confirm_pairing(shown.pairing.code if shown else code, name, "", OPERATOR)
        return refused.value.told

    @property
    def waiting(self) -> list[Pairing]:
        """The codes that are shown."""
        return list(self.store.tables.pairings.values())

    @property
    def audited(self) -> list[tuple[str, str, str]]:
        return [entry[:3] for entry in self.store.tables.audit]


@pytest.fixture
def rig() -> Rig:
    return Rig(f"{number:06}" for number in range(1000))


def test_a_wall_is_paired_by_the_code_that_it_shows(rig: Rig) -> None:
    shown = rig.walls.begin_pairing(None)
    assert rig.walls.briefing(shown.secret).pairing == shown.pairing
    screen = rig.walls.confirm_pairing(shown.pairing.code, " A-01 ", "指挥大厅", OPERATOR)
    briefing = rig.walls.briefing(shown.secret)
    assert (briefing.screen, briefing.pairing) == (screen, None)
    assert (screen.name, screen.place) == ("A-01", "指挥大厅")
    assert rig.audited == [("operator", "pair_wall", "A-01")]
    assert rig.notifier.told[-1].feeds == {"walls": 1}


def test_the_database_knows_no_secret(rig: Rig) -> None:
    secret, _ = rig.pair()
    waiting = rig.walls.begin_pairing(None).secret
    assert secret not in repr(rig.store.tables)
    assert waiting not in repr(rig.store.tables)


def test_asked_again_a_wall_shows_the_same_code_while_it_holds(rig: Rig) -> None:
    shown = rig.walls.begin_pairing(None)
    assert rig.walls.begin_pairing(shown.secret) == shown
    rig.clock.now_us += 10 * MINUTE
    later = rig.walls.begin_pairing(shown.secret)
    assert later.pairing.code != shown.pairing.code
    assert later.secret != shown.secret


def test_a_secret_that_nobody_gave_out_is_not_taken_over(rig: Rig) -> None:
    assert rig.walls.begin_pairing("chosen-by-somebody-else").secret != "chosen-by-somebody-else"


def test_a_code_works_once(rig: Rig) -> None:
    shown = rig.walls.begin_pairing(None)
    rig.walls.confirm_pairing(shown.pairing.code, "A-01", "", OPERATOR)
    assert rig.refusal(shown, name="A-02") == Refused.CODE_UNKNOWN


def test_an_expired_code_is_refused_and_the_wall_shows_none(rig: Rig) -> None:
    shown = rig.walls.begin_pairing(None)
    rig.clock.now_us += 10 * MINUTE
    assert rig.refusal(shown) == Refused.CODE_UNKNOWN
    assert rig.walls.briefing(shown.secret).pairing is None


def test_a_taken_name_is_refused_and_the_code_still_works(rig: Rig) -> None:
    rig.pair("A-01")
    shown = rig.walls.begin_pairing(None)
    assert rig.refusal(shown, name="A-01") == Refused.NAME_TAKEN
    assert rig.walls.confirm_pairing(shown.pairing.code, "A-02", "", OPERATOR).name == "A-02"


def test_after_ten_wrong_codes_even_the_right_one_must_wait(rig: Rig) -> None:
    shown = rig.walls.begin_pairing(None)
    for _ in range(10):
        assert rig.refusal(code="999999") == Refused.CODE_UNKNOWN
    assert rig.refusal(shown) == Refused.CODES_TOO_MANY
    rig.clock.now_us += 10 * MINUTE + 1
    assert rig.pair()[1].name == "A-01"


def test_a_code_of_the_wrong_shape_is_not_counted_as_a_try(rig: Rig) -> None:
    assert rig.refusal(code="12") == Refused.CODE_SHAPE
    assert rig.audited == []


def test_a_flood_from_one_address_takes_no_code_from_the_others(rig: Rig) -> None:
    walls = [rig.walls.begin_pairing(None, f"10.0.0.{number}") for number in range(20)]
    for _ in range(200):
        rig.walls.begin_pairing(None, "10.0.0.66")
    assert [rig.walls.briefing(wall.secret).pairing for wall in walls] == [wall.pairing for wall in walls]
    assert len(rig.waiting) == 20 + 30


def test_a_wall_always_gets_a_code_and_the_oldest_of_the_busiest_address_gives_way(rig: Rig) -> None:
    first = [rig.walls.begin_pairing(None, "10.0.0.1") for _ in range(30)]
    for number in range(100):
        rig.clock.now_us += 1
        shown = rig.walls.begin_pairing(None, f"10.0.1.{number}")
        assert rig.walls.briefing(shown.secret).pairing == shown.pairing
    assert len(rig.waiting) == 60
    assert rig.walls.briefing(first[0].secret).pairing is None


def test_a_wall_that_gave_way_gets_another_code_and_can_be_paired(rig: Rig) -> None:
    shown = rig.walls.begin_pairing(None)
    for _ in range(30):
        rig.clock.now_us += 1
        rig.walls.begin_pairing(None)
    assert rig.walls.briefing(shown.secret).pairing is None
    again = rig.walls.begin_pairing(shown.secret)
    assert rig.walls.confirm_pairing(again.pairing.code, "A-01", "", OPERATOR).name == "A-01"


def test_two_walls_never_show_the_same_code() -> None:
    rig = Rig(iter(["111111", "111111", "222222"]))
    assert rig.walls.begin_pairing(None).pairing.code == "111111"
    assert rig.walls.begin_pairing(None).pairing.code == "222222"


def test_a_paired_wall_gets_no_new_code(rig: Rig) -> None:
    secret, _ = rig.pair()
    with pytest.raises(BadInput) as refused:
        rig.walls.begin_pairing(secret)
    assert refused.value.told == Refused.PAIRED_ALREADY


@pytest.mark.parametrize("secret", [None, "", "unknown"])
def test_an_unpaired_wall_gets_the_usual_direction_and_is_not_heard(rig: Rig, secret: str | None) -> None:
    rig.walls.direct(EVERY_SCREEN, rules.pinned("flood", ["flood"]), OPERATOR)
    briefing = rig.walls.briefing(secret)
    assert (briefing.screen, briefing.direction.scene, briefing.pairing) == (None, None, None)
    assert rig.walls.hear(secret, BEAT) is False


def test_direction_reaches_one_or_all_and_is_audited(rig: Rig) -> None:
    first, one = rig.pair("A-01")
    second, _ = rig.pair("A-02")
    rig.walls.direct(EVERY_SCREEN, rules.pinned("flood", ["flood"]), OPERATOR)
    rig.walls.direct(one.screen_key, rules.message("封闭", 60, Level.URGENT, NOW), OPERATOR)
    told = [rig.walls.briefing(secret).direction for secret in (first, second)]
    assert [direction.scene for direction in told] == ["flood", "flood"]
    assert [direction.message is not None for direction in told] == [True, False]
    assert told[0].revision > told[1].revision
    assert rig.audited[-2:] == [("operator", "direct_wall", "all walls"), ("operator", "direct_wall", "A-01")]
    assert rig.notifier.told[-1].feeds == {"walls": told[0].revision}


def test_the_audit_log_tells_what_a_wall_showed_before(rig: Rig) -> None:
    _, screen = rig.pair("A-01")
    rig.walls.direct(EVERY_SCREEN, rules.pinned("flood", ["flood"]), OPERATOR)
    rig.walls.direct(screen.screen_key, rules.pinned("grid", ["grid"]), OPERATOR)
    rig.walls.direct(screen.screen_key, rules.unpinned(), OPERATOR)
    rig.walls.revoke(screen.screen_key, OPERATOR)
    named = {"name": "A-01", "place": "指挥大厅"}
    assert [entry[4] for entry in rig.store.tables.audit] == [
        {"screen_key": 1, "before": None, "after": named},
        {"screen_key": EVERY_SCREEN, "before": {"scene": None}, "after": {"scene": "flood"}},
        {"screen_key": 1, "before": {"scene": "flood"}, "after": {"scene": "grid"}},
        {"screen_key": 1, "before": {"scene": "grid"}, "after": {"scene": None}},
        {"screen_key": 1, "before": named, "after": None},
    ]


def test_an_unknown_asset_is_refused_and_nothing_is_told(rig: Rig) -> None:
    secret, _ = rig.pair()
    before = len(rig.notifier.told), rig.store.tables
    with pytest.raises(BadInput) as refused:
        rig.walls.direct(EVERY_SCREEN, rules.flight("JG-9999", NOW), OPERATOR)
    assert refused.value.told == Refused.ASSET_UNKNOWN
    assert (len(rig.notifier.told), rig.store.tables) == before
    rig.walls.direct(EVERY_SCREEN, rules.flight("JG-0413", NOW), OPERATOR)
    fly = rig.walls.briefing(secret).direction.fly
    assert fly is not None
    assert fly.asset_id == "JG-0413"


def test_a_revoked_screen_is_unpaired_at_once(rig: Rig) -> None:
    secret, screen = rig.pair()
    rig.walls.revoke(screen.screen_key, OPERATOR)
    assert rig.walls.briefing(secret).screen is None
    assert rig.walls.hear(secret, BEAT) is False
    assert rig.walls.screen_list().lines == []
    assert rig.walls.begin_pairing(secret).secret != secret
    assert rig.pair("A-01")[1].screen_key != screen.screen_key


@pytest.mark.parametrize(("key", "reason"), [(1, Refused.SCREEN_REVOKED), (7, Refused.SCREEN_UNKNOWN)])
def test_a_screen_that_is_gone_is_neither_directed_nor_revoked(rig: Rig, key: int, reason: Text) -> None:
    rig.walls.revoke(rig.pair()[1].screen_key, OPERATOR)
    for act in (lambda: rig.walls.direct(key, rules.unpinned(), OPERATOR), lambda: rig.walls.revoke(key, OPERATOR)):
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.told == reason


def test_the_board_shows_what_was_heard_last(rig: Rig) -> None:
    secret, _ = rig.pair()
    assert rig.walls.hear(secret, BEAT) is True
    screens = rig.walls.screen_list()
    assert [line.screen.beat for line in screens.lines] == [BEAT]
    assert not screens.lines[0].screen.is_silent(screens.now_us)


def test_a_reload_is_told_until_the_new_page_is_heard(rig: Rig) -> None:
    secret, screen = rig.pair()
    rig.walls.hear(secret, BEAT)
    rig.clock.now_us += MINUTE
    rig.walls.direct(screen.screen_key, rules.reload(rig.clock()), OPERATOR)
    assert rig.walls.briefing(secret).direction.reload_us == rig.clock()
    rig.clock.now_us += MINUTE
    rig.walls.hear(secret, Heartbeat(width=1, height=1, dpr=1.0, scene="flood", started_us=NOW + 1))
    assert rig.walls.briefing(secret).direction.reload_us is None
