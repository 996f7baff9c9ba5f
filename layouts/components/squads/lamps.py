"""Red and yellow cases, what is to be looked at on the spot, and where all of it lies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.candidates import Candidate
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.clocks import lamp as lamp_of
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import STATE_LABELS, Action, CaseState
from dashboard.domain.cases.timing import worse_lamp
from dashboard.domain.durations import SECOND_US
from dashboard.domain.squads.readouts import LampRow, LampTally, SquadLamps, SquadTasks
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.cases.forms import action_word
from layouts.components.cases.lamps import LAMP_STATES, lamp_mark, time_left
from layouts.components.cases.list import opening
from layouts.formatting import day_and_time, duration, number
from layouts.texts.squad import Lamps, Tasks
from layouts.viewer import Viewer


def lamps_head(viewer: Viewer, lamps: SquadLamps, squad: str | None, unattended: int) -> list[Component]:
    """Return the title with how many are red, yellow and open, and are with somebody who is not there any more; the
    links lead to the lists. Where the map has only the most urgent ones, it says so."""
    tally, marked = lamps.tally, len(lamps.marks)
    counts = [
        html.Span([lamp_mark(viewer, lamp), number(count)], className="fig squad-count")
        for lamp, count in ((Lamp.RED, tally.red), (Lamp.YELLOW, tally.yellow))
    ]
    open_cases = html.Span(viewer.say(Lamps.OPEN).format(number(tally.open)), className="quiet")
    href = "/cases" if squad is None else f"/cases?squad={squad}"
    gone = "/cases?state=unattended" if squad is None else f"/cases?state=unattended&squad={squad}"
    told = viewer.say(Lamps.UNATTENDED).format(number(unattended))
    links = [html.A(told, href=gone, className="squad-gone", title=viewer.say(Lamps.UNATTENDED_HINT))]
    links = [*(links if unattended else []), html.A(viewer.say(Lamps.ALL), href=href)]
    told = viewer.say(Lamps.MARKED).format(number(marked))
    few = [html.Span(told, className="quiet")] if marked < tally.open else []
    return [html.H2(viewer.say(Lamps.TITLE)), *counts, open_cases, *few, *links]


def lamp_rows(viewer: Viewer, lamps: SquadLamps) -> list[Component]:
    """Return a row for each; without any, when the next one is due."""
    if not lamps.rows:
        return [_no_lamp(viewer, lamps.tally)]
    return [_row(viewer, row, lamps) for row in lamps.rows]


def _no_lamp(viewer: Viewer, tally: LampTally) -> Component:
    next_us = tally.next_due_us
    hint = (
        viewer.say(Lamps.NO_NEXT) if next_us is None else viewer.say(Lamps.NEXT).format(day_and_time(viewer, next_us))
    )
    return html.Div([html.B(viewer.say(Lamps.NONE)), html.P(hint)], className="blank")


def _row(viewer: Viewer, row: LampRow, lamps: SquadLamps) -> Component:
    case, now_us = row.case, lamps.now_us
    if row.sent_us is None:
        how = html.Span(_who(viewer, case, lamps.names), className="lamp-how")
    else:
        waited = duration(viewer, max(0, now_us - row.sent_us) / SECOND_US)
        how = html.Span(viewer.say(Lamps.UNTAKEN).format(waited), className="lamp-how is-untaken")
    takers = [_taker(viewer, case, each, may_send=row.may_send) for each in row.takers or ()]
    if row.takers is not None and not takers:
        takers = [html.Small(viewer.say(Lamps.NOBODY), className="quiet")]
    return case_row(viewer, case, row.lamp, how, now_us, takers)


def case_row(
    viewer: Viewer, case: Case, lamp: Lamp, how: Component, now_us: int, below: Sequence[Component] = ()
) -> Component:
    """Return a row that opens a case: lamp, what and where, `how` it stands, the time left; `below` are its deeds."""
    due_us, yellow_us = _tighter(case)
    own = lamp_of(now_us, due_us, yellow_us)
    late = [html.Small(viewer.say(Lamps.LATE_AT_UNIT), className="is-late")] if lamp is Lamp.RED is not own else []
    what = html.Span([html.B(case.category_name), html.Small(case.place.address or f"#{case.number}"), *late])
    mark = lamp_mark(viewer, lamp, due_us, yellow_us) if own is lamp else lamp_mark(viewer, lamp)
    main = html.Button(
        [mark, what, how, time_left(viewer, own, due_us, now_us)],
        className="lamp-main",
        type="button",
        **attributes({name: value for name, value in opening(case).items() if name != "data-case"}),
    )
    deeds = [html.Div(list(below), className="lamp-deeds")] if below else []
    return html.Div([main, *deeds], className="lamp-row", **attributes({"data-case": str(case.case_key)}))


def _tighter(case: Case) -> tuple[int | None, int | None]:
    """The nearer deadline, and from when on it is yellow; once the unit is done the whole has none."""
    clocks, is_done = case.clocks, case.times.done_us is not None
    whole_us = None if is_done else clocks.due_us
    if clocks.step_due_us is None or (whole_us is not None and whole_us < clocks.step_due_us):
        return whole_us, clocks.yellow_us
    return clocks.step_due_us, clocks.step_yellow_us


def _who(viewer: Viewer, case: Case, names: CaseNames) -> str:
    who = names.person(case.units.assignee) if case.units.assignee else names.unit(case.units)
    return " · ".join(part for part in (who, viewer.say(STATE_LABELS[case.state])) if part)


def _taker(viewer: Viewer, case: Case, candidate: Candidate, *, may_send: bool) -> Component:
    """Who could take it and why; for who may send it, the way to the form with everything filled in."""
    who = f"{candidate.name} {candidate.code}"
    why = " · ".join(viewer.say(each) for each in candidate.why)
    if not may_send:
        return html.Span([html.B(who), html.Small(why)], className="taker")
    fields = {"assignee": candidate.code, "squad": candidate.squad}
    return html.Button(
        [html.B(viewer.say(Lamps.SEND).format(who)), html.Small(why)],
        className="taker link",
        type="button",
        title=viewer.say(Lamps.SEND_HINT).format(who),
        **attributes(_filling(case, Action.DISPATCH, fields)),
    )


def _filling(case: Case, action: Action, fields: Mapping[str, str | None]) -> dict[str, str]:
    """What opens the form of an action with these fields filled in; people send it."""
    told = {"key": str(case.case_key), "action": action.value, "fields": fields}
    return {"data-fill": json.dumps(told, separators=(",", ":"))}


def _verdict(viewer: Viewer, case: Case, action: Action) -> Component:
    """Opens the form of what is said of a case; a second tap sends it."""
    word = action_word(viewer, case.state, action)
    return html.Button(word, className="btn small", type="button", **attributes(_filling(case, action, {})))


def case_points(lamps: SquadLamps) -> str:
    """Return where open cases lie, for the map."""
    points: list[Mapping[str, Any]] = [
        {
            "key": mark.case_key,
            "lon": round(mark.lon, 6),
            "lat": round(mark.lat, 6),
            "state": LAMP_STATES[mark.lamp].value,
            "name": mark.name,
        }
        for mark in lamps.marks
    ]
    return json.dumps(points, ensure_ascii=False, separators=(",", ":"))


def tasks_head(viewer: Viewer, tasks: SquadTasks) -> list[Component]:
    """Return the title with how many there are."""
    count = html.Span(viewer.say(Tasks.COUNT).format(number(len(tasks.cases))), className="quiet")
    return [html.H2(viewer.say(Tasks.TITLE)), count]


def task_rows(viewer: Viewer, tasks: SquadTasks) -> list[Component]:
    """Return a row for each, with who goes there and what to look at."""
    if not tasks.cases:
        return [empty(viewer, Tasks.NONE, Tasks.NONE_HINT)]
    return [_task(viewer, case, tasks) for case in tasks.cases]


def _task(viewer: Viewer, case: Case, tasks: SquadTasks) -> Component:
    checker = case.units.checker
    who = viewer.say(Tasks.WHO).format(tasks.names.person(checker)) if checker else viewer.say(Tasks.NOBODY)
    look = Tasks.LOOK_VERIFY if case.state is CaseState.VERIFYING else Tasks.LOOK_CHECK
    how = html.Span([html.B(viewer.say(STATE_LABELS[case.state])), html.Small(who)], className="lamp-how")
    below: list[Component] = [html.Small(viewer.say(look), className="quiet")]
    verdicts = [_verdict(viewer, case, each) for each in tasks.verdicts[case.case_key]]
    if verdicts:
        below.append(html.Div(verdicts, className="lamp-verdicts"))
    return case_row(viewer, case, worse_lamp(case, tasks.now_us), how, tasks.now_us, below)
