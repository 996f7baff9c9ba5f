"""Categories that file by themselves, for whoever changes rules; and the notice when one switches itself off."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, typed
from dashboard.domain.camera_events import category_label
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.rights import Actor
from dashboard.domain.triage.filing import Filing
from dashboard.errors import BadInput
from layouts.components.blanks import failed, said
from layouts.components.gates.filing import CONDITION_LENGTH, ENABLED, filing_board, filing_form
from layouts.gate_ids import Filings
from layouts.ids import Shell
from layouts.requests import current_viewer
from layouts.texts.gates import Ruling, SelfFiling
from layouts.viewer import Viewer

TOLD_FOR_US: Final = 5 * MINUTE_US
"""So long after a category switched itself off whoever opens a page is told."""
_CODE_LENGTH: Final = 40
_FIELDS: Final = (Filings.PRECISION, Filings.CONDITION, Filings.MOST, Filings.OPTIONS)


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Board and form are drawn when the tab is opened, after each change, and when a category switches itself off."""
    _register_notice(app, services)

    @app.callback(
        Output(Filings.BOARD, "children"),
        Output(Filings.FORM, "children"),
        Input(Filings.CHANGED, "data"),
        State(Filings.BOARD, "data-category"),
    )
    async def show(_changed: Any, category: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_shown, viewer, services, typed(category, _CODE_LENGTH), actor)

    @app.callback(
        Output(Filings.SAID, "children"),
        Output(Filings.CHANGED, "data"),
        Input(Filings.SAVE, "n_clicks"),
        State(Filings.VERSION, "data"),
        *(State(field, "value") for field in _FIELDS),
        State(Filings.CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def save(clicks: int | None, version: Any, *told: Any) -> Any:
        *form, changed = told
        if not clicks:
            return no_update, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        saved = await asyncio.to_thread(services.gates.filing.save, _filing(version, *form), actor)
        name = viewer.say(category_label(saved.category))
        return said(viewer, SelfFiling.SAVED, name, str(saved.version)), counted(changed)


def _register_notice(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(Shell.FEED_GATES, "data"),
        prevent_initial_call=True,
    )
    async def tell(_revision: Any) -> Any:
        now_us = await asyncio.to_thread(services.views.now_us)
        ended = await asyncio.to_thread(services.gates.filing.ended_since, now_us - TOLD_FOR_US, current_actor())
        viewer = current_viewer(services.settings)
        if not ended:
            return no_update
        names = "、".join(viewer.say(category_label(each.category)) for each in ended)
        return failed(viewer, viewer.say(SelfFiling.STOPPED).format(names))


def _shown(viewer: Viewer, services: PageServices, category: str, actor: Actor) -> tuple[Any, Any]:
    filing = services.gates.filing
    line = filing.line(category, actor) if category else None
    return filing_board(viewer, filing.lines(actor), category), filing_form(viewer, line)


def _filing(version: Any, precision: Any, condition: Any, most: Any, options: Any) -> Filing:
    """The rule that the form says."""
    match version:
        case [str() as category, int() as number] if category and 0 <= number < 2**31:
            pass
        case _:
            raise BadInput(Ruling.BAD_FORM)
    percent, count = typed(precision, 8), typed(most, 6)
    whole, _, part = percent.partition(".")
    if not (percent.isascii() and (whole + part).isdecimal()):
        raise BadInput(SelfFiling.BAD_PRECISION)
    if not (count.isascii() and count.isdecimal()):
        raise BadInput(SelfFiling.BAD_MOST)
    return Filing(
        category=category[:_CODE_LENGTH],
        version=number,
        is_on=isinstance(options, list) and ENABLED in options,
        least_precision=float(percent) / 100,
        condition=typed(condition, CONDITION_LENGTH),
        most_an_hour=int(count),
    )
