"""One ingest per name: refused while another lives, at once where the other has ended, after a while where unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from dashboard.errors import BadInput
from dashboard.ports.operations import Lease
from dashboard.services.ingest.name_lease import EXPIRY_S, NameLease

KEY = "name:ingest-host-1"
NOW_US = 1_763_700_000_000_000


@dataclass
class FakeLeases:
    """Leases in memory."""

    held: dict[str, Lease] = field(default_factory=dict)

    def take(self, name: str, holder: str, now_us: int, until_us: int) -> bool:
        """As the database does it."""
        lease = self.held.get(name)
        if lease is not None and lease.holder != holder and lease.until_us >= now_us:
            return False
        self.held[name] = Lease(holder, until_us)
        return True

    def lease(self, name: str) -> Lease | None:
        """The lease as it stands."""
        return self.held.get(name)

    def release(self, name: str, holder: str) -> None:
        """Frees it."""
        if name in self.held and self.held[name].holder == holder:
            del self.held[name]


def name_lease(
    leases: FakeLeases,
    *,
    holder: str = "me",
    dead: str = "",
    meanwhile: Callable[[], object] = lambda: None,
    waited: list[float] | None = None,
) -> NameLease:
    """A lease whose waiting is only noted; `meanwhile` happens while it waits."""

    def wait(seconds: float) -> bool:
        if waited is not None:
            waited.append(seconds)
        meanwhile()
        return False

    return NameLease(leases, "ingest-host-1", holder, lambda: NOW_US, lambda mark: mark == dead, wait)


def test_a_free_name_is_taken_at_once() -> None:
    leases, waited = FakeLeases(), list[float]()
    assert name_lease(leases, waited=waited).acquire()
    assert (leases.held[KEY].holder, waited) == ("me", [])


def test_a_name_whose_holder_has_certainly_ended_is_taken_at_once() -> None:
    leases, waited = FakeLeases({KEY: Lease("killed", NOW_US + 5_000_000)}), list[float]()
    assert name_lease(leases, dead="killed", waited=waited).acquire()
    assert (leases.held[KEY].holder, waited) == ("me", [])


@pytest.mark.parametrize("skew_us", [-3_600_000_000, 0, 3_600_000_000])
def test_a_holder_that_no_longer_prolongs_is_followed_whatever_its_clock_said(skew_us: int) -> None:
    leases, waited = FakeLeases({KEY: Lease("elsewhere", NOW_US + skew_us)}), list[float]()
    assert name_lease(leases, waited=waited).acquire()
    assert leases.held[KEY].holder == "me"
    assert sum(waited) == EXPIRY_S


def test_a_holder_that_prolongs_is_not_taken_from() -> None:
    leases = FakeLeases()
    first = name_lease(leases, holder="first")
    clock = iter(range(NOW_US, NOW_US + 100_000_000, 1_000_000))
    first.clock = lambda: next(clock)
    assert first.acquire()
    with pytest.raises(BadInput, match="another ingest runs under the name ingest-host-1"):
        name_lease(leases, meanwhile=first.prolong).acquire()
    assert leases.held[KEY].holder == "first"


def test_who_lost_the_name_is_told_when_it_prolongs() -> None:
    leases = FakeLeases()
    mine = name_lease(leases)
    assert mine.acquire()
    leases.held[KEY] = Lease("another", NOW_US + 5_000_000)
    with pytest.raises(BadInput):
        mine.prolong()


def test_a_released_name_is_free() -> None:
    leases = FakeLeases()
    mine = name_lease(leases)
    assert mine.acquire()
    mine.release()
    assert leases.held == {}


def test_who_is_told_to_stop_while_waiting_does_not_take_it() -> None:
    leases = FakeLeases({KEY: Lease("elsewhere", NOW_US)})
    mine = name_lease(leases)
    mine.wait = lambda _seconds: True
    assert not mine.acquire()
    assert leases.held[KEY].holder == "elsewhere"
