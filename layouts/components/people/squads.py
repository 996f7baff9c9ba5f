"""The squads as cards, and the departments as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.departments import Branch
from dashboard.domain.people.posts import POST_LABELS, SQUAD_KIND_LABELS, Post
from dashboard.domain.people.readouts import PeopleQuery, SquadLine, present_name
from dashboard.domain.people.records import Squad
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.panels import bar
from layouts.components.people.listing import link_to
from layouts.formatting import local, number
from layouts.texts.people import Departments, People, Squads
from layouts.texts.shell import AREA_LEVEL
from layouts.viewer import Viewer

LEVELS_SHOWN = ("block", "grid", "line")


def squad_cards(viewer: Viewer, squads: Sequence[SquadLine], reveal: bool) -> list[Component]:
    """Return a card for each squad; without any, what to do."""
    if not squads:
        return [html.Div(empty(viewer, Squads.NONE, Squads.NONE_HINT), className="card")]
    names = {line.squad.code: line.squad.name for line in squads}
    return [
        _card(viewer, line, reveal) if line.squad.merged_into is None else _merged(viewer, line.squad, names)
        for line in sorted(squads, key=lambda line: line.squad.merged_into is not None)
    ]


def _merged(viewer: Viewer, squad: Squad, names: Mapping[str, str]) -> Component:
    """A squad that is no more, and which one has its cases."""
    heir = names.get(squad.merged_into or "", squad.merged_into or "")
    told = viewer.say(Squads.MERGED).format(heir)
    since = [] if squad.merged_us is None else [html.Small(_since(viewer, squad.merged_us), className="quiet")]
    tag = html.Span(told, className="tag", **attributes({"data-state": "offline"}))
    return html.Section(html.H2([squad.name, tag, *since]), className="panel squad-card is-merged")


def _since(viewer: Viewer, at_us: int) -> str:
    return viewer.say(Squads.MERGED_SINCE).format(f"{local(viewer, at_us):%Y-%m-%d}")


def _card(viewer: Viewer, line: SquadLine, reveal: bool) -> Component:
    squad = line.squad
    kind = html.Span(viewer.say(SQUAD_KIND_LABELS[squad.kind]), className="tag")
    people_of_it = link_to(PeopleQuery(squad=squad.code))
    head = html.H2([squad.name, kind, dcc.Link(viewer.say(Squads.OPEN), href=people_of_it, className="card-link")])
    regular = viewer.say(Squads.REGULAR).format(number(line.regular))
    people = html.Div(
        [html.Span([number(line.people), html.Small(viewer.say(Squads.PEOPLE))], className="fig"), html.Span(regular)],
        className="squad-card-people",
    )
    return html.Section(
        [head, html.Div([people, _leaders(viewer, line, reveal)], className="squad-counts"), _posts(viewer, line),
         html.P(_areas(viewer, line), className="quiet squad-areas")],
        className="panel squad-card",
    )  # fmt: skip


def _leaders(viewer: Viewer, line: SquadLine, reveal: bool) -> Component:
    names = [
        html.Button(
            [html.Small(viewer.say(Squads.LEADER)), present_name(leader.person.name, reveal)],
            className="holder",
            **attributes({"data-select-person": leader.person.number}),
        )
        for leader in line.leaders
    ]
    vacant = html.Span([html.Small(viewer.say(Squads.LEADER)), viewer.say(People.VACANT)], className="holder is-vacant")
    return html.Div(names or [vacant], className="holders")


def _posts(viewer: Viewer, line: SquadLine) -> Component:
    most = max(line.posts.values(), default=1)
    rows = [
        html.Div(
            [html.Span(viewer.say(POST_LABELS[post])), bar(line.posts[post] / most),
             html.Span(number(line.posts[post]), className="fig")],
            className="post-row",
        )
        for post in Post
        if post in line.posts
    ]  # fmt: skip
    return html.Div(rows, className="post-rows")


def _areas(viewer: Viewer, line: SquadLine) -> str:
    counts = [(AREA_LEVEL[level], line.areas[level]) for level in LEVELS_SHOWN if line.areas.get(level)]
    return " · ".join(f"{viewer.say(label)} {number(count)}" for label, count in counts)


def department_tree(viewer: Viewer, branches: Sequence[Branch]) -> Component:
    """Return the tree with how many people are in and below each department, a click shows them."""
    if not branches:
        return html.Div(empty(viewer, Departments.NONE, Departments.NONE_HINT), className="card")
    return html.Div([_branch(viewer, branch) for branch in branches], className="card departments")


def _branch(viewer: Viewer, branch: Branch) -> Component:
    department = branch.department
    row = dcc.Link(
        [
            html.Span(department.name, className="department-name"),
            html.Span(department.code, className="fig quiet"),
            html.Span(viewer.say(Departments.PEOPLE).format(number(branch.people)), className="fig department-people"),
        ],
        href=link_to(PeopleQuery(department=department.code)),
        className="department",
    )
    below = [html.Div([_branch(viewer, each) for each in branch.below], className="department-below")]
    return html.Div([row, *(below if branch.below else [])], className="department-branch")
