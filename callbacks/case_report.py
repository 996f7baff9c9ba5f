"""The dialog that reports a case: filled in by the server, sent once, then the case is opened."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._case_moves import shots_from
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import key_from, typed, word_of
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.proposals import Occasioned
from dashboard.domain.cases.records import ADDRESS_LENGTH, DESCRIPTION_LENGTH, Flag
from dashboard.domain.cases.states import Action, Source
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from layouts.components.blanks import said
from layouts.components.cases.report import condition_choices, outlook_of, report_form, same_as_this
from layouts.ids import CaseForm, CaseReport, Shell
from layouts.requests import current_viewer
from layouts.texts.case_report import Report

_NUMBER: Final = re.compile(r"-?\d{1,3}(\.\d{1,12})?", re.ASCII)
_NUMBER_LENGTH: Final = 24
_KEY_LENGTH: Final = 80
_CODE_LENGTH: Final = 40
_CONDITION_LENGTH: Final = 120


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser names the alarm or the event and makes the key under which the report is taken once."""
    _register_form(app, services)
    _register_send(app, services)
    _register_similar(app, services)
    app.clientside_callback(
        "function (told) { return window.xiuhua.caseReport.reported(told); }",
        Output(CaseReport.FORM, "data-reported"),
        Input(CaseReport.REPORTED, "data"),
    )


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(CaseReport.FORM, "children"), Input(CaseReport.OPENED, "data"), prevent_initial_call=True)
    async def show_form(opened: Any) -> Any:
        if not isinstance(opened, dict):
            return no_update
        of = occasion_of(opened)
        proposal = await asyncio.to_thread(services.cases.proposals.proposed, of, current_actor())
        return report_form(current_viewer(services.settings), proposal, _title(of))

    @app.callback(
        Output(CaseReport.OUTLOOK, "children"),
        Output(CaseReport.CONDITION, "options"),
        Output(CaseReport.CONDITION, "value"),
        Output(CaseReport.SAID, "children", allow_duplicate=True),
        Input(CaseReport.CATEGORY, "value"),
        Input(CaseReport.LON, "value"),
        Input(CaseReport.LAT, "value"),
        State(CaseReport.CONDITION, "value"),
        prevent_initial_call="initial_duplicate",
    )
    async def show_outlook(category: Any, lon: Any, lat: Any, chosen: Any) -> Any:
        code = typed(category, _CODE_LENGTH)
        if not code:
            return [], [], "", ""
        place = _degrees(lon), _degrees(lat)
        outlook = await asyncio.to_thread(services.cases.proposals.outlook, code, *place, current_actor())
        viewer, conditions = current_viewer(services.settings), [each.condition for each in outlook.standards]
        kept = chosen if chosen in conditions else (conditions[0] if conditions else "")
        return outlook_of(viewer, outlook), condition_choices(viewer, outlook.standards), kept, ""


def _register_send(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(CaseReport.SAID, "children"),
        Output(CaseReport.REPORTED, "data"),
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(CaseReport.SEND, "n_clicks"),
        State(CaseReport.OPENED, "data"),
        State(CaseReport.SOURCE, "value"),
        State(CaseReport.CATEGORY, "value"),
        State(CaseReport.CONDITION, "value"),
        State(CaseReport.DESCRIPTION, "value"),
        State(CaseReport.ADDRESS, "value"),
        State(CaseReport.LON, "value"),
        State(CaseReport.LAT, "value"),
        State(CaseReport.URGENT, "value"),
        State(CaseReport.PHOTOS, "data"),
        prevent_initial_call=True,
    )
    async def send(clicks: int | None, opened: Any, *told: Any) -> Any:
        if not clicks or not isinstance(opened, dict):
            return no_update, no_update, no_update
        return await asyncio.to_thread(_sent, services, opened, told, current_actor())


def _register_similar(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(CaseForm.SIMILAR, "children"),
        Input(CaseForm.SIMILAR, "id"),
        State(CaseForm.SEEN, "data"),
    )
    async def show_similar(_mounted: str, seen: Any) -> Any:
        key = key_from(seen.get("key")) if isinstance(seen, dict) and seen.get("action") == Action.MERGE else None
        if key is None:
            return []
        found = await asyncio.to_thread(services.cases.similar.of_case, key, current_actor())
        return same_as_this(current_viewer(services.settings), found.duplicates)


def _sent(services: PageServices, opened: dict[str, Any], told: tuple[Any, ...], actor: Actor) -> Any:
    """What is wrong stands in the dialog, which keeps what was typed; what is a case already is opened."""
    viewer, draft = current_viewer(services.settings), _draft(occasion_of(opened), *told)
    reported = services.cases.proposals.report(draft, actor, typed(opened.get("key"), _KEY_LENGTH))
    case = reported.case
    if case is None:
        return "" if reported.refused is None else viewer.say(reported.refused), no_update, no_update
    words = Report.IS_ALREADY if reported.already else Report.DONE
    return "", {"key": case.case_key}, said(viewer, words, f"#{case.number}")


def occasion_of(opened: dict[str, Any]) -> Occasioned:
    """Return what the browser opened the dialog for."""
    return Occasioned(key_from(opened.get("alarm")), key_from(opened.get("event")))


def _title(of: Occasioned) -> Text:
    if of.alarm_key is not None:
        return Report.OF_ALARM
    return Report.TITLE if of.camera_event_key is None else Report.OF_EVENT


def _draft(
    of: Occasioned,
    source: Any,
    category: Any,
    condition: Any,
    description: Any,
    address: Any,
    lon: Any,
    lat: Any,
    urgent: Any,
    photos: Any,
) -> CaseDraft:
    by_hand = word_of(Source, source) or Source.HOTLINE
    known = Source.IOT if of.alarm_key is not None else Source.AI
    is_known = of != Occasioned()
    return CaseDraft(
        source=known if is_known else by_hand,
        category=typed(category, _CODE_LENGTH),
        condition=typed(condition, _CONDITION_LENGTH),
        description=typed(description, DESCRIPTION_LENGTH + 1),
        lon=_degrees(lon),
        lat=_degrees(lat),
        address=typed(address, ADDRESS_LENGTH + 1),
        alarm_key=of.alarm_key,
        camera_event_key=of.camera_event_key,
        photos=shots_from(photos),
        flags=frozenset({Flag.URGENT}) if isinstance(urgent, list) and Flag.URGENT.value in urgent else frozenset(),
    )


def _degrees(told: Any) -> float | None:
    """Return the number that is written; None for anything else, which then is no place."""
    text = typed(told, _NUMBER_LENGTH)
    return float(text) if _NUMBER.fullmatch(text) else None
