"""The administrator's lists of people, squads, departments and responsibilities; everything masked."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import stored, typed
from dashboard.domain.people.readouts import MOST_PEOPLE, PeopleQuery
from layouts.components.people.areas import responsibilities
from layouts.components.people.listing import (
    department_chip,
    pager,
    people_table,
    query_from_address,
    squad_tiles,
)
from layouts.components.people.squads import department_tree, squad_cards
from layouts.ids import Admin, Shell
from layouts.markup import markup
from layouts.requests import current_viewer

LONGEST_TEXT = 80


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The view is what the link says; what is searched for is told by the field alone."""
    _register_people(app, services)
    _register_tabs(app, services)


def _register_people(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Admin.SQUAD_TILES, "children"), Input(Admin.VIEW, "data"), Input(Shell.FEED_PEOPLE, "data"))
    async def show_squad_tiles(view: Any, _revision: int | None) -> Any:
        squads = await asyncio.to_thread(services.people.squads)
        everybody = await asyncio.to_thread(services.people.headcount)
        return squad_tiles(current_viewer(services.settings), _query(view), squads, everybody)

    @app.callback(Output(Admin.DEPARTMENT, "children"), Input(Admin.VIEW, "data"))
    async def show_department(view: Any) -> Any:
        query = _query(view)
        name = await asyncio.to_thread(services.people.department_name, query.department)
        return department_chip(current_viewer(services.settings), query, name)

    @app.callback(
        Output(Admin.PEOPLE, "data-html"),
        Output(Admin.PAGER, "children"),
        Input(Admin.VIEW, "data"),
        Input(Admin.PEOPLE_TEXT, "value"),
        Input(Shell.FEED_PEOPLE, "data"),
    )
    async def show_people(view: Any, text: Any, _revision: int | None) -> tuple[Any, Any]:
        query = _found_by(_query(view), typed(text, LONGEST_TEXT))
        viewer, actor = current_viewer(services.settings), current_actor()
        page = await asyncio.to_thread(services.people.page, query, actor)
        return markup(people_table(viewer, page, reveal=False)), pager(viewer, query, page)


def _register_tabs(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Admin.SQUADS, "children"), Input(Shell.FEED_PEOPLE, "data"))
    async def show_squads(_revision: int | None) -> Any:
        squads = await asyncio.to_thread(services.people.squads)
        return squad_cards(current_viewer(services.settings), squads, reveal=False)

    @app.callback(Output(Admin.DEPARTMENTS, "children"), Input(Shell.FEED_PEOPLE, "data"))
    async def show_departments(_revision: int | None) -> Any:
        branches = await asyncio.to_thread(services.people.departments)
        return department_tree(current_viewer(services.settings), branches)

    @app.callback(
        Output(Admin.RESPONSIBILITIES, "data-html"),
        Input(Shell.FEED_PEOPLE, "data"),
        Input(Shell.FEED_REGISTRY, "data"),
    )
    async def show_responsibilities(_people: int | None, _registry: int | None) -> Any:
        areas = await asyncio.to_thread(services.people.responsibilities)
        return markup(responsibilities(current_viewer(services.settings), areas, reveal=False))


def _found_by(query: PeopleQuery, text: str) -> PeopleQuery:
    """What is searched for is no part of a link, so it is all on one page."""
    return query._replace(text=text, offset=0, limit=MOST_PEOPLE) if text else query


def _query(view: Any) -> PeopleQuery:
    """What a browser sends is read like a link: only what a link may say counts."""
    return query_from_address({name: str(value) for name, value in stored(view).items() if value})
