"""The form of one day of somebody: shift and area, swap, away; and the preview of a copied week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.readouts import present_name
from dashboard.domain.roster.planning import FINDING_LABELS, WeekCopy
from dashboard.domain.roster.readouts import RosterCell, RosterLine, RosterWeek
from dashboard.domain.roster.records import ABSENCE_LABELS, Entry
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.fields import labelled
from layouts.components.roster.names import shift_name, shift_times
from layouts.duty_ids import Roster
from layouts.formatting import number, weekday
from layouts.texts.roster import Copy, Form
from layouts.texts.roster import Roster as Says
from layouts.viewer import Viewer

_LONGEST_AWAY_DAYS: Final = 60
_LEFT_OUT_SHOWN: Final = 12


def closed_form(viewer: Viewer) -> list[Component]:
    """Return what stands in place of the form while no day is open."""
    return [empty(viewer, Form.CHOOSE, Form.CHOOSE_HINT)]


def day_form(viewer: Viewer, week: RosterWeek, line: RosterLine, cell: RosterCell, shift: str) -> list[Component]:
    """Return the form for the entry of `shift` on that day, or for a new one."""
    entry = next((each for each in cell.entries if each.shift == shift), None)
    seen = {
        "person": line.person.number,
        "day": cell.day.isoformat(),
        "shift": entry.shift if entry else "",
        "area": (entry.area or "") if entry else "",
        "mark": cell.mark,
        "away": cell.absence.from_day.isoformat() if cell.absence else "",
    }
    parts: list[Component] = [dcc.Store(id=Roster.CELL, data=seen), _head(viewer, line, cell)]
    parts += [
        html.Div(
            [html.B(viewer.say(FINDING_LABELS[each.kind])), html.P(viewer.say(each.text))], className="roster-wrong"
        )
        for each in cell.findings
    ]
    if not week.may_edit:
        return [*parts, html.P(viewer.say(Form.READ_ONLY), className="quiet")]
    return [
        *parts,
        _shift_part(viewer, week, cell, entry),
        _swap_part(viewer, week, line, entry),
        _away_part(viewer, cell),
    ]


def copy_preview(viewer: Viewer, copy: WeekCopy) -> list[Component]:
    """Return what a copy would do: how many it adds and keeps, and whom it leaves out and why."""
    counts = [viewer.say(Copy.ADDS).format(number(len(copy.added)))] if copy.added else [viewer.say(Copy.NOTHING)]
    if copy.there:
        counts.append(viewer.say(Copy.THERE).format(number(copy.there)))
    if copy.left_out:
        counts.append(viewer.say(Copy.LEAVES).format(number(len(copy.left_out))))
    rows = [
        html.Li(
            [
                html.B(f"{each.entry.person} · {each.entry.day:%m-%d}", className="fig"),
                html.Span(viewer.say(each.reason)),
            ]
        )
        for each in copy.left_out[:_LEFT_OUT_SHOWN]
    ]
    more = [html.Li("…")] if len(copy.left_out) > _LEFT_OUT_SHOWN else []
    return [html.H2(viewer.say(Copy.TITLE)), html.P(" · ".join(counts)), html.Ul([*rows, *more])]


def _head(viewer: Viewer, line: RosterLine, cell: RosterCell) -> Component:
    name = present_name(line.person.name, reveal=False)
    return html.Header(
        [
            html.H2([name, html.Span(line.person.number, className="fig quiet")]),
            html.Span(f"{cell.day:%m-%d} {weekday(viewer, cell.day)}", className="fig roster-date"),
            html.Button(
                html.Span(className="icon icon-close"),
                id=Roster.CLOSE,
                className="roster-close",
                title=viewer.say(Form.CLOSE),
                **attributes({"aria-label": viewer.say(Form.CLOSE)}),
            ),
        ],
        className="roster-form-head",
    )


def _shift_part(viewer: Viewer, week: RosterWeek, cell: RosterCell, entry: Entry | None) -> Component:
    shifts = [
        {"label": f"{shift_name(viewer, each)} {shift_times(each)}", "value": each.code}
        for each in week.shifts.values()
    ]
    areas = [{"label": each.name, "value": each.code} for each in week.areas.values()]
    usual = _usual_area(week, cell, entry)
    return html.Section(
        [
            html.H3(viewer.say(Form.CHANGE if entry else Form.NEW)),
            labelled(
                viewer.say(Form.SHIFT),
                dcc.Dropdown(
                    shifts,
                    entry.shift if entry else None,
                    id=Roster.SHIFT,
                    clearable=False,
                    placeholder=viewer.say(Form.SHIFT),
                ),
            ),
            labelled(
                viewer.say(Form.AREA),
                dcc.Dropdown(areas, usual, id=Roster.AREA, placeholder=viewer.say(Says.WHOLE_SQUAD)),
            ),
            html.Div(
                [
                    html.Button(viewer.say(Form.SAVE), id=Roster.SAVE, className="btn primary"),
                    html.Button(viewer.say(Form.REMOVE), id=Roster.REMOVE, className="btn", hidden=entry is None),
                ],
                className="roster-deeds",
            ),
        ]
    )


def _usual_area(week: RosterWeek, cell: RosterCell, entry: Entry | None) -> str | None:
    """The area of the entry; of a new one that which the person has elsewhere in the week."""
    if entry is not None:
        return entry.area
    for line in week.lines:
        if cell in line.cells:
            return next((each.area for other in line.cells for each in other.entries if each.area), None)
    return None


def _swap_part(viewer: Viewer, week: RosterWeek, line: RosterLine, entry: Entry | None) -> Component:
    options = list(_partners(viewer, week, line)) if entry else []
    return html.Section(
        [
            html.H3([viewer.say(Form.SWAP), html.Span(viewer.say(Form.SWAP_HINT), className="panel-note")]),
            labelled(
                viewer.say(Form.SWAP_WITH),
                dcc.Dropdown(options, id=Roster.PARTNER, placeholder=viewer.say(Form.SWAP_WITH)),
            ),
            html.Div(html.Button(viewer.say(Form.SWAP), id=Roster.SWAP, className="btn"), className="roster-deeds"),
        ],
        hidden=entry is None,
    )


def _partners(viewer: Viewer, week: RosterWeek, line: RosterLine) -> Iterator[dict[str, Any]]:
    """The entries of the others in the week."""
    for other in week.lines:
        if other is line:
            continue
        name = f"{present_name(other.person.name, reveal=False)} {other.person.number}"
        for cell in other.cells:
            for each in cell.entries:
                shift = shift_name(viewer, week.shifts[each.shift])
                yield {"label": f"{_day_label(viewer, each.day)} {shift} · {name}", "value": partner_value(each)}


def _away_part(viewer: Viewer, cell: RosterCell) -> Component:
    absence = cell.absence
    kinds = [{"label": viewer.say(label), "value": kind.value} for kind, label in ABSENCE_LABELS.items()]
    days = [{"label": _day_label(viewer, each), "value": each.isoformat()} for each in _days_from(cell.day)]
    noted = (
        viewer.say(Form.AWAY_FROM).format(
            viewer.say(ABSENCE_LABELS[absence.kind]), f"{absence.from_day:%m-%d}", f"{absence.until_day:%m-%d}"
        )
        if absence
        else ""
    )
    return html.Section(
        [
            html.H3(viewer.say(Form.AWAY)),
            html.P(noted, hidden=absence is None, className="roster-noted"),
            html.Div(
                [
                    labelled(
                        viewer.say(Form.AWAY_KIND),
                        dcc.Dropdown(kinds, id=Roster.AWAY_KIND, placeholder=viewer.say(Form.AWAY_KIND)),
                    ),
                    labelled(
                        viewer.say(Form.AWAY_UNTIL),
                        dcc.Dropdown(days, cell.day.isoformat(), id=Roster.AWAY_UNTIL, clearable=False),
                    ),
                ],
                hidden=absence is not None,
            ),
            html.Div(
                [
                    html.Button(
                        viewer.say(Form.AWAY_NOTE), id=Roster.AWAY, className="btn", hidden=absence is not None
                    ),
                    html.Button(viewer.say(Form.AWAY_END), id=Roster.BACK, className="btn", hidden=absence is None),
                ],
                className="roster-deeds",
            ),
        ]
    )


def partner_value(entry: Entry) -> str:
    """Return an entry as the value of a choice."""
    return "\n".join([entry.person, entry.day.isoformat(), entry.shift, entry.area or ""])


def _day_label(viewer: Viewer, day: date) -> str:
    return f"{day:%m-%d} {weekday(viewer, day)}"


def _days_from(day: date) -> Sequence[date]:
    return [day + timedelta(number) for number in range(_LONGEST_AWAY_DAYS)]
