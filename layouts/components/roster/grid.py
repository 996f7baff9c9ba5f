"""The week of a squad: people by days, shifts as chips, what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.domain.people.posts import POST_LABELS
from dashboard.domain.people.readouts import present_name
from dashboard.domain.roster.planning import FINDING_LABELS, Finding
from dashboard.domain.roster.readouts import RosterCell, RosterLine, RosterWeek
from dashboard.domain.roster.records import ABSENCE_LABELS, Entry
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.roster.names import shift_name, shift_times
from layouts.formatting import weekday
from layouts.texts.roster import Conflicts, Roster
from layouts.viewer import Viewer


def roster_grid(viewer: Viewer, week: RosterWeek, today: date) -> Component:
    """Return the table; without people, what would make some appear."""
    if not week.lines:
        says = (
            (Roster.NOBODY, Roster.NOBODY_HINT)
            if week.may_edit or week.strips
            else (Roster.NOT_LINKED, Roster.NOT_LINKED_HINT)
        )
        return empty(viewer, *says)
    days = [_day_head(viewer, place, day, today) for place, day in enumerate(week.days)]
    head = html.Thead(html.Tr([html.Th(viewer.say(Roster.PERSON), className="roster-who"), *days]))
    body = html.Tbody([_row(viewer, week, line, today) for line in week.lines])
    return html.Div(html.Table([head, body], className="roster-table"), className="roster-frame")


def day_choice(viewer: Viewer, week: RosterWeek, today: date) -> Component:
    """Return the days to choose from where there is room for one only."""
    shown = today if today in week.days else week.days[0]
    items = [
        html.Button(
            [html.Span(weekday(viewer, day)), html.B(f"{day:%d}", className="fig")],
            className="roster-day is-on" if day == shown else "roster-day",
            **attributes({"data-roster-day": str(place), "aria-label": f"{day:%m-%d} {weekday(viewer, day)}"}),
        )
        for place, day in enumerate(week.days)
    ]
    return html.Div(items, className="roster-days")


def conflict_list(viewer: Viewer, week: RosterWeek) -> list[Component]:
    """Return all conflicts of the week as what opens their day; or what would be named here."""
    found = week.findings
    if not found:
        return [empty(viewer, Conflicts.NONE, Conflicts.NONE_HINT)]
    names = {line.person.number: present_name(line.person.name, reveal=False) for line in week.lines}
    return [_conflict(viewer, finding, names.get(finding.person, "")) for finding in found]


def _conflict(viewer: Viewer, finding: Finding, name: str) -> Component:
    return html.Div(
        [
            html.Span(className="mark", **attributes({"data-state": "critical"})),
            html.Div(
                [
                    html.B(f"{name} {finding.person} · {finding.day:%m-%d} {weekday(viewer, finding.day)}"),
                    html.Span(viewer.say(FINDING_LABELS[finding.kind]), className="tag", **_critical()),
                    html.P(viewer.say(finding.text)),
                ]
            ),
        ],
        className="roster-conflict",
        role="button",
        tabIndex=0,
        **_opens(finding.person, finding.day, finding.shift),
    )


def _day_head(viewer: Viewer, place: int, day: date, today: date) -> Component:
    parts: list[Component | str] = [html.Span(weekday(viewer, day)), html.B(f"{day:%m-%d}", className="fig")]
    if day == today:
        parts.append(html.Small(viewer.say(Roster.TODAY)))
    return html.Th(parts, className=_day_class(day, today), **attributes({"data-day": str(place)}))


def _row(viewer: Viewer, week: RosterWeek, line: RosterLine, today: date) -> Component:
    person = line.person
    note = [viewer.say(POST_LABELS[person.post]), *person.skills]
    who = html.Th(
        [
            html.Button(
                [html.B(present_name(person.name, reveal=False)), html.Span(person.number, className="fig quiet")],
                className="roster-name",
                **attributes({"data-select-person": person.number}),
            ),
            html.Span(" · ".join(note), className="quiet roster-note"),
        ],
        className="roster-who",
        scope="row",
    )
    cells = [
        _cell(viewer, week, line, cell, **attributes({"data-day": str(place)}), class_name=_day_class(cell.day, today))
        for place, cell in enumerate(line.cells)
    ]
    return html.Tr([who, *cells], **attributes({"data-key": person.number}))


def _cell(
    viewer: Viewer, week: RosterWeek, line: RosterLine, cell: RosterCell, *, class_name: str, **more: str
) -> Component:
    number = line.person.number
    parts: list[Component] = [_away(viewer, cell)] if cell.is_away else []
    parts += [
        _chip(viewer, week, entry, [each for each in cell.findings if each.shift == entry.shift])
        for entry in cell.entries
    ]
    if week.may_edit:
        label = viewer.say(Roster.ADD).format(number, f"{cell.day:%m-%d}")
        add = attributes({"aria-label": label, "title": label})
        parts.append(html.Button("＋", className="roster-add", **add, **_opens(number, cell.day, "")))
    drop = {"data-roster-drop": "", "data-person": number, "data-date": cell.day.isoformat(), "data-mark": cell.mark}
    return html.Td(html.Div(parts, className="roster-cell"), className=class_name, **attributes({**more, **drop}))


def _chip(viewer: Viewer, week: RosterWeek, entry: Entry, wrong: Iterable[Finding]) -> Component:
    shift, area = week.shifts[entry.shift], week.areas.get(entry.area or "")
    told = [viewer.say(each.text) for each in wrong]
    parts: list[Component | str] = [html.B(shift_name(viewer, shift))]
    if area is not None:
        parts.append(html.Span(area.name, className="roster-area"))
    if told:
        parts.append(html.Span(className="mark", **_critical()))
    names = " · ".join([shift_times(shift), *([area.name] if area else []), *told])
    said = {"data-kind": shift.kind.value, "data-area": entry.area or "", "title": names}
    return html.Div(
        parts,
        className="shift-chip is-wrong" if told else "shift-chip",
        role="button",
        tabIndex=0,
        draggable="true" if week.may_edit else "false",
        **_opens(entry.person, entry.day, entry.shift),
        **attributes(said),
    )


def _away(viewer: Viewer, cell: RosterCell) -> Component:
    why = ABSENCE_LABELS[cell.absence.kind] if cell.absence else Roster.AWAY
    kind = cell.absence.kind.value if cell.absence else ""
    return html.Span(viewer.say(why), className="roster-away", **attributes({"data-away": kind}))


def _opens(person: str, day: date, shift: str) -> dict[str, Any]:
    said = {"data-roster-open": "", "data-person": person, "data-date": day.isoformat(), "data-shift": shift}
    return attributes(said)


def _critical() -> dict[str, Any]:
    return attributes({"data-state": "critical"})


def _day_class(day: date, today: date) -> str:
    return " ".join(
        ["roster-td", *(["is-weekend"] if day.isoweekday() > 5 else []), *(["is-today"] if day == today else [])]
    )
