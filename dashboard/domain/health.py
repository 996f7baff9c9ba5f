"""How the parts of the system are, and what its processes say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.domain.text import Text


class Standing(StrEnum):
    """How a part, or the whole, is."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, kw_only=True)
class Check:
    """How one part is; `age_s` is how long ago it was last heard of, `detail` says what is wrong.

    Of a broker: `store_fill` (0–1) and `waiting`, the messages in sessions that nobody serves; None where unknown.
    Of the ingest: `jumps`, the share (0–1) of what cannot be used where it has jumped, by `quarantined` or `unmapped`.
    """

    standing: Standing
    age_s: float | None = None
    detail: Text | None = None
    processes: tuple[str, ...] = ()
    store_fill: float | None = None
    waiting: int | None = None
    jumps: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """The whole: down without the database, degraded when any other part fails. `data_age_s`: the newest reading's."""

    standing: Standing
    checks: Mapping[str, Check]
    data_age_s: float | None


@dataclass(frozen=True, kw_only=True)
class ProcessReport:
    """What a process last said of itself, `age_s` ago; `counts` by name, those of tasks among them."""

    name: str
    kind: str
    is_online: bool
    age_s: float
    problem: str = ""
    counts: Mapping[str, float] = field(default_factory=dict)
