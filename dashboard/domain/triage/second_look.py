"""Which verdicts are looked at a second time, by somebody who is not told the first."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from dashboard.domain.triage.states import RejectReason, Verdict

PICKED_PERCENT: Final = 2
_SLICES: Final = 1 << 64


@dataclass(frozen=True, kw_only=True, slots=True)
class SecondLook:
    """That somebody else than `first_by` looks at an event again; `looked_us` and what follows once it was done."""

    event_key: int
    verdict_key: int
    first_by: str
    picked_us: int
    looked_us: int | None = None
    looked_by: str | None = None
    verdict: Verdict | None = None
    reason: RejectReason | None = None
    agrees: bool | None = None


def is_picked(seed: str, event_key: int, verdict_key: int, percent: float = PICKED_PERCENT) -> bool:
    """Whether a verdict is picked: by chance, as nobody knows the seed of the site, and always so by that seed."""
    told = blake2b(f"{seed}/{event_key}/{verdict_key}".encode(), digest_size=8).digest()
    return int.from_bytes(told, "big") < _SLICES * percent / 100


def picked_look(
    seed: str, event_key: int, verdict_key: int, first_by: str, at_us: int, percent: float = PICKED_PERCENT
) -> SecondLook | None:
    """Return the second look that a verdict waits for from now on; None for one that is not picked."""
    if not is_picked(seed, event_key, verdict_key, percent):
        return None
    return SecondLook(event_key=event_key, verdict_key=verdict_key, first_by=first_by, picked_us=at_us)


def agrees(first: bool | None, second: Verdict) -> bool:
    """Whether the second look says the same of what is seen: right or wrong, whatever was made of it.

    A rule that files by itself, which is no person's verdict (None), said that it is right.
    """
    return (first is not False) == (second in (Verdict.ACCEPT, Verdict.CONVERT))


def settled(first: bool | None, second: Verdict) -> bool | None:
    """Return what counts for precision after a second look: right only when both said so.

    Where one of two people saw nothing, a machine that files by itself would have been wrong often enough. What was
    filed by a rule has no first verdict of a person, and the second is the only one.
    """
    seen = second in (Verdict.ACCEPT, Verdict.CONVERT)
    return seen if first is None else first and seen
