"""The list of people: squads to choose from, posts, search, one page of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.posts import POST_LABELS, STAFF_LABELS, Post, Staff
from dashboard.domain.people.readouts import PeoplePage, PeopleQuery, PersonLine, SquadLine, present_person
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.formatting import NONE, number
from layouts.ids import Admin
from layouts.markup import drawn
from layouts.texts.people import People, Squads
from layouts.viewer import Viewer

LONGEST_OFFSET = 8
"""Digits: what is longer is no page of any bureau."""
_IN_LINK = ("squad", "department", "post", "offset")


def query_from_address(asked: Mapping[str, str]) -> PeopleQuery:
    """Return the question as a link says it; an odd part is passed over."""
    offset = str(asked.get("offset", ""))
    post = str(asked.get("post", ""))
    return PeopleQuery(
        squad=str(asked.get("squad", "")),
        department=str(asked.get("department", "")),
        post=post if post in set(Post) else "",
        offset=int(offset) if offset.isdecimal() and len(offset) <= LONGEST_OFFSET else 0,
    )


def link_to(query: PeopleQuery) -> str:
    """Return the address of a question. What is searched for is a name or a phone, and stays out of addresses."""
    said = {name: str(value) for name in _IN_LINK if (value := getattr(query, name))}
    return f"/admin?{urlencode({'tab': 'people', **said})}"


def people_tab(viewer: Viewer, query: PeopleQuery) -> list[Component]:
    """Return the tab before any data came."""
    return [
        dcc.Store(id=Admin.VIEW, data=query._asdict()),
        html.Div(skeleton(1), id=Admin.SQUAD_TILES, className="people-squads"),
        html.Div(_posts(viewer, query), className="seg-scroll"),
        html.Div(
            [
                dcc.Input(
                    id=Admin.PEOPLE_TEXT,
                    type="search",
                    debounce=0.3,
                    placeholder=viewer.say(People.FIND),
                    autoComplete="off",
                    className="field people-text",
                ),
                html.Div(id=Admin.DEPARTMENT),
                html.Span(viewer.say(People.MASKED), className="quiet masked-note"),
            ],
            className="people-bar",
        ),
        html.Div(
            [html.Div(id=Admin.PEOPLE, **drawn(skeleton(10))), html.Div(id=Admin.PAGER, className="pager")],
            className="card register people",
        ),
    ]


def _posts(viewer: Viewer, query: PeopleQuery) -> Component:
    choices = [("", People.ALL_POSTS), *((post.value, label) for post, label in POST_LABELS.items())]
    links = [
        dcc.Link(
            viewer.say(label),
            href=link_to(query._replace(post=post, offset=0)),
            className="seg-item is-on" if post == query.post else "seg-item",
        )
        for post, label in choices
    ]
    return html.Nav(links, className="seg", **attributes({"aria-label": viewer.say(People.POST)}))


def squad_tiles(viewer: Viewer, query: PeopleQuery, squads: Sequence[SquadLine], everybody: int) -> list[Component]:
    """Return the squads with how many people each has; a click shows them, another one everybody."""
    all_of_them = _tile(
        viewer.say(People.EVERYBODY), everybody, "", not query.squad, query._replace(squad="", offset=0)
    )
    tiles = [all_of_them]
    for line in (each for each in squads if each.squad.merged_into is None):
        chosen = query.squad == line.squad.code
        target = query._replace(squad="" if chosen else line.squad.code, offset=0)
        regular = viewer.say(Squads.REGULAR).format(number(line.regular))
        tiles.append(_tile(line.squad.name, line.people, regular, chosen, target))
    return tiles


def _tile(name: str, people: int, note: str, is_on: bool, target: PeopleQuery) -> Component:
    parts = [
        html.Span(name),
        html.Span(number(people), className="fig tile-figure"),
        html.Span(note, className="quiet"),
    ]
    return dcc.Link(parts, href=link_to(target), className="tile is-on" if is_on else "tile")


def department_chip(viewer: Viewer, query: PeopleQuery, name: str) -> Component | None:
    """Return the department that is chosen, with what removes it; None without one."""
    if not query.department:
        return None
    remove = attributes({"aria-label": viewer.say(People.ANY_DEPARTMENT)})
    return dcc.Link(
        [viewer.say(People.ONLY_DEPARTMENT).format(name), html.Span("×", **remove)],
        href=link_to(query._replace(department="", offset=0)),
        className="filter-chip",
    )


def people_table(viewer: Viewer, page: PeoplePage, reveal: bool) -> Component:
    """Return one page of people, name and phone masked unless revealed; or what to do when nobody matches."""
    if not page.lines:
        return empty(viewer, People.NONE, People.NONE_HINT)
    columns = (
        (People.NUMBER, ""), (People.NAME, ""), (People.POST, ""), (People.SQUAD, ""), (People.DEPARTMENT, "wide-only"),
        (People.PHONE, ""), (People.STAFF, ""), (People.SKILLS, "wide-only"),
    )  # fmt: skip
    head = html.Thead(html.Tr([html.Th(viewer.say(label), className=name) for label, name in columns]))
    body = html.Tbody([_row(viewer, line, reveal) for line in page.lines])
    return html.Div(html.Table([head, body], className="table"), className="table-frame")


def _row(viewer: Viewer, line: PersonLine, reveal: bool) -> Component:
    person = line.person
    shown = present_person(line, reveal)
    staff = html.Span(
        viewer.say(STAFF_LABELS[person.staff]),
        className="staff is-regular" if person.staff is Staff.REGULAR else "staff",
    )
    return html.Tr(
        [
            html.Td(person.number, className="fig"),
            html.Td(shown["name"], className="cell-name"),
            html.Td(viewer.say(POST_LABELS[person.post]), className="cell-post"),
            html.Td(line.squad_name or NONE, className="dim cell-squad"),
            html.Td(line.department_name or NONE, className="dim wide-only"),
            html.Td(shown["phone"] or NONE, className="fig cell-phone"),
            html.Td(staff),
            html.Td("、".join(person.skills) or NONE, className="dim wide-only"),
        ],
        tabIndex=0,
        role="button",
        **attributes({"data-select-person": person.number}),
    )


def pager(viewer: Viewer, query: PeopleQuery, page: PeoplePage) -> list[Component]:
    """Return where in the list this is, and the ways on and back; nothing for nobody.

    What was found by a text has no ways on, since a link cannot say it: it is one long page.
    """
    if not page.lines:
        return []
    last = query.offset + len(page.lines)
    shown = viewer.say(People.RANGE).format(number(query.offset + 1), number(last), number(page.total))
    range_shown = html.Span(shown, className="fig quiet")
    if query.text:
        return [range_shown]
    return [
        range_shown,
        _turn(viewer.say(People.BEFORE), "‹", query, max(0, query.offset - query.limit), query.offset > 0),
        _turn(viewer.say(People.AFTER), "›", query, last, last < page.total),
    ]


def _turn(label: str, sign: str, query: PeopleQuery, offset: int, is_open: bool) -> Component:
    if not is_open:
        return html.Button(sign, className="btn small", disabled=True, **attributes({"aria-label": label}))
    return dcc.Link(sign, href=link_to(query._replace(offset=offset)), className="btn small", title=label)
