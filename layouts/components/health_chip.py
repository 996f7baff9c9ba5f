"""The parts of the system that are not well, in the top bar; nothing while all are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.domain.text import Text
from layouts.formatting import number
from layouts.texts.shell import SystemHealth
from layouts.viewer import Viewer


class AilingPart(NamedTuple):
    """A part that is not well: its key on /health, whether it is down, how full its store is where that hurts, and
    the share (0–1) of what cannot be used where that has jumped."""

    key: str
    is_down: bool
    store_fill: float | None = None
    jumps: Mapping[str, float] = {}
    detail: Text | None = None


def health_chip(viewer: Viewer, parts: Iterable[AilingPart]) -> list[Component]:
    """Return one chip that names what is wrong and leads to /health; nothing without ailing parts."""
    ailing = list(parts)
    if not ailing:
        return []
    told = viewer.say(SystemHealth.JOIN).join(_tell(viewer, part) for part in ailing)
    return [
        html.A(
            [html.I(className="health-mark"), html.Span(told)],
            href="/health",
            target="_blank",
            className="health-chip is-down" if any(part.is_down for part in ailing) else "health-chip",
            title="\n".join(viewer.say(part.detail) for part in ailing if part.detail),
        )
    ]


def _tell(viewer: Viewer, part: AilingPart) -> str:
    name = viewer.say(SystemHealth.PARTS[part.key])
    if part.is_down:
        return viewer.say(SystemHealth.DOWN).format(name)
    if part.store_fill is not None:
        return viewer.say(SystemHealth.FILLING).format(name, number(part.store_fill * 100))
    if part.jumps:
        shares = sorted(part.jumps.items())
        return viewer.say(SystemHealth.JOIN).join(
            viewer.say(SystemHealth.JUMPS[jump]).format(number(share * 100)) for jump, share in shares
        )
    return viewer.say(SystemHealth.DEGRADED).format(name)
