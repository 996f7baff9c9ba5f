"""A jump of what cannot be used: against the hour before, held until it is mended."""

from __future__ import annotations

import pytest

from dashboard.domain.jumps import Jump, ShareWatch

MINUTE_S = 60.0


def watch(*minutes: tuple[int, int], start: int = 0) -> ShareWatch:
    """A watch that counted one pair of all and unusable a minute."""
    watching = ShareWatch()
    go_on(watching, *minutes, start=start)
    return watching


def go_on(watching: ShareWatch, *minutes: tuple[int, int], start: int) -> None:
    """Counts one pair a minute."""
    for number, (whole, unusable) in enumerate(minutes, start):
        watching.count(whole, unusable, number * MINUTE_S)


def test_a_share_that_stays_is_no_jump() -> None:
    assert watch(*[(1000, 200)] * 30).jump(29 * MINUTE_S) is None


def test_half_a_city_in_quarantine_is_a_jump() -> None:
    watching = watch(*[(1000, 1)] * 30)
    go_on(watching, (1000, 500), (1000, 500), start=30)
    jump = watching.jump(31 * MINUTE_S)
    assert jump is not None
    assert jump.share == pytest.approx(1003 / 5000)
    assert jump.usual == pytest.approx(0.001)


def test_a_few_messages_are_no_jump_however_large_their_share() -> None:
    watching = watch(*[(5, 0)] * 30)
    go_on(watching, (5, 5), (5, 5), (5, 5), start=30)
    assert watching.jump(32 * MINUTE_S) is None


def test_a_jump_never_becomes_the_usual() -> None:
    watching = watch(*[(100, 1)] * 30)
    go_on(watching, *[(100, 60)] * 180, start=30)
    assert watching.jump(209 * MINUTE_S) == Jump(0.6, 0.01)


def test_a_jump_ends_when_what_caused_it_was_mended() -> None:
    watching = watch(*[(100, 1)] * 30)
    go_on(watching, *[(100, 60)] * 10, start=30)
    go_on(watching, *[(100, 1)] * 5, start=40)
    assert watching.jump(44 * MINUTE_S) is None


def test_after_a_start_only_half_of_everything_is_a_jump() -> None:
    assert watch((100, 40)).jump(0.0) is None
    assert watch((100, 50)).jump(0.0) == Jump(0.5, None)


def test_what_is_usual_is_learned_again_after_a_quiet_night() -> None:
    watching = watch(*[(100, 1)] * 10)
    go_on(watching, (100, 30), start=600)
    jump = watching.jump(600 * MINUTE_S)
    assert jump is not None
    assert jump.usual == pytest.approx(0.01)
