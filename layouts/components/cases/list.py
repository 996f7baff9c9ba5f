"""The list of cases: head with lamps, table, and the way to what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import LARGEST_PAGE, CasePage, LampCount
from dashboard.domain.cases.records import FLAG_LABELS, Case
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import SOURCE_LABELS, STATE_LABELS
from dashboard.domain.cases.timing import step_lamp, whole_lamp, worse_lamp
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.cases.lamps import LAMP_STATES, lamp_mark, time_left
from layouts.components.cases.view import EVERY, OPEN, ROWS_AT_FIRST, SORTS, CaseListView
from layouts.components.panels import bar
from layouts.formatting import NONE, day_and_time, number
from layouts.texts.cases import CaseList
from layouts.viewer import Viewer

LABELS: Final[Mapping[str, Text]] = {
    "number": CaseList.NUMBER,
    "category": CaseList.CATEGORY,
    "place": CaseList.PLACE,
    "unit": CaseList.UNIT,
    "state": CaseList.STATE,
    "source": CaseList.SOURCE,
    "step_left": CaseList.STEP_LEFT,
    "whole_left": CaseList.WHOLE_LEFT,
    "reported": CaseList.REPORTED,
    "grid": CaseList.GRID,
    "person": CaseList.PERSON,
    "flags": CaseList.FLAGS,
}


class _Row(NamedTuple):
    """What a cell is made of."""

    viewer: Viewer
    case: Case
    names: CaseNames
    now_us: int


def short_number(case_number: str) -> str:
    """Return the number without its year: 1127-0798 of 20261127-0798."""
    day, sign, running = case_number.partition("-")
    return f"{day[4:]}-{running}" if sign and len(day) == 8 and day.isdecimal() else case_number


def list_head(viewer: Viewer, view: CaseListView, lamps: LampCount, total: int) -> list[Component]:
    """Return what the list is of, how many there are, and how many have each lamp; a lamp filters."""
    title = {OPEN: CaseList.OPEN, EVERY: CaseList.EVERY}.get(view.state)
    shown = viewer.say(title) if title is not None else viewer.say(_state_label(view.state))
    counts = [_lamp_count(viewer, lamp, getattr(lamps, lamp.value), view.lamp == lamp.value) for lamp in Lamp]
    return [
        html.H2([shown[:1].upper() + shown[1:], html.Span(number(total), className="fig")]),
        html.Span(counts, className="lamp-counts"),
        _export(viewer, view),
    ]


def _export(viewer: Viewer, view: CaseListView) -> Component:
    """The table as a file. What was searched for stands in no address: a script tells it beside."""
    shown = attributes({"className": "link case-export", "title": viewer.say(CaseList.EXPORT_HINT)})
    address = export_address(viewer, view)
    if not view.query.text:
        return html.A(viewer.say(CaseList.EXPORT), href=address, download="cases.csv", **shown)
    told = attributes({"data-case-export": address, "data-case-words": view.query.text})
    return html.Button(viewer.say(CaseList.EXPORT), **shown, **told)


def export_address(viewer: Viewer, view: CaseListView) -> str:
    """Return where the API has the cases of this view as a table, in the viewer's language; without its words."""
    told = {
        "state": view.state if view.state not in (OPEN, EVERY) else "",
        "open": "true" if view.state == OPEN else "",
        "lamp": view.lamp,
        "squad": view.squad,
        "area": view.grid,
        "category": view.category,
        "source": view.source,
        "mine": "true" if view.mine else "",
        "sort": f"{'-' if view.desc else ''}{SORTS[view.sort].value}",
        "columns": ".".join(view.shown_columns),
        "language": viewer.language.value,
    }
    return f"/api/v1/cases.csv?{urlencode({name: value for name, value in told.items() if value})}"


def _state_label(state: str) -> Text:
    return next(label for each, label in STATE_LABELS.items() if each.value == state)


def _lamp_count(viewer: Viewer, lamp: Lamp, count: int, chosen: bool) -> Component:
    told = attributes({"data-case-lamp": lamp.value, "aria-pressed": str(chosen).lower()})
    return html.Button([lamp_mark(viewer, lamp), number(count)], className="fig lamp-count", **told)


def case_table(viewer: Viewer, view: CaseListView, page: CasePage, names: CaseNames, now_us: int) -> list[Component]:
    """Return the rows, or what would be here."""
    if not page.items:
        texts = (CaseList.NONE, CaseList.NONE_HINT)
        return [empty(viewer, *(texts if view.is_narrowed else (CaseList.NOTHING_OPEN, CaseList.NOTHING_OPEN_HINT)))]
    columns = view.shown_columns
    head = html.Tr([html.Th(className="cell-lamp"), *(_head(viewer, view, column) for column in columns)])
    rows = [_row(_Row(viewer, case, names, now_us), columns) for case in page.items]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="table case-table")
    return [table, *_foot(viewer, view, page)]


def _head(viewer: Viewer, view: CaseListView, column: str) -> Component:
    label = viewer.say(LABELS[column])
    if column not in SORTS:
        return html.Th(label, className=f"cell-{column}")
    by_this = view.sort == column
    sign = [html.Small("↓" if view.desc else "↑")] if by_this else []
    sorts = attributes({"aria-sort": ("descending" if view.desc else "ascending")} if by_this else {})
    button = html.Button([label, *sign], **attributes({"data-case-sort": column}))
    return html.Th(button, className=f"cell-{column}", **sorts)


def opening(case: Case) -> dict[str, str]:
    """Return what a row needs to open its case and to show its place on the map."""
    return {
        "data-case": str(case.case_key),
        "data-select-case": str(case.case_key),
        "data-lon": f"{case.place.lon:.6f}",
        "data-lat": f"{case.place.lat:.6f}",
        "data-name": case.category_name,
        "data-address": case.place.address,
    }


def _row(row: _Row, columns: Sequence[str]) -> Component:
    case, viewer = row.case, row.viewer
    lamp = worse_lamp(case, row.now_us)
    told = attributes(
        {
            **opening(case),
            "data-lamp": lamp.value,
            "aria-label": viewer.say(CaseList.OPEN_IT).format(f"{case.number} {case.category_name}"),
        }
    )
    cells = [html.Td(_CELLS[column](row), className=f"cell-{column}") for column in columns]
    mark = html.Td(_mark(row, lamp), className="cell-lamp")
    return html.Tr([mark, *cells], role="button", tabIndex=0, **told)


def _mark(row: _Row, lamp: Lamp) -> Component:
    clocks = row.case.clocks
    if row.case.ended or clocks.due_us is None or clocks.due_us != clocks.step_due_us:
        return lamp_mark(row.viewer, lamp)
    return lamp_mark(row.viewer, lamp, clocks.due_us, clocks.yellow_us)


def _number(row: _Row) -> list[Component | str]:
    return [html.Span(f"#{short_number(row.case.number)}", className="fig case-number", title=row.case.number)]


def _category(row: _Row) -> list[Component | str]:
    urgent = [
        html.Small(row.viewer.say(label), className="case-flag")
        for flag, label in FLAG_LABELS.items()
        if flag in row.case.flags and flag.value in ("urgent", "supervised")
    ]
    return [row.case.category_name, *urgent]


def _place(row: _Row) -> list[Component | str]:
    return [row.case.place.address or row.names.area(row.case.place.area or "")]


def _unit(row: _Row) -> list[Component | str]:
    return [row.names.unit(row.case.units) or NONE]


def _state(row: _Row) -> list[Component | str]:
    return [html.Span(row.viewer.say(STATE_LABELS[row.case.state]), className="tag case-state")]


def _source(row: _Row) -> list[Component | str]:
    return [row.viewer.say(SOURCE_LABELS[row.case.origin.source])]


def _step_left(row: _Row) -> list[Component | str]:
    clocks, lamp = row.case.clocks, step_lamp(row.case, row.now_us)
    return _left(row, Lamp.GREY if row.case.ended else lamp, clocks.step_due_us, _begun(row.case, "step"))


def _whole_left(row: _Row) -> list[Component | str]:
    lamp = whole_lamp(row.case, row.now_us)
    if row.case.ended and row.case.on_time is None:
        return [html.Span(NONE, className="left")]
    if row.case.times.done_us is not None:
        words = row.viewer.say(CaseList.LATE if lamp is Lamp.RED else CaseList.ON_TIME)
        return [html.Span(words, className="left is-word")]
    return _left(row, lamp, row.case.clocks.due_us, _begun(row.case, "whole"))


def _left(row: _Row, lamp: Lamp, due_us: int | None, begun_us: int | None) -> list[Component | str]:
    left = time_left(row.viewer, lamp, due_us, row.now_us)
    if due_us is None or begun_us is None or lamp is Lamp.GREY:
        return [left]
    return [left, bar((row.now_us - begun_us) / max(1, due_us - begun_us), LAMP_STATES[lamp].value)]


def _begun(case: Case, which: str) -> int | None:
    """When the clock began; while the unit has the case, that of the whole is the step's too."""
    told = case.clocks.frozen.get(which) or case.clocks.frozen.get("whole")
    return told["spans"][0][0] if told else None


def _reported(row: _Row) -> list[Component | str]:
    return [html.Span(day_and_time(row.viewer, row.case.times.reported_us), className="fig")]


def _grid(row: _Row) -> list[Component | str]:
    return [row.names.area(row.case.place.area) if row.case.place.area else NONE]


def _person(row: _Row) -> list[Component | str]:
    return [row.names.person(row.case.units.assignee) if row.case.units.assignee else NONE]


def _flags(row: _Row) -> list[Component | str]:
    return ["、".join(row.viewer.say(FLAG_LABELS[flag]) for flag in sorted(row.case.flags)) or NONE]


_CELLS: Final[Mapping[str, Callable[[_Row], list[Component | str]]]] = {
    "number": _number,
    "category": _category,
    "place": _place,
    "unit": _unit,
    "state": _state,
    "source": _source,
    "step_left": _step_left,
    "whole_left": _whole_left,
    "reported": _reported,
    "grid": _grid,
    "person": _person,
    "flags": _flags,
}


def _foot(viewer: Viewer, view: CaseListView, page: CasePage) -> list[Component]:
    """Rows are added up to the most that a page has; then the following come in their place."""
    buttons = []
    if view.after:
        buttons.append(html.Button(viewer.say(CaseList.FIRST), className="link", **attributes({"data-case-after": ""})))
    if page.next is not None and view.limit < LARGEST_PAGE:
        more = min(ROWS_AT_FIRST, max(1, page.total - len(page.items)))
        told = attributes({"data-case-more": str(view.limit + ROWS_AT_FIRST)})
        buttons.append(html.Button(viewer.say(CaseList.MORE).format(number(more)), className="link", **told))
    elif page.next is not None:
        told = attributes({"data-case-after": page.next})
        buttons.append(html.Button(viewer.say(CaseList.FOLLOWING), className="link", **told))
    return [html.Footer(buttons, className="case-more")] if buttons else []
